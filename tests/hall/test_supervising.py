"""A supervisor works through what is late: the worst first, what to do next, whom to urge, and what was done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.clerk import signing_in
from deskapp.desk import Clerk, Desk
from deskapp.failures import Refusal
from deskapp.hall import supervising
from deskapp.ids import CaseId, ClerkId, ItemCode, MaterialCode, WindowId, new_id
from deskapp.protocol.messages import HallFacts
from deskapp.queries.watch_list import narrowed
from deskapp.rules import case as cases
from deskapp.rules.case import CaseFact, Person
from deskapp.rules.case_clock import Late
from deskapp.rules.deadline import Lamp
from tests.clerk import office

FOOD, HEALTH = ItemCode("SCJG-0201"), MaterialCode("HEALTH-CERT")
MONDAY = date(2026, 11, 23)


def tell(desk: Desk, *facts: CaseFact, window: str = "3", item: str = FOOD) -> CaseId:
    """A case with this history, as it was pulled."""
    case_id = CaseId(new_id())
    person = Person("张伟", "990106197904128117")
    opened = cases.Opened(
        ItemCode(item), "2026.11", WindowId(window), new_id(), person, received_on=MONDAY,
        answer_by=MONDAY + timedelta(days=7),
    )  # fmt: skip
    with desk.journal.writing() as writing:
        for fact in (opened, *facts):
            writing.add(ClerkId("clerk3"), fact, of=case_id)
    return case_id


def accepted(serial: int, promised: date, statutory: date) -> cases.Accepted:
    return cases.Accepted(f"{serial:024}", promised, statutory, since=MONDAY)


@pytest.fixture
def late(manager: Desk, clock: office.FrozenClock) -> dict[str, CaseId]:
    """A hall two weeks later: something of each kind, and one case that is not late."""
    soon, far = MONDAY + timedelta(days=4), MONDAY + timedelta(days=60)
    made = {
        "red": tell(manager, accepted(1, soon, MONDAY + timedelta(days=9))),
        "card": tell(manager, accepted(2, soon, far), window="5"),
        "deferral": tell(manager, cases.MaterialDeferred(HEALTH, soon), accepted(3, far, far)),
        "correction": tell(manager, cases.CorrectionRequested((HEALTH,), "", soon)),
        "silence": tell(manager),
        "other": tell(manager, accepted(4, soon, far), item="JY-0101", window="7"),
        "well": tell(manager, accepted(5, far, far)),
        "ended": tell(manager, cases.Withdrawn("不办了")),
    }
    clock.move(timedelta(days=14))
    return made


def test_everything_late_is_listed_the_worst_first(manager: Desk, late: dict[str, CaseId]) -> None:
    lines = supervising.watched(manager)
    assert next(line.case for line in lines) == late["red"]
    assert {line.case for line in lines} == set(late.values()) - {late["well"], late["ended"]}
    by_case = {line.case: line for line in lines}
    assert by_case[late["red"]].lamp is Lamp.RED
    assert by_case[late["card"]].lates == (Late.PROMISED,)
    assert by_case[late["deferral"]].deferred == ("从业人员健康证明",)
    assert by_case[late["correction"]].lates == (Late.CORRECTION,)
    assert by_case[late["silence"]].lates == (Late.ANSWER,)
    assert by_case[late["red"]].applicant == "张*"


def test_the_list_is_narrowed_by_department_window_and_lamp(manager: Desk, late: dict[str, CaseId]) -> None:
    lines = supervising.watched(manager)
    assert {line.case for line in narrowed(lines, department="JY")} == {late["other"]}
    assert {line.case for line in narrowed(lines, window="5")} == {late["card"]}
    assert {line.case for line in narrowed(lines, lamp=Lamp.RED)} == {late["red"]}
    assert narrowed(lines, department="SCJG", window="7") == ()
    assert narrowed(lines) == lines


def test_urging_and_what_was_done_stand_in_the_journal_under_the_supervisors_name(
    manager: Desk, late: dict[str, CaseId]
) -> None:
    supervising.urge(manager, late["red"], "今天必须办结")
    supervising.urge(manager, late["red"])
    supervising.follow_up(manager, late["red"], "科长答应下午出证")
    line = next(line for line in supervising.watched(manager) if line.case == late["red"])
    assert (line.urged, line.followed_up) == (2, "科长答应下午出证")
    with manager.journal.reading() as reading:
        said = [(event.kind, event.actor) for event in reading.events_of(late["red"])][-3:]
    assert said == [("case.urged", "manager")] * 2 + [("case.followed_up", "manager")]


def test_a_department_is_urged_only_about_what_it_has(manager: Desk, late: dict[str, CaseId]) -> None:
    with pytest.raises(Refusal, match=r"case\.wrong_state"):
        supervising.urge(manager, late["correction"])
    with pytest.raises(Refusal, match=r"case\.no_reason"):
        supervising.follow_up(manager, late["correction"], "  ")
    with pytest.raises(Refusal, match=r"case\.unknown"):
        supervising.urge(manager, CaseId("nothing"))


@pytest.mark.parametrize("role", ["clerk", "greeter", "department"])
def test_nobody_else_supervises(manager: Desk, late: dict[str, CaseId], role: str) -> None:
    other = replace(manager, clerk=replace(manager.clerk, roles=(role,)))
    for step in (supervising.urge, lambda desk, case: supervising.follow_up(desk, case, "a")):
        with pytest.raises(Refusal, match=r"access\.denied"):
            step(other, late["red"])


def test_the_share_of_the_hall_decides_when_it_is_nearly_due(manager: Desk, clock: office.FrozenClock) -> None:
    case = tell(manager, accepted(9, MONDAY + timedelta(days=14), MONDAY + timedelta(days=60)))
    eager = signing_in.desk_of(manager, _clerk(manager), _with_share(1.0))
    assert supervising.watched(manager) == ()
    assert [line.case for line in supervising.watched(eager)] == [case]


def _clerk(desk: Desk) -> Clerk:
    return desk.clerk


def _with_share(share: float) -> HallFacts:
    from msgspec.structs import replace as put

    return put(office.FACTS, yellow_share=share)
