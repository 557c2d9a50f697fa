"""From a receipt to the page: the code on the paper is read back by a decoder, and leads to the right case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from msgspec.structs import replace as changed

from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.clerk import accepting, intake, printing, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.protocol.messages import HallFacts
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.papers import looking
from tests.server.running import RunningCentre, running_centre

PUBLIC = "https://zwfw.example/hall/"
NAME, ID = "欧阳𬭎𫖯", "990108200101011158"


@pytest.fixture
def tray() -> office.Tray:
    return office.Tray()


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    clock = office.FrozenClock().clock()
    with running_centre(tmp_path / "centre", clock=clock, public_address=PUBLIC) as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, centre: RunningCentre, tray: office.Tray) -> Iterator[Desk]:
    line = HttpCentre(centre.address)
    station = office.station(tmp_path / "a", office.FrozenClock(), centre=line, printer=tray, furnished=False)
    made = signing_in.sign_in(station, "clerk3", "demo", "3")
    rounds.run(made)
    yield made
    made.journal.engine.dispose()
    line.close()


def taken_in(desk: Desk) -> CaseId:
    case = intake.open_case(desk, Application(ItemCode("SCJG-0102"), NAME, ID, "19900006024", "延安路 1 号"))
    for code in ("ID-CARD", "APP-SOLE", "PREMISES"):
        intake.receive(desk, case, MaterialCode(code))
    return case


def codes_of(folder: Path, pdf: bytes) -> set[str]:
    return {code for page in looking.pictures(folder, pdf, 200) for code in looking.codes(page)}


def test_the_code_of_every_paper_leads_to_the_page_of_its_case(
    desk: Desk, centre: RunningCentre, tray: office.Tray, tmp_path: Path
) -> None:
    case = taken_in(desk)
    accepting.accept(desk, case)
    printing.print_paper(desk, case, "receipt_slip", again=False)
    rounds.run(desk)
    assert len(tray.papers) == 3
    found = set()
    for paper in tray.papers:
        found |= {code for code in codes_of(tmp_path, paper.pdf) if code.startswith("http")}
    assert len(found) == 1, "receipt, acceptance and slip say the same"
    address = urlsplit(found.pop())
    assert f"{address.scheme}://{address.netloc}" == "https://zwfw.example"
    assert re.fullmatch(r"/hall/track/[A-Za-z0-9_-]{27}", address.path), "160 random bits, and nothing of the person"
    assert (address.query, address.fragment) == ("", "")
    page = httpx.get(centre.address + address.path.removeprefix("/hall"), trust_env=False)
    assert page.status_code == 200
    assert "个体工商户注册登记" in page.text
    for secret in (NAME, NAME[:2], ID, ID[-4:], "19900006024", "延安路"):
        assert secret not in page.text


def test_without_a_public_address_a_paper_bears_no_code_that_leads_nowhere(
    desk: Desk, tray: office.Tray, tmp_path: Path
) -> None:
    without = replace(desk, facts=_without_track(desk))
    accepting.accept(without, taken_in(without))
    for paper in tray.papers:
        codes = codes_of(tmp_path, paper.pdf)
        assert codes
        assert all(code.isdecimal() for code in codes)


def _without_track(desk: Desk) -> HallFacts:
    return changed(desk.facts, track_url="")


@pytest.mark.parametrize(
    ("said", "track"),
    [
        ("https://zwfw.example", "https://zwfw.example/track"),
        ("https://zwfw.example/", "https://zwfw.example/track"),
        ("http://10.1.2.3:8470", "http://10.1.2.3:8470/track"),
        ("", ""),
    ],
)
def test_the_address_that_is_set_is_what_desks_are_told(tmp_path: Path, said: str, track: str) -> None:
    words = CentreWords(tmp_path, f"sqlite:///{tmp_path / 'centre.db'}", tmp_path / "pages", public_address=said)
    parts = open_centre(words)
    assert parts.hall.track_url == track
    parts.writer.close()
    parts.journal.engine.dispose()


@pytest.mark.parametrize(
    "said", ["zwfw.example", "ftp://x", "https://", "https://a:b@c", "https://x/?y", "javascript:1"]
)
def test_what_is_not_the_address_of_a_site_is_refused(tmp_path: Path, said: str) -> None:
    words = CentreWords(tmp_path, f"sqlite:///{tmp_path / 'centre.db'}", tmp_path / "pages", public_address=said)
    with pytest.raises(Refusal) as refused:
        open_centre(words)
    assert refused.value.code == "server.bad_address"
