"""What a hall sets for its lines: which people go before others, and how often, how soon and how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from deskapp.failures import Refusal
from deskapp.rules.announcement import One

NORMAL, PRIORITY, APPOINTMENT = "normal", "priority", "appointment"
_NEVER_CHOSEN = APPOINTMENT  # comes with a time of its own, never by a button


@dataclass(frozen=True, slots=True)
class PersonClass:
    """Who somebody is to the line. `wait`: minutes after which they should be called at the latest."""

    code: str
    name: str
    en: str
    wait: int


_ALWAYS = (
    PersonClass(NORMAL, "普通", "Everybody", 30),
    PersonClass(PRIORITY, "优先", "Priority", 5),
    PersonClass(APPOINTMENT, "预约", "By appointment", 0),
)
ALWAYS: Mapping[str, PersonClass] = {sort.code: sort for sort in _ALWAYS}


@dataclass(frozen=True, slots=True)
class LineTerms:
    """The rules of a hall's lines. Minutes, unless said."""

    classes: Mapping[str, PersonClass] = field(default_factory=lambda: dict(ALWAYS))
    call_again_after: int = 20  # seconds between two calls of the same person
    calls: int = 3  # at the most, the first included
    held: int = 3  # tickets that one window may hold at once
    held_for: int = 15
    early: int = 60  # so early somebody with a booking may be given their ticket
    late: int = 15  # so late somebody may come and keep their appointment
    confirm_within: int = 0  # seconds in which a board or speaker confirms a call; 0: the hall has none that does
    overtaken: int = 10  # times that a later one may be called before somebody, by windows that take queues in turn
    one: One = One.YI  # how speakers say a 1 in a number
    unheard: int = 2  # so long an open window may be unheard of; 0: nothing is said of it
    idle: int = 10  # so long an open window may call nobody while people wait for it; 0: nothing is said of it
    overlong: int = 2  # times that within which nine of ten services end; 0: nothing is said of it

    def person_class(self, code: str) -> PersonClass:
        """The class of this code. Refusal `ticket.wrong_class`."""
        found = self.classes.get(code)
        if found is None:
            raise Refusal("ticket.wrong_class", ticket_class=code[:16])
        return found

    def chosen(self) -> tuple[PersonClass, ...]:
        """The classes that somebody at the kiosk or the greeter's desk may choose."""
        return tuple(sort for code, sort in self.classes.items() if code != _NEVER_CHOSEN)


def may_call_again(terms: LineTerms, calls: int, since: timedelta) -> None:
    """Ask whether a person who was called so often, the last time so long ago, may be called once more.

    A call that lies ahead, because a clock was set back or the centre's goes before, says nothing and holds up nobody.
    Refusal `ticket.called_enough` or `ticket.called_just_now`, with how long is still to be waited.
    """
    if calls >= terms.calls:
        raise Refusal("ticket.called_enough", calls=calls)
    left = timedelta(seconds=terms.call_again_after) - since
    if since >= timedelta(0) and left > timedelta(0):
        raise Refusal("ticket.called_just_now", seconds=-int(-left.total_seconds() // 1))


def may_hold(terms: LineTerms, held: int) -> None:
    """Ask whether a window that holds so many tickets may hold one more. Refusal `ticket.held_enough`."""
    if held >= terms.held:
        raise Refusal("ticket.held_enough", held=held)
