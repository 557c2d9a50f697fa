"""Who may number from which serials of a window: each computer from a share of its own, so that none needs to hear of
what another one gave.

A window's computer whose line is cut goes on numbering and printing. When a spare one is opened at that window
meanwhile, it cannot know those numbers. So a computer never numbers from what another one may be numbering from on the
same day: the 9,999 serials of a window and a day are ten shares, and a share is one computer's until a week has passed
since it last signed in there, whatever the date. See decision 032.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from deskapp.failures import Refusal
from deskapp.ids import DeviceId, WindowId
from deskapp.rules.numbering import LAST_CASE_SERIAL

SHARE = 1000  # serials: one each half minute of a working day
SHARES = 10
KEPT = timedelta(days=7)  # from the last sign-in on; a desk that is cut off works on from yesterday, not from last week
LEEWAY = timedelta(
    days=1
)  # how far a desk's day may be from the centre's: midnight, and a clock that is not quite right


class Serials(msgspec.Struct, frozen=True):
    """From which serials a computer numbers at a window, and on which days. None at all when `last` is before `first`.

    `epoch`: the life of the computer they were given to. A cache that was restored does not know what it gave.
    """

    first: int
    last: int
    since: date
    until: date
    epoch: int

    def ask(self, window: WindowId, day: date, epoch: int) -> None:
        """Refusal `number.no_share` when there is none, `number.sign_in_again` when it is not for this day or life."""
        if self.last < self.first:
            raise Refusal("number.no_share", window=window)
        if epoch != self.epoch or not self.since - LEEWAY <= day <= self.until + LEEWAY:
            raise Refusal("number.sign_in_again", window=window)

    def after(self, last: int, count: int, window: WindowId) -> range:
        """The next serials behind the last one given, 0 before the first. Refusal `number.share_full`."""
        following = range(max(last + 1, self.first), max(last + 1, self.first) + count)
        if following.stop - 1 > self.last:
            raise Refusal("number.share_full", window=window, many=self.last - self.first + 1)
        return following


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer, and which life of it. `epoch` 0: whichever it is in now."""

    device: DeviceId
    epoch: int

    def same(self, other: Computer) -> bool:
        """Whether it is the same life of the same computer."""
        return self.device == other.device and (self.epoch == other.epoch or 0 in (self.epoch, other.epoch))


class Held(msgspec.Struct, frozen=True):
    """A share of a window's serials is one computer's, from one day to another."""

    share: int
    device: DeviceId
    epoch: int
    since: date
    until: date

    @property
    def computer(self) -> Computer:
        return Computer(self.device, self.epoch)


def take(ledger: Sequence[Held], computer: Computer, today: date) -> tuple[tuple[Held, ...], Serials]:
    """Give a computer that signs in at a window its share; the ledger as it is then, and the serials.

    The lowest share that may be nobody else's on any day on which this one may number: the first computer of a window
    begins at 1. What it had before stays its own until its time is over, because the answer may be lost on its way; an
    earlier life of it numbers no more. With all shares given there are no serials, and nobody is kept from signing in.
    """
    standing = [_ended(held, computer, today) for held in ledger]
    standing = [held for held in standing if held.until + 2 * LEEWAY >= today]
    of_others = {held.share for held in standing if not held.computer.same(computer)}
    share = next((share for share in range(SHARES) if share not in of_others), None)
    if share is None:
        return tuple(standing), Serials(1, 0, today, today, computer.epoch)
    before = next((held for held in standing if held.share == share), None)
    since, until = today, today + KEPT
    if before is not None:  # a centre's clock that was set back takes nothing away, nor adds what was another's
        since, until = min(before.since, today + LEEWAY), max(before.until, until)
    given = Held(share, computer.device, computer.epoch, since, until)
    others = [held for held in standing if held.share != share]
    first = share * SHARE + 1
    serials = Serials(first, min(first + SHARE - 1, LAST_CASE_SERIAL), since, until, computer.epoch)
    return tuple(sorted([*others, given], key=lambda held: held.share)), serials


def _ended(held: Held, computer: Computer, today: date) -> Held:
    """An earlier life of a computer that signs in is over."""
    if held.device != computer.device or held.computer.same(computer) or held.until <= today:
        return held
    return msgspec.structs.replace(held, until=max(held.since, today))
