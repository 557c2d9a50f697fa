"""The list of what is late, read from a desk's own tables: which cases, in which order, and what is said of each."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import CaseId, MaterialCode, WindowId
from deskapp.journal.journal import Journal
from deskapp.queries.watch_list import WatchLine, watch_list
from deskapp.rules import case as cases
from deskapp.rules.case import CaseFact
from deskapp.rules.case_clock import Late
from deskapp.rules.deadline import Lamp, WorkingDays
from tests.builders import PERSON
from tests.clerk.office import FrozenClock
from tests.queries.telling import FIVE, publish, take_in, tell

MONDAY = date(2026, 11, 23)
PHOTO = MaterialCode("PHOTO")


def accepted(serial: int, promised: date, statutory: date | None = None) -> cases.Accepted:
    return cases.Accepted(f"{serial:024}", promised, statutory or promised, since=MONDAY)


def late(kept: Journal, clock: FrozenClock, *, share: float = 0.3, window: WindowId | None = None) -> list[WatchLine]:
    with kept.reading() as reading:
        return list(watch_list(reading, clock.moment, WorkingDays(), share, window=window))


def case(kept: Journal, *facts: CaseFact, item: str = "GA-1", catalog: str = "1") -> CaseId:
    made = take_in(kept, item=item, catalog=catalog)
    tell(kept, made, *facts)
    return made


def test_the_worst_comes_first_and_of_equals_the_oldest(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    soon = MONDAY + timedelta(days=2)
    younger = case(desk, accepted(1, soon + timedelta(days=1), MONDAY + timedelta(days=90)))
    older = case(desk, accepted(2, soon, MONDAY + timedelta(days=90)))
    red = case(desk, accepted(3, soon))
    corrected = case(desk, cases.CorrectionRequested((PHOTO,), "", soon))
    clock.move(timedelta(days=10))
    assert [line.case for line in late(desk, clock)] == [red, older, younger, corrected]


def test_what_has_time_left_or_has_ended_is_not_there(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    far = MONDAY + timedelta(days=60)
    case(desk, accepted(1, far))
    case(desk, cases.Declined("a", "b"))
    case(desk, accepted(2, MONDAY), cases.Decided(granted=True), cases.Delivered("window"))
    case(desk)  # in a regime in which nobody has to answer by a day
    clock.move(timedelta(days=20))
    assert late(desk, clock) == []


def test_a_line_says_whose_it_is_and_names_nobody_in_full(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    made = case(desk, cases.MaterialDeferred(PHOTO, MONDAY), accepted(1, MONDAY + timedelta(days=90)))
    clock.move(timedelta(days=3))
    (line,) = late(desk, clock)
    assert (line.case, line.item_name, line.department_name, line.department_en) == (
        made,
        "身份证申领",
        "公安局",
        "Police",
    )
    assert (line.window, line.clerk, line.lates, line.lamp) == ("3", "clerk3", (Late.DEFERRAL,), Lamp.YELLOW)
    assert line.deferred == ("证件照",)
    assert line.applicant != PERSON.name
    assert PERSON.id_number not in str(line)


def test_a_window_sees_its_own(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    mine = case(desk, accepted(1, MONDAY))
    clock.move(timedelta(days=3))
    assert [line.case for line in late(desk, clock, window=WindowId("3"))] == [mine]
    assert late(desk, clock, window=FIVE) == []


def test_a_case_whose_catalogue_never_came_is_listed_all_the_same(desk: Journal, clock: FrozenClock) -> None:
    made = case(desk, accepted(1, MONDAY), catalog="9", item="X-1")
    clock.move(timedelta(days=3))
    (line,) = late(desk, clock)
    assert (line.case, line.item_name, line.department) == (made, "X-1", "")


@pytest.mark.parametrize(("share", "there"), [(0.0, False), (0.5, False), (0.9, True)])
def test_nearly_due_is_what_the_hall_calls_so(desk: Journal, clock: FrozenClock, share: float, there: bool) -> None:
    publish(desk)
    case(desk, accepted(1, MONDAY + timedelta(days=14)))  # ten working days; eight are left on the Wednesday
    clock.move(timedelta(days=2))
    assert bool(late(desk, clock, share=share)) is there


def test_what_was_done_is_counted_and_the_last_word_kept(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    made = case(
        desk, accepted(1, MONDAY), cases.Urged("GA"), cases.Urged("GA", "今天"), cases.FollowedUp("一"),
        cases.FollowedUp("科长答应今天办"),
    )  # fmt: skip
    clock.move(timedelta(days=3))
    (line,) = late(desk, clock)
    assert (line.case, line.urged, line.followed_up) == (made, 2, "科长答应今天办")


def test_it_is_the_same_at_the_centre(centre: Journal, clock: FrozenClock) -> None:
    """There nobody is indexed by name, and the list is read all the same."""
    publish(centre)
    made = case(centre, accepted(1, MONDAY))
    clock.move(timedelta(days=3))
    (line,) = late(centre, clock)
    assert (line.case, line.applicant) == (made, "")
