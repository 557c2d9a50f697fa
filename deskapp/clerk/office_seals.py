"""The headings and seals of the offices that this desk prints for: told by the centre, kept in the encrypted cache."""

from __future__ import annotations

import base64
import binascii
from hashlib import sha256

from deskapp.desk import Station
from deskapp.failures import ContentTrouble, LineTrouble, Refusal
from deskapp.journal.reading import Reading
from deskapp.papers import pixels
from deskapp.papers.pixels import Pixels
from deskapp.protocol.messages import HALL_OFFICE, HallFacts

_NOTE = "seal:"


def heading_of(facts: HallFacts, department: str) -> str:
    """What stands on top of a paper of this department ("" for the hall's own); "" for the hall's name."""
    return facts.headings.get(department or HALL_OFFICE, "") or facts.headings.get(HALL_OFFICE, "")


def seal_of(reading: Reading, facts: HallFacts, department: str) -> Pixels | None:
    """The seal of the office whose name closes a paper. None where there is none: the place stays white for a stamp.

    The hall's seal never stands for a department's.
    """
    office = department or HALL_OFFICE
    digest = facts.seals.get(office)
    kept = reading.local(_note(office)) if digest else None
    if kept is None or digest is None or not kept.startswith(f"{digest}|"):
        return None
    return _sound(kept.partition("|")[2], digest)


def keep(station: Station, facts: HallFacts, token: str) -> None:
    """Fetch what this desk does not have yet. What cannot be had now or is no seal is left for the next sign-in."""
    with station.journal.reading() as reading:
        wanted = {
            office: digest
            for office, digest in facts.seals.items()
            if not (reading.local(_note(office)) or "").startswith(f"{digest}|")
        }
    fetched: dict[str, str] = {}
    for office, digest in wanted.items():
        try:
            data = base64.b64encode(station.centre.seal(digest, token=token)).decode()
        except (LineTrouble, Refusal, ContentTrouble):
            continue
        if _sound(data, digest) is not None:
            fetched[_note(office)] = f"{digest}|{data}"
    if fetched:
        with station.journal.writing() as writing:
            for note, value in fetched.items():
                writing.note(note, value)


def _note(office: str) -> str:
    return f"{_NOTE}{office}"[:64]


def _sound(text: str, digest: str) -> Pixels | None:
    """The seal, if it is the one that was named and a bearable picture."""
    try:
        data = base64.b64decode(text, validate=True)
        return pixels.seal(data) if sha256(data).hexdigest() == digest else None
    except (binascii.Error, ContentTrouble):
        return None
