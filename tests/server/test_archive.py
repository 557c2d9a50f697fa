"""The centre gives the package of an archived case to whoever may archive, and to nobody else; and says who had it."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from deskapp.archives import checking, package, parts
from deskapp.clerk import signing_in
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.queries.archived_cases import archived_since
from deskapp.rules.page_reading import PageReading
from deskapp.server import archiving
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.archives.made import archived, delivered, package_of, picture
from tests.clerk import office
from tests.clerk.office import FrozenClock
from tests.fakes.told_reader import ToldReader, line
from tests.server.hall import Hall, code_of


@contextmanager
def window(folder: Path, hall: Hall) -> Iterator[Desk]:
    line = HttpCentre(hall.address)
    station = office.station(folder, hall.clock, centre=line, furnished=False)
    desk = signing_in.sign_in(station, "clerk3", "demo", "3")
    rounds.run(station)
    yield desk
    rounds.run(station)
    line.close()
    station.journal.engine.dispose()


@pytest.fixture
def case(hall: Hall, tmp_path: Path) -> CaseId:
    with window(tmp_path / "three", hall) as desk:
        return archived(desk, tmp_path / "pages")


def number_of(hall: Hall, case: CaseId) -> str:
    with hall.parts.journal.reading() as reading:
        return reading.case(case).number or ""


def test_it_is_given_by_number_and_by_id_signed_and_sound(hall: Hall, case: CaseId, tmp_path: Path) -> None:
    clerk = hall.sign_in("clerk5", "5")
    answer = clerk.get(f"/cases/{number_of(hall, case)}/archive")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["cache-control"] == "no-store"
    assert f'filename="{number_of(hall, case)}.deskapp"' in answer.headers["content-disposition"]
    file = tmp_path / "given.deskapp"
    file.write_bytes(answer.content)
    public = hall.parts.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    findings = checking.check(file, trusted=base64.b64encode(public).decode())
    assert findings.faults == ()
    assert clerk.get(f"/cases/{case}/archive").content == answer.content


def test_who_had_it_stands_in_the_journal(hall: Hall, case: CaseId) -> None:
    hall.sign_in("manager").get(f"/cases/{case}/archive")
    with hall.parts.journal.reading() as reading:
        last = reading.events_of(case)[-1]
    assert (last.kind, last.actor, last.payload["what"]) == ("case.looked_at", "manager", "archive_package")


@pytest.mark.parametrize("user", ["greeter", "admin", "dept-jy"])
def test_it_is_not_for_everybody(hall: Hall, case: CaseId, user: str) -> None:
    assert code_of(hall.sign_in(user).get(f"/cases/{case}/archive")) == "access.denied"
    assert hall.stranger().get(f"/api/v1/cases/{case}/archive").status_code == 401


@pytest.mark.parametrize("named", ["0" * 24, "nobody", "..", "%2e%2e%2fx", "1' or '1'='1"])
def test_a_case_that_is_none_has_none(hall: Hall, named: str) -> None:
    answer = hall.sign_in("manager").get(f"/cases/{named}/archive")
    assert answer.status_code in (404, 409)


def test_a_case_that_goes_on_has_none(hall: Hall, tmp_path: Path) -> None:
    with window(tmp_path / "three", hall) as desk:
        case = delivered(desk, tmp_path / "pages", [picture()])
    answer = hall.sign_in("manager").get(f"/cases/{case}/archive")
    assert (answer.status_code, code_of(answer)) == (404, "archive.not_archived")


def test_a_page_that_is_gone_is_told_before_a_byte_is_given(hall: Hall, case: CaseId, tmp_path: Path) -> None:
    kept = next((tmp_path / "hall").rglob("kept/*/*/*"))
    kept.unlink()
    assert code_of(hall.sign_in("manager").get(f"/cases/{case}/archive")) == "page.unknown"
    with hall.parts.journal.reading() as reading:
        assert reading.events_of(case)[-1].kind != "case.looked_at"


def test_several_who_ask_at_once_all_get_it(hall: Hall, case: CaseId) -> None:
    people = [hall.sign_in(user, user[-1]) for user in ("clerk1", "clerk2", "clerk4")]
    given: list[bytes] = []
    threads = [
        threading.Thread(target=lambda who=who: given.append(who.get(f"/cases/{case}/archive").content))
        for who in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(given) == 3
    assert len(set(given)) == 1


def test_the_cases_archived_since_a_day_are_found(hall: Hall, case: CaseId, clock: FrozenClock) -> None:
    with hall.parts.journal.reading() as reading:
        assert archived_since(reading, date(2026, 11, 23)) == [case]
        assert archived_since(reading, date(2026, 11, 24)) == []


def test_it_can_be_searched_for_what_the_centre_reads_on_its_pages(hall: Hall, case: CaseId) -> None:
    first = picture(dpi=(100, 100))
    said = PageReading(240, 330, (line("营业执照", 0.1), line("看不清的", 0.3, sure=0.3)))
    reader = ToldReader({sha256(first).hexdigest(): said})
    centre = replace(hall.parts, reader=reader)
    made = package_of(b"".join(package.pieces(archiving.file_of(centre, case), archiving.sources(centre))))
    with pypdfium2.PdfDocument(made.parts[parts.PAGES_PDF]) as pages:
        assert [page.get_textpage().get_text_bounded() for page in pages] == ["营业执照", ""]
