"""The hall's figures of a day or of several, read from the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from deskapp.failures import Refusal
from deskapp.ids import HallId
from deskapp.journal.reading import Reading
from deskapp.queries.catalogs import in_force
from deskapp.queries.tickets_told import told
from deskapp.rules.figures import By, Figures, figures
from deskapp.rules.legs import Leg, legs_of

MOST_DAYS = 62  # two months
_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)  # no office day of ours is beyond
_AT_ONCE = timedelta(days=7)  # what is held in memory at once


@dataclass(frozen=True, slots=True)
class Report:
    """Figures from a first to a last day, both included; those of everybody last.

    `names`: what queues and items are called, by their letter or code, as far as today's catalogue knows them; `en`:
    the same in English.
    """

    hall: HallId
    first: date
    last: date
    by: tuple[By, ...]
    rows: tuple[Figures, ...]
    everybody: Figures
    names: Mapping[str, str]
    en: Mapping[str, str] = field(default_factory=dict)


def report(reading: Reading, first: date, last: date, by: Sequence[By]) -> Report:
    """Read it. Refusal `figures.wrong_days` when the last day is before the first, or too long after it."""
    known = first >= _EARLIEST and last <= _LATEST
    if not known or not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        raise Refusal("figures.wrong_days", most=MOST_DAYS)
    legs = lived(reading, first, last)
    (everybody,) = figures(legs, ())
    named = _named(reading) if {By.QUEUE, By.ITEM} & set(by) else {}
    names, en = ({code: one[language] for code, one in named.items()} for language in (0, 1))
    return Report(reading.hall, first, last, tuple(by), figures(legs, by), everybody, names, en)


def lived(reading: Reading, first: date, last: date) -> list[Leg]:
    """What people lived through on these days: who was carried over stands on the day on which they were called."""
    found: list[Leg] = []
    while first <= last:
        until = min(last, first + _AT_ONCE)
        found += (leg for leg in legs_of(told(reading, first, until)) if first <= leg.day <= until)
        first = until + timedelta(days=1)
    return found


def _named(reading: Reading) -> dict[str, tuple[str, str]]:
    """What queues and items are called, in both languages."""
    try:
        catalog = in_force(reading, reading.terms.clock.today())
    except Refusal:
        return {}
    queues: dict[str, tuple[str, str]] = {code: (queue.name, queue.en) for code, queue in catalog.queues.items()}
    return queues | {code: (item.name, item.en) for code, item in catalog.items.items()}
