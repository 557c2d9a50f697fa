"""One exchange with the centre: what it moves, in which order, and what it leaves alone when the centre says no."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from msgspec import structs

from db.tables import events, pages
from deskapp.desk import DESK_TOKEN
from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest, WindowId, new_id
from deskapp.journal import outbox, pages_kept, rejected, taking_in
from deskapp.journal.journal import Journal
from deskapp.journal.page_names import pages_named
from deskapp.protocol.messages import Batch, Push, PushAnswer, Upload
from deskapp.queries.line_sheet import LineSheet, line_sheet
from deskapp.rules.case import PagesAdded, Withdrawn
from deskapp.rules.window import HelpCalled
from deskapp.sync import round as rounds
from deskapp.sync.answers import CAP
from tests import builders
from tests.builders import CLERK
from tests.fakes.centre import JournalCentre
from tests.sync.desks import DeskAlone, Shelf, hall

FIRST, SECOND = PageDigest("1" * 64), PageDigest("2" * 64)


@dataclass
class ScriptedCentre(JournalCentre):
    """The centre of the other tests, which can be told to refuse, and remembers what it was asked."""

    refuse_push: Callable[[Push], Failure | None] = lambda _: None
    refuse_pull: Failure | None = None
    refuse_page: Failure | None = None
    swallows: bool = False  # answers an upload as if it were kept, and keeps nothing
    longest: int | None = None  # events in an answer that comes through: a longer one is what `too_long` says
    too_long: LineTrouble = field(default_factory=lambda: LineTrouble("line.not_our_centre", received=CAP + 1))
    always: Batch | None = None  # a cache on the way that knows one answer
    said: list[str] = field(default_factory=list)

    def push(self, words: Push, *, token: str) -> PushAnswer:
        self.said.append(f"push {len(words.events)}")
        failure = self.refuse_push(words)
        if failure is not None:
            raise failure
        return super().push(words, token=token)

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        self.said.append(f"pull {after}")
        if self.refuse_pull is not None:
            raise self.refuse_pull
        if self.longest is not None and limit > self.longest:
            self.said[-1] += f" no {limit}"
            raise self.too_long
        return self.always or super().pull(token=token, after=after, limit=limit)

    def keep(self, page: Upload) -> None:
        self.said.append(f"page {page.digest[0]}")
        if self.refuse_page is not None:
            raise self.refuse_page
        if not self.swallows:
            super().keep(page)


@dataclass
class Rig:
    desk: DeskAlone
    centre: ScriptedCentre
    there: Journal

    def run(self) -> rounds.Done:
        return rounds.run(self.desk.station)

    @property
    def here(self) -> Journal:
        return self.desk.station.journal

    def arrived(self) -> int:
        with self.there.reading() as reading:
            question = sa.select(sa.func.count()).where(events.c.device == self.desk.device)
            return int(reading.connection.execute(question).scalar_one())

    def sheet(self) -> LineSheet:
        with self.here.reading() as reading:
            return line_sheet(reading, self.desk.station.line.link, None, CLERK)

    def shelf(self, *lost: PageDigest) -> None:
        self.desk.station = replace(self.desk.station, vault=Shelf(*lost))

    def scan(self, case_id: CaseId, page: PageDigest) -> None:
        with self.here.writing() as facts:
            pages_kept.keep(facts, pages_kept.KeptPage(page, 4, 1, 1, 200, blank=False, blurred=False))
            facts.add(CLERK, PagesAdded(MaterialCode("ID-CARD"), (page,)), of=case_id)


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    there, (desk,) = hall(tmp_path, [("D1", "3")])
    centre = ScriptedCentre(there, desk.centre.device, desk.centre.window)
    desk.centre = centre
    desk.restart()
    made = Rig(desk, centre, there)
    yield made
    desk.close()
    there.engine.dispose()


def test_pages_go_first_then_the_word_about_them_then_what_others_did(rig: Rig) -> None:
    case_id = builders.open_case(rig.here)
    rig.scan(case_id, FIRST)
    done = rig.run()
    assert [said.split()[0] for said in rig.centre.said[:3]] == ["page", "push", "pull"]
    assert (done.pages, done.pushed, done.troubles) == (1, 2, ())
    assert rig.arrived() == 2
    assert rig.desk.station.line.online
    assert rig.run() == rounds.Done()


def test_a_call_for_help_goes_before_the_first_page(rig: Rig) -> None:
    rig.run()
    rig.centre.said.clear()
    rig.scan(builders.open_case(rig.here), FIRST)
    with rig.here.writing() as facts:
        facts.add(CLERK, HelpCalled(), of="3")
    rig.run()
    assert rig.centre.said[:2] == ["push 1", "page 1"]
    with rig.there.reading() as reading:
        assert reading.window(WindowId("3")).help is not None


def test_it_goes_alone_beside_a_round_and_says_when_it_did_not(rig: Rig) -> None:
    rig.run()
    builders.open_case(rig.here)
    with rig.here.writing() as facts:
        facts.add(CLERK, HelpCalled(), of="3")
    arrived = rig.arrived()
    rig.centre.line.lose_request = 1.0
    with pytest.raises(LineTrouble):
        rounds.send_at_once(rig.desk.station)
    rig.centre.line.lose_request = 0.0
    rounds.send_at_once(rig.desk.station)
    assert rig.arrived() == arrived + 1, "the case waits for its round"
    rounds.send_at_once(rig.desk.station)
    rig.run()
    assert rig.arrived() == arrived + 2


def test_a_desk_at_which_nobody_ever_signed_in_asks_nothing(rig: Rig) -> None:
    with rig.here.writing() as facts:
        facts.connection.execute(sa.text(f"DELETE FROM local_facts WHERE name = '{DESK_TOKEN}'"))
    builders.open_case(rig.here)
    assert rig.run() == rounds.Done()
    assert rig.centre.said == []


def test_a_page_that_cannot_be_read_holds_up_its_own_case_only(rig: Rig) -> None:
    held, free = builders.open_case(rig.here), builders.open_case(rig.here)
    rig.scan(held, FIRST)
    rig.scan(free, SECOND)
    rig.shelf(FIRST)
    done = rig.run()
    assert (done.pages, done.pushed, done.troubles) == (1, 3, ("page.lost",))
    assert rig.sheet().pending == 1
    assert rig.desk.station.line.online
    rig.shelf()
    assert rig.run().pushed == 1


@pytest.mark.parametrize(
    "failure", [ContentTrouble("page.damaged"), Refusal("page.too_large", limit=1)], ids=lambda failure: failure.code
)
def test_a_page_the_centre_refuses_is_told_and_kept(rig: Rig, failure: Failure) -> None:
    case_id = builders.open_case(rig.here)
    rig.scan(case_id, FIRST)
    rig.centre.refuse_page = failure
    assert rig.run().troubles == (failure.code,)
    assert rig.sheet().pages_pending == 1


def test_an_upload_counts_when_the_centre_names_the_page_and_not_before(rig: Rig) -> None:
    case_id = builders.open_case(rig.here)
    rig.scan(case_id, FIRST)
    rig.centre.swallows = True
    done = rig.run()
    assert (done.pages, done.pushed) == (0, 1)
    assert rig.sheet().pages_pending == 1
    rig.centre.swallows = False
    done = rig.run()
    assert (done.pages, done.pushed) == (1, 1)


def test_pages_the_centre_has_already_are_not_sent_again(rig: Rig) -> None:
    case_id = builders.open_case(rig.here)
    rig.scan(case_id, FIRST)
    rig.centre.pages.add(FIRST)
    assert rig.run().pages == 0
    assert "page 1" not in rig.centre.said
    assert rig.sheet().pending == 0


def test_pages_lost_at_the_centre_between_two_words_are_sent_again(rig: Rig) -> None:
    case_id = builders.open_case(rig.here)
    rig.scan(case_id, FIRST)
    with rig.here.writing() as facts:
        outbox.confirm_pages(facts, [FIRST])
    assert rig.run().pushed == 1  # the page's own step waits
    assert rig.run().pushed == 1
    assert rig.sheet().pending == 0


def test_more_than_one_request_holds_goes_in_several(rig: Rig) -> None:
    with rig.here.writing() as facts:
        for _ in range(1100):
            facts.add(CLERK, builders.opened(), of=new_id())
    assert rig.run().pushed == 1100
    assert [said for said in rig.centre.said if said.startswith("push")] == ["push 500", "push 500", "push 100"]


@pytest.mark.parametrize("code", ["json.not_this_shape", "request.too_large", "event.no_sense"])
def test_the_one_step_that_the_centre_cannot_read_is_found_and_the_others_go(rig: Rig, code: str) -> None:
    cases = [builders.open_case(rig.here) for _ in range(9)]
    poison = cases[6]

    def refuse(words: Push) -> Failure | None:
        return Refusal(code) if any(event.stream_id == poison for event in words.events) else None

    rig.centre.refuse_push = refuse
    assert rig.run().pushed == 9
    assert rig.arrived() == 8
    sheet = rig.sheet()
    assert [(step.case, step.rejected) for step in sheet.steps] == [(poison, code)]


def test_it_is_found_behind_many_that_wait_for_their_pages(rig: Rig) -> None:
    held = builders.open_case(rig.here)
    rig.run()
    rig.scan(held, FIRST)
    with rig.here.writing() as facts:
        for _ in range(20):
            facts.add(CLERK, builders.received(), of=held)
    rig.shelf(FIRST)
    poison, free = builders.open_case(rig.here), builders.open_case(rig.here)

    def refuse(words: Push) -> Failure | None:
        wrong = any(event.stream_id == poison for event in words.events)
        return Refusal("json.not_this_shape", shape="Push") if wrong else None

    rig.centre.refuse_push = refuse
    rig.run()
    with rig.there.reading() as reading:
        assert reading.case(free).version == 1
    assert rig.sheet().rejected == 1


_OF_THE_DESK = ["upgrade_required", "access.not_signed_in", "access.denied", "request.no_such_place", "sign_in.wait"]


@pytest.mark.parametrize("code", _OF_THE_DESK)
def test_a_no_to_the_desk_is_no_word_about_its_steps(rig: Rig, code: str) -> None:
    for _ in range(3):
        builders.open_case(rig.here)
    rig.centre.refuse_push = lambda _: Refusal(code)
    with pytest.raises(LineTrouble) as trouble:
        rig.run()
    assert trouble.value.code == code
    sheet = rig.sheet()
    assert (sheet.pending, sheet.rejected, sheet.online) == (3, 0, False)
    assert rig.desk.station.line.link.why == code
    rig.centre.refuse_push = lambda _: None
    assert rig.run().pushed == 3


@pytest.mark.parametrize("code", _OF_THE_DESK)
def test_nor_is_a_no_to_its_question_what_others_did(rig: Rig, code: str) -> None:
    rig.centre.refuse_pull = Refusal(code)
    with pytest.raises(LineTrouble) as trouble:
        rig.run()
    assert trouble.value.code == code
    assert not rig.desk.station.line.online


def test_a_line_that_breaks_midway_leaves_done_what_was_done(rig: Rig) -> None:
    builders.open_case(rig.here)
    rig.centre.refuse_pull = LineTrouble("line.down")
    with pytest.raises(LineTrouble):
        rig.run()
    assert rig.arrived() == 1
    assert rig.sheet().pending == 0
    assert rig.desk.station.line.link.failures == 1


TOO_LONG = LineTrouble("line.not_our_centre", received=CAP + 1)
TOO_LONG_ON_ITS_WAY = LineTrouble("line.slow", received=900_000)


@pytest.mark.parametrize("trouble", [TOO_LONG, TOO_LONG_ON_ITS_WAY])
@pytest.mark.parametrize("longest", [1, 3, 700])
def test_an_answer_that_is_too_long_is_asked_for_in_parts(rig: Rig, longest: int, trouble: LineTrouble) -> None:
    for _ in range(4):
        builders.open_case(rig.there)
    rig.centre.few, rig.centre.longest, rig.centre.too_long = None, longest, trouble
    assert rig.run().pulled == len(_whole(rig.there).events)
    assert rig.desk.station.line.online
    asked = [int(said.split()[-1]) for said in rig.centre.said if " no " in said]
    assert asked == [limit for limit in (1000, 500, 250, 125, 62, 31, 15, 7, 3) if limit > longest], "and once only"


def test_one_event_that_is_too_long_is_the_lines_trouble(rig: Rig) -> None:
    rig.centre.longest = 0
    with pytest.raises(LineTrouble) as trouble:
        rig.run()
    assert trouble.value.code == "line.not_our_centre"
    assert (rig.desk.station.line.link.why, rig.desk.station.line.link.failures) == ("line.not_our_centre", 1)
    assert len([said for said in rig.centre.said if "pull" in said]) == 10


@pytest.mark.parametrize("code", ["line.not_our_centre", "line.slow", "line.down", "line.centre_ill"])
def test_a_stranger_and_a_silent_centre_are_asked_once(rig: Rig, code: str) -> None:
    rig.centre.refuse_pull = LineTrouble(code)
    with pytest.raises(LineTrouble):
        rig.run()
    assert len([said for said in rig.centre.said if "pull" in said]) == 1


def test_a_centre_that_always_answers_the_same_does_not_hold_the_desk_for_ever(rig: Rig) -> None:
    rig.run()
    stale = _whole(rig.there)

    rig.centre.always = structs.replace(stale, last=stale.last + 100)
    assert rig.run().pulled == 0
    with rig.here.reading() as reading:
        assert taking_in.cursor(reading) == stale.last


def _whole(kept: Journal) -> Batch:
    with kept.reading() as reading:
        found: Sequence[Any] = reading.numbered(0, 1000)
        return Batch(events=found, upto=len(found), last=len(found))


def test_a_rejected_step_keeps_its_pages_and_its_reason(rig: Rig) -> None:
    case_id = builders.open_case(rig.here)
    rig.run()
    with rig.there.writing() as facts:
        facts.add(CLERK, Withdrawn("不办了"), of=case_id)
    rig.scan(case_id, FIRST)
    free = builders.open_case(rig.here)
    assert rig.run().pushed == 2
    with rig.here.reading() as reading:
        (step,) = rejected.unsettled(reading, case_id)
        assert pages_named(step) == (FIRST,)
        kept = reading.connection.execute(sa.select(pages.c.digest)).scalars().all()
        assert kept == [FIRST]
        assert reading.case(free).version == 1
    (shown,) = rig.sheet().steps
    assert (shown.case, shown.rejected) == (case_id, "case.wrong_state")
