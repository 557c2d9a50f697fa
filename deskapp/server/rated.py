"""Ratings at the centre: read, counted once, kept from everybody but whoever follows a bad one up."""

from __future__ import annotations

import base64
import binascii

from deskapp.clock import office_day
from deskapp.failures import ContentTrouble, Refusal
from deskapp.journal import letters
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.ratings_kept import KeptRating, keep, served_step
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import Event
from deskapp.queries import sisters
from deskapp.queries.working_days import working_days
from deskapp.rules import rating as rules
from deskapp.rules.case import Case
from deskapp.rules.rating import APPLICANT, Opinion, Rated, letter_place, stream_of
from deskapp.server.visits import Visit, visit_of

_PNG = b"\x89PNG\r\n\x1a\n"


def read(event: Event) -> Rated:
    """What a desk sends on behalf of whoever was served. Refusal `access.denied` for anybody else and anything else."""
    if event.actor != APPLICANT:
        raise Refusal("access.denied", permission="rate")
    fact = from_payload(event.kind, event.schema, event.payload, unread)
    if not isinstance(fact, Rated):
        raise Refusal("access.denied", permission="supervise")
    if event.stream_id != stream_of(fact.case, fact.occasion):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    return fact


def count(facts: Writing, event: Event) -> None:
    """Let it count, once for a visit. What was asked in vain is kept too, so that nobody can say nobody was asked.
    It comes from the desk that served, before whose second screen the applicant stands, or from the page at home.

    Refusal `rating.again`, `rating.no_service`, `rating.…` for an opinion nobody can have; ContentTrouble
    `letter.unreadable`.
    """
    fact = read(event)
    sisters.hold(facts, fact.case)  # two desks may send at one time
    case = facts.standing("case", fact.case).state
    visit = visit_of(facts, case, fact.occasion) if isinstance(case, Case) else None
    opinion = opinion_of(facts, event)
    if fact.rated is not (opinion.score is not None):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    step = served_step(facts, fact.case, fact.occasion)
    if step is not None and event.device not in (step.device, facts.terms.author.device):
        step = None  # asked at a screen before which nobody was served: a colleague's, or a program's
    rules.ask_once(rated_before=visit is not None and visit.score is not None, served=step is not None)
    if step is None or visit is None or (visit.asked and opinion.score is None):
        return  # asked before, and in vain then as well
    item = facts.case(visit.case).item
    if item is None:
        return
    day = office_day(moment_of(event.occurred_at))
    until = rules.deadlines(day, working_days(facts)) if rules.is_bad(opinion.score) else None
    keep(
        facts,
        KeptRating(
            visit.case, fact.occasion, event.id, opinion.score, item, fact.window, step.actor, day, opinion.at_home,
            until=until,
        ),
    )  # fmt: skip


def rate_at_home(facts: Writing, visit: Visit, opinion: Opinion) -> None:
    """Whoever was served rates by the code on their receipt. Refusal as `count`."""
    key = facts.terms.letters
    case = facts.case(visit.case)
    if key is None:
        raise ContentTrouble("letter.no_address")
    place = letter_place(facts.hall, case.id, visit.occasion)
    letter = letters.close(canonical(opinion), letters.address(key), place)
    fact = Rated(case.id, visit.occasion, opinion.score is not None, letter, case.window)
    count(facts, facts.add(APPLICANT, fact, of=stream_of(case.id, visit.occasion), held=True))


def opinion_of(reading: Reading, event: Event) -> Opinion:
    """What stands in the letter of a rating. ContentTrouble `letter.unreadable`, Refusal of `rules.ask_opinion`."""
    key = reading.terms.letters
    if key is None:
        raise ContentTrouble("letter.unreadable")
    fact = read(event)
    plain = letters.read(fact.letter, key, letter_place(event.hall, fact.case, fact.occasion))
    opinion: Opinion = decode(plain, Opinion)
    rules.ask_opinion(opinion)
    if opinion.drawing and not _is_picture(opinion.drawing):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    return opinion


def _is_picture(drawing: str) -> bool:
    try:
        return base64.b64decode(drawing, validate=True).startswith(_PNG)
    except (ValueError, binascii.Error):
        return False
