"""What lies ready for one person is found whole, and nobody else's with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import CaseId, TicketId
from deskapp.journal.journal import Journal
from deskapp.queries.to_hand_out import HandOut, hand_out_of_case, hand_outs
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from tests.builders import PERSON
from tests.clerk.office import FrozenClock
from tests.queries.telling import issue, publish, take_in, tell

DAY = date(2026, 11, 23)
OTHER = cases.Person("李强", "990101199001011234", "19900000000")
AGENT = cases.Person("王秀英", "990102194902030248")


@pytest.fixture(autouse=True)
def catalogue(desk: Journal) -> None:
    publish(desk)


def number(serial: int) -> str:
    return f"{serial:024}"


def decided(
    kept: Journal, serial: int, person: cases.Person | None = PERSON, *, granted: bool = True,
    agent: cases.Person | None = None, ticket: TicketId | None = None,
) -> CaseId:  # fmt: skip
    case_id = take_in(kept, person=person, agent=agent, ticket=ticket)
    tell(kept, case_id, cases.Accepted(number(serial), DAY, DAY), cases.Decided(granted=granted, deliver_by=DAY))
    return case_id


def found(kept: Journal, words: str) -> list[CaseId]:
    with kept.reading() as reading:
        return [line.case for line in hand_outs(reading, words, DAY)]


def one(kept: Journal, words: str) -> HandOut:
    with kept.reading() as reading:
        (line,) = hand_outs(reading, words, DAY)
    return line


def test_one_number_finds_everything_of_its_person_and_nothing_of_others(desk: Journal, clock: FrozenClock) -> None:
    first = decided(desk, 1)
    clock.move(timedelta(minutes=1))
    decided(desk, 2, OTHER)
    clock.move(timedelta(minutes=1))
    third = decided(desk, 3)
    assert found(desk, number(3)) == [third, first], "what was asked for comes first"
    assert found(desk, number(1)) == [first, third]
    assert found(desk, PERSON.id_number) == [first, third], "the oldest first"


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (cases.Accepted("9" * 24, DAY, DAY),),
        (cases.Accepted("9" * 24, DAY, DAY), cases.Paused("a")),
        (cases.Declined("a", "b"),),
        (cases.Accepted("9" * 24, DAY, DAY), cases.Decided(granted=True), cases.Delivered("window")),
    ],
    ids=["opened", "accepted", "paused", "declined", "handed out"],
)
def test_what_is_not_decided_or_gone_already_is_not_there_to_hand_out(
    desk: Journal, facts: tuple[cases.CaseFact, ...]
) -> None:
    tell(desk, take_in(desk), *facts)
    assert found(desk, PERSON.id_number) == []


def test_what_was_handed_out_by_a_slip_lies_ready_again(desk: Journal) -> None:
    case_id = decided(desk, 1)
    tell(desk, case_id, cases.Delivered("window"), cases.StepTakenBack("Delivered"))
    assert found(desk, number(1)) == [case_id]


def test_a_line_says_whose_it_is_masked_and_what_there_is(desk: Journal) -> None:
    case_id = decided(desk, 1, agent=AGENT)
    line = one(desk, number(1))
    assert (line.case, line.number, line.state) == (case_id, number(1), State.DECIDED)
    assert (line.item_name, line.result, line.deliver_by) == ("身份证申领", "居民身份证", DAY)
    assert (line.granted, line.named) == (True, True)
    assert PERSON.name not in (line.applicant, line.agent)
    assert PERSON.id_number != line.id_number
    assert line.id_number[6:14] == "*" * 8
    assert line.agent == "王**"


def test_what_was_said_to_lie_ready_goes_before_the_usual_name_of_it(desk: Journal) -> None:
    case_id = decided(desk, 1)
    tell(desk, case_id, cases.ResultReady("居民身份证（加急）"))
    line = one(desk, number(1))
    assert (line.state, line.result) == (State.READY, "居民身份证（加急）")


def test_a_refusal_is_handed_out_too_and_said_to_be_one(desk: Journal) -> None:
    decided(desk, 1, granted=False)
    assert not one(desk, number(1)).granted


def test_a_ticket_of_today_finds_the_case_it_came_with(desk: Journal) -> None:
    ticket = issue(desk, "A012")
    case_id = decided(desk, 1, ticket=ticket)
    assert found(desk, "a012") == [case_id]
    assert found(desk, "A013") == []


def test_those_of_whom_nobody_knows_any_more_are_not_taken_for_one_person(desk: Journal) -> None:
    """Erased people have no number: they must not be found as each other's."""
    first, second = decided(desk, 1, None), decided(desk, 2, None)
    assert found(desk, number(1)) == [first]
    assert found(desk, number(2)) == [second]
    assert one(desk, number(1)).applicant == ""


def test_the_case_in_hand_comes_first_and_brings_the_others(desk: Journal, clock: FrozenClock) -> None:
    first = decided(desk, 1)
    clock.move(timedelta(minutes=1))
    second = decided(desk, 2)
    with desk.reading() as reading:
        lines = hand_out_of_case(reading, second)
    assert [(line.case, line.named) for line in lines] == [(second, True), (first, False)]


def test_a_case_that_is_not_decided_still_brings_what_is_ready_for_its_person(desk: Journal) -> None:
    """They came about something new: what lies there is given to them at once."""
    ready = decided(desk, 1)
    new = take_in(desk)
    with desk.reading() as reading:
        assert [(line.case, line.named) for line in hand_out_of_case(reading, new)] == [(ready, False)]


@pytest.mark.parametrize("words", ["", " ", "%", "_", "\x00", "没有这个人", "0" * 23 + "7", "A999"])
def test_words_that_name_nobody_find_nothing(desk: Journal, words: str) -> None:
    decided(desk, 1)
    assert found(desk, words) == []
