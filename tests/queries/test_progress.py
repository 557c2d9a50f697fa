"""What a receipt's code tells whoever scans it: the steps, the days, and nobody's name."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.journal.journal import Journal
from deskapp.queries.progress import Progress, progress
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from deskapp.rules.deadline import WorkingDays
from tests.builders import PERSON
from tests.queries import telling
from tests.queries.telling import take_in, tell

TODAY = date(2026, 11, 23)  # a Monday
PROMISED = date(2026, 11, 30)
TRACK = "0193e5c0-1111-7000-8000-000000000001"
NUMBER = "330000012026112300300018"
ACCEPTED = cases.Accepted(NUMBER, PROMISED, date(2026, 12, 21))
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


def test_a_case_just_taken_in_has_neither_number_nor_promise(kept: Journal) -> None:
    take_in(kept, track=TRACK)
    assert ask(kept) == Progress("", "身份证申领", "公安局", State.OPENED, TODAY, None, None)


def test_an_accepted_case_says_its_number_and_the_days_that_are_left(kept: Journal) -> None:
    tell(kept, take_in(kept, track=TRACK), ACCEPTED)
    assert ask(kept) == Progress(NUMBER, "身份证申领", "公安局", State.ACCEPTED, TODAY, PROMISED, 5)


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
        (date(2026, 12, 1), 0),
        (date(2027, 6, 1), 0),
    ],
)
def test_weekends_take_nothing_from_what_is_left_and_less_than_none_is_never_left(
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
        ((ACCEPTED, PAUSED), State.PAUSED, 5),
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


def test_nothing_personal_is_told_and_an_erased_case_is_told_as_before(kept: Journal) -> None:
    case_id = take_in(kept, track=TRACK)
    tell(kept, case_id, ACCEPTED)
    before = ask(kept)
    for secret in (PERSON.name, PERSON.name[0], PERSON.id_number, PERSON.phone, PERSON.address):
        assert secret not in repr(before)
    with kept.writing() as writing:
        writing.erase(case_id)
    assert ask(kept) == before
