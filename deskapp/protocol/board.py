"""What hangs over everybody's heads, as the centre tells it to boards and speakers. Numbers only, nobody's name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from deskapp.ids import QueueId, TicketId, WindowId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallWords:
    """The call in one language: `text` for a voice that reads, `clips` of the bank for joining, in order."""

    lang: str
    text: str
    clips: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardCall:
    """Somebody who is wanted, or is being served, at a window. `call`: which call of theirs it is, from 1, and
    `called_at` when that one was made. `say`: its words, in each language; none for whoever is `here` already.
    """

    ticket: TicketId
    number: str
    window: WindowId
    called_at: str
    call: int
    here: bool
    say: Sequence[CallWords] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardQueue:
    queue: QueueId
    name: str
    en: str
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBoard:
    """`calls`: the newest first, at most forty."""

    hall: str
    calls: Sequence[BoardCall]
    queues: Sequence[BoardQueue]


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """A speaker's word: the so-many-eth call of a ticket was said to its end."""

    speaker: str
    call: int


class BoardLine(Protocol):
    """The centre as a speaker sees it."""

    def sign_in(self, user: str, password: str) -> None:
        """Be known, so that what is confirmed counts. Refusal `sign_in.wrong`, `access.denied` for an account that is
        no screen's; LineTrouble."""

    def boards(self) -> Iterator[tuple[CallBoard, datetime]]:
        """The board whenever it has changed, and the centre's time then, until the line is lost (LineTrouble)."""

    def confirm(self, ticket: TicketId, words: SpokenWords) -> None:
        """Say that a call was said. Refusal, LineTrouble; twice does no harm."""

    def break_off(self) -> None:
        """Hear no more, also in the middle of a reading; from any thread. What was said can still be confirmed."""

    def close(self) -> None:
        """Let the line go, when nobody uses it any more."""
