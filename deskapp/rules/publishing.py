"""Whether a catalogue may be published, and from when on it would hold."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import HallId
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import to_plain
from deskapp.rules.happening import CatalogPublished


@dataclass(frozen=True, slots=True)
class Version:
    """A catalogue that was published, by its name and first day."""

    version: str
    valid_from: date


def in_order(one: Version) -> tuple[date, tuple[tuple[int, str], ...]]:
    """What versions come one after another by: a corrected catalogue has the same first day as the faulty one."""
    return one.valid_from, _as_counted(one.version)


def held_on(versions: Collection[Version], day: date) -> Version | None:
    """The version that holds on a day: the newest whose first day has come; None before the first."""
    begun = [one for one in versions if one.valid_from <= day]
    return max(begun, key=in_order) if begun else None


def ask_publishable(catalog: Catalog, versions: Collection[Version], hall: HallId, today: date) -> None:
    """A version that was published is never changed: whoever wants it otherwise publishes a newer one.

    Refusal `catalog.of_another_hall`, `catalog.version_taken`, or `catalog.never_in_force` when a version that is
    published already would hold on each of its days.
    """
    if catalog.hall != hall:
        raise Refusal("catalog.of_another_hall", hall=catalog.hall)
    if any(one.version == catalog.version for one in versions):
        raise Refusal("catalog.version_taken", version=catalog.version)
    new = Version(catalog.version, catalog.valid_from)
    first_day = max(today, catalog.valid_from)
    held = held_on([*versions, new], first_day)
    if held != new and held is not None:
        raise Refusal("catalog.never_in_force", version=catalog.version, held=held.version)


def publication(catalog: Catalog) -> CatalogPublished:
    """The fact that a catalogue was published."""
    return CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))


def _as_counted(version: str) -> tuple[tuple[int, str], ...]:
    """A version as people count: 2026.9 comes before 2026.11."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"[0-9]+|[^0-9]+", version))
