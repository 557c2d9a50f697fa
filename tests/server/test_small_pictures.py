"""Pages, small, on the departments' page: none is unpacked that claims too much, and few are at once."""

from __future__ import annotations

import asyncio
import threading
import zlib
from collections.abc import Iterator

import httpx
import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.case import PagesAdded
from deskapp.server import page_pictures
from deskapp.server.page_pictures import SmallPictures
from tests.scans import drawn
from tests.scans.test_page import png
from tests.server.hall import Hall
from tests.server.with_departments import AtTheHall

BOMB = png(20_000, 20_000, zlib.compress(bytes(1_000_000), 9))


@pytest.fixture
def officer(hall: Hall) -> httpx.Client:
    line = hall.stranger()
    assert line.post("/department/sign-in", data={"user": "dept-scjg", "password": "demo"}).status_code == 303
    return line


def shown(hall: Hall, officer: httpx.Client, data: bytes) -> httpx.Response:
    """The small picture of a page that came with a case."""
    at_the_hall = AtTheHall(hall)
    case = at_the_hall.accepted()
    digest = at_the_hall.keeps(data)
    at_the_hall.says(case, PagesAdded(_material(hall, case), (digest,)))
    return officer.get(f"/department/cases/{case}/pages/{digest}/small")


def _material(hall: Hall, case: CaseId) -> MaterialCode:
    with hall.parts.journal.reading() as reading:
        return next(iter(reading.case(case).pages))


def test_a_page_is_shown_small(hall: Hall, officer: httpx.Client) -> None:
    told = shown(hall, officer, drawn.saved(drawn.text(100), "PNG"))
    assert (told.status_code, told.headers["content-type"]) == (200, "image/jpeg")
    assert told.content.startswith(b"\xff\xd8\xff")


def test_a_small_file_that_claims_to_be_huge_is_refused_and_not_unpacked(
    hall: Hall, officer: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.scans.page.cv2.imdecode", lambda *_: pytest.fail("unpacked"))
    told = shown(hall, officer, BOMB)
    assert 400 <= told.status_code < 500
    assert "text/html" in told.headers["content-type"]
    assert "太大" in told.text, told.text


class Making:
    """Counts who makes a picture, and holds them until they are let go."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.inside = self.most = 0
        self.free = threading.Event()
        self._one = threading.Lock()

    def thumbnail(self, _: object, digest: PageDigest) -> bytes:
        with self._one:
            self.begun.append(digest)
            self.inside += 1
            self.most = max(self.most, self.inside)
        try:
            assert self.free.wait(20)
            if digest == "none":
                raise Refusal("page.unknown")
            return digest.encode()
        finally:
            with self._one:
                self.inside -= 1


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    made = Making()
    monkeypatch.setattr(page_pictures, "_thumbnail", made.thumbnail)
    yield made
    made.free.set()


def test_two_are_made_at_once_and_the_store_is_not_kept_from_others_meanwhile(hall: Hall, making: Making) -> None:
    async def many() -> None:
        small = SmallPictures(hall.parts)
        wanted = [PageDigest("none" if number == 3 else f"page{number}") for number in range(40)]
        asked = [asyncio.create_task(small.of(digest)) for digest in wanted]
        async with asyncio.timeout(20):
            while len(making.begun) < 2:
                await asyncio.sleep(0)
            assert await hall.parts.shelf.threads.run(lambda: "kept") == "kept", "nobody who waits holds a thread"
            assert len(making.begun) == 2
            making.free.set()
            told = await asyncio.gather(*asked, return_exceptions=True)
        assert sorted(making.begun) == sorted(wanted)
        assert making.most == 2
        assert isinstance(told[3], Refusal)
        assert [answer.body for answer in told if not isinstance(answer, BaseException)] == [
            digest.encode() for digest in wanted if digest != "none"
        ]

    asyncio.run(many())
