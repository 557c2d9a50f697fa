"""Whatever is lost, doubled, late or out of order: all come to the same state, and every step is there once.

A machine of random schedules over real journals and the centre's real judging. Faults planted on purpose must each be
found by it; else it would prove nothing.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from db.tables import events
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import CaseId, MaterialCode, WindowId, new_id
from deskapp.journal import judging, outbox, rejected, taking_in
from deskapp.journal.verify import verify
from deskapp.protocol.messages import Batch
from deskapp.rules import case as cases
from deskapp.rules.numbering import case_number
from deskapp.sync import round as rounds
from tests import builders
from tests.sync.desks import DeskAlone, Line, hall, quiet

DESKS = st.integers(0, 1)
FEW = 2  # cases in one schedule: so that the desks get in each other's way


class Schedules(RuleBasedStateMachine):
    """Two desks and a centre; every step a random one."""

    hasty = False

    @initialize(seed=st.integers(0, 2**20))
    def begin(self, seed: int) -> None:
        self.folder = Path(mkdtemp())
        self.chance = random.Random(seed)
        self.centre, self.desks = hall(self.folder, [("D1", "3"), ("D2", "5")])
        for desk in self.desks:
            desk.centre.line = Line(random.Random(seed), lose_request=0.2, lose_answer=0.25, twice=0.3)
            desk.centre.hasty = self.hasty
        self.acknowledged: set[str] = set()
        self.serials = {"3": 0, "5": 0}
        self.cases: list[CaseId] = []

    @precondition(lambda self: len(self.cases) < FEW)
    @rule(at=DESKS)
    def open_a_case(self, at: int) -> None:
        case_id = CaseId(new_id())
        self._add(self.desks[at], builders.opened(self.desks[at].window), case_id)
        self.cases.append(case_id)

    @precondition(lambda self: self.cases)
    @rule(at=DESKS, which=st.integers(0, 11), step=st.sampled_from([0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7]))
    def do_something(self, at: int, which: int, step: int) -> None:
        desk, case_id = self.desks[at], self.cases[which % len(self.cases)]
        with desk.station.journal.reading() as reading:
            case = reading.case(case_id)
        material = "ID-CARD" if which else "APP-SOLE"  # nearly always the same, so that steps do not commute
        number = case.number or case.reserved or self._number(desk)
        facts: list[cases.CaseFact] = [
            builders.received(material), builders.received(material), cases.MaterialReturned(MaterialCode(material)),
            builders.accepted(number), cases.AcceptanceUndone(number), cases.Declined("不属于本厅", "第三十二条"),
            cases.PaperPrinted("receipt"), cases.Withdrawn("不办了"),
        ]  # fmt: skip
        self._add(desk, facts[step], case_id)

    @rule(at=DESKS)
    def push(self, at: int) -> None:
        with suppress(LineTrouble):
            rounds.push(self.desks[at].station, "token")

    @rule(at=DESKS)
    def pull(self, at: int) -> None:
        with suppress(LineTrouble):
            rounds.pull(self.desks[at].station, "token")

    @rule(at=DESKS)
    def a_late_duplicate_arrives(self, at: int) -> None:
        centre = self.desks[at].centre
        if centre.line.late:
            centre.take(centre.line.late.pop(0))

    @rule(at=DESKS)
    def the_program_is_restarted(self, at: int) -> None:
        self.desks[at].restart()

    @rule(at=DESKS)
    def the_desk_is_enrolled_again(self, at: int) -> None:
        self.desks[at].enrol_again()

    @rule(at=DESKS, minutes=st.integers(-600, 600))
    def the_clock_is_set(self, at: int, minutes: int) -> None:
        self.desks[at].clock.moment += timedelta(minutes=minutes)

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

    def _drain(self) -> None:
        for desk in self.desks:
            quiet(desk)
            desk.centre.hasty = False
            while desk.centre.line.late:
                desk.centre.take(desk.centre.line.late.pop())
        for _ in range(3):
            for desk in self.desks:
                rounds.push(desk.station, "token")
                rounds.pull(desk.station, "token")

    def _compare(self) -> None:
        with ExitStack() as views:
            centre = views.enter_context(self.centre.reading())
            desks = [views.enter_context(desk.station.journal.reading()) for desk in self.desks]
            kept = centre.connection.execute(sa.select(events.c.id, events.c.verdict)).all()
            there = {row.id for row in kept}
            assert len(kept) == len(there)
            assert self.acknowledged <= there
            assert verify(centre).faults == ()
            for desk in desks:
                assert taking_in.cursor(desk) == centre.last()[0]
                pending = sa.select(events.c.id).where(events.c.verdict == "pending")
                assert desk.connection.execute(pending).scalars().all() == []
                assert verify(desk).faults == ()
                for case_id in self.cases:
                    assert desk.case(case_id) == centre.case(case_id)
                    for event in rejected.unsettled(desk, case_id):
                        assert (event.id, "rejected") in {(row.id, row.verdict) for row in kept}

    def _add(self, desk: DeskAlone, fact: cases.CaseFact, case_id: CaseId) -> None:
        with suppress(Refusal):
            with desk.station.journal.writing() as facts:
                event = facts.add(builders.CLERK, fact, of=case_id)
            self.acknowledged.add(event.id)

    def _number(self, desk: DeskAlone) -> str:
        self.serials[desk.window] += 1
        day = builders.MORNING.date()
        return case_number("330000", builders.HALL, day, WindowId(desk.window), self.serials[desk.window])


def _settings(examples: int, *, same: bool = False) -> settings:
    return settings(
        max_examples=examples,
        derandomize=same, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,), print_blob=False,
    )  # fmt: skip


@pytest.mark.timeout(400)
def test_all_come_to_the_same_state_whatever_the_line_does() -> None:
    run_state_machine_as_test(Schedules, settings=_settings(60))


@contextmanager
def no_memory_of_events(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A centre that does not know an event again."""
    patch.setattr(judging, "known", lambda *_: {})
    patch.setattr(judging, "places", lambda *_: {})
    yield


@contextmanager
def cursor_before_data(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk that notes how far it has pulled before it has kept what it pulled."""
    chance = random.Random(3)
    real = taking_in.take_in

    def hasty(writing: Any, batch: Batch) -> int:
        if batch.events and chance.random() < 0.3:
            writing.note(taking_in.CURSOR, str(batch.upto))
            return 0
        return real(writing, batch)

    patch.setattr(taking_in, "take_in", hasty)
    yield


@contextmanager
def no_refolding(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A desk that folds whatever comes behind what it has, in the order of arrival."""
    patch.setattr(taking_in, "out_of_order", lambda *_: set())
    patch.setattr(outbox, "overtaken", lambda *_: set())
    yield


@contextmanager
def answered_before_kept(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """A centre that says "accepted" before it has kept anything."""
    patch.setattr(Schedules, "hasty", True)
    yield


@pytest.mark.timeout(400)
@pytest.mark.parametrize("fault", [no_memory_of_events, cursor_before_data, no_refolding, answered_before_kept])
def test_a_planted_fault_is_found(fault: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    with fault(monkeypatch):
        try:
            run_state_machine_as_test(Schedules, settings=_settings(400, same=True))
        except (AssertionError, LineTrouble, sa.exc.IntegrityError, ExceptionGroup):
            return
    pytest.fail("the machine did not find it")
