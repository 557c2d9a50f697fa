"""What a receipt's code tells whoever scans it: the steps, the days, and nobody's name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import MaterialCode, new_id
from deskapp.journal.journal import Journal
from deskapp.queries.progress import TOLD_FOR, Milestone, Progress, Step, progress
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from deskapp.rules.condition import YES
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.questions import BY_AGENT
from tests.builders import PERSON, received
from tests.queries import telling
from tests.queries.telling import take_in, tell

TODAY = date(2026, 11, 23)  # a Monday
PROMISED = date(2026, 11, 30)
TRACK = "0193e5c0-1111-7000-8000-000000000001"
NUMBER = "330000012026112300300018"
ACCEPTED = cases.Accepted(NUMBER, PROMISED, date(2026, 12, 21))
ID_CARD, PHOTO = MaterialCode("ID-CARD"), MaterialCode("PHOTO")
PAUSED, DECIDED = cases.Paused("expert review"), cases.Decided(granted=True)


@pytest.fixture
def kept(centre: Journal) -> Journal:
    telling.publish(centre)
    return centre


def ask(
    kept: Journal, track: str = TRACK, today: date = TODAY, added: dict[date, bool] | None = None
) -> Progress | None:
    with kept.reading() as reading:
        return progress(reading, track, today, WorkingDays(added or {}))


def told(kept: Journal) -> Progress:
    found = ask(kept)
    assert found is not None
    return found


def test_a_case_just_taken_in_has_neither_number_nor_promise(kept: Journal) -> None:
    take_in(kept, track=TRACK)
    found = told(kept)
    assert (found.number, found.item, found.department, found.state) == ("", "身份证申领", "公安局", State.OPENED)
    assert (found.promised_day, found.days_left, found.opened_on) == (None, None, TODAY)
    assert found.steps == (Step(Milestone.OPENED, TODAY),)


def test_an_accepted_case_says_its_number_and_the_days_that_are_left(kept: Journal) -> None:
    tell(kept, take_in(kept, track=TRACK), ACCEPTED)
    found = told(kept)
    assert (found.number, found.state, found.promised_day, found.days_left) == (NUMBER, State.ACCEPTED, PROMISED, 5)
    assert [step.milestone for step in found.steps] == [Milestone.OPENED, Milestone.ACCEPTED]


@pytest.mark.parametrize("track", ["", "0", TRACK[:-1], TRACK.upper() + "x", f"{TRACK} ", "%", "' OR '1'='1"])
def test_a_code_that_is_not_wholly_right_tells_nothing(kept: Journal, track: str) -> None:
    take_in(kept, track=TRACK)
    assert ask(kept, track) is None


@pytest.mark.parametrize(
    ("today", "left"),
    [
        (date(2026, 11, 23), 5),
        (date(2026, 11, 27), 1),
        (date(2026, 11, 28), 1),
        (date(2026, 11, 29), 1),
        (date(2026, 11, 30), 0),
        (date(2026, 12, 1), -1),
        (date(2026, 12, 7), -5),
    ],
)
def test_weekends_take_nothing_from_what_is_left_and_what_is_late_is_told_as_late(
    kept: Journal, today: date, left: int
) -> None:
    tell(kept, take_in(kept, track=TRACK), ACCEPTED)
    found = ask(kept, today=today)
    assert found is not None
    assert found.days_left == left


@pytest.mark.parametrize(("works", "left"), [({date(2026, 11, 28): True}, 6), ({date(2026, 11, 25): False}, 4)])
def test_days_the_centre_added_count_as_it_said(kept: Journal, works: dict[date, bool], left: int) -> None:
    tell(kept, take_in(kept, track=TRACK), ACCEPTED)
    found = ask(kept, added=works)
    assert found is not None
    assert found.days_left == left


@pytest.mark.parametrize(
    ("said", "state", "left"),
    [
        ((ACCEPTED, PAUSED), State.PAUSED, None),
        ((ACCEPTED, PAUSED, cases.Resumed()), State.ACCEPTED, 5),
        ((ACCEPTED, DECIDED), State.DECIDED, None),
        ((ACCEPTED, DECIDED, cases.ResultReady("licence")), State.READY, None),
        ((ACCEPTED, DECIDED, cases.Delivered("counter")), State.DELIVERED, None),
        ((ACCEPTED, cases.Withdrawn("asked to")), State.WITHDRAWN, None),
        ((cases.Declined("not ours", "art. 29"),), State.DECLINED, None),
        ((cases.CorrectionRequested((), "a clearer copy", PROMISED),), State.CORRECTION_REQUESTED, None),
        ((ACCEPTED, cases.AcceptanceUndone(NUMBER)), State.OPENED, None),
    ],
)
def test_days_are_left_only_of_what_is_still_to_be_decided(
    kept: Journal, said: tuple[cases.CaseFact, ...], state: State, left: int | None
) -> None:
    tell(kept, take_in(kept, track=TRACK), *said)
    found = ask(kept)
    assert found is not None
    assert (found.state, found.days_left) == (state, left)


def test_nothing_personal_is_told_and_an_erased_case_not_at_all(kept: Journal) -> None:
    case_id = take_in(kept, track=TRACK)
    tell(kept, case_id, ACCEPTED)
    before = ask(kept)
    for secret in (PERSON.name, PERSON.name[0], PERSON.id_number, PERSON.phone, PERSON.address):
        assert secret not in repr(before)
    with kept.writing() as writing:
        writing.erase(case_id)
    assert ask(kept) is None


def test_what_somebody_wrote_by_hand_is_never_told(kept: Journal) -> None:
    """A remark, a reason or the name of a result may name a person."""
    secret = "找王某某本人"
    for facts in (
        (cases.CorrectionRequested((PHOTO,), secret, PROMISED, secret),),
        (cases.Declined(secret, secret, cases.Usual.OTHERWISE),),
        (ACCEPTED, cases.Paused(secret, cases.Procedure.HEARING, TODAY, PROMISED)),
        (ACCEPTED, cases.Extended(secret, secret, PROMISED, PROMISED)),
        (ACCEPTED, cases.Decided(granted=False, reason=secret, ground=secret)),
        (ACCEPTED, DECIDED, cases.ResultReady(secret)),
        (ACCEPTED, cases.Withdrawn(secret)),
    ):
        track = new_id()
        tell(kept, take_in(kept, track=track), *facts)
        assert secret not in repr(ask(kept, track))


def test_exactly_what_was_named_and_has_not_come_is_to_be_brought(kept: Journal) -> None:
    case = take_in(kept, track=TRACK, answers={BY_AGENT: YES})
    tell(kept, case, cases.CorrectionRequested((ID_CARD, PHOTO), "", PROMISED))
    assert (told(kept).missing, told(kept).correction_due) == (("居民身份证", "证件照"), PROMISED)
    tell(kept, case, received("ID-CARD"))
    assert told(kept).missing == ("证件照",)


def test_what_may_come_later_is_told_with_its_day(kept: Journal) -> None:
    case = take_in(kept, track=TRACK)
    tell(kept, case, cases.MaterialDeferred(PHOTO, PROMISED), ACCEPTED)
    assert told(kept).deferred == (("证件照", PROMISED),)


def test_a_step_that_was_taken_back_is_not_told(kept: Journal) -> None:
    case = take_in(kept, track=TRACK)
    tell(kept, case, cases.Declined("x", "y"), cases.StepTakenBack("Declined"))
    assert [step.milestone for step in told(kept).steps] == [Milestone.OPENED]
    tell(kept, case, ACCEPTED, cases.AcceptanceUndone(NUMBER))
    assert [step.milestone for step in told(kept).steps] == [Milestone.OPENED]
    assert told(kept).usual is None


def test_a_pause_says_for_what_and_until_when(kept: Journal) -> None:
    case = take_in(kept, track=TRACK)
    tell(kept, case, ACCEPTED, cases.Paused("", cases.Procedure.TESTING, TODAY, PROMISED))
    found = told(kept)
    assert (found.procedure, found.paused_until, found.days_left) == (cases.Procedure.TESTING, PROMISED, None)


@pytest.mark.parametrize("end", [cases.Withdrawn("x"), cases.Declined("x", "y")])
def test_a_year_after_its_end_a_code_tells_nothing(kept: Journal, end: cases.CaseFact) -> None:
    tell(kept, take_in(kept, track=TRACK), end)
    assert ask(kept, today=TODAY + TOLD_FOR) is not None
    assert ask(kept, today=TODAY + TOLD_FOR + timedelta(days=1)) is None


def test_a_case_that_goes_on_is_told_however_long_it_takes(kept: Journal) -> None:
    tell(kept, take_in(kept, track=TRACK), cases.CorrectionRequested((), "", PROMISED))
    assert ask(kept, today=date(2028, 11, 23)) is not None
