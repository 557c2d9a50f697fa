"""A card reader at a serial port, or at a USB port that stands for one: it is spoken to in the module's own words."""

from __future__ import annotations

import errno
import time
from typing import TYPE_CHECKING

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card import frames
from deskapp.devices.id_card.frames import Garbled
from deskapp.failures import DeviceTrouble

if TYPE_CHECKING:
    from serial import Serial

SPEED = 115_200
PATIENCE = 1.5  # s for an answer: a reading with its photograph takes 0.3 at this speed, and the card some more
_HEAD = 7
_BUSY = frozenset({errno.EBUSY, errno.EAGAIN})


class SerialReader:
    """The reader at one port: `COM3`, `/dev/ttyUSB0`."""

    def __init__(self, port: str, *, patience: float = PATIENCE) -> None:
        self._port = port
        self._patience = patience
        self._open: Serial | None = None

    def read(self) -> bytes | None:
        from serial import SerialException  # a desk without a reader does not load it

        try:
            return self._read()
        except Garbled as garbled:
            self.close()
            raise DeviceTrouble(CardCode.GARBLED) from garbled
        except (SerialException, OSError) as error:
            self.close()
            raise _trouble(error, self._port) from error

    def close(self) -> None:
        opened, self._open = self._open, None
        if opened is not None:
            opened.close()

    def _read(self) -> bytes | None:
        if self._asked(frames.FIND)[: frames.STATUS] != frames.FOUND:
            return None
        if self._asked(frames.SELECT)[: frames.STATUS] != frames.DONE:
            return None  # taken away again
        answer = self._asked(frames.READ)
        if answer[: frames.STATUS] != frames.DONE:
            raise DeviceTrouble(CardCode.LAY_ANEW)
        return frames.text_of(answer)

    def _asked(self, question: bytes) -> bytes:
        line = self._line()
        line.read(line.in_waiting)  # what is left of an answer that came too late
        line.write(frames.frame(question))
        until = time.monotonic() + self._patience
        head = self._taken(line, _HEAD, until)
        return frames.words_of(head, self._taken(line, frames.length_of(head), until))

    def _taken(self, line: Serial, count: int, until: float) -> bytes:
        got = b""
        while len(got) < count:
            if time.monotonic() > until:
                raise DeviceTrouble(CardCode.SILENT)
            got += line.read(count - len(got))
        return got

    def _line(self) -> Serial:
        if self._open is None:
            from serial import Serial

            self._open = Serial(self._port, SPEED, timeout=0.1, write_timeout=self._patience, exclusive=True)
        return self._open


def _trouble(error: Exception, port: str) -> DeviceTrouble:
    number = getattr(error, "errno", None)
    if number in _BUSY or "exclusive" in str(error):
        return DeviceTrouble(CardCode.BUSY)
    if number in (errno.EACCES, errno.EPERM) or "PermissionError" in str(error):
        return DeviceTrouble(CardCode.ACCESS_DENIED)
    return DeviceTrouble(CardCode.NONE, reader=port[:60])
