"""The rating at a desk: asked for, closed up so that nobody here can read it, and sent like everything else.

All that this desk knows afterwards is that a service was rated, or was asked about in vain.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.clock import office_day
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal import letters
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import RATING
from deskapp.journal.reading import Reading
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.queries import served_here, sisters
from deskapp.queries.served_here import Served
from deskapp.rules import rating
from deskapp.rules.rating import APPLICANT, Occasion, Opinion, Rated, letter_place, stream_of

__all__ = ["Served", "give", "mark", "to_ask"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be asked now, and up to where this desk's steps were looked through."""

    service: Served | None
    mark: int


def mark(desk: Desk) -> int:
    """Up to where this desk's own steps have come: what was done before is asked about no more."""
    with desk.journal.reading() as reading:
        return served_here.last_step(reading)


def to_ask(desk: Desk, after: int) -> Asked:
    """The newest service done at this desk since a mark that nobody here has been asked about, or None. What was done
    on one day for the cases of one bundle is one service: a person rates once for the visit.

    Nothing is asked while the centre has not said how a rating is closed up: an open one must never lie here.
    """
    with desk.journal.reading() as reading:
        upto = served_here.last_step(reading)
        if not desk.facts.letters:
            return Asked(None, upto)
        served = [one for one in served_here.since(reading, after) if not _known(reading, one)]
        return Asked(served[-1] if served else None, upto)


def give(desk: Desk, service: Served, opinion: Opinion) -> None:
    """Keep what was said, or that nothing was, on its way to the centre.

    Refusal of `rating.ask_opinion`, `rating.again` when it was rated at this desk before; ContentTrouble
    `letter.no_address`.
    """
    rating.ask_opinion(opinion)
    place = letter_place(desk.hall, service.case, service.occasion)
    letter = letters.close(canonical(opinion), desk.facts.letters, place)
    with desk.journal.writing() as facts:
        before = _asked(facts, service.case, service.occasion)
        rating.ask_once(rated_before=any(one.payload.get("rated") is True for one in before), served=True)
        said = Rated(service.case, service.occasion, opinion.score is not None, letter, desk.clerk.window or None)
        facts.add(APPLICANT, said, of=stream_of(service.case, service.occasion))


def _known(reading: Reading, service: Served) -> bool:
    """Whether somebody was asked here about this visit, with whatever came of it."""
    return bool(_asked(reading, service.case, service.occasion))


def _asked(reading: Reading, case_id: CaseId, occasion: Occasion) -> list[Event]:
    """What was asked here about this service; and today about any case of the same bundle, which is one visit."""
    today = reading.terms.clock.today()
    asked = _questions(reading, case_id, occasion)
    for one in sisters.with_sisters(reading, reading.case(case_id)):
        if one.id != case_id:
            others = _questions(reading, one.id, occasion)
            asked += [event for event in others if office_day(moment_of(event.occurred_at)) == today]
    return asked


def _questions(reading: Reading, case: CaseId, occasion: Occasion) -> list[Event]:
    return [event for event in reading.events_of(stream_of(case, occasion)) if event.stream == RATING]
