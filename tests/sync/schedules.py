"""A machine of random schedules: desks and a centre, real all through, and a line that does what lines do."""

from __future__ import annotations

import random
import shutil
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import sqlalchemy as sa
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from db.tables import applicants, cases, catalogs, events, tickets, windows
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import CaseId, EventId, MaterialCode, PageDigest, QueueId, TicketId, WindowId, new_id
from deskapp.journal import pages_kept, people, rebuild, rejected, taking_in
from deskapp.journal.kinds import Fact
from deskapp.journal.reading import Reading
from deskapp.journal.verify import verify
from deskapp.protocol.messages import IssueTicket
from deskapp.rules import case as case_rules
from deskapp.rules import ticket as ticket_rules
from deskapp.rules.numbering import case_number
from deskapp.sync import round as rounds
from tests import builders
from tests.builders import CLERK
from tests.fakes.centre import Line
from tests.sync.desks import DeskAlone, hall, quiet

DESKS = st.integers(0, 2)
FEW = 2  # cases and tickets in one schedule: so that the desks get in each other's way
MATERIAL = MaterialCode("APP-SOLE")
WHICH, HOURS = st.integers(0, 5), st.integers(-10, 10)
WORK = [
    "receive", "receive", "return", "defer", "scan", "scan", "correct the name", "accept", "accept", "undo", "decline",
    "print", "withdraw", "ask for correction", "give up",
]  # fmt: skip
STREAMS = {"case": cases, "ticket": tickets, "window": windows, "catalog": catalogs}


