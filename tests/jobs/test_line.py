"""What a desk knows of its line: whoever wants to know is told when it changes, and no longer than they want."""

from __future__ import annotations

from deskapp.clock import Clock
from deskapp.jobs.line import Line
from tests.builders import MORNING


def line() -> Line:
    return Line(Clock(lambda: MORNING))


def test_a_change_is_told_and_a_repetition_is_not() -> None:
    made, told = line(), list[bool]()
    made.on_change(lambda: told.append(made.online))
    made.answered()
    made.answered()
    made.failed("line.down")
    made.failed("line.down")
    made.failed("line.slow")
    assert told == [True, False, False]


def test_who_has_left_is_told_no_more_and_the_others_are() -> None:
    made, gone, here = line(), list[bool](), list[bool]()
    leave = made.on_change(lambda: gone.append(made.online))
    made.on_change(lambda: here.append(made.online))
    made.answered()
    leave()
    made.failed("line.down")
    assert (gone, here) == ([True], [True, False])


def test_one_may_leave_while_being_told() -> None:
    made, told = line(), list[str]()

    def once() -> None:
        told.append("once")
        leave()

    leave = made.on_change(once)
    made.on_change(lambda: told.append("always"))
    made.answered()
    made.failed("line.down")
    assert told == ["once", "always", "always"]


def test_a_wish_for_a_round_holds_until_somebody_makes_one() -> None:
    made, wanted = line(), list[bool]()
    wanted.append(made.round_wanted)
    assert not made.wait_for_want(0)
    made.want_round()
    made.want_round()
    wanted.append(made.round_wanted)
    assert made.wait_for_want(0)
    wanted.append(made.round_wanted)
    assert not made.wait_for_want(0)
    assert wanted == [False, True, False]
