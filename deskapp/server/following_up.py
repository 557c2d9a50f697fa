"""Following a bad rating up (差评核实整改): who reads what was said, what they do about it, and by when.

Every step is an event that the centre holds: in its chain, and told to no desk.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.ids import ClerkId, EventId
from deskapp.journal import letters, people, ratings_kept
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.people import Principal
from deskapp.journal.ratings_kept import KeptRating
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.ratings import FollowUp, StepTold, StepWords
from deskapp.queries import catalogs
from deskapp.queries.working_days import working_days
from deskapp.rules import rating as rules
from deskapp.rules.case import LookedAt, Person
from deskapp.rules.masking import mask_name
from deskapp.rules.rating import Deadlines, Opinion, Step, StepTaken
from deskapp.server import rated

_CLOSED_SHOWN = timedelta(days=30)


def follow_ups(reading: Reading, who: ClerkId, today: date) -> tuple[FollowUp, ...]:
    """The open ones, the most urgent first, then those that were closed lately."""
    found = [_told(reading, one, who, today) for one in ratings_kept.all_followed(reading, today - _CLOSED_SHOWN)]
    return tuple(sorted(found, key=lambda one: (one.due is None, one.due or one.close_by, one.rating)))


def follow_up(reading: Reading, who: ClerkId, rating: EventId, today: date) -> FollowUp:
    """One of them. Refusal `rating.unknown`."""
    return _told(reading, _kept(reading, rating), who, today)


def take_step(facts: Writing, who: Principal, rating: EventId, words: StepWords) -> None:
    """Take a step; the last closes the follow-up. Refusal `rating.unknown`, and as `rules.take_step`."""
    one = _kept(facts, rating)
    rules.take_step(one.step, words.step, by=who.user, concerned={one.clerk}, remark=words.remark)
    key = facts.terms.letters
    if key is None:
        raise ContentTrouble("letter.no_address")
    letter = letters.close(words.remark.strip().encode(), letters.address(key), _place(facts, rating))
    facts.add(who.user, StepTaken(rating, words.step, letter), of=_steps_of(rating), held=True)
    closed_on = facts.terms.clock.today() if words.step is Step.ANSWERED else None
    ratings_kept.keep(facts, replace(one, step=words.step, closed_on=closed_on))


def phone_of(facts: Writing, who: Principal, rating: EventId) -> str:
    """The number of whoever came, to be called; the look is written down. Refusal `rating.unknown`, `rating.own`."""
    one = _kept(facts, rating)
    if one.clerk == who.user:
        raise Refusal("rating.own")
    person, agent = _people(facts, one)
    told = agent if agent is not None and agent.phone else person
    facts.add(who.user, LookedAt("phone"), of=one.case)
    return told.phone if told is not None else ""


def _kept(reading: Reading, rating: EventId) -> KeptRating:
    one = ratings_kept.followed(reading, rating)
    if one is None:
        raise Refusal("rating.unknown")
    return one


def _told(reading: Reading, one: KeptRating, who: ClerkId, today: date) -> FollowUp:
    case = reading.case(one.case)
    opinion = _opinion(reading, one.rating)
    until = one.until or Deadlines(one.day, one.day)
    person, _ = _people(reading, one)
    return FollowUp(
        rating=one.rating, score=one.score or rules.LOWEST, reasons=opinion.reasons, words=opinion.words,
        drawing=opinion.drawing, occasion=one.occasion, at_home=one.at_home, rated_on=one.day,
        number=case.number or "", item=one.item,
        item_name=catalogs.of_version(reading, case.catalog).item(one.item).name, window=one.window, clerk=one.clerk,
        clerk_name=_name(reading, one.clerk), applicant=mask_name(person.name) if person is not None else "",
        lamp=rules.lamp(one.step, until, today, working_days(reading)), due=rules.due_next(one.step, until),
        close_by=until.close_by, steps=_steps(reading, one.rating),
        may=() if one.clerk == who else rules.next_steps(one.step),
    )  # fmt: skip


def _people(reading: Reading, one: KeptRating) -> tuple[Person | None, Person | None]:
    """Applicant and agent; a seal that does not open holds up no follow-up."""
    try:
        return reading.people(one.case)
    except ContentTrouble:
        return None, None


def _opinion(reading: Reading, rating: EventId) -> Opinion:
    """What was said; nothing where the letter cannot be opened any more."""
    event = reading.event(rating)
    if event is None:
        return Opinion()
    try:
        return rated.opinion_of(reading, event)
    except Failure:
        return Opinion()


def _steps(reading: Reading, rating: EventId) -> tuple[StepTold, ...]:
    told = []
    for event in reading.events_of(_steps_of(rating)):
        fact = from_payload(event.kind, event.schema, event.payload, unread)
        if isinstance(fact, StepTaken):
            by, remark = _name(reading, event.actor), _remark(reading, fact)
            told.append(StepTold(step=fact.step, by=by, at=event.occurred_at, remark=remark))
    return tuple(told)


def _remark(reading: Reading, fact: StepTaken) -> str:
    key = reading.terms.letters
    if key is None:
        return ""
    try:
        return letters.read(fact.letter, key, _place(reading, fact.rating)).decode()
    except ContentTrouble:
        return ""


def _place(reading: Reading, rating: EventId) -> str:
    return f"{reading.hall}|{rating}|step"


def _steps_of(rating: EventId) -> str:
    """The stream of a follow-up's steps."""
    return f"{rating}:steps"


def _name(reading: Reading, user: ClerkId) -> str:
    found = people.find_user(reading, user)
    return user if found is None else found.name
