"""Taking an application in: what is wrong is said with its field, and nothing personal stands in the open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from db.tables import cases as case_rows
from db.tables import events
from deskapp.clerk import drafting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form, Standing
from tests.clerk import office

SOLE_TRADER = ItemCode("SCJG-0102")
PREMISES = MaterialCode("PREMISES")
GOOD = Application(SOLE_TRADER, "𬭎子轩", "990108200101011158", "19900006024")


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"name": " "}, "name", "name.empty"),
        ({"id_number": "990108200101011159"}, "id_number", "id.check_digit"),
        ({"id_number": "12"}, "id_number", "id.length"),
        ({"phone": "12345678901234567"}, "phone", "phone.malformed"),
        ({"phone": "１２３"}, "phone", "phone.malformed"),
        ({"agent_name": "王秀英"}, "agent_id", "id.length"),
        ({"agent_id": "990102194902030248"}, "agent_name", "name.empty"),
    ],
)
def test_what_is_wrong_is_said_with_the_field_it_is_about(
    desk: Desk, change: dict[str, str], field: str, code: str
) -> None:
    faults = intake.check_application(desk, replace(GOOD, **change))  # type: ignore[arg-type]
    assert [(fault.values["field"], fault.code) for fault in faults] == [(field, code)]
    with pytest.raises(Refusal) as refused:
        intake.open_case(desk, replace(GOOD, **change))  # type: ignore[arg-type]
    assert refused.value.code == code


@pytest.mark.parametrize("person", list(office.people()), ids=lambda person: person[0])
def test_every_sample_person_can_apply_and_is_shown_masked(desk: Desk, person: tuple[str, str, str]) -> None:
    name, number, phone = person
    case_id = intake.open_case(desk, Application(SOLE_TRADER, name, number, phone))
    sheet = sheets.case(desk, case_id)
    assert sheet.state is State.OPENED
    assert sheet.id_number == f"{number[:6]}********{number[-4:]}"
    assert number not in repr(sheet)
    assert phone not in repr(sheet)
    assert intake.look(desk, case_id).name == name
    assert [found.case for found in sheets.find_cases(desk, name)] == [case_id]
    assert [found.case for found in sheets.find_cases(desk, number)] == [case_id]


def test_personal_data_stands_in_no_event_and_no_case_row(desk: Desk) -> None:
    intake.open_case(desk, GOOD)
    with desk.journal.reading() as reading:
        rows = [*reading.connection.execute(sa.select(events.c.payload)).scalars()]
        rows += reading.connection.execute(sa.select(case_rows.c.body)).scalars()
    told = "".join(rows)
    assert GOOD.id_number not in told
    assert GOOD.phone not in told
    assert GOOD.name not in told


def test_an_unmasking_look_stands_in_the_journal(desk: Desk) -> None:
    case_id = intake.open_case(desk, GOOD)
    intake.look(desk, case_id)
    with desk.journal.reading() as reading:
        assert [event.kind for event in reading.events_of(case_id)] == ["case.opened", "case.looked_at"]


def test_materials_are_received_promised_put_off_and_given_back(desk: Desk) -> None:
    case_id = intake.open_case(desk, Application(ItemCode("SCJG-0101"), GOOD.name, GOOD.id_number))
    intake.receive(desk, case_id, MaterialCode("ARTICLES"), Form.ELECTRONIC)
    intake.commit(desk, case_id, PREMISES)
    due = intake.defer(desk, case_id, MaterialCode("OFFICERS"))
    standing = {str(line.code): line.standing for line in sheets.case(desk, case_id).lines}
    assert standing["ARTICLES"] is Standing.RECEIVED
    assert standing[PREMISES] is Standing.COMMITTED
    assert standing["OFFICERS"] is Standing.DEFERRED
    assert due.isoformat() == "2026-11-30"
    intake.give_back(desk, case_id, PREMISES)
    assert {line.code for line in sheets.case(desk, case_id).owed} == {
        "ID-CARD", "APP-COMPANY", "SHAREHOLDERS", "PREMISES",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda desk, case: intake.commit(desk, case, MaterialCode("ID-CARD")), "material.no_commitment"),
        (lambda desk, case: intake.defer(desk, case, MaterialCode("ID-CARD")), "material.no_deferral"),
        (lambda desk, case: intake.receive(desk, case, MaterialCode("BANK-CARD")), "material.not_asked_for"),
        (lambda desk, case: intake.receive(desk, case, PREMISES, Form.ORIGINAL), "material.wrong_form"),
    ],
)
def test_what_the_item_does_not_allow_is_refused_and_leaves_nothing(
    desk: Desk, step: Callable[[Desk, CaseId], object], code: str
) -> None:
    case_id = intake.open_case(desk, GOOD)
    before = sheets.case(desk, case_id)
    with pytest.raises(Refusal) as refused:
        step(desk, case_id)
    assert refused.value.code == code
    assert sheets.case(desk, case_id) == before


def test_an_unknown_item_is_refused_by_its_code(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        intake.open_case(desk, Application(ItemCode("XX-1"), GOOD.name, GOOD.id_number))
    assert refused.value.code == "item.unknown"
    assert refused.value.values["item"] == "XX-1"


def test_a_condition_that_holds_makes_its_material_owed(desk: Desk) -> None:
    alone = intake.open_case(desk, Application(ItemCode("SCJG-0101"), GOOD.name, GOOD.id_number))
    answers = {"by_agent": "yes"}
    sent = intake.open_case(
        desk,
        Application(
            ItemCode("SCJG-0101"), GOOD.name, GOOD.id_number,
            agent_name="王秀英", agent_id="990102194902030248", answers=answers,
        ),
    )  # fmt: skip
    assert "AGENT-LETTER" not in {line.code for line in sheets.case(desk, alone).owed}
    assert "AGENT-LETTER" in {line.code for line in sheets.case(desk, sent).owed}
    assert (sheets.case(desk, alone).by_agent, sheets.case(desk, sent).by_agent) == (False, True)
    assert sheets.case(desk, sent).questions == ()  # who came is asked where the person is entered


def test_a_draft_belongs_to_the_clerk_who_typed_it_and_ends_with_the_case(desk: Desk) -> None:
    drafting.keep_draft(desk, intake.APPLICANT_DRAFT, {"name": "𬭎", "id_number": "9901"})
    assert drafting.draft(desk, intake.APPLICANT_DRAFT) == {"name": "𬭎", "id_number": "9901"}
    neighbour = office.desk(desk, user="clerk4", window="4")
    assert drafting.draft(neighbour, intake.APPLICANT_DRAFT) is None
    intake.open_case(desk, GOOD)
    assert drafting.draft(desk, intake.APPLICANT_DRAFT) is None
    with desk.journal.reading() as reading:
        kinds = reading.connection.execute(sa.select(events.c.kind)).scalars().all()
    assert not [kind for kind in kinds if "draft" in kind]


def test_whoever_came_for_the_applicant_is_asked_for(desk: Desk) -> None:
    nobody = Application(ItemCode("SCJG-0101"), GOOD.name, GOOD.id_number, answers={"by_agent": "yes"})
    fields = [refusal.values["field"] for refusal in intake.check_application(desk, nobody)]
    assert fields == ["agent_name", "agent_id"]
    with pytest.raises(Refusal):
        intake.open_case(desk, nobody)


def test_correcting_begins_with_both_the_applicant_and_the_agent(desk: Desk) -> None:
    sent = Application(
        ItemCode("SCJG-0101"), GOOD.name, GOOD.id_number,
        agent_name="王秀英", agent_id="990102194902030248", answers={"by_agent": "yes"},
    )  # fmt: skip
    case = intake.open_case(desk, sent)
    applicant, agent = intake.look_at_both(desk, case)
    assert applicant.name == GOOD.name
    assert agent is not None
    assert agent.name == "王秀英"
