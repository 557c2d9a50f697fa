"""The calendar this hall counts by: the mainland's, with the days the centre has added."""

from __future__ import annotations

from datetime import date

from deskapp.journal.reading import Reading
from deskapp.protocol.json import decode
from deskapp.protocol.messages import HallFacts
from deskapp.rules.deadline import WorkingDays

HALL_FACTS = "hall_facts"


def hall_facts(reading: Reading) -> HallFacts | None:
    """What the centre last said of this hall, kept so that a desk can work alone."""
    kept = reading.local(HALL_FACTS)
    return None if kept is None else decode(kept.encode(), HallFacts)


def working_days(reading: Reading) -> WorkingDays:
    """The working days, by what this desk knows now."""
    facts = hall_facts(reading)
    return WorkingDays() if facts is None else by_facts(facts)


def by_facts(facts: HallFacts) -> WorkingDays:
    """The working days of a hall: as published, and with the days it has added."""
    return WorkingDays({date.fromisoformat(day): works for day, works in facts.added_days.items()})
