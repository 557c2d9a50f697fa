"""What may be offered of what was read on a page, and what an offer is held against. An offer carries nothing out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.ids import MaterialCode, PageDigest
from deskapp.rules.page_making import Box
from deskapp.rules.page_reading import PageReading


@dataclass(frozen=True, slots=True)
class Move:
    """A page looks like another material than the one it lies in."""

    page: PageDigest
    material: MaterialCode
    box: Box


@dataclass(frozen=True, slots=True)
class Fill:
    """A field of the applicant's says nothing, or something else than a page of theirs. Personal data.

    `shown` is how it may stand on the screen: what checks itself is masked, what a person has to check is not.
    """

    page: PageDigest
    field: str  # "name", "id_number", "phone"
    text: str
    shown: str
    box: Box


@dataclass(frozen=True, slots=True)
class RunOut:
    """A document whose last day has passed."""

    page: PageDigest
    day: date
    box: Box


Offer = Move | Fill | RunOut


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page, the material it lies in, and what was read on it. Personal data."""

    page: PageDigest
    material: MaterialCode
    reading: PageReading


@dataclass(frozen=True, slots=True)
class Fields:
    """What the applicant's fields say now; `open` while somebody is typing in them. Personal data."""

    name: str = ""
    id_number: str = ""
    phone: str = ""
    open: bool = False
