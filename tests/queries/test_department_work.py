"""A department's list: its own alone, by urgency, at a cost that does not grow with the hall."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from deskapp.ids import CaseId
from deskapp.queries.department_news import news_behind
from deskapp.queries.department_work import DepartmentLine, Terms, by_number, changed, items_of, work_of
from deskapp.rules.case import Decided, Paused, Procedure
from deskapp.rules.case_clock import YELLOW_SHARE
from deskapp.rules.deadline import WorkingDays
from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, open_hall
from tests.server.with_departments import FIRE, AtTheHall


@pytest.fixture(params=["sqlite", "postgres"])
def hall(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hall]:
    database = f"sqlite:///{tmp_path / 'hall.db'}"
    if request.param == "postgres":
        make: Callable[[], str] = request.getfixturevalue("database_url")
        database = make()
    with open_hall(tmp_path / "hall", database, FrozenClock()) as opened:
        yield opened


def terms(hall: Hall) -> Terms:
    return Terms(hall.parts.clock.now(), WorkingDays(), YELLOW_SHARE)


def work(hall: Hall, department: str = "SCJG") -> list[DepartmentLine]:
    with hall.parts.journal.reading() as reading:
        return list(work_of(reading, department, terms(hall)))


def test_the_most_urgent_comes_first_then_what_stands_still_then_what_is_decided(hall: Hall) -> None:
    counter, clock = AtTheHall(hall), hall.clock
    late = counter.accepted()
    clock.move(timedelta(days=14))
    decided, paused, fresh = (counter.accepted() for _ in range(3))
    today = hall.parts.clock.today()
    counter.says(decided, Decided(granted=True, decided_on=today, deliver_by=today + timedelta(days=14)))
    counter.says(paused, Paused("", Procedure.INSPECTION, today, today + timedelta(days=7)))
    counter.accepted(FIRE)
    assert [line.case for line in work(hall)] == [late, fresh, paused, decided]


def test_a_list_by_items_is_found_by_its_own_index(hall: Hall) -> None:
    """A hall with a million cases has a few hundred with one department."""
    AtTheHall(hall).accepted()
    said: list[str] = []

    def note(_: object, __: object, statement: str, parameters: object, *rest: object) -> None:
        if "watch_day IS NULL" in statement:
            said.append(statement)

    engine = hall.parts.journal.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    work(hall)
    sa.event.remove(engine, "before_cursor_execute", note)
    (statement,) = said
    assert "state IN ('accepted', 'paused', 'decided', 'ready')" in statement
    where = "hall = 'H1' AND item IN ('SCJG-0201', 'SCJG-0102') AND state IN ('accepted', 'paused', 'decided', 'ready')"
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.text("SET enable_seqscan = off"))
            plan = connection.execute(sa.text(f"EXPLAIN SELECT case_id FROM cases WHERE {where}"))
        else:
            plan = connection.execute(sa.text(f"EXPLAIN QUERY PLAN SELECT case_id FROM cases WHERE {where}"))
        assert "ix_cases_with_department" in " ".join(str(row) for row in plan)


def test_changes_are_told_once_each_and_none_is_missed_however_small_the_parts(hall: Hall) -> None:
    counter = AtTheHall(hall)
    cases = [counter.accepted() for _ in range(4)]
    with hall.parts.journal.reading() as reading:
        for limit in (1, 3, 7, 500):
            upto, seen = 0, list[CaseId]()
            for _ in range(200):
                part = changed(reading, "SCJG", upto, limit, terms(hall))
                assert part.upto > upto or not part.more
                upto = part.upto
                seen += [line.case for line in part.lines]
                if not part.more:
                    break
            assert set(seen) == set(cases)
            assert upto == reading.last()[0]


@pytest.mark.parametrize("digits", ["", "1", "123", "x' OR 1=1 --", "%", "_", "٣٣٠٠"])
def test_too_few_digits_and_other_signs_find_nothing(hall: Hall, digits: str) -> None:
    AtTheHall(hall).accepted()
    with hall.parts.journal.reading() as reading:
        assert by_number(reading, "SCJG", digits, terms(hall)) == ()


def test_a_number_is_found_by_its_end_and_only_by_its_department(hall: Hall) -> None:
    case = AtTheHall(hall).accepted()
    with hall.parts.journal.reading() as reading:
        number = reading.case(case).number or ""
        assert [line.case for line in by_number(reading, "SCJG", number[-6:], terms(hall))] == [case]
        assert by_number(reading, "GA", number, terms(hall)) == ()


def test_a_department_that_is_none_has_nothing(hall: Hall) -> None:
    AtTheHall(hall).accepted()
    with hall.parts.journal.reading() as reading:
        assert items_of(reading, "NONE") == frozenset()
        assert work_of(reading, "NONE", terms(hall)) == ()
        assert changed(reading, "NONE", 0, 10, terms(hall)).lines == ()
        behind = news_behind(reading, "NONE", 0)
        assert (behind.news, behind.upto) == ((), reading.last()[0])


def test_news_come_in_parts_whose_ends_meet(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = AtTheHall(hall)
    cases = [counter.accepted() for _ in range(5)]
    monkeypatch.setattr("deskapp.queries.department_news._MANY", 2)
    upto, told = 0, list[CaseId]()
    with hall.parts.journal.reading() as reading:
        while upto < reading.last()[0]:
            behind = news_behind(reading, "SCJG", upto)
            told += [news.case for news in behind.news]
            assert behind.upto > upto
            upto = behind.upto
    assert told == cases
