"""Pages are told only when they are kept, and what came before a fault stays."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from hashlib import sha256

import pytest
from PIL import Image

from deskapp.failures import ContentTrouble, DeviceTrouble, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page import head
from deskapp.scans.taking import TakenPage, came, encoded, take
from tests.scans import drawn


class Shelf:
    """Keeps pages, until it is full."""

    def __init__(self, room: int = 100) -> None:
        self.pages: dict[str, bytes] = {}
        self.room = room

    def keep(self, data: bytes) -> PageDigest:
        if len(self.pages) >= self.room:
            raise StoreTrouble("page.no_room")
        digest = PageDigest(sha256(data).hexdigest())
        self.pages[digest] = data
        return digest


def pages(count: int) -> Iterator[tuple[bytes, int]]:
    for number in range(1, count + 1):
        yield drawn.saved(drawn.text(80, rows=number)), 80


def told(arriving: Iterator[tuple[bytes, int]], shelf: Shelf, into: list[TakenPage]) -> None:
    into.extend(take(arriving, shelf.keep))


def test_each_page_is_told_as_it_is_kept() -> None:
    shelf = Shelf()
    for number, page in enumerate(take(pages(3), shelf.keep), start=1):
        assert len(shelf.pages) == number, "the next was taken before this one was told"
        assert page.digest in shelf.pages
        assert page.size == len(shelf.pages[page.digest])
        assert (page.media_type, page.dpi, page.blank, page.dark) == ("image/jpeg", 80, False, False)
        assert (page.height, page.width) == drawn.paper(80).shape


def test_what_was_no_picture_is_not_kept_and_what_came_before_is() -> None:
    shelf, came = Shelf(), list[TakenPage]()

    def arriving() -> Iterator[tuple[bytes, int]]:
        yield from pages(2)
        yield b"<html>", 0
        yield from pages(1)

    with pytest.raises(ContentTrouble):
        told(arriving(), shelf, came)
    assert len(came) == len(shelf.pages) == 2


def test_a_jam_keeps_what_came_before_it() -> None:
    shelf, came = Shelf(), list[TakenPage]()

    def arriving() -> Iterator[tuple[bytes, int]]:
        yield from pages(3)
        raise DeviceTrouble("scanner.jammed", page=4)

    with pytest.raises(DeviceTrouble):
        told(arriving(), shelf, came)
    assert [page.digest for page in came] == list(shelf.pages)
    assert len(came) == 3


def test_a_page_that_finds_no_room_is_not_told() -> None:
    shelf, came = Shelf(room=1), list[TakenPage]()
    with pytest.raises(StoreTrouble):
        told(pages(2), shelf, came)
    assert len(came) == 1


@pytest.mark.parametrize(("kind", "mode"), [(b"P5", "L"), (b"P6", "RGB")])
def test_a_raw_picture_is_kept_as_jpeg_in_its_own_colours(kind: bytes, mode: str) -> None:
    red = bytes([200, 30, 30]) if mode == "RGB" else bytes([90])
    made = encoded(kind + b"\n64 48\n255\n" + red * 64 * 48)
    with Image.open(io.BytesIO(made)) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", mode, (64, 48))
        middle = image.getpixel((32, 24))
    near = middle if isinstance(middle, tuple) else (middle,)
    assert all(abs(int(got or 0) - want) < 6 for got, want in zip(near, red, strict=True))


def test_what_is_packed_already_stays_byte_for_byte() -> None:
    for kind in ("JPEG", "PNG", "TIFF"):
        data = drawn.saved(drawn.text(40), kind)
        assert encoded(data) is data


@pytest.mark.parametrize("raw", [b"P6\n100 100\n255\n", b"P5\n100 100\n255\nabc", b"P4", b"P6\n-1 5\n255\n",
                                 b"P5\n999999999 999999999\n255\n", b"P6\n60000 60000\n255\nabc"])  # fmt: skip
def test_a_raw_picture_that_is_less_than_its_head_says_is_cut_short(raw: bytes) -> None:
    with pytest.raises(ContentTrouble) as trouble:
        encoded(raw)
    assert trouble.value.code in {"page.truncated", "page.too_large"}


def test_a_raw_picture_in_sixteen_bits_keeps_its_greys() -> None:
    grey = (100 * 257).to_bytes(2, "big")
    with Image.open(io.BytesIO(encoded(b"P5\n64 48\n65535\n" + grey * 64 * 48))) as image:
        assert image.getextrema() == (100, 100)


def test_a_raw_picture_is_kept_with_the_resolution_it_was_scanned_at() -> None:
    raw = b"P6\n64 48\n255\n" + bytes(3 * 64 * 48)
    for dpi, told in ((300, (300, 300)), (70_000, (65535, 65535)), (0, None)):
        with Image.open(io.BytesIO(encoded(raw, dpi))) as image:
            assert image.info.get("dpi") == told


@pytest.mark.parametrize("kind", [b"P5", b"P6"])
def test_a_raw_page_that_came_is_known_without_unpacking_it_again(kind: bytes) -> None:
    raw = kind + b"\n# SANE data follows\n64 48\n255\n" + bytes([150]) * (64 * 48 * (3 if kind == b"P6" else 1))
    page = came(raw, 200)
    assert page.data == encoded(raw, 200)
    assert page.head == head(page.data)
    assert page.picture is not None
    assert page.picture.shape[:2] == (48, 64)
    assert page.dpi == 200


def test_a_packed_page_that_came_is_the_page_and_a_small_picture_of_it() -> None:
    data = drawn.saved(drawn.text(100))
    page = came(data, 100)
    assert page.data is data
    assert page.head == head(data)
    assert page.picture is not None
    assert max(page.picture.shape) < 200


@pytest.mark.parametrize("raw", [b"P5\n7 400\n255\n" + bytes(2800), b"P6\n400 2\n255\n" + bytes(2400)])
def test_a_raw_stripe_is_no_picture(raw: bytes) -> None:
    with pytest.raises(ContentTrouble, match=r"page\.not_an_image"):
        came(raw)


def test_a_raw_picture_larger_than_any_page_is_refused_before_it_is_packed() -> None:
    with pytest.raises(ContentTrouble, match=r"page\.too_large"):
        came(b"P5\n40000 40000\n255\n" + bytes(100))


@pytest.mark.parametrize(
    "head",
    [
        b"P4\n40000 40000\n", b"P6\n40000 40000\n65535\n", b"P5 #a\r40000 40000 200\n", b"P5 40000#a\n40000 255\n",
        b"P4 9 9", b"P5\n4x4 255\n",
    ],
)  # fmt: skip
def test_no_raw_picture_is_unpacked_of_which_nobody_knows_how_large_it_is(
    head: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskapp.scans.page.cv2.imdecode", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(ContentTrouble, match=r"page\.(too_large|truncated)"):
        came(head + bytes(100))


@pytest.mark.parametrize("between", [b" " * 26, b"\n" * 26, b" \t" * 400, b"#a\n" * 400 + b" " * 400])
def test_a_head_of_blanks_alone_is_read_once(between: bytes) -> None:
    """And not in every way in which blanks can stand together: of sixty that would be for ever."""
    begun = time.monotonic()
    with pytest.raises(ContentTrouble, match=r"page\.truncated"):
        came(b"P5" + between + b"x")
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("between", [b" ", b" #a remark\n", b"\n#a\n#b\r\n", b" \t\n\r "])
def test_remarks_and_blanks_in_a_raw_head_are_no_fault(between: bytes) -> None:
    page = came(b"P5" + between + b"40" + b" 30 255\n" + bytes(range(240)) * 5)
    assert (page.head.width, page.head.height) == (40, 30)
    deep = came(b"P5" + between + b"40" + b" 30 65535\n" + bytes(range(240)) * 10)
    assert (deep.head.width, deep.head.height) == (40, 30)


def test_bits_alone_are_a_picture_as_well() -> None:
    page = came(b"P4\n64 48\n" + bytes(8 * 48), 100)
    assert (page.head.width, page.head.height, page.head.media_type) == (64, 48, "image/jpeg")
