"""A desk lets go of pages that the centre keeps: never of one that somebody needs, and of none without its word."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskapp.desk import DESK_TOKEN
from deskapp.failures import LineTrouble, Refusal, StoreTrouble
from deskapp.ids import CaseId, MaterialCode, PageDigest, new_id
from deskapp.journal import arrivals, outbox, pages_kept
from deskapp.journal.arrivals import Arrived
from deskapp.rules.case import PagesAdded, PagesMade, Withdrawn
from deskapp.rules.letting_go import RESERVE, before, read_days
from deskapp.rules.page_making import Craft, Making
from deskapp.rules.spot import NOWHERE
from deskapp.scans.vault import Vault
from deskapp.settings import Settings
from deskapp.sync import round as rounds
from deskapp.sync.letting_go import LetGo, LettingGo, ask_room
from tests import builders
from tests.builders import CLERK, MORNING
from tests.sync.desks import DeskAlone, hall

OLD = MORNING - timedelta(days=31)


class Disk(Vault):
    """A vault on a disk that is as full as a test says."""

    left = 2**40

    def room_left(self) -> int:
        return self.left


@dataclass
class Rig:
    desk: DeskAlone
    vault: Disk
    letting_go: LettingGo
    serial: int = 0

    def page(self, case_id: CaseId | None, *, since: datetime = OLD, row: bool = True) -> PageDigest:
        """A page that was scanned here; with a case, it stands in it."""
        self.serial += 1
        digest = self.vault.put(b"page %d" % self.serial)
        self.age(digest, since)
        journal = self.desk.station.journal
        if row:
            with journal.writing() as facts:
                pages_kept.keep(facts, pages_kept.KeptPage(digest, 9, 1, 1, 200, blank=False, blurred=False))
                if case_id is not None:
                    facts.add(CLERK, PagesAdded(MaterialCode("ID-CARD"), (digest,)), of=case_id)
        return digest

    def age(self, digest: PageDigest, since: datetime) -> None:
        (path,) = self.vault._folder.glob(f"*/{digest}")
        os.utime(path, (since.timestamp(), since.timestamp()))

    def sent(self) -> None:
        """Everything goes to the centre."""
        assert rounds.run(self.desk.station).troubles == ()

    def ended(self) -> CaseId:
        """A case that is over, as far as this window goes, once `withdraw` was said."""
        return builders.open_case(self.desk.station.journal)

    def withdraw(self, case_id: CaseId) -> None:
        with self.desk.station.journal.writing() as facts:
            facts.add(CLERK, Withdrawn("本人撤回"), of=case_id)

    def all_pieces(self) -> LetGo:
        """One look through the whole vault."""
        done = self.letting_go.piece()
        while done.more:
            further = self.letting_go.piece()
            done = replace(further, pages=done.pages + further.pages, early=done.early or further.early)
        return done


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    there, (desk,) = hall(tmp_path, [("D1", "3")])
    vault = Disk(tmp_path / "vault", b"v" * 32)
    desk.station = replace(desk.station, vault=vault)
    yield Rig(desk, vault, LettingGo(desk.station))
    desk.close()
    there.engine.dispose()


def test_what_the_centre_keeps_goes_when_its_days_are_over_and_not_before(rig: Rig) -> None:
    case_id = rig.ended()
    old, young = rig.page(case_id), rig.page(case_id, since=MORNING - timedelta(days=29))
    rig.withdraw(case_id)
    rig.sent()
    done = rig.all_pieces()
    assert (done.pages, done.early) == (1, False)
    assert (rig.vault.has(old), rig.vault.has(young)) == (False, True)
    with rig.desk.station.journal.reading() as reading:
        assert reading.case(case_id).pages[MaterialCode("ID-CARD")] == (old, young), "it is the file that went"


def test_a_case_in_hand_keeps_its_pages_and_what_they_were_made_of(rig: Rig) -> None:
    case_id = rig.ended()
    scan, made = rig.page(case_id), rig.page(None)
    with rig.desk.station.journal.writing() as facts:
        facts.add(CLERK, PagesMade((scan,), (made,), Making(Craft.TURN, turn=90)), of=case_id)
    rig.sent()
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(scan)
    assert rig.vault.has(made)


def test_what_was_not_acknowledged_stays_however_old_it_is(rig: Rig) -> None:
    case_id = rig.ended()
    page = rig.page(case_id)
    rig.withdraw(case_id)
    rig.desk.centre.pages.add(page)  # the centre has it, and its word about it never came
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def test_a_page_that_a_rejected_step_names_stays(rig: Rig) -> None:
    case_id = rig.ended()
    rig.sent()
    page = rig.page(case_id)
    rig.withdraw(case_id)
    with rig.desk.station.journal.writing() as facts:
        outbox.confirm_pages(facts, [page])
        facts.connection.exec_driver_sql(
            "UPDATE events SET verdict = 'rejected', reason = 'case.changed' WHERE kind = 'case.pages_added'"
        )
    rig.desk.centre.pages.add(page)
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def arrived(rig: Rig, page: PageDigest) -> Arrived:
    """A page that waits to be placed."""
    note = Arrived(new_id(), "stack", page, 200, NOWHERE, both_sides=False)
    with rig.desk.station.journal.writing() as facts:
        arrivals.note(facts, CLERK, note)
    return note


def test_what_was_scanned_and_belongs_nowhere_yet_stays(rig: Rig) -> None:
    stack = [rig.page(None, row=False), rig.page(None)]
    arrived(rig, stack[0])
    rig.sent()
    assert rig.all_pieces().pages == 0
    assert all(map(rig.vault.has, stack))


def test_what_waits_to_be_placed_stays_though_the_centre_has_the_same_page_of_somebody_else(rig: Rig) -> None:
    page = rig.page(None, row=False)
    arrived(rig, page)
    rig.desk.centre.pages.add(page)
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def test_what_nobody_knows_of_goes_after_a_month_and_not_before(rig: Rig) -> None:
    """A copy that was being made when the program ended stands in no list: without this it would lie here for ever."""
    left, young = rig.page(None, row=False), rig.page(None, row=False, since=MORNING - timedelta(days=29))
    assert rig.all_pieces().pages == 1
    assert (rig.vault.has(left), rig.vault.has(young)) == (False, True)


def test_a_full_disk_lets_nothing_go_early_that_nobody_knows_of(rig: Rig) -> None:
    page = rig.page(None, row=False, since=MORNING - timedelta(days=7))
    rig.vault.left = RESERVE - 1
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def test_a_page_that_was_fetched_and_that_the_centre_has_lost_since_is_found_here(rig: Rig) -> None:
    case_id = rig.ended()
    page = rig.page(case_id)
    rig.withdraw(case_id)
    rig.sent()
    with rig.desk.station.journal.writing() as facts:  # another window's page: nothing was noted of it here
        facts.connection.exec_driver_sql("DELETE FROM pages")
    rig.desk.centre.pages.clear()
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def test_a_page_that_comes_again_while_it_is_let_go_of_stays(rig: Rig) -> None:
    """Seen to be old, asked about, and put once more by a scan before its file went."""
    page = rig.page(None, row=False)
    rig.desk.centre.pages.add(page)
    known = rig.desk.centre.known_pages

    def comes_again(*asked: object, **more: object) -> frozenset[PageDigest]:
        rig.vault.put(b"page 1")
        return known(*asked, **more)  # type: ignore[arg-type]

    rig.desk.centre.known_pages = comes_again  # type: ignore[method-assign]
    rig.letting_go.piece()
    assert rig.vault.get(page) == b"page 1"


def test_what_was_only_fetched_to_be_looked_at_goes_too(rig: Rig) -> None:
    page = rig.page(None, row=False)
    rig.desk.centre.pages.add(page)
    assert rig.all_pieces().pages == 1
    assert not rig.vault.has(page)


def test_a_centre_that_lost_a_page_finds_it_here(rig: Rig) -> None:
    case_id = rig.ended()
    page = rig.page(case_id)
    rig.withdraw(case_id)
    rig.sent()
    rig.desk.centre.pages.clear()
    assert rig.all_pieces().pages == 0
    assert rig.vault.has(page)


def test_without_the_line_nothing_goes(rig: Rig) -> None:
    case_id = rig.ended()
    page = rig.page(case_id)
    rig.withdraw(case_id)
    rig.sent()
    rig.desk.centre.known_pages = _no_line  # type: ignore[method-assign]
    with pytest.raises(LineTrouble):
        rig.letting_go.piece()
    assert rig.vault.has(page)


def _no_line(*_: object, **__: object) -> frozenset[PageDigest]:
    raise LineTrouble("line.down")


def test_a_desk_that_nobody_ever_signed_in_at_lets_nothing_go(rig: Rig) -> None:
    page = rig.page(None, row=False)
    rig.desk.centre.pages.add(page)
    with rig.desk.station.journal.writing() as facts:
        facts.connection.exec_driver_sql(f"DELETE FROM local_facts WHERE name = '{DESK_TOKEN}'")
    assert rig.all_pieces().pages == 0


def test_a_kill_between_two_pages_costs_nothing(rig: Rig) -> None:
    pages = [rig.page(None, row=False) for _ in range(6)]
    rig.desk.centre.pages.update(pages)
    forget, gone = rig.vault.forget, list[PageDigest]()

    def killed(digest: PageDigest, as_of: datetime | None = None) -> None:
        if len(gone) == 3:
            raise KeyboardInterrupt
        gone.append(digest)
        forget(digest, as_of)

    rig.vault.forget = killed  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        rig.letting_go.piece()
    rig.vault.forget = forget  # type: ignore[method-assign]
    risen = LettingGo(rig.desk.station)
    assert risen.piece().pages == 3
    assert list(rig.vault.digests()) == []


def test_it_is_done_in_pieces_and_not_again_before_a_while(rig: Rig) -> None:
    pages = [rig.page(None, row=False) for _ in range(450)]
    rig.desk.centre.pages.update(pages)
    done = [rig.letting_go.piece() for _ in range(4)]
    assert [one.pages for one in done] == [200, 200, 50, 0]
    assert [one.more for one in done] == [True, True, False, False]
    late = rig.page(None, row=False)
    rig.desk.centre.pages.add(late)
    assert rig.letting_go.piece() == LetGo()
    rig.desk.clock.moment += timedelta(hours=7)
    assert rig.letting_go.piece().pages == 1


def test_a_full_disk_lets_go_early_of_what_the_centre_keeps_and_says_so(rig: Rig) -> None:
    case_id = rig.ended()
    week, today = rig.page(case_id, since=MORNING - timedelta(days=7)), rig.page(case_id, since=MORNING)
    rig.withdraw(case_id)
    unsent = rig.ended()
    rig.sent()
    mine = rig.page(unsent, since=MORNING - timedelta(days=7))
    rig.vault.left = RESERVE - 1
    done = rig.all_pieces()
    assert (done.pages, done.early) == (1, True)
    assert [rig.vault.has(page) for page in (week, today, mine)] == [False, True, True]
    with pytest.raises(StoreTrouble, match=r"page\.let_go_early"):
        ask_room(done)
    ask_room(LetGo(pages=3))


def test_it_stops_as_soon_as_there_is_room_again(rig: Rig) -> None:
    pages = [rig.page(None, row=False, since=MORNING - timedelta(days=9 - number)) for number in range(5)]
    rig.desk.centre.pages.update(pages)
    rig.vault.left = RESERVE - 1
    forget = rig.vault.forget

    def makes_room(digest: PageDigest, as_of: datetime | None = None) -> None:
        forget(digest, as_of)
        rig.vault.left = RESERVE + 1 if len(list(rig.vault.digests())) == 3 else RESERVE - 1

    rig.vault.forget = makes_room  # type: ignore[method-assign]
    assert rig.all_pieces().pages == 2
    assert [rig.vault.has(page) for page in pages] == [False, False, True, True, True], "the oldest went"


def test_while_somebody_works_it_waits_unless_the_disk_is_nearly_full(rig: Rig) -> None:
    page = rig.page(None, row=False)
    rig.desk.centre.pages.add(page)
    assert rig.letting_go.piece(busy=True) == LetGo()
    rig.vault.left = RESERVE - 1
    assert rig.letting_go.piece(busy=True).pages == 1


@pytest.mark.parametrize("fault", [ZeroDivisionError(), StoreTrouble("page.not_kept")])
def test_after_a_fault_it_rests_and_begins_anew(rig: Rig, fault: Exception) -> None:
    pages = [rig.page(None, row=False) for _ in range(3)]
    rig.desk.centre.pages.update(pages)
    forget = rig.vault.forget

    def broken(digest: PageDigest, as_of: datetime | None = None) -> None:
        raise fault

    rig.vault.forget = broken  # type: ignore[method-assign]
    with pytest.raises(type(fault)):
        rig.letting_go.piece()
    assert rig.letting_go.piece() == LetGo(), "not again with every round"
    rig.vault.forget = forget  # type: ignore[method-assign]
    rig.desk.clock.moment += timedelta(minutes=11)
    assert rig.letting_go.piece().pages == 3


@pytest.mark.parametrize("text", ["", "0", "-1", "3651", "x", "３０", "1.5"])
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"pages\.bad_days"):
        read_days(text)


def test_the_days_are_those_of_the_settings() -> None:
    now = datetime(2026, 11, 27, tzinfo=UTC)
    assert read_days(Settings(home=Path("/")).page_days) == 30
    assert before(now, 30, disk_low=False) == now - timedelta(days=30)
    assert before(now, 30, disk_low=True) == now - timedelta(days=1)
