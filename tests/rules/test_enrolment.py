"""Which code opens which window, and which computer may work there: the two tables, as an administrator reads them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.rules.enrolment import Code, CodeState, EnrolledDesk, Shown, ask_code, ask_desk

THREE, FIVE = WindowId("3"), WindowId("5")
D1, D2 = DeviceId("d1"), DeviceId("d2")
MADE, EARLY, END, LATE = (f"2026-11-23T{hour:02}:00:00.000000Z" for hour in (1, 2, 3, 4))
OPEN = Code(7, THREE, ClerkId("admin"), MADE, END)
USED = replace(OPEN, used_at=EARLY, device=D1)
REVOKED = replace(OPEN, revoked_at=EARLY)


@pytest.mark.parametrize(
    ("code", "now", "state"),
    [
        (OPEN, EARLY, CodeState.OPEN), (OPEN, END, CodeState.EXPIRED), (OPEN, LATE, CodeState.EXPIRED),
        (USED, EARLY, CodeState.USED), (USED, LATE, CodeState.USED),
        (REVOKED, EARLY, CodeState.REVOKED), (REVOKED, LATE, CodeState.REVOKED),
        (replace(USED, revoked_at=LATE), LATE, CodeState.USED),
    ],
)  # fmt: skip
def test_what_a_code_is_good_for(code: Code, now: str, state: CodeState) -> None:
    assert code.state(now) is state


@pytest.mark.parametrize(
    ("code", "window", "device", "now", "told"),
    [
        (OPEN, THREE, D1, EARLY, None),
        (None, THREE, D1, EARLY, "enroll.code_wrong"),
        (OPEN, FIVE, D1, EARLY, "enroll.code_of_other_window"),
        (OPEN, THREE, D1, END, "enroll.code_expired"),
        (REVOKED, THREE, D1, EARLY, "enroll.code_revoked"),
        (USED, THREE, D2, EARLY, "enroll.code_used"),
        (USED, THREE, D1, EARLY, None),  # the answer was lost
        (USED, THREE, D1, LATE, None),
        (USED, FIVE, D1, EARLY, "enroll.code_of_other_window"),
    ],
)
def test_a_code_makes_one_computer_the_desk_of_one_window_in_its_time(
    code: Code | None, window: WindowId, device: DeviceId, now: str, told: str | None
) -> None:
    if told is None:
        assert ask_code(code, window, device, now) is code
        return
    with pytest.raises(Refusal) as refused:
        ask_code(code, window, device, now)
    assert refused.value.code == told


CLERK, MANAGER, PORTAL = ("clerk",), ("manager",), ("portal",)
DESK = EnrolledDesk(D1, THREE, "0" * 64, EARLY)
GONE = replace(DESK, dismissed_at=LATE)
BOUND = frozenset({THREE})
NOWHERE: frozenset[WindowId] = frozenset()


@pytest.mark.parametrize(
    ("roles", "window", "desk", "proven", "bound", "told"),  # the last but one: which windows take enrolled desks alone
    [
        # a hall that has made no code is as it was
        (CLERK, THREE, None, True, NOWHERE, None),
        (CLERK, None, None, True, NOWHERE, None),
        # a bound window takes its own desk
        (CLERK, THREE, DESK, True, BOUND, None),
        (CLERK, THREE, None, True, BOUND, "sign_in.not_enrolled"),
        (CLERK, FIVE, None, True, BOUND, None),
        (CLERK, FIVE, DESK, True, BOUND, None),
        (CLERK, FIVE, DESK, True, frozenset({THREE, FIVE}), "sign_in.other_window"),
        # nobody works in the name of a desk without its credential, wherever and as whom
        (CLERK, THREE, DESK, False, BOUND, "sign_in.not_this_desk"),
        (CLERK, FIVE, DESK, False, NOWHERE, "sign_in.not_this_desk"),
        (MANAGER, None, DESK, False, NOWHERE, "sign_in.not_this_desk"),
        (CLERK, THREE, GONE, True, BOUND, "sign_in.not_this_desk"),
        (MANAGER, None, GONE, True, NOWHERE, "sign_in.not_this_desk"),
        # nor in the name of a computer that has once shown what it is known by, though it never had a code
        (CLERK, THREE, None, False, NOWHERE, "sign_in.not_this_desk"),
        (MANAGER, None, None, False, None, "sign_in.not_this_desk"),
        # every window by code
        (CLERK, FIVE, None, True, None, "sign_in.not_enrolled"),
        (CLERK, FIVE, DESK, True, None, "sign_in.other_window"),
        (CLERK, THREE, DESK, True, None, None),
        (CLERK, None, None, True, None, "sign_in.no_desk"),
        (CLERK, None, DESK, True, None, None),
        (MANAGER, None, None, True, None, None),
        (PORTAL, None, None, True, None, None),
    ],
)
def test_who_may_work_at_which_computer(
    *,
    roles: tuple[str, ...],
    window: WindowId | None,
    desk: EnrolledDesk | None,
    proven: bool,
    bound: frozenset[WindowId] | None,
    told: str | None,
) -> None:
    shown = Shown(roles, window, desk, proven)
    if told is None:
        ask_desk(shown, bound)
        return
    with pytest.raises(Refusal) as refused:
        ask_desk(shown, bound)
    assert refused.value.code == told


def test_what_is_said_names_both_windows() -> None:
    with pytest.raises(Refusal) as refused:
        ask_code(OPEN, FIVE, D1, EARLY)
    assert refused.value.values == {"window": "5", "other": "3"}
    with pytest.raises(Refusal) as refused:
        ask_desk(Shown(CLERK, FIVE, DESK, True), None)
    assert refused.value.values == {"window": "5", "own": "3"}
