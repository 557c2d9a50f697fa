"""安全性: does opening it do harm? Most of it is asked where a part is opened; here are programs, and the virus
scanner.

A scanner is the site's own: `clamdscan` or `clamscan` where one is installed, or the command that is named. It is given
the package as it is, which a scanner opens by itself: the parts are stored and not packed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from deskapp.archives.findings import Check, Fault, Note
from deskapp.archives.inside import Inside

_KNOWN = (("clamdscan", "--no-summary", "--fdpass"), ("clamscan", "--no-summary"))
_PATIENCE = 1800  # seconds
_CLEAN, _FOUND = 0, 1  # ClamAV's exit codes
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def faults(inside: Inside) -> Iterator[Fault]:
    """Parts that are programs, or could be unpacked to some."""
    for one in inside.opened.entries:
        begin = next(inside.opened.pieces(one.name), b"")[:8]
        if begin.startswith(_PROGRAMS) and not one.name.endswith(".key"):
            yield Fault(Check.SAFETY, one.name, "package.program")


def scanner(named: str = "") -> tuple[str, ...]:
    """The virus scanner of this site; () where there is none."""
    if named:
        return (named,)
    return next(((found, *rest) for name, *rest in _KNOWN if (found := shutil.which(name)) is not None), ())


def scanned(path: Path, command: Sequence[str]) -> tuple[list[Fault], Note]:
    """Have the scanner look at the package."""
    if not command:
        return [], Note("package.no_scanner")
    name = Path(command[0]).name
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return [Fault(Check.SAFETY, "", "package.scanner_failed", {"scanner": name})], Note("package.no_scanner")
    if done.returncode == _CLEAN:
        return [], Note("package.scanned", {"scanner": name})
    code = "package.virus" if done.returncode == _FOUND else "package.scanner_failed"
    return [Fault(Check.SAFETY, "", code, {"scanner": name})], Note("package.scanned", {"scanner": name})
