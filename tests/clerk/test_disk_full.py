"""The disk fills while a stack is taken: what was acknowledged is there, it is said what to do, and it goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from deskapp.clerk import intake, left_over, scanning, sheets
from deskapp.clerk.intake import Application
from deskapp.clerk.stacking import Told
from deskapp.desk import Desk
from deskapp.devices.scanner.contract import Abilities, Page, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import StoreTrouble
from deskapp.ids import CaseId, ItemCode, PageDigest
from deskapp.rules.page_making import originals
from deskapp.rules.spot import Spot
from deskapp.scans.vault import Vault
from deskapp.sentences import sentence
from tests.clerk import office
from tests.scans import drawn
from tests.scans.margins import BLACK, ground, laid, slip

PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")
FEEDER = ScanRequest(feeder=True)
ROOM = 4 * 1024 * 1024  # bytes of the small disk


def sheet(number: int) -> bytes:
    """A page of about 100 KB that is like no other."""
    grain = np.random.default_rng(number).integers(0, 60, (330, 330), np.uint8)
    page = drawn.text(80, rows=6 + number % 9)
    page[200:530, 100:430] = np.minimum(page[200:530, 100:430], 255 - grain)
    return drawn.saved(page, "PNG")


@dataclass
class Feeder:
    """Paper that lies in a feeder until it was taken."""

    paper: list[bytes] = field(default_factory=list)

    def abilities(self) -> Abilities:
        return PretendScanner().abilities()

    def scan(self, request: ScanRequest) -> Iterator[Page]:
        while self.paper and not request.stop():
            yield Page(self.paper[0], "image/png", 0, 0, 0)
            self.paper.pop(0)  # asked for the next: this one was acknowledged


@dataclass
class Taking:
    """A case and a feeder; what the scan has acknowledged, as it did."""

    desk: Desk
    feeder: Feeder
    case: CaseId
    said: list[PageDigest] = field(default_factory=list)

    def scan(self) -> None:
        spot = Spot(self.case, sheets.case(self.desk, self.case).lines[0].code)
        told = Told(lambda _: None, lambda page: self.said.append(page.digest))
        scanning.scan_stack(self.desk, spot, told, threading.Event(), request=FEEDER)

    def full(self) -> StoreTrouble:
        with pytest.raises(StoreTrouble) as told:
            self.scan()
        return told.value

    def standing(self) -> list[PageDigest]:
        """Every page that stands in the case, as it was scanned."""
        with self.desk.journal.reading() as reading:
            case = reading.case(self.case)
        return [origin for pages in case.pages.values() for one in pages for origin in originals(one, case.makings)]

    def there(self) -> set[PageDigest]:
        """Every page that is in the case or waits, and can be read."""
        found = {*self.standing(), *(page.digest for page in left_over.waiting(self.desk))}
        return {page for page in found if sha256(self.desk.vault.get(page)).hexdigest() == page}


def taking(desk: Desk) -> Taking:
    feeder = Feeder()
    desk = replace(desk, scanner=lambda _: feeder, sources=lambda: ("pretend:",))
    return Taking(desk, feeder, intake.open_case(desk, PERSON))


class Small(Vault):
    """A vault whose disk takes so many files more, and then none."""

    takes = 10**6

    def _seal(self, part: Path, data: bytes) -> None:
        self.takes -= 1
        if self.takes < 0:
            part.write_bytes(data[:10])
            raise OSError(28, os.strerror(28))
        super()._seal(part, data)


@pytest.fixture
def small(tmp_path: Path, desk: Desk) -> Small:
    return Small(tmp_path / "small", b"v" * 32)


@pytest.fixture
def stack(desk: Desk, small: Small) -> Taking:
    return taking(replace(desk, vault=small))


@pytest.mark.parametrize("takes", [0, 1, 5])
def test_what_was_acknowledged_stands_in_the_case_and_the_rest_goes_on_where_it_stopped(
    takes: int, stack: Taking, small: Small
) -> None:
    stack.feeder.paper = paper = [sheet(number) for number in range(6)]
    wanted = [PageDigest(sha256(page).hexdigest()) for page in paper]
    small.takes = takes
    trouble = stack.full()
    assert trouble.code == "vault.disk_full"
    assert "F5" in sentence(trouble, "zh")
    assert "清理磁盘" in sentence(trouble, "zh")
    assert "Make room" in sentence(trouble, "en")
    assert stack.said == wanted[:takes]
    assert stack.standing() == wanted[:takes]
    assert left_over.waiting(stack.desk) == (), "no note is left of the page that was not kept"
    assert len(stack.feeder.paper) == 6 - takes, "the page that was not kept is still in the feeder"
    small.takes = 10**6
    stack.scan()
    assert stack.standing() == wanted
    assert not list(small._folder.glob("*.part"))


def test_a_page_of_which_no_copy_can_be_kept_is_placed_as_it_came(stack: Taking, small: Small) -> None:
    askew = drawn.saved(laid(ground(BLACK), slip(), (105, 140)), "PNG", dpi=(100, 100))
    stack.feeder.paper = [askew]
    small.takes = 1  # the page, and not the one without the margin
    stack.scan()
    assert stack.standing() == [PageDigest(sha256(askew).hexdigest())]
    with stack.desk.journal.reading() as reading:
        assert reading.case(stack.case).makings == ()


@pytest.fixture
def little(tmp_path: Path) -> Iterator[Path]:
    """A real file system with little room; only root may make one."""
    place = tmp_path / "little"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be made here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.parametrize("filled", [0.3, 0.45])
def test_a_real_disk_that_fills_under_pages_and_journal_loses_nothing_and_goes_on_when_there_is_room(
    filled: float, little: Path, clock: office.FrozenClock
) -> None:
    station = office.station(little / "desk", clock)
    stack = taking(office.desk(station))
    ballast = little / "ballast"
    ballast.write_bytes(bytes(int(ROOM * filled)))
    stack.feeder.paper = paper = [sheet(number) for number in range(60)]
    wanted = {PageDigest(sha256(page).hexdigest()) for page in paper}
    trouble = stack.full()
    assert trouble.code in {"vault.disk_full", "journal.not_kept", "page.not_kept"}
    assert any(word in sentence(trouble, "zh") for word in ("清理磁盘", "磁盘"))
    assert set(stack.said) <= stack.there()
    taken = 60 - len(stack.feeder.paper)
    assert taken <= len(stack.said) < 60
    ballast.unlink()  # somebody makes room
    subprocess.run(["mount", "-o", f"remount,size={4 * ROOM}", str(little)], check=True)
    left_over.go_on(stack.desk, Told(lambda _: None))
    stack.scan()
    assert set(stack.standing()) == wanted
    assert len(stack.standing()) == len(set(stack.standing()))
    assert left_over.waiting(stack.desk) == ()
    stack.desk.journal.engine.dispose()
