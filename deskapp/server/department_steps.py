"""What a department does with a case of its own: judged by the same rules as a desk's steps, and done once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from deskapp.failures import Refusal
from deskapp.ids import CaseId, PageDigest
from deskapp.journal import noted_asks
from deskapp.journal.chain import moment_text
from deskapp.journal.kinds import BY_FACT
from deskapp.journal.people import Principal
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import HallFacts
from deskapp.queries.department_work import own_case
from deskapp.queries.working_days import by_facts
from deskapp.rules import access, timed_steps
from deskapp.rules.case import Case, CaseFact, Dispatched, LookedAt, Procedure, ResultPapersGiven, ResultReady
from deskapp.rules.case_steps import may
from deskapp.rules.catalog import Handling, Item
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.departments import edition
from deskapp.server import bundle_asks

MOST_PAPERS = 20
_LONGEST = 1000  # characters of a reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where a step is taken: the case as it stands, what it applies for, and the calendar of the hall."""

    case: Case
    item: Item
    today: date
    calendar: WorkingDays


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for a step of which case. `editions`: how the asker thinks it stands, any one of them, empty for
    whoever does not say; `key`: their own word for what they ask, the same when it is asked again.
    """

    who: Principal
    case: CaseId
    editions: tuple[str, ...] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked: the facts it makes of a place, and the words it was asked in, for telling two asks apart."""

    name: str
    words: tuple[object, ...]
    facts: Callable[[Place], Sequence[CaseFact]]


def take() -> Step:
    """Take a case over (转办接收)."""
    return Step("take", (), lambda place: [Dispatched(place.item.department, place.today)])


def pause(procedure: Procedure, days: int, reason: str) -> Step:
    """Stop the clock for a special procedure of so many working days."""
    return Step(
        "pause", (procedure, days, reason),
        lambda place: [
            timed_steps.paused(
                place.item, procedure, days, reason=_short(reason), today=place.today, calendar=place.calendar
            )
        ],
    )  # fmt: skip


def resume() -> Step:
    """Let the clock go on."""
    return Step("resume", (), lambda place: [timed_steps.resumed(place.case, place.today, place.calendar)])


def extend(approved_by: str, reason: str) -> Step:
    """Ten more working days, once."""
    return Step(
        "extend", (approved_by, reason),
        lambda place: [
            timed_steps.extended(
                place.case, approved_by=_short(approved_by), reason=_short(reason), today=place.today,
                calendar=place.calendar,
            )
        ],
    )  # fmt: skip


def decide(*, granted: bool, reason: str, ground: str, papers: Sequence[PageDigest] = ()) -> Step:
    """Decide, with the papers that the applicant gets."""

    def facts(place: Place) -> list[CaseFact]:
        decided = timed_steps.decided(
            granted=granted, reason=_short(reason), ground=_short(ground), today=place.today, calendar=place.calendar
        )
        return [*_papers(papers), decided]

    return Step("decide", (granted, reason, ground, *papers), facts)


def give_papers(papers: Sequence[PageDigest]) -> Step:
    """Give the papers of a decision, in place of those given before."""
    return Step("papers", tuple(papers), lambda place: _papers(papers))


def say_ready(result: str) -> Step:
    """Say that the result lies ready at the hall; by the item's own name for it when nothing else is said."""
    return Step("ready", (result,), lambda place: [ResultReady(_short(result).strip() or place.item.result)])


def do(facts: Writing, hall: HallFacts, asked: Asked, step: Step) -> Case:
    """Take a step. Asked again by the same key it is not taken again.

    Refusal `case.unknown` for another department's case, `case.changed_since` when it stands otherwise than the asker
    thinks, `request.key_reused` when the key was for something else, `paper.not_brought`, `access.denied`, or what the
    rules refuse (`case_steps.may`, and of a bundle's case `bundle_steps.ask`).
    """
    case, item, catalog = own_case(facts, asked.who.department, asked.case)
    key, words = _key_of(asked), _digest(asked.case, step)
    if key is not None and (before := noted_asks.done_before(facts, key)) is not None:
        if before != words:
            raise Refusal("request.key_reused")
        return case
    if asked.editions and edition(case) not in asked.editions:
        raise Refusal("case.changed_since")
    today = facts.terms.clock.today()
    calendar = by_facts(hall)
    for fact in step.facts(Place(case, item, today, calendar)):
        _ask(facts, asked.who, case, item, fact)
        bundle_asks.ask(facts, case, fact, catalog)
        facts.add(asked.who.user, fact, of=asked.case)
        bundle_asks.follow(facts, asked.case, fact, calendar)
        case = facts.case(asked.case)
    if key is not None:
        noted_asks.note_done(facts, key, words, moment_text(facts.terms.clock.now()))
    return case


def note_look(facts: Writing, who: Principal, case_id: CaseId, what: str) -> None:
    """Note that somebody saw people's data in full, as it is noted of a clerk. Refusal `case.unknown`."""
    own_case(facts, who.department, case_id)
    facts.add(who.user, LookedAt(what), of=case_id)


def _ask(facts: Writing, who: Principal, case: Case, item: Item, fact: CaseFact) -> None:
    at_once = item.handling is Handling.AT_ONCE
    access.require(who.roles, access.fact_permission(BY_FACT[type(fact)].name, at_once=at_once))
    may(case, fact, item, facts.terms.clock.today())
    if isinstance(fact, ResultPapersGiven):
        for paper in fact.papers:
            if paper not in case.result_papers and not noted_asks.brought(facts, who.department or "", paper):
                raise Refusal("paper.not_brought")


def _papers(papers: Sequence[PageDigest]) -> list[CaseFact]:
    if len(papers) > MOST_PAPERS:
        raise Refusal("paper.too_many", most=MOST_PAPERS)
    return [ResultPapersGiven(tuple(dict.fromkeys(papers)))] if papers else []


def _short(text: str) -> str:
    if len(text) > _LONGEST or not all(letter.isprintable() or letter == "\n" for letter in text):
        raise Refusal("case.reason_too_long", most=_LONGEST)
    return text


def _key_of(asked: Asked) -> str | None:
    return None if asked.key is None else sha256(f"{asked.who.user}|{asked.key}".encode()).hexdigest()[:56]


def _digest(case: CaseId, step: Step) -> str:
    return sha256(repr((case, step.name, step.words)).encode()).hexdigest()[:40]
