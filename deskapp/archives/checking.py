"""Checks a package on its own: no journal, no line, no program of ours anywhere else is needed."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path

from deskapp.archives import authenticity, inside, integrity, safety, usability
from deskapp.archives.findings import Fault, Findings
from deskapp.archives.opened import open_parts
from deskapp.failures import Refusal, StoreTrouble

_KEY_BYTES = 32


def check(path: Path, *, trusted: str = "", scanner: Sequence[str] = ()) -> Findings:
    """Make the four checks. `trusted`: the centre's public key in base64, had from elsewhere. StoreTrouble
    `archive.not_read` when the file cannot be read at all.
    """
    found: list[Fault] = []
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            opened, wrong = open_parts(file, size)
            if opened is None:
                return Findings(opened=False, faults=tuple(wrong))
            read = inside.read(opened)
            found += authenticity.faults(read)
            found += authenticity.stranger(read, trusted)
            found += integrity.faults(read)
            found += usability.faults(read)
            found += safety.faults(read)
            notes = list(authenticity.notes(read, trusted))
    except OSError as error:
        raise StoreTrouble("archive.not_read", file=path.name) from error
    viruses, note = safety.scanned(path, scanner)
    told = read.manifest
    return Findings(
        opened=True, parts=len(opened.entries), number=told.number if told else "", digest=told.package if told else "",
        faults=_each_once([*read.faults, *found, *viruses]), notes=(*notes, note),
    )  # fmt: skip


def key_in(text: str) -> str:
    """A public key that somebody typed or keeps in a file. Refusal `archive.no_key`."""
    try:
        raw = base64.b64decode(text.strip(), validate=True)
    except (ValueError, binascii.Error) as error:
        raise Refusal("archive.no_key") from error
    if len(raw) != _KEY_BYTES:
        raise Refusal("archive.no_key")
    return base64.b64encode(raw).decode()


def _each_once(faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Each fault once, however many checks met it."""
    once = {(fault.check, fault.place, fault.code, str(fault.values)): fault for fault in faults}
    return tuple(once.values())
