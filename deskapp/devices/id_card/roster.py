"""The card reader that a name means.

""               there is none: the number is typed
serial:PORT      a reader at this port (COM3, /dev/ttyUSB0)
library:FILE     a reader that its maker's own library drives (sdtapi.dll, libsdtapi.so); "library:" looks for the usual
pretend:         for practice
"""

from __future__ import annotations

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.contract import CardReader
from deskapp.devices.id_card.library import LibraryReader
from deskapp.devices.id_card.pretend import PretendReader
from deskapp.devices.id_card.serial_port import SerialReader
from deskapp.failures import DeviceTrouble


def find(name: str) -> CardReader | None:
    """The reader of a name, without asking whether it is there; None for "".

    Raises DeviceTrouble NO_SUCH_READER for what cannot be a name.
    """
    kind, separator, rest = name.partition(":")
    if not name:
        return None
    if kind == "serial" and rest and "\0" not in rest:
        return SerialReader(rest)
    if kind == "library" and separator and "\0" not in rest:
        return LibraryReader(rest)
    if name == "pretend:":
        return PretendReader()
    raise DeviceTrouble(CardCode.NO_SUCH_READER, reader=name[:60])
