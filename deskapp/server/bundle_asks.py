"""What only the centre can know of a bundle's case; and what follows from a step for the cases that wait for it."""

from __future__ import annotations

from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import CENTRE, CaseId
from deskapp.journal import judging
from deskapp.journal.kinds import CASE
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.queries import catalogs, sisters
from deskapp.rules import bundle_steps
from deskapp.rules.bundle_steps import Moment
from deskapp.rules.case import Accepted, Case, CaseFact, Decided, Declined, Opened, StepTakenBack, Withdrawn
from deskapp.rules.catalog import Catalog
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.numbering import read_case_number

_DAYS_APART = 1  # a desk's clock may stand on the other side of midnight


def ask_opening(facts: Writing, fact: Opened, catalog: Catalog) -> None:
    """Refusal of `bundle_steps.ask_opening`, with what the centre has of the bundle, or `case.track_taken` for a
    progress code that is another's.
    """
    if fact.bundle is None:
        return
    others = sisters.of_bundle(facts, fact.bundle.id)
    bundle_steps.ask_opening(fact, others, catalog)
    if fact.bundle.track == fact.track or (not others and judging.track_of_others(facts, fact.bundle.track)):
        raise Refusal("case.track_taken")


def sisters_of(facts: Writing, event: Event) -> tuple[CaseId, ...]:
    """The cases of the bundle that an event is of a case of: they may rest on it, and wait with it."""
    if event.stream != CASE:
        return ()
    case = facts.case(CaseId(event.stream_id))
    return () if case.bundle is None else tuple(one.id for one in sisters.of_bundle(facts, case.bundle.id))


def ask(facts: Writing, case: Case, fact: CaseFact, catalog: Catalog) -> None:
    """Refusal of `bundle_steps.ask`, with what the centre has of the bundle."""
    cases = sisters.with_sisters(facts, case) if case.bundle is not None else (case,)
    bundle_steps.ask(case, fact, cases, catalog)


def ask_ours(facts: Writing, text: str, day: date) -> None:
    """Refusal `case.number_of_another_hall` for a number that no window of ours can have given on that day."""
    number = read_case_number(text)
    apart = abs((number.day - day).days)
    # any window of ours: another than the one that opened it may accept, and its desk may have moved on since
    there_is = facts.window(number.window).defined
    if number.hall != facts.hall or not there_is or apart > _DAYS_APART:
        raise Refusal("case.number_of_another_hall", number=text)


def follow(facts: Writing, case_id: CaseId, fact: CaseFact, calendar: WorkingDays) -> int:
    """Say what follows from a step that was just taken with a case for those of its bundle that wait for it
    (`bundle_steps.sequel`); returns how much was said. To be called in the transaction of the step itself.
    """
    if not isinstance(fact, _FOLLOWED):
        return 0
    case = facts.case(case_id)
    if case.bundle is None:
        return 0
    catalog = catalogs.of_version(facts, case.catalog)
    moment = Moment(facts.terms.clock.now(), calendar)
    said = bundle_steps.sequel(case, fact, sisters.with_sisters(facts, case), catalog, moment)
    for other, follows in said:
        facts.add(CENTRE, follows, of=other)
    return len(said)


_FOLLOWED = (Accepted, Decided, Declined, Withdrawn, StepTakenBack)
