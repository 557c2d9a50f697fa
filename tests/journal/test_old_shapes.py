"""What an earlier program kept of a case is still read: answers were a list once."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from db.tables import cases, events
from deskapp.ids import CaseId
from deskapp.journal.journal import Journal
from deskapp.journal.rebuild import differences, rebuild
from tests import builders


def as_it_was(kept: Journal, case_id: CaseId, answers: list[str]) -> None:
    """Turn a case's row and events into what the first schema would have kept."""
    with kept.engine.begin() as connection:
        body = json.loads(connection.execute(sa.select(cases.c.body).where(cases.c.case_id == case_id)).scalar_one())
        connection.execute(
            sa.update(cases).where(cases.c.case_id == case_id).values(body=json.dumps(body | {"answers": answers}))
        )
        payload = connection.execute(
            sa.select(events.c.payload).where(events.c.stream_id == case_id, events.c.kind == "case.opened")
        ).scalar_one()
        old = json.loads(payload) | {"answers": answers}
        connection.execute(
            sa.update(events)
            .where(events.c.stream_id == case_id, events.c.kind == "case.opened")
            .values(payload=json.dumps(old), schema=1)
        )


@pytest.mark.parametrize(
    ("old", "answers"),
    [
        ([], {}),
        (["by_agent"], {"by_agent": "yes"}),
        (["by_agent", "married"], {"by_agent": "yes", "married": "yes"}),
    ],
)
def test_a_case_of_an_earlier_program_is_read_rebuilt_and_found_sound(
    kept: Journal, old: list[str], answers: dict[str, str]
) -> None:
    case_id = builders.open_case(kept)
    as_it_was(kept, case_id, old)
    with kept.reading() as reading:
        assert reading.case(case_id).answers == answers
        assert list(differences(reading)) == []
    with kept.writing() as facts:
        rebuild(facts)
    with kept.reading() as reading:
        assert reading.case(case_id).answers == answers


def test_a_case_of_an_earlier_program_goes_on_in_the_new_shape(kept: Journal) -> None:
    case_id = builders.open_case(kept)
    as_it_was(kept, case_id, ["by_agent"])
    with kept.writing() as facts:
        facts.add(builders.CLERK, builders.received(), of=case_id)
    with kept.reading() as reading:
        body = reading.connection.execute(sa.select(cases.c.body).where(cases.c.case_id == case_id)).scalar_one()
        assert json.loads(body)["answers"] == {"by_agent": "yes"}
        assert list(differences(reading)) == []


def test_a_row_that_is_no_case_is_no_case_in_any_shape(kept: Journal) -> None:
    case_id = builders.open_case(kept)
    with kept.engine.begin() as connection:
        connection.execute(sa.update(cases).where(cases.c.case_id == case_id).values(body="[]"))
    with kept.reading() as reading:
        assert [fault.code for fault in differences(reading)] == ["verify.list_differs"]
