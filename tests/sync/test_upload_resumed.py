"""A page goes on from where it was: through cuts and restarts at most one chunk of it is sent a second time."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deskapp.clerk import signing_in
from deskapp.desk import Desk, Station
from deskapp.failures import LineTrouble
from deskapp.ids import MaterialCode, PageDigest
from deskapp.jobs.pace import Pace
from deskapp.journal import outbox, pages_kept
from deskapp.rules.case import PagesAdded
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests import builders
from tests.clerk import office
from tests.fakes.faulty_line import Faults, FaultyLine, faulty_line
from tests.server.running import RunningCentre, running_centre

CHUNK = 512 * 1024
PAGE = random.Random(7).randbytes(5 * 1024 * 1024)
DIGEST = PageDigest(sha256(PAGE).hexdigest())


class InChunks(Pace):
    """Somebody works here, and nobody has to wait for it: chunks of a slow line at the speed of a fast one."""

    chunk = CHUNK
    held_back = True


@dataclass
class Rig:
    centre: RunningCentre
    line: FaultyLine
    home: Path
    desk: Desk

    def restart(self) -> None:
        """The program at the desk dies and begins again: nothing is known but what its disk holds."""
        assert isinstance(self.desk.centre, HttpCentre)
        self.desk.centre.close()
        fresh = HttpCentre(self.line.address)
        self.desk = replace(self.desk, centre=fresh, pace=InChunks())

    def round(self) -> rounds.Done | None:
        with contextlib.suppress(LineTrouble):
            return rounds.run(self.desk)
        return None

    def scan(self, page: bytes = PAGE) -> PageDigest:
        digest = self.desk.vault.put(page)
        case_id = builders.open_case(self.desk.journal)
        with self.desk.journal.writing() as facts:
            kept = pages_kept.KeptPage(digest, len(page), 1, 1, 200, blank=False, blurred=False)
            pages_kept.keep(facts, kept)
            facts.add(self.desk.clerk.id, PagesAdded(MaterialCode("ID-CARD"), (digest,)), of=case_id)
        return digest

    def due(self) -> int:
        with self.desk.journal.reading() as reading:
            return len(outbox.pages_to_send(reading))


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with ExitStack() as opened:
        centre = opened.enter_context(running_centre(tmp_path / "centre", clock=office.FrozenClock().clock()))
        line = opened.enter_context(faulty_line(urlsplit(centre.address).port or 0))
        station: Station = office.station(
            tmp_path / "desk", office.FrozenClock(), centre=HttpCentre(line.address), furnished=False
        )
        desk = replace(signing_in.sign_in(station, "clerk3", "demo", "3"), pace=InChunks())
        made = Rig(centre, line, tmp_path / "desk", desk)
        rounds.run(made.desk)
        yield made
        assert isinstance(made.desk.centre, HttpCentre)
        made.desk.centre.close()
        made.desk.journal.engine.dispose()


@pytest.mark.parametrize("seed", range(3))
def test_through_cuts_and_restarts_one_chunk_is_sent_twice_at_the_most(rig: Rig, seed: int) -> None:
    lot = random.Random(seed)
    rig.scan()
    before, cuts = rig.line.up, 0
    while rig.due():
        if cuts < 5:
            rig.line.faults = Faults(cut_up=lot.randrange(100_000, 2_000_000))
            rig.line.cut()
        else:
            rig.line.faults = Faults()
        rig.round()
        cuts += 1
        rig.restart()
        assert cuts < 60
    sent = rig.line.up - before
    assert rig.line.harmed
    # words about it: some KB for each of the rounds
    assert sent < len(PAGE) + rig.line.harmed * CHUNK + cuts * 64_000
    assert b"".join(rig.centre.parts.pages.open(DIGEST)) == PAGE


def test_where_the_answer_alone_was_lost_no_byte_of_the_page_goes_again(rig: Rig) -> None:
    rig.scan()
    before = rig.line.up
    rig.line.faults = Faults(cut_down=0, times=1)
    rig.line.cut()
    rig.round()
    rig.restart()
    while rig.due():
        rig.round()
    assert rig.line.up - before < len(PAGE) + CHUNK + 200_000


def test_a_page_stops_at_a_chunk_when_its_time_is_over_and_goes_on_in_the_next_round(rig: Rig) -> None:
    rig.scan()
    now = [0.0]

    def later(seconds: float) -> None:
        now[0] += seconds

    pace = InChunks(now=lambda: now[0], wait=later)
    pace.touch()
    rig.desk = replace(rig.desk, pace=pace)
    uploads = rig.desk.centre.upload

    def slowly(pages: object, *, token: str) -> object:
        now[0] += 10.0
        return uploads(pages, token=token)  # type: ignore[arg-type]

    rig.desk.centre.upload = slowly  # type: ignore[method-assign, assignment]
    before, took = rig.line.up, 0
    while rig.due():
        done = rig.round()
        took += 1
        assert done is not None
        assert done.pushed or rig.due(), "what names no page goes meanwhile"
        assert rig.desk.line.wait_for_want(0) or not rig.due(), "and the next round comes at once"
        assert took < 60
    assert took > 1
    assert rig.line.up - before < len(PAGE) + 400_000


def test_pages_somebody_waits_for_go_first(rig: Rig) -> None:
    first, second = rig.scan(b"the first"), rig.scan(b"the second, and its department waits")
    with rig.desk.journal.writing() as facts:
        facts.connection.exec_driver_sql(
            "UPDATE cases SET state = 'accepted' WHERE case_id = (SELECT stream_id FROM events "
            f"WHERE kind = 'case.pages_added' AND payload LIKE '%{second}%')"
        )
    with rig.desk.journal.reading() as reading:
        assert outbox.pages_to_send(reading) == (second, first)


def test_a_page_store_that_is_ill_holds_up_no_step_without_a_page(rig: Rig) -> None:
    rig.scan(b"small")
    uploads = rig.desk.centre.known_pages

    def ill(*_: object, **__: object) -> object:
        raise LineTrouble("page.store_silent")

    rig.desk.centre.known_pages = ill  # type: ignore[method-assign, assignment]
    builders.open_case(rig.desk.journal)
    done = rig.round()
    assert done is not None
    assert done.troubles == ("page.store_silent",)
    assert done.pushed == 2, "both cases were opened there; the page waits"
    assert rig.desk.line.online
    rig.desk.centre.known_pages = uploads  # type: ignore[method-assign]
    done = rig.round()
    assert done is not None
    assert (done.pages, rig.due()) == (1, 0)
