"""Headings and seals: told by a real centre at sign-in, kept by the desk, on the papers of the office they are of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from deskapp.clerk import accepting, office_seals, printing, signing_in
from deskapp.desk import Desk, Station
from deskapp.failures import ContentTrouble, LineTrouble, Refusal
from deskapp.papers import pixels
from tests.clerk import office
from tests.clerk.test_accepting import whole
from tests.fakes.cut_line import Cuttable
from tests.papers import looking
from tests.papers.samples_of_steps import seal_png
from tests.server.running import RunningCentre, running_centre

HALL_SEAL, FUND_SEAL = seal_png(300), seal_png(320)
HEADINGS = {"hall": "浙江省示例县人民政府政务服务中心", "ZJ": "示例市住房公积金管理中心"}


class Counting(Cuttable):
    """The real line, which counts the seals that were asked for and can spoil them."""

    asked = 0
    spoilt: bytes | None = None

    def seal(self, digest: str, *, token: str) -> bytes:
        self.asked += 1
        data = super().seal(digest, token=token)
        return data if self.spoilt is None else self.spoilt


@pytest.fixture
def centre(tmp_path: Path, clock: office.FrozenClock) -> Iterator[RunningCentre]:
    (tmp_path / "hall.png").write_bytes(HALL_SEAL)
    (tmp_path / "fund.png").write_bytes(FUND_SEAL)
    seals = {"hall": str(tmp_path / "hall.png"), "ZJ": str(tmp_path / "fund.png")}
    with running_centre(tmp_path / "centre", clock=clock.clock(), headings=HEADINGS, seals=seals) as running:
        yield running


@pytest.fixture
def station(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, centre: RunningCentre) -> Iterator[Station]:
    line = Counting(centre.address)
    made = office.station(tmp_path / "desk", clock, centre=line, printer=tray)
    yield made
    made.journal.engine.dispose()
    line.close()


def line_of(station: Station) -> Counting:
    assert isinstance(station.centre, Counting)
    return station.centre


def sign_in(station: Station) -> Desk:
    return signing_in.sign_in(station, "clerk3", "demo", "3")


def shown(desk: Desk, department: str) -> pixels.Pixels | None:
    with desk.journal.reading() as reading:
        return office_seals.seal_of(reading, desk.facts, department)


def test_each_seal_is_fetched_once_and_is_there_when_the_line_is_cut(station: Station) -> None:
    desk = sign_in(station)
    assert line_of(station).asked == 2
    assert shown(desk, "") == pixels.seal(HALL_SEAL)
    assert shown(desk, "ZJ") == pixels.seal(FUND_SEAL)
    sign_in(station)
    assert line_of(station).asked == 2
    line_of(station).cut = True
    offline = sign_in(station)
    assert offline.clerk.offline
    assert shown(offline, "ZJ") == pixels.seal(FUND_SEAL)


def test_the_halls_seal_never_stands_for_a_departments(station: Station) -> None:
    desk = sign_in(station)
    assert shown(desk, "SCJG") is None


def test_a_seal_that_is_another_one_than_was_named_is_not_kept(station: Station) -> None:
    line_of(station).spoilt = seal_png(200)
    desk = sign_in(station)
    assert shown(desk, "") is None
    line_of(station).spoilt = None
    assert shown(sign_in(station), "") == pixels.seal(HALL_SEAL)


def test_a_seal_that_is_no_picture_hinders_nobody(station: Station) -> None:
    line_of(station).spoilt = b"<html>captive portal</html>"
    assert shown(sign_in(station), "") is None


@pytest.mark.parametrize(
    "failure", [LineTrouble("line.down"), Refusal("seal.unknown"), ContentTrouble("json.not_this")]
)
def test_a_seal_that_cannot_be_had_now_is_asked_for_at_the_next_sign_in(
    station: Station, failure: LineTrouble | Refusal | ContentTrouble
) -> None:
    class Broken(Counting):
        def seal(self, digest: str, *, token: str) -> bytes:
            raise failure

    broken = Broken(str(line_of(station)._http.base_url))
    desk = sign_in(replace(station, centre=broken))
    assert shown(desk, "") is None
    broken.close()
    assert shown(sign_in(station), "") is not None


def test_a_seal_that_was_changed_is_fetched_anew(station: Station) -> None:
    desk = sign_in(station)
    other = changed(desk.facts, seals={**desk.facts.seals, "hall": sha256(b"another").hexdigest()})
    with desk.journal.reading() as reading:
        assert office_seals.seal_of(reading, other, "") is None, "the old one is not the new one"


def test_papers_bear_the_heading_and_the_seal_of_their_own_office(station: Station, tmp_path: Path) -> None:
    desk = sign_in(station)
    receipt, acceptance = accepting.accept(desk, whole(desk)).papers
    for paper, heading, seal in ((receipt, HEADINGS["hall"], HALL_SEAL), (acceptance, HEADINGS["ZJ"], FUND_SEAL)):
        assert heading in looking.written(tmp_path, paper.pdf)
        shown_seal = pixels.seal(seal)
        assert paper.pdf.count(b"/SMask") == 1
        assert f"/Width {shown_seal.wide}".encode() in paper.pdf
    (page,) = looking.pictures(tmp_path, receipt.pdf, 200)
    assert receipt.barcode in looking.codes(page)


def test_without_a_seal_the_place_stays_white(desk: Desk) -> None:
    receipt, acceptance = accepting.accept(desk, whole(desk)).papers
    assert b"/SMask" not in receipt.pdf
    assert b"/SMask" not in acceptance.pdf


def test_a_department_without_a_heading_has_the_halls() -> None:
    facts = changed(office.FACTS, headings={"hall": "县政务服务中心"})
    assert office_seals.heading_of(facts, "SCJG") == "县政务服务中心"
    assert office_seals.heading_of(facts, "") == "县政务服务中心"
    assert office_seals.heading_of(office.FACTS, "SCJG") == ""


def test_practice_is_marked_on_every_paper(desk: Desk, tmp_path: Path) -> None:
    practising = replace(desk, settings=replace(desk.settings, practice="yes"))
    case = whole(practising)
    accepting.accept(practising, case)
    for kind in ("receipt", "acceptance", "transfer", "receipt_slip", "label_80", "labels"):
        told = looking.written(tmp_path, printing.draw_paper(practising, case, kind).pdf)
        assert "练习无效" in told, kind
        assert "练习" not in looking.written(tmp_path, printing.draw_paper(desk, case, kind).pdf), kind
