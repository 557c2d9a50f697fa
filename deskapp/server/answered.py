"""What a window or the door is answered. Who asks again by the same key, because the line took the answer away, is
answered the same: a person is called once, and gets one ticket.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from deskapp.failures import Failure
from deskapp.ids import EventId
from deskapp.journal import answers_kept
from deskapp.journal.answers_kept import KeptAnswer
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.rules.ticket import Ticket


class Ask(Protocol):
    """`key`: the caller's own word for what is asked, the same when it is asked again."""

    @property
    def who(self) -> Principal: ...
    @property
    def key(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """The ticket that was called or issued, and what was said of it and of the one before."""

    ticket: Ticket
    said: tuple[EventId, ...]
    written: Mapping[EventId, Event]  # filled as the transaction is written
    waiting: int = 0  # how many are due before it
    again: bool = False  # issued before

    @property
    def events(self) -> tuple[Event, ...]:
        """The events with their numbers."""
        return tuple(self.written[event] for event in self.said)


Outcome = Answered | Failure | None


def answered_before(facts: Writing, asks: Sequence[Ask]) -> dict[int, Answered]:
    """What was answered before, by the place of each ask that has a key we remember."""
    keys = {place: key for place, ask in enumerate(asks) if (key := _kept_as(ask)) is not None}
    kept = answers_kept.kept(facts, set(keys.values()))
    answers: dict[int, Answered] = {}
    for place, key in keys.items():
        if key in kept:
            events = {event: found for event in kept[key].events if (found := facts.event(event)) is not None}
            answers[place] = Answered(facts.ticket(kept[key].ticket), tuple(events), events)
    return answers


def first_of_each(asks: Sequence[Ask], answered: Collection[int]) -> dict[int, int]:
    """Where each ask that is not answered yet stands first: the same key twice is one ask."""
    by_key: dict[str, int] = {}
    first: dict[int, int] = {}
    for place, ask in enumerate(asks):
        if place not in answered:
            key = _kept_as(ask)
            first[place] = place if key is None else by_key.setdefault(key, place)
    return first


def keep(facts: Writing, asks: Sequence[Ask], answers: Mapping[int, Outcome]) -> None:
    """Remember what is answered to each ask that has a key. A refusal is not remembered: asked again, it may be met."""
    kept = {
        key: KeptAnswer(answer.ticket.id, answer.said)
        for place, answer in answers.items()
        if isinstance(answer, Answered) and (key := _kept_as(asks[place])) is not None
    }
    if kept:
        answers_kept.keep(facts, kept, moment_text(facts.terms.clock.now()))


def _kept_as(ask: Ask) -> str | None:
    """A caller's key as it is kept: of one desk at one window, for one kind of ask."""
    if ask.key is None:
        return None
    return sha256(f"{type(ask).__name__}|{ask.who.device}|{ask.who.window}|{ask.key}".encode()).hexdigest()[:56]
