"""Ratings at the centre: read, counted once, kept from everybody but whoever follows a bad one up."""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta

from deskapp.clock import office_day
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId
from deskapp.journal import letters
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.ratings_kept import KeptRating, keep, kept, served_step
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import Event
from deskapp.queries.working_days import working_days
from deskapp.rules import rating as rules
from deskapp.rules.rating import APPLICANT, Occasion, Opinion, Rated, letter_place, stream_of

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
    """Let it count, once. What was asked in vain is kept too, so that nobody can say that nobody was asked.

    Refusal `rating.again`, `rating.no_service`, `rating.…` for an opinion nobody can have; ContentTrouble
    `letter.unreadable`.
    """
    fact = read(event)
    case = facts.standing("case", fact.case).state  # locked until the commit: two desks may send at one time
    opinion = opinion_of(facts, event)
    if fact.rated is not (opinion.score is not None):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    before = kept(facts, fact.case, fact.occasion)
    step = served_step(facts, fact.case, fact.occasion)
    rules.ask_once(rated_before=before is not None and before.score is not None, served=step is not None)
    item = getattr(case, "item", None)
    if step is None or item is None or (before is not None and opinion.score is None):
        return  # asked before, and in vain then as well
    day = office_day(moment_of(event.occurred_at))
    until = rules.deadlines(day, working_days(facts)) if rules.is_bad(opinion.score) else None
    keep(
        facts,
        KeptRating(
            fact.case, fact.occasion, event.id, opinion.score, item, fact.window, step.actor, day, opinion.at_home,
            until=until,
        ),
    )  # fmt: skip


def rate_at_home(facts: Writing, case_id: CaseId, occasion: Occasion, opinion: Opinion, days: int) -> None:
    """Whoever was served rates by the code on their receipt. Refusal as `count`, and `rating.too_late`."""
    key = facts.terms.letters
    case = facts.case(case_id)
    if occasion not in open_occasions(facts, case_id, days):
        raise Refusal("rating.too_late", days=days)
    if key is None:
        raise ContentTrouble("letter.no_address")
    place = letter_place(facts.hall, case_id, occasion)
    letter = letters.close(canonical(opinion), letters.address(key), place)
    fact = Rated(case_id, occasion, opinion.score is not None, letter, case.window)
    count(facts, facts.add(APPLICANT, fact, of=stream_of(case_id, occasion), held=True))


def open_occasions(reading: Reading, case: CaseId, days: int) -> tuple[Occasion, ...]:
    """The services of a case that were done no longer ago than that, the last one first, rated or not."""
    today = reading.terms.clock.today()
    found = []
    for occasion in (Occasion.DELIVERY, Occasion.WINDOW):
        step = served_step(reading, case, occasion)
        if step is not None and today - office_day(moment_of(step.occurred_at)) <= timedelta(days=days):
            found.append(occasion)
    return tuple(found)


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
