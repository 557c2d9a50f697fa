"""The seals of a hall's offices, read from the files that the centre's settings name."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.papers import pixels
from deskapp.protocol.messages import HallFacts


def read(files: Mapping[str, str], home: Path) -> dict[str, bytes]:
    """Office → PNG. A path that is not absolute begins at `home`.

    StoreTrouble `seal.unreadable`, or ContentTrouble `seal.…` for a file that is no seal, each with its office: a
    centre that would print papers without their seal must not start as if all were well.
    """
    found: dict[str, bytes] = {}
    for office, file in files.items():
        try:
            with (home / file).open("rb") as opened:
                data = opened.read(pixels.LARGEST_FILE + 1)
        except OSError as error:
            raise StoreTrouble("seal.unreadable", office=office, file=Path(file).name) from error
        try:
            pixels.seal(data)
        except ContentTrouble as trouble:
            raise ContentTrouble(trouble.code, **{**trouble.values, "office": office}) from None
        found[office] = data
    return found


def told(hall: HallFacts, headings: Mapping[str, str], seals: Mapping[str, bytes]) -> HallFacts:
    """The hall as its desks are told of it."""
    digests = {office: sha256(data).hexdigest() for office, data in seals.items()}
    return replace(hall, headings=dict(headings), seals=digests)
