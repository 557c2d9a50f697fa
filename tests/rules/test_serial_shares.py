"""From which serials a computer numbers at a window: never from those that another one may be numbering from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import DeviceId, WindowId
from deskapp.rules.serial_shares import KEPT, LEEWAY, SHARE, SHARES, Computer, Held, Serials, take

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
THREE = WindowId("3")


def computer(name: str, epoch: int = 1) -> Computer:
    return Computer(DeviceId(name), epoch)


@dataclass
class Ledger:
    """The centre's notes on one window."""

    held: tuple[Held, ...] = ()

    def first(self, name: str, day: date = TODAY, epoch: int = 1) -> int:
        return self.signs_in(name, day, epoch).first

    def signs_in(self, name: str, day: date = TODAY, epoch: int = 1) -> Serials:
        self.held, serials = take(self.held, computer(name, epoch), day)
        return serials


@dataclass
class Life:
    """One life of a computer: everything the centre ever answered it, and the day from which it is no more."""

    name: str
    epoch: int = 1
    told: list[Serials] = field(default_factory=list)
    over: date = date.max - 2 * LEEWAY

    def days(self, serials: Serials) -> tuple[date, date]:
        """The first and the last day on which it may stand on a paper with these serials."""
        return serials.since - LEEWAY, min(serials.until + LEEWAY, self.over + LEEWAY)


def meet(one: Life, a: Serials, other: Life, b: Serials) -> bool:
    (since, until), (since_too, until_too) = one.days(a), other.days(b)
    return max(a.first, b.first) <= min(a.last, b.last) and max(since, since_too) <= min(until, until_too)


def test_the_first_computer_of_a_window_begins_at_one_and_every_other_one_behind_it() -> None:
    ledger = Ledger()
    assert [ledger.first(name) for name in ("a", "b", "c")] == [1, 1 + SHARE, 1 + 2 * SHARE]
    assert [ledger.first(name) for name in ("c", "a", "b")] == [1 + 2 * SHARE, 1, 1 + SHARE], (
        "each comes back to its own"
    )


def test_a_spare_that_opens_in_the_morning_does_not_begin_at_one() -> None:
    """The window's computer was cut off over midnight and goes on: nobody has heard whether it numbers today."""
    ledger = Ledger()
    assert ledger.first("a") == 1
    for days in (1, 2, KEPT.days, KEPT.days + 2):
        assert ledger.first("spare", TODAY + days * DAY) == 1 + SHARE, days
    assert ledger.first("spare", TODAY + KEPT + 3 * DAY) == 1, "a computer that is gone for good leaves its serials"


def test_a_cache_that_was_restored_does_not_number_from_what_it_may_have_forgotten() -> None:
    ledger = Ledger()
    assert ledger.first("a") == 1
    assert ledger.first("a", epoch=2) == 1 + SHARE
    assert ledger.first("a", TODAY + 2 * DAY, epoch=2) == 1 + SHARE
    assert ledger.first("a", TODAY + 3 * DAY, epoch=2) == 1, "its earlier life numbers no more"


def test_who_signs_in_each_day_keeps_their_share_for_years() -> None:
    ledger = Ledger()
    ledger.signs_in("a")
    for day in range(800):
        assert ledger.first("b", TODAY + day * DAY) == 1 + SHARE
        assert ledger.first("a", TODAY + day * DAY) == 1
    assert len(ledger.held) == 2


def test_a_centres_clock_that_was_set_back_takes_no_day_from_a_desk_and_gives_it_none_of_anothers() -> None:
    ledger = Ledger()
    old = ledger.signs_in("a")
    took_over = TODAY + KEPT + 3 * DAY
    new, again = ledger.signs_in("b", took_over), ledger.signs_in("b", took_over - DAY)
    assert new == again
    assert not meet(Life("a"), old, Life("b"), again)
    again.ask(THREE, took_over - DAY, 1)
    far_back = ledger.signs_in("b", took_over - 300 * DAY)
    far_back.ask(THREE, took_over - 300 * DAY, 1)
    assert far_back.until == new.until