class Schedules(RuleBasedStateMachine):
    """Three desks, a centre and its greeter; every step a random one. `hasty`: see `JournalCentre`."""

    hasty = False

    @initialize(seed=st.integers(0, 2**20))
    def begin(self, seed: int) -> None:
        self.folder = Path(mkdtemp())
        self.centre, self.desks = hall(self.folder, [("D1", "3"), ("D2", "5"), ("D3", "7")])
        for place, desk in enumerate(self.desks):
            chance = random.Random(seed + place)
            desk.centre.line = Line(chance, lose_request=0.2, lose_answer=0.25, twice=0.3)
            desk.centre.hasty = self.hasty
        self.acknowledged: set[str] = set()
        self.serials = dict.fromkeys((desk.window for desk in self.desks), 0)
        self.cases: list[CaseId] = []
        self.tickets: list[TicketId] = []

        for _ in range(FEW):
            self.tickets.append(self.desks[0].centre.give(IssueTicket(queue=QueueId("A"))).id)
            self.open_a_case(0)
        for desk in self.desks:
            chances = quiet(desk)
            rounds.run(desk.station)
            desk.centre.line = chances

    @precondition(lambda self: len(self.cases) < FEW + 1)
    @rule(at=DESKS)
    def open_a_case(self, at: int) -> None:
        case_id = CaseId(new_id())
        self._add(self.desks[at], builders.opened(self.desks[at].window), case_id)
        self.cases.append(case_id)

    @rule(at=DESKS, which=WHICH, steps=st.lists(st.sampled_from(WORK), min_size=1, max_size=4), other=st.booleans())
    def a_clerk_works_on_a_case(self, at: int, which: int, steps: list[str], other: bool) -> None:
        desk, case_id = self.desks[at], self.cases[which % len(self.cases)]
        for step in steps:
            fact = self._step(desk, case_id, step, MaterialCode("ID-CARD") if other else MATERIAL)
            if fact is not None:
                self._add(desk, fact, case_id)

    @rule(at=DESKS, which=WHICH, steps=st.lists(st.integers(0, 7), min_size=1, max_size=3))
    def a_clerk_serves_without_the_line(self, at: int, which: int, steps: list[int]) -> None:
        desk, ticket = self.desks[at], self.tickets[which % len(self.tickets)]
        window = WindowId(desk.window)
        facts: list[ticket_rules.TicketFact] = [
            ticket_rules.Called(window, offline=True), ticket_rules.CalledAgain(window), ticket_rules.Arrived(window),
            ticket_rules.Finished(window), ticket_rules.CallUndone(window), ticket_rules.NoShow(window),
            ticket_rules.Transferred(QueueId("B")), ticket_rules.BackInLine(builders.MORNING),
        ]  # fmt: skip
        for step in steps:
            self._add(desk, facts[step], ticket)

    @rule(at=DESKS)
    def a_clerk_calls_by_the_line(self, at: int) -> None:
        desk = self.desks[at]
        with suppress(LineTrouble, Refusal):
            answer = desk.centre.call(token="token", finish=True)
            if answer is not None:
                with desk.station.journal.writing() as facts:
                    taking_in.take_events(facts, answer.events, {})

    @rule(at=DESKS, what=st.sampled_from(["round", "round", "upload", "push", "push", "pull", "a little", "late"]))
    def the_line_is_used(self, at: int, what: str) -> None:
        desk = self.desks[at]
        with suppress(LineTrouble):
            if what == "round":
                rounds.run(desk.station)
            elif what == "upload":
                rounds.send_pages(desk.station, "token")
            elif what == "push":
                rounds.push(desk.station, "token")
            elif what == "pull":
                rounds.pull(desk.station, "token")
            elif what == "a little":
                with desk.station.journal.writing() as facts:
                    after = taking_in.cursor(facts)
                    taking_in.take_in(facts, desk.centre.pull(token="token", after=after, limit=1))
            elif desk.centre.line.late:
                desk.centre.take(desk.centre.line.late.pop(0))

    @rule(at=DESKS, what=st.sampled_from(["restart", "enrol", "clock", "lose pages", "bar", "let in"]), hours=HOURS)
    def something_else_happens(self, at: int, what: str, hours: int) -> None:
        desk = self.desks[at]
        if what == "restart":
            desk.restart()
        elif what == "enrol":
            desk.enrol_again()
        elif what == "clock":
            desk.clock.moment += timedelta(hours=hours)
        elif what == "lose pages":
            desk.centre.pages.clear()
        else:
            self._let_in(what == "let in")

    @invariant()
    def numbers_have_no_gap(self) -> None:
        with self.centre.reading() as reading:
            seqs = reading.connection.execute(
                sa.select(events.c.seq).where(events.c.seq.is_not(None)).order_by(events.c.seq)
            ).scalars().all()  # fmt: skip
        assert list(seqs) == list(range(1, len(seqs) + 1))

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        try:
            self._drain()
            self._compare()
        finally:
            for desk in self.desks:
                desk.close()
            self.centre.engine.dispose()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _let_in(self, may: bool) -> None:
        with self.centre.writing() as facts:
            roles = ("clerk",) if may else ()
            people.put_user(facts, people.User(CLERK, "陈三", roles, "no password"))

    def _drain(self) -> None:
        self._let_in(True)
        for desk in self.desks:
            quiet(desk)
            while desk.centre.line.late:
                desk.centre.take(desk.centre.line.late.pop())
        for _ in range(4):
            for desk in self.desks:
                rounds.run(desk.station)

    def _compare(self) -> None:
        with ExitStack() as views:
            centre = views.enter_context(self.centre.reading())
            desks = [views.enter_context(desk.station.journal.reading()) for desk in self.desks]
            kept = _judged(centre, events.c.device.in_([desk.device for desk in self.desks]))
            assert self.acknowledged <= kept.keys()
            _sound(centre)
            for desk in desks:
                assert taking_in.cursor(desk) == centre.last()[0]
                _sound(desk)
                assert _numbered(desk) == _numbered(centre)
                own = events.c.device == desk.terms.author.device
                assert _judged(desk, own) == _judged(centre, own)
                for table in STREAMS.values():
                    assert _rows(desk, table) == _rows(centre, table)
                found = {row["case_id"]: row["name"] for row in _rows(desk, applicants)}
                about = {case_id: centre.people(case_id)[0] for case_id in self.cases}
                assert found == {case_id: person.name for case_id, person in about.items() if person is not None}

    def _step(self, desk: DeskAlone, case_id: CaseId, step: str, material: MaterialCode) -> Fact | None:
        """What a clerk says; None where there is nothing to say it of."""
        with desk.station.journal.reading() as reading:
            case = reading.case(case_id)
            steps = tuple(step.id for step in rejected.unsettled(reading, case_id))
        number, day = case.number or case.reserved or self._number(desk), builders.MORNING.date()
        if step == "scan":
            page = PageDigest(new_id().replace("-", "") * 2)
            with desk.station.journal.writing() as facts:
                pages_kept.keep(facts, pages_kept.KeptPage(page, 4, 1, 1, 200, blank=False, blurred=False))
            return case_rules.PagesAdded(material, (page,))
        if step == "give up":
            return case_rules.StepsGivenUp(steps, "改日再来") if steps else None
        said: dict[str, Fact] = {
            "receive": builders.received(material),
            "return": case_rules.MaterialReturned(material),
            "defer": case_rules.MaterialDeferred(material, day),
            "correct the name": case_rules.ApplicantCorrected(
                case_rules.Person(f"在{desk.window}号窗改的{case.version}", builders.PERSON.id_number)
            ),
            "accept": builders.accepted(number),
            "undo": case_rules.AcceptanceUndone(number),
            "decline": case_rules.Declined("不属于本厅", "第三十二条"),
            "print": case_rules.PaperPrinted("receipt"),
            "withdraw": case_rules.Withdrawn("不办了"),
            "ask for correction": case_rules.CorrectionRequested((material,), "", day),
        }
        return said[step]

    def _add(self, desk: DeskAlone, fact: Fact, of: str) -> None:
        with suppress(Refusal):
            with desk.station.journal.writing() as facts:
                event = facts.add(CLERK, fact, of=of)
            self.acknowledged.add(event.id)

    def _number(self, desk: DeskAlone) -> str:
        self.serials[desk.window] += 1
        day = builders.MORNING.date()
        return case_number("330000", builders.HALL, day, WindowId(desk.window), self.serials[desk.window])


def _sound(reading: Reading) -> None:
    assert verify(reading).faults == ()
    assert list(rebuild.differences(reading)) == []


def _numbered(reading: Reading) -> list[tuple[int | None, EventId, str, str | None]]:
    return [(event.seq, event.id, event.digest, event.received_at) for event in reading.numbered(0, 10_000)]


def _judged(reading: Reading, which: sa.ColumnElement[bool]) -> dict[str, tuple[str, bool]]:
    """What became of events, by their id: there is one verdict on each, on both sides the same."""
    question = sa.select(events.c.id, events.c.verdict, events.c.settled).where(which)
    return {row.id: (row.verdict, bool(row.settled)) for row in reading.connection.execute(question)}


def _rows(reading: Reading, table: sa.Table) -> list[dict[str, Any]]:
    rows = reading.connection.execute(sa.select(table).order_by(*table.primary_key.columns))
    return [dict(row._mapping) for row in rows]
