"""The calendar a desk counts by when it is alone: what the centre said last, and before that the mainland's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from db import engines
from deskapp.failures import ContentTrouble
from deskapp.journal.journal import Journal
from deskapp.protocol.json import encode
from deskapp.protocol.messages import HallFacts
from deskapp.queries.working_days import HALL_FACTS, hall_facts, working_days
from deskapp.rules.deadline import WorkingDays
from tests import builders
from tests.clerk.office import FACTS

SATURDAY, MONDAY = date(2026, 11, 28), date(2026, 11, 30)


def note(kept: Journal, text: str) -> None:
    with kept.writing() as writing:
        writing.note(HALL_FACTS, text)


def keep(kept: Journal, facts: HallFacts) -> None:
    note(kept, encode(facts).decode())


def known(kept: Journal) -> HallFacts | None:
    with kept.reading() as reading:
        return hall_facts(reading)


def calendar(kept: Journal) -> WorkingDays:
    with kept.reading() as reading:
        return working_days(reading)


def test_a_desk_that_never_heard_the_centre_counts_by_the_mainlands_calendar(desk: Journal) -> None:
    assert known(desk) is None
    assert calendar(desk).added == {}
    assert calendar(desk).is_working(MONDAY)
    assert not calendar(desk).is_working(SATURDAY)
    assert not calendar(desk).is_working(date(2026, 10, 1)), "National Day, a Thursday"


def test_days_the_centre_added_stand_above_the_calendar(desk: Journal) -> None:
    keep(desk, replace(FACTS, added_days={"2026-11-28": True, "2026-11-30": False}))
    days = calendar(desk)
    assert days.is_working(SATURDAY)
    assert not days.is_working(MONDAY)
    assert days.is_working(date(2026, 11, 27)), "a day nobody added is as it was"


def test_the_facts_are_known_after_the_program_was_started_anew(tmp_path: Path) -> None:
    path, facts = tmp_path / "cache.db", replace(FACTS, added_days={"2026-11-28": True}, track_url="https://hall/t/")
    first = builders.journal(engines.sqlcipher(path, b"k" * 32))
    keep(first, facts)
    first.engine.dispose()
    second = builders.journal(engines.sqlcipher(path, b"k" * 32))
    assert known(second) == facts
    assert calendar(second).is_working(SATURDAY)
    second.engine.dispose()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"id": "H1"}', '{"id": 1, "name": "", "region": ""}'])
def test_facts_that_cannot_be_read_are_trouble_and_no_calendar(desk: Journal, text: str) -> None:
    note(desk, text)
    with pytest.raises(ContentTrouble, match=r"json\.not_this_shape"):
        calendar(desk)


@given(st.dictionaries(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans(), max_size=20))
def test_every_added_day_counts_as_the_centre_said(added: dict[date, bool]) -> None:
    engine = engines.sqlite(Path(":memory:"))
    kept = builders.journal(engine)
    keep(kept, replace(FACTS, added_days={day.isoformat(): works for day, works in added.items()}))
    days = calendar(kept)
    engine.dispose()
    assert days.added == added
    assert all(days.is_working(day) is works for day, works in added.items())
    assert all(days.settled(day) for day in added)
