"""Which computer is the desk of a window: codes that make it one, and what it must show afterwards.

A code is the administrator's word that whoever has it may make one computer the desk of one window, once, for some
hours. From the moment the first code of a window was used, that window is *bound*: it takes the desks enrolled there
and no other computer. Moments are texts of one width (`journal.chain.moment_text`): they sort as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.rules.access import Permission, allows

USUAL_HOURS, MOST_HOURS = 72, 720  # a weekend's installation; a month


@dataclass(frozen=True, slots=True)
class CodeMade:
    """A code was made for the window; `number` is what it is called, the code itself stands nowhere."""

    number: int
    until: datetime


@dataclass(frozen=True, slots=True)
class CodeRevoked:
    number: int


@dataclass(frozen=True, slots=True)
class DeskEnrolled:
    """A computer became a desk of the window, by the code of this number."""

    device: DeviceId
    number: int


@dataclass(frozen=True, slots=True)
class DeskDismissed:
    """A computer is a desk no more, of this window or any."""

    device: DeviceId


EnrolmentFact = CodeMade | CodeRevoked | DeskEnrolled | DeskDismissed


class CodeState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Code:
    """A code as it is kept: all about it but itself."""

    number: int
    window: WindowId
    made_by: ClerkId
    made_at: str
    expires_at: str
    used_at: str | None = None
    device: DeviceId | None = None  # which desk used it
    revoked_at: str | None = None

    def state(self, now: str) -> CodeState:
        """What it is good for."""
        if self.used_at is not None:
            return CodeState.USED
        if self.revoked_at is not None:
            return CodeState.REVOKED
        return CodeState.OPEN if now < self.expires_at else CodeState.EXPIRED


@dataclass(frozen=True, slots=True)
class EnrolledDesk:
    """A computer that showed a code, and of which window it is. `credential`: the SHA-256 of what it shows since."""

    device: DeviceId
    window: WindowId
    credential: str
    enrolled_at: str
    dismissed_at: str | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """Who wants to work where. `desk`: what is known of the computer; None when it never showed a code. `proven`: it
    showed its credential, or has never had one.
    """

    roles: tuple[str, ...]
    window: WindowId | None
    desk: EnrolledDesk | None
    proven: bool


_SAID = {
    CodeState.USED: "enroll.code_used",
    CodeState.EXPIRED: "enroll.code_expired",
    CodeState.REVOKED: "enroll.code_revoked",
}


def ask_code(code: Code | None, window: WindowId, device: DeviceId, now: str) -> Code:
    """The code that was shown for a window. One that this very computer has used already may be shown again, because
    the answer may have been lost.

    Refusal `enroll.code_wrong`, `enroll.code_of_other_window`, `enroll.code_used`, `enroll.code_expired`,
    `enroll.code_revoked`.
    """
    if code is None:
        raise Refusal("enroll.code_wrong")
    if code.window != window:
        raise Refusal("enroll.code_of_other_window", window=window, other=code.window)
    state = code.state(now)
    if state is not CodeState.OPEN and not (state is CodeState.USED and code.device == device):
        raise Refusal(_SAID[state], window=window)
    return code


def ask_desk(shown: Shown, bound: Iterable[WindowId] | None) -> None:
    """Whether somebody may work at this computer. `bound`: the windows that take enrolled desks alone; None: all do.

    Who has no window to call people to (a manager, a kiosk, another program) needs no enrolled desk; but nobody works
    in the name of a computer that has a credential without it. Refusal `sign_in.not_this_desk`, `sign_in.not_enrolled`,
    `sign_in.no_desk`, `sign_in.other_window`.
    """
    desk, window = shown.desk, shown.window
    if not shown.proven or (desk is not None and desk.dismissed_at is not None):
        raise Refusal("sign_in.not_this_desk")
    if window is None:
        if desk is None and bound is None and allows(shown.roles, Permission.CALL):
            raise Refusal("sign_in.no_desk")
        return
    if (bound is not None and window not in bound) or (desk is not None and desk.window == window):
        return
    if desk is None:
        raise Refusal("sign_in.not_enrolled", window=window)
    raise Refusal("sign_in.other_window", window=window, own=desk.window)
