"""The lists beside the events: what is true is read back as it was written, and whatever was spoiled is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.tables import applicants, cases, catalogs, local_facts, tickets, windows
from deskapp.clock import office_day
from deskapp.ids import CaseId, QueueId, TicketId, WindowId, new_id
from deskapp.journal import rebuild
from deskapp.journal.asking import among
from deskapp.journal.chain import moment_of
from deskapp.journal.journal import Journal
from deskapp.journal.rows import insert, own_line, projection_row, put, rewritten, standing_of, upsert
from deskapp.journal.streams import nothing
from deskapp.rules import ticket as ticket_rules
from deskapp.rules import window as window_rules
from deskapp.rules.happening import CatalogPublished
from tests import builders
from tests.builders import CLERK

THREE, A = WindowId("3"), QueueId("A")


def filled(kept: Journal) -> tuple[CaseId, TicketId]:
    """A case, a ticket, a window and a catalogue."""
    case_id, ticket = builders.visit(kept, "1" * 24), TicketId(new_id())
    now = kept.terms.clock.now()
    with kept.writing() as facts:
        facts.add(CLERK, ticket_rules.Issued("A001", A, "normal", now, now + timedelta(minutes=30)), of=ticket)
        facts.add(CLERK, ticket_rules.Called(THREE), of=ticket)
        facts.add(CLERK, window_rules.WindowDefined(window_rules.WindowKind.INTAKE, (A,)), of=THREE)
        facts.add(CLERK, CatalogPublished("2026.11", "2026-11-01", {"items": []}), of="2026.11")
    return case_id, ticket


def faults(kept: Journal) -> list[str]:
    with kept.reading() as reading:
        return sorted(fault.place for fault in rebuild.differences(reading))


def row_of(kept: Journal, table: sa.Table, **key: str) -> dict[str, Any]:
    with kept.reading() as reading:
        question = sa.select(table).where(*(table.c[name] == value for name, value in key.items()))
        return dict(reading.connection.execute(question).one()._mapping)


def test_what_was_written_as_it_went_is_what_the_events_say(kept: Journal) -> None:
    filled(kept)
    assert faults(kept) == []


SPOILED: dict[str, tuple[sa.Table, dict[str, Any]]] = {
    "a case's state": (cases, {"state": "opened"}),
    "a case's number": (cases, {"number": "9" * 24}),
    "a case's body": (cases, {"body": '{"id": "x"}'}),
    "a ticket's window": (tickets, {"window": "4"}),
    "a ticket's line": (tickets, {"line": "B"}),
    "when a ticket was due": (tickets, {"due_at": "2026-11-23T09:00:00.000000Z"}),
    "when a ticket was called": (tickets, {"called_at": None}),
    "a window's state": (windows, {"state": "open"}),
    "a window's version": (windows, {"version": 7}),
    "a catalogue's first day": (catalogs, {"valid_from": "2026-12-01"}),
}


@pytest.mark.parametrize("what", sorted(SPOILED))
def test_a_spoiled_row_is_named_and_mended(kept: Journal, what: str) -> None:
    filled(kept)
    table, values = SPOILED[what]
    with kept.writing() as facts:
        facts.connection.execute(sa.update(table).values(**values))
    (fault,) = faults(kept)
    assert fault.startswith(table.name + " ")
    with kept.writing() as facts:
        rebuild.rebuild(facts)
    assert faults(kept) == []


@pytest.mark.parametrize("table", [cases, tickets, windows, catalogs], ids=lambda table: table.name)
def test_a_missing_row_is_named_and_comes_back(kept: Journal, table: sa.Table) -> None:
    filled(kept)
    with kept.reading() as reading:
        before = reading.connection.execute(sa.select(table)).all()
    with kept.writing() as facts:
        facts.connection.execute(sa.delete(table))
    assert [fault.partition(" ")[0] for fault in faults(kept)] == [table.name]
    with kept.writing() as facts:
        rebuild.rebuild(facts)
    with kept.reading() as reading:
        assert reading.connection.execute(sa.select(table)).all() == before


@pytest.mark.parametrize(
    ("table", "ghost"),
    [
        (cases, {"case_id": "ghost", "number": None, "track": "ghost"}),
        (tickets, {"ticket_id": "ghost", "number": "Z9"}),
        (windows, {"window": "ghost"}), (catalogs, {"version": "ghost"}),
    ],
    ids=lambda each: getattr(each, "name", ""),
)  # fmt: skip
def test_a_row_too_many_is_named_and_goes(kept: Journal, table: sa.Table, ghost: dict[str, Any]) -> None:
    filled(kept)
    with kept.writing() as facts:
        row = dict(facts.connection.execute(sa.select(table)).first()._mapping)  # type: ignore[union-attr]
        facts.connection.execute(sa.insert(table), [row | ghost])
    assert faults(kept) == [f"{table.name} ghost"]
    with kept.writing() as facts:
        rebuild.rebuild(facts)
    assert faults(kept) == []


def test_names_stand_in_an_index_only_where_all_is_encrypted(kept: Journal) -> None:
    filled(kept)
    with kept.reading() as reading:
        indexed = reading.connection.execute(sa.select(sa.func.count()).select_from(applicants)).scalar_one()
    assert indexed == int(kept.terms.keeps_people)


def test_a_lost_index_of_people_is_named_and_comes_back(tmp_path: Any) -> None:
    kept = builders.desk_journal(tmp_path / "desk")
    case_id, _ = filled(kept)
    before = row_of(kept, applicants, case_id=case_id)
    with kept.writing() as facts:
        facts.connection.execute(sa.delete(applicants))
    assert faults(kept) == [f"applicants {case_id}", f"person_words {case_id}"]
    with kept.writing() as facts:
        rebuild.rebuild(facts)
    assert row_of(kept, applicants, case_id=case_id) == before
    kept.engine.dispose()


@pytest.mark.parametrize(("stream", "table", "key"), [("case", cases, "case_id"), ("ticket", tickets, "ticket_id")])
def test_a_row_of_an_earlier_program_is_no_fault(kept: Journal, stream: str, table: sa.Table, key: str) -> None:
    """Its body has fewer fields: what they stand for by default is what is true."""
    case_id, ticket = filled(kept)
    row = row_of(kept, table, **{key: case_id if stream == "case" else ticket})
    assert rewritten(stream, row) == row
    body = row["body"].replace('"granted":null,', "").replace('"provisional":false,', "")
    assert rewritten(stream, row | {"body": body}) == row
    assert rewritten(stream, row | {"body": "no JSON"})["body"] == "no JSON"


def test_what_stands_in_a_row_is_what_is_true(kept: Journal) -> None:
    case_id, ticket = filled(kept)
    with kept.reading() as reading:
        for stream, name, table in (("case", case_id, cases), ("ticket", ticket, tickets), ("window", THREE, windows)):
            question = sa.select(table).where(list(table.primary_key.columns)[1] == name)
            row = reading.connection.execute(question).one()
            standing = standing_of(stream, row)
            assert standing == reading.standings(stream, [name])[name]
            again = projection_row(reading.hall, standing)
            assert again == dict(row._mapping)


@pytest.mark.parametrize("stream", ["case", "ticket"])
def test_what_never_began_has_no_row(stream: str) -> None:
    assert projection_row(builders.HALL, nothing(stream, "s")) is None


def test_a_day_is_the_offices_day(kept: Journal) -> None:
    case_id, _ = filled(kept)
    row = row_of(kept, cases, case_id=case_id)
    assert row["day"] == office_day(moment_of(row["opened_at"]))


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=16))
def test_the_line_of_a_window_is_no_queues(window: str) -> None:
    assert own_line(WindowId(window)) not in {chr(letter) for letter in range(ord("A"), ord("Z") + 1)}
    assert own_line(WindowId(window)) != own_line(WindowId(window + "1"))


ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d", "窗"]), st.text(max_size=12)), min_size=1, max_size=12
).map(lambda pairs: [(name, value.encode("utf-8", "ignore").decode().replace("\0", "")) for name, value in pairs])


@given(ROWS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_to_put_a_row_is_to_have_it_once_as_it_was_put_last(kept: Journal, rows: list[tuple[str, str]]) -> None:
    for write in (put, upsert):
        with kept.writing() as facts:
            facts.connection.execute(sa.delete(local_facts))
            for name, value in rows:
                write(facts.connection, local_facts, [{"hall": "H1", "name": name, "value": value}])
            write(facts.connection, local_facts, [])
        with kept.reading() as reading:
            found = reading.connection.execute(sa.select(local_facts.c.name, local_facts.c.value)).all()
        assert {row.name: row.value for row in found} == dict(rows)


@given(ROWS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_are_inserted_as_they_are_whatever_stands_in_them(kept: Journal, rows: list[tuple[str, str]]) -> None:
    new = [{"hall": "H1", "name": name, "value": value} for name, value in dict(rows).items()]
    with kept.writing() as facts:
        facts.connection.execute(sa.delete(local_facts))
        insert(facts.connection, local_facts, new)
    with kept.reading() as reading:
        found = reading.connection.execute(sa.select(local_facts)).all()
    assert sorted(map(dict, (row._mapping for row in found)), key=str) == sorted(new, key=str)


@pytest.mark.parametrize(
    "asked", [[], ["a"], ["a", "c"], ["z"], ["窗"], ["a'b", '"', "\\"], [f"n{n}" for n in range(3000)]]
)
def test_many_values_are_asked_for_as_one(kept: Journal, asked: list[str]) -> None:
    there = ["a", "b", "c", "窗", "a'b", '"', "\\", "n7"]
    with kept.writing() as facts:
        insert(facts.connection, local_facts, [{"hall": "H1", "name": name, "value": ""} for name in there])
    with kept.reading() as reading:
        dialect = reading.connection.dialect.name
        question = sa.select(local_facts.c.name).where(among(dialect, local_facts.c.name))
        found = set(reading.connection.execute(question, {"among": asked}).scalars())
    assert found == set(asked) & set(there)