def test_who_was_there_before_shares_were_noted_has_the_first_whichever_life_it_is_in() -> None:
    ledger = Ledger(take((), computer("a", 0), TODAY)[0])
    assert ledger.first("b") == 1 + SHARE
    assert ledger.first("a", epoch=7) == 1
    assert ledger.first("a", epoch=8) == 1 + 2 * SHARE


def test_all_serials_of_a_day_are_somebodys_and_then_nobody_else_gets_any() -> None:
    ledger = Ledger()
    shares = [ledger.signs_in(f"computer {one}") for one in range(SHARES)]
    assert [serial for share in shares for serial in range(share.first, share.last + 1)] == list(range(1, 10_000))
    with pytest.raises(Refusal, match=r"number\.no_share"):
        ledger.signs_in("one too many").ask(THREE, TODAY, 1)
    shares[3].ask(THREE, TODAY, 1)
    assert ledger.first("computer 3") == 3 * SHARE + 1, "who has some keeps them"


@pytest.mark.parametrize(
    ("day", "epoch", "may"),
    [
        (TODAY, 1, True),
        (TODAY - DAY, 1, True),
        (TODAY + KEPT + DAY, 1, True),
        (TODAY - 2 * DAY, 1, False),
        (TODAY + KEPT + 2 * DAY, 1, False),
        (TODAY, 2, False),
    ],
)
def test_serials_are_for_their_days_and_one_life_of_a_computer(day: date, epoch: int, may: bool) -> None:
    serials = Ledger().signs_in("a")
    if may:
        serials.ask(THREE, day, epoch)
    else:
        with pytest.raises(Refusal, match=r"number\.sign_in_again"):
            serials.ask(THREE, day, epoch)


def test_the_next_serial_is_behind_the_last_and_within_the_share() -> None:
    ledger = Ledger()
    ledger.signs_in("a")
    serials = ledger.signs_in("b")
    assert [*serials.after(0, 2, THREE)] == [1001, 1002]
    assert [*serials.after(1998, 2, THREE)] == [1999, 2000]
    with pytest.raises(Refusal) as full:
        serials.after(1999, 2, THREE)
    assert (full.value.code, full.value.values) == ("number.share_full", {"window": THREE, "many": 1000})
    assert [*serials.after(2000, 0, THREE)] == [], "a case that has its number wants none"


STEPS = st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.integers(0, 12)), min_size=2, max_size=25)


@given(STEPS)
@example([(0, False, 0), (1, False, 0)])
@example([(0, False, 0), (1, False, KEPT.days + 2), (0, False, 1)])
@example([(0, False, 0), (0, True, 0), (1, False, 1), (1, False, 1)])
def test_no_two_computers_can_print_one_number_whoever_signs_in_when(steps: list[tuple[int, bool, int]]) -> None:
    """Each goes by any answer it ever got, because later ones may have been lost, and on any day it was for."""
    ledger, day = Ledger(), TODAY
    lives: list[Life] = []
    now: dict[str, Life] = {}
    for which, restored, passed in steps:
        name, day = f"computer {which}", day + passed * DAY
        if restored and name in now:
            now[name].over = day
            now[name] = Life(name, now[name].epoch + 1)
            lives.append(now[name])
        if name not in now:
            now[name] = Life(name)
            lives.append(now[name])
        now[name].told.append(ledger.signs_in(name, day, now[name].epoch))
    for one, other in combinations(lives, 2):
        assert not [(a, b) for a in one.told for b in other.told if meet(one, a, other, b)]


@given(STEPS)
def test_whoever_signs_in_may_number_today_unless_ten_others_may(steps: list[tuple[int, bool, int]]) -> None:
    ledger, day = Ledger(), TODAY
    for which, _, passed in steps:
        day += passed * DAY
        serials = ledger.signs_in(f"computer {which}", day)
        serials.ask(THREE, day, 1)
        assert serials.first % SHARE == 1
        assert serials.until >= day + KEPT
