"""What a driver's own process says, read within bounds: it is a stranger's word."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deskapp.devices.child import Ended
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import worker_words
from deskapp.devices.scanner.contract import Abilities, Mode
from deskapp.failures import DeviceTrouble

_CRASHED = 0xC0000000  # exit statuses of Windows from here on are exceptions nobody caught
_VALUES = ("page", "status", "mode", "source", "kind")


def abilities(said: Mapping[str, object]) -> Abilities:
    """What a scanner can do, as far as it makes sense."""
    listed = said.get("resolutions")
    known = listed if isinstance(listed, list) else ()
    dots = sorted({dpi for dpi in known if isinstance(dpi, int) and 1 <= dpi <= 9600})
    resolutions: tuple[int, ...] | range = tuple(dots) or range(1, 9601)
    if dots and said.get("ranged") is True:
        resolutions = range(dots[0], dots[-1] + 1)
    feeder = said.get("feeder") is True
    return Abilities(
        glass=said.get("glass") is True or not feeder,
        feeder=feeder,
        duplex=feeder and said.get("duplex") is True,
        modes=frozenset(mode for mode in Mode if said.get(mode.value) is True),
        resolutions=resolutions,
    )


def told(line: str) -> Mapping[str, object]:
    """One line. Raises DeviceTrouble FAILED, "garbled"."""
    try:
        return worker_words.read_line(line)
    except (ValueError, RecursionError) as error:
        raise DeviceTrouble(ScannerCode.FAILED, status="garbled") from error


def trouble(said: Mapping[str, object]) -> DeviceTrouble:
    """Why it ended, with a code that we know and the values that its sentence has."""
    code, values = said.get("code"), said.get("values")
    known = values if isinstance(values, dict) else {}
    kept = {name: str(known[name])[:80] if name != "page" else known[name] for name in _VALUES if name in known}
    if code in set(ScannerCode):
        made = DeviceTrouble(ScannerCode(str(code)), **kept)
    else:
        made = DeviceTrouble(ScannerCode.FAILED, status="unknown")
    made.add_note(str(said.get("note", ""))[:2000])
    return made


def broke_off(ended: Ended) -> DeviceTrouble:
    """It ended without saying why."""
    if ended.status < 0 or ended.status >= _CRASHED:
        signal = -ended.status if ended.status < 0 else f"0x{ended.status:X}"
        made = DeviceTrouble(ScannerCode.DRIVER_CRASHED, signal=signal)
    else:
        made = DeviceTrouble(ScannerCode.FAILED, status=ended.status)
    made.add_note(f"exit {ended.status}: {ended.said.strip()[-2000:]}")
    return made


def file_name(said: Mapping[str, object]) -> str:
    """The file of a page: nothing outside the folder it was given."""
    name = text(said, "file")
    if Path(name).name != name:
        raise DeviceTrouble(ScannerCode.FAILED, status="garbled")
    return name


def text(said: Mapping[str, object], name: str) -> str:
    """A word of a line, that can be shown."""
    return "".join(letter for letter in str(said.get(name, "")) if letter.isprintable())[:400]


def dots(said: Mapping[str, object]) -> int:
    """Dots per inch of a page; 0 when nobody knows them."""
    dpi = said.get("dpi")
    return dpi if isinstance(dpi, int) and 1 <= dpi <= 9600 else 0
