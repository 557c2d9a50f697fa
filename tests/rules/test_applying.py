"""Who applies, as it is typed or filed: all that is wrong is said, each with its field, and nothing is quoted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deskapp.failures import Refusal
from deskapp.rules.applying import Named, check, read_phone
from deskapp.rules.case import Person

TODAY = date(2026, 11, 23)
ZHANG = Named("张伟", "990106197904128117", "19900001111", " 下城区 ")
COMPANY = Named("某某有限公司", "91330100MA2H1Y5R0D")


def fields(typed: Named) -> set[str]:
    return {str(fault.values["field"]) for fault in check(typed, TODAY).faults}


def test_a_person_alone_is_read_whole() -> None:
    checked = check(ZHANG, TODAY)
    assert checked.applicant == Person("张伟", "990106197904128117", "19900001111", "下城区")
    assert checked.agent is None
    assert checked.faults == ()


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"id_number": "990106197904128118"}, {"id_number"}),
        ({"id_number": ""}, {"id_number"}),
        ({"name": ""}, {"name"}),
        ({"name": "张3"}, {"name"}),
        ({"phone": "123"}, {"phone"}),
        ({"phone": "电话"}, {"phone"}),
        ({"phone": ""}, set()),
        ({"name": "", "phone": "1", "id_number": "1"}, {"name", "phone", "id_number"}),
    ],
)
def test_everything_that_is_wrong_is_said_with_its_field(changes: dict[str, str], wrong: set[str]) -> None:
    typed = replace(ZHANG, **changes)  # type: ignore[arg-type]
    assert fields(typed) == wrong
    assert (check(typed, TODAY).applicant is None) is bool(wrong)


def test_who_says_that_somebody_came_for_them_says_who() -> None:
    assert fields(replace(ZHANG, by_agent=True)) == {"agent_name", "agent_id"}
    whole = replace(ZHANG, by_agent=True, agent_name="王秀英", agent_id="990102194902030248")
    checked = check(whole, TODAY)
    assert checked.agent == Person("王秀英", "990102194902030248")


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"agent_name": "王秀英"}, {"agent_id"}),
        ({"agent_id": "990102194902030248"}, {"agent_name"}),
        ({"agent_name": "王秀英", "agent_id": "990102194902030249"}, {"agent_id"}),
    ],
)
def test_half_an_agent_is_none(changes: dict[str, str], wrong: set[str]) -> None:
    assert fields(replace(ZHANG, **changes)) == wrong  # type: ignore[arg-type]


def test_nothing_that_was_typed_stands_in_a_fault() -> None:
    checked = check(replace(ZHANG, id_number="990106197904128118", phone="12"), TODAY)
    for fault in checked.faults:
        assert "990106197904128118" not in str(fault)
        assert "张伟" not in str(fault)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ""),
        ("19900001111", "19900001111"),
        ("0571-1234 567", "05711234567"),
        (" +86 19900001111 ", "+8619900001111"),
    ],
)
def test_a_telephone_number_is_read_as_it_is_dialled(typed: str, read: str) -> None:
    assert read_phone(typed) == read


@pytest.mark.parametrize("typed", ["12", "1" * 16, "１２３４５６７", "12a4567", "++123456"])
def test_what_nobody_can_dial_is_refused(typed: str) -> None:
    with pytest.raises(Refusal, match=r"phone\.malformed"):
        read_phone(typed)


def test_an_agent_is_somebody_else() -> None:
    """Who comes for themselves needs no agent, and an agent's own document is what proves that they may come."""
    same = replace(ZHANG, agent_name="李䶮", agent_id=ZHANG.id_number)
    [fault] = check(same, TODAY).faults
    assert (fault.code, fault.values["field"]) == ("agent.is_applicant", "agent_id")
    spelt = replace(same, agent_id=f" {ZHANG.id_number.lower()} ")
    assert [one.code for one in check(spelt, TODAY).faults] == ["agent.is_applicant"]
