"""What only the centre can know of a step, or must not take a desk's word for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal import judging
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import Fact
from deskapp.journal.streams import State
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.queries import catalogs
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules.booking import Booking
from deskapp.rules.bundle_steps import theme_of
from deskapp.rules.case_steps import may
from deskapp.rules.catalog import Catalog, Handling
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.departments import ask_own
from deskapp.rules.enrolment import EnrolmentFact
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.questions import question_of, read_answer
from deskapp.rules.recount import ask_bundle_days, ask_days
from deskapp.server import bundle_asks


class OfficeAsks:
    """Asks of a batch, with what was read once for all of it and what its own events have changed since."""

    def __init__(self, facts: Writing, events: Sequence[Event], calendar: WorkingDays) -> None:
        self._facts = facts
        self._calendars = (calendar, WorkingDays())  # the second for a desk that has not heard of the days added
        self._catalogs: dict[str, Catalog] = {}
        numbers = _texts(events, "case.accepted", "number")
        tracks = _texts(events, "case.opened", "track")
        bundles = _texts(events, "case.accepted", "bundle_number")
        self._numbers = judging.numbers_taken(facts, [*numbers, *bundles]) if numbers else {}
        self._bundles = judging.bundle_numbers_taken(facts, [*numbers, *bundles]) if numbers else {}
        self._tracks = judging.tracks_taken(facts, tracks) if tracks else {}
        self._bundle_tracks = judging.bundle_tracks_taken(facts, tracks) if tracks else frozenset()
        self._issued: set[tuple[date, str]] = set()

    def at_once(self, state: State | None) -> bool:
        """Whether the clerk who took this case in may decide it as well (即办件)."""
        if not isinstance(state, cases.Case) or state.item is None:
            return False
        return self._catalog(state.catalog).item(state.item).handling is Handling.AT_ONCE

    def ask_own_department(self, state: State | None, department: str | None) -> None:
        """Whoever acts for a department acts on its own cases alone. Refusal `case.unknown`."""
        if not isinstance(state, cases.Case):
            raise Refusal("case.unknown")
        item = None if state.item is None else self._catalog(state.catalog).items.get(state.item)
        ask_own(state, item, department)

    def ask(self, state: State, fact: Fact, event: Event) -> None:
        """Raise the Refusal: `case.number_of_another_hall`, `case.number_taken`, `case.incomplete`, `case.unanswered`,
        `case.track_taken`, `case.not_silent`, `case.taken_by_other`, what `case_steps.may` asks of a step, its bundle
        (`bundle_asks`) and `recount.ask_days`, what `read_answer` asks of an answer, `ticket.exists`, `window.unknown`,
        `queue.unknown`, `booking.at_the_centre`, or what the catalogue says of an item it does not have.
        """
        if isinstance(state, Booking):
            raise Refusal("booking.at_the_centre")  # who has the last place is known here alone
        if isinstance(state, cases.Case):
            self._ask_case(state, fact, event)
        elif isinstance(fact, tickets.Transferred):
            self._ask_place(fact)
        elif isinstance(fact, tickets.Issued):
            day = _day(event)
            if (day, fact.number) in self._issued or judging.ticket_number_taken(self._facts, fact.number, day):
                raise Refusal("ticket.exists", ticket=fact.number)

    def _ask_case(self, case: cases.Case, fact: Fact, event: Event) -> None:
        if isinstance(fact, cases.Opened):
            self._catalog(fact.catalog).item(fact.item)
            self._ask_answers(fact.catalog, fact.answers)
            of_a_bundle = fact.track in self._bundle_tracks
            if of_a_bundle or self._tracks.get(fact.track, event.stream_id) != event.stream_id:
                raise Refusal("case.track_taken")
            if fact.bundle is not None:
                bundle_asks.ask_opening(self._facts, fact, self._catalog(fact.catalog))
        elif isinstance(fact, cases.StepTakenBack):
            if case.before is not None and case.before.by != event.actor:
                raise Refusal("case.taken_by_other")
            self._ask_bundle(case, fact)
        elif isinstance(fact, cases.TurnCome):
            raise Refusal("bundle.at_the_centre")  # what others granted is known here
        elif isinstance(fact, cases.Accepted):
            if fact.by_silence:
                raise Refusal("case.not_silent")
            self._ask_number(case, fact, event)
            checklist = cases.checklist_of(case, self._catalog(case.catalog))
            cases.ask_answered(checklist)
            if not checklist.complete:
                raise Refusal("case.incomplete", missing=[line.name for line in checklist.owed])
            self._ask_bundle(case, fact)
            self._ask_days(case, fact, event)
        elif isinstance(fact, cases.Answered):
            self._ask_answers(case.catalog, {} if fact.answer is None else {fact.question: fact.answer})
        elif isinstance(fact, cases.ApplicantCorrected):
            self._ask_answers(case.catalog, fact.answers)
        elif isinstance(fact, cases.CaseFact) and case.item is not None:
            may(case, fact, self._catalog(case.catalog).item(case.item), _day(event))
            self._ask_bundle(case, fact)
            self._ask_days(case, fact, event)

    def _ask_bundle(self, case: cases.Case, fact: cases.CaseFact) -> None:
        bundle_asks.ask(self._facts, case, fact, self._catalog(case.catalog))

    def _ask_days(self, case: cases.Case, fact: cases.CaseFact, event: Event) -> None:
        """No desk's word is taken for a limit. Refusal as `recount.ask_days`."""
        if case.item is None:
            return
        catalog, at = self._catalog(case.catalog), moment_of(event.occurred_at)
        if case.bundle is not None and isinstance(fact, cases.Accepted):
            theme = theme_of(case.bundle.theme, catalog)
            ask_bundle_days(fact, case.item, theme, catalog, (at, self._calendars))
        else:
            ask_days(case, fact, catalog.item(case.item), at, self._calendars)

    def note(self, event: Event) -> None:
        """An event was accepted: what it took is taken."""
        if event.kind == "case.accepted":
            self._numbers[str(event.payload.get("number"))] = event.stream_id
            bundle = self._facts.case(CaseId(event.stream_id)).bundle
            if bundle is not None:
                self._bundles[str(event.payload.get("bundle_number"))] = bundle.id
        elif event.kind == "case.opened":
            self._tracks[str(event.payload.get("track"))] = event.stream_id
        elif event.kind == "ticket.issued":
            self._issued.add((_day(event), str(event.payload.get("number"))))

    def _ask_answers(self, version: str, answers: Mapping[str, str]) -> None:
        """Nobody can have answered what cannot be an answer."""
        declared = self._catalog(version).questions
        for code, said in answers.items():
            read_answer(question_of(declared, code), said)

    def ask_new(self, fact: Fact) -> None:
        """A version that was published is never changed, and desks are enrolled here alone. Refusal
        `catalog.version_taken`, `enroll.at_the_centre`.
        """
        if isinstance(fact, CatalogPublished) and any(
            fact.version == known.version for known in catalogs.versions(self._facts)
        ):
            raise Refusal("catalog.version_taken", version=fact.version)
        if isinstance(fact, EnrolmentFact):
            raise Refusal("enroll.at_the_centre")  # a desk that says so of itself has shown no code

    def _ask_place(self, fact: tickets.Transferred) -> None:
        """Nobody is sent where nobody would ever call them."""
        if fact.window is not None and not self._facts.window(fact.window).defined:
            raise Refusal("window.unknown", window=fact.window[:16])
        today = self._facts.terms.clock.today()
        if fact.queue not in catalogs.in_force(self._facts, today).queues:
            raise Refusal("queue.unknown", queue=fact.queue[:8])

    def _ask_number(self, case: cases.Case, fact: cases.Accepted, event: Event) -> None:
        if self._numbers.get(fact.number, event.stream_id) != event.stream_id or fact.number in self._bundles:
            raise Refusal("case.number_taken", number=fact.number)
        if fact.bundle_number and case.bundle is not None:
            mine = case.bundle.id
            if fact.bundle_number in self._numbers or self._bundles.get(fact.bundle_number, mine) != mine:
                raise Refusal("case.number_taken", number=fact.bundle_number)
            if fact.bundle_number not in self._bundles:
                bundle_asks.ask_ours(self._facts, fact.bundle_number, _day(event))
        if fact.number == case.reserved:
            return  # this case's own from an acceptance that was undone, whichever day and window that was
        bundle_asks.ask_ours(self._facts, fact.number, _day(event))

    def _catalog(self, version: str) -> Catalog:
        if version not in self._catalogs:
            self._catalogs[version] = catalogs.of_version(self._facts, version)
        return self._catalogs[version]


def _day(event: Event) -> date:
    return office_day(moment_of(event.occurred_at))


def _texts(events: Sequence[Event], kind: str, field: str) -> list[str]:
    """What a field says in the events of a kind, where it says something short."""
    said = (event.payload.get(field) for event in events if event.kind == kind)
    return [text for text in said if isinstance(text, str) and len(text) <= 64 and text.isprintable()]
