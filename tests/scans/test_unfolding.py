"""Files that hold pages: taken apart whole, or refused in a sentence, whatever is in them."""

from __future__ import annotations

import base64
import io
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count

import numpy as np
import pi_heif  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas

from deskapp.failures import ContentTrouble
from deskapp.scans import apart, unfolding
from deskapp.scans.apart import folded, pages_in
from deskapp.scans.page import check, head
from deskapp.sentences import sentence
from tests.scans import drawn


def pdf(pages: int = 2, *, photo_dpi: int = 0, password: str = "", size: tuple[float, float] = (595, 842)) -> bytes:
    held = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    paper = canvas.Canvas(held, pagesize=size, encrypt=lock)
    for number in range(pages):
        if photo_dpi:
            photo = Image.fromarray(drawn.text(photo_dpi))
            paper.drawInlineImage(photo, 0, 0, *size)
        else:
            paper.setFontSize(40)
            paper.drawString(80, 600, f"page {number + 1}")
        paper.showPage()
    paper.save()
    return held.getvalue()


def tiff(frames: int) -> bytes:
    held = io.BytesIO()
    first, *others = (Image.fromarray(drawn.text(100, rows=3 + number)) for number in range(frames))
    first.save(held, "TIFF", save_all=True, append_images=others, dpi=(100, 100), compression="tiff_lzw")
    return held.getvalue()


def test_each_page_of_a_pdf_is_a_page_of_print() -> None:
    pages = list(pages_in(pdf(3)))
    assert len(set(pages)) == 3
    for page in pages:
        seen = check(page)
        assert (seen.dpi, seen.blank) == (300, False)
        assert seen.width == pytest.approx(2480, abs=3)


@pytest.mark.parametrize("dpi", [150, 200])
def test_a_photographed_page_keeps_its_dots(dpi: int) -> None:
    (page,) = pages_in(pdf(1, photo_dpi=dpi))
    assert head(page).dpi == pytest.approx(dpi, abs=2)


def test_each_frame_of_a_tiff_is_a_page_and_one_frame_is_the_file_as_it_is() -> None:
    pages = list(pages_in(tiff(4)))
    assert [np.asarray(Image.open(io.BytesIO(page))).shape for page in pages] == [drawn.text(100).shape] * 4
    assert head(pages[0]).dpi == 100
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(pages[2]))), drawn.text(100, rows=5)), "without loss"
    assert list(pages_in(tiff(1))) == [tiff(1)]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "BMP", "WEBP"])
def test_a_picture_is_a_page_as_it_is_and_starts_no_reader(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "command", lambda: pytest.fail("no reader is needed"))
    data = drawn.saved(drawn.text(60), kind)
    assert list(pages_in(data)) == [data]


def test_no_reader_of_heic_here_writes_any() -> None:
    """The wheel carries decoders alone: an encoder of HEVC would be under another licence."""
    told = pi_heif.libheif_info()
    assert told["encoders"].keys() <= {"mask"}, "which writes masks, unpacked"
    assert not told["AVIF"]


def test_a_photograph_of_a_telephone_is_a_page() -> None:
    """160 × 120 points, grey with a red field; by another program's encoder."""
    (page,) = pages_in(HEIC)
    seen = np.asarray(Image.open(io.BytesIO(page)).convert("RGB"), np.int16)
    assert seen.shape == (120, 160, 3)
    assert np.abs(seen[40, 50] - (200, 30, 30)).max() < 25
    assert np.abs(seen[100, 140] - (240, 240, 240)).max() < 10
    assert folded(HEIC) == "heif"


HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAUJtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "AA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAFmAAEAAAAAAAAAdgAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEA"
    "AGh2YzEAAAAAwmlwcnAAAACkaXBjbwAAAHhodmNDAQNwAAAAAAAAAAAAHvAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMA"
    "AAMAHroCQCEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoBQgeWW6kkprm4EBAwIAAAMAAgAAAwACECIAAQAHRAHBcrBiQAAAABRpc3Bl"
    "AAAAAAAAAKAAAAB4AAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAoMAAAB+bWRhdAAAAHIoAa9Ue7CKtKKgBsaY"
    "fGO4CtBUqjeLj+Vox5fT9WlgQjY3aB1Ak/zbc422towdijBiLeeBs7iIehPJwohCLrgjaXz/frLz1GKzWiqcY9wMbInIzpjjLy9g"
    "iHmC4d5tJZHK49bA5wwAAAMAADeAAABFAqY="
)

BAD = {
    "half a PDF": pdf(2)[:700],
    "the head of a PDF": b"%PDF-1.7\n",
    "a PDF of nothing": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "a PDF that holds itself": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]"
    b"/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "a locked PDF": pdf(1, password="geheim"),
    "a PDF as large as a town": pdf(1, size=(199_000, 199_000)),
    "half a TIFF": tiff(3)[: len(tiff(3)) // 2],
    "a TIFF without a table": b"II*\0\xff\xff\xff\x7f" + bytes(64),
    "a HEIC that is none": b"\0\0\0\x18ftypheic" + bytes(500),
    "half a HEIC": HEIC[:300],
    "half a HEIC's head": b"\0\0\0\x18ftypmif1",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_taken_apart_is_refused_in_words(name: str) -> None:
    with pytest.raises(ContentTrouble) as told:
        list(map(check, pages_in(BAD[name])))
    assert told.value.code in {*apart.CODES, "page.unreadable"}
    assert told.value.code not in sentence(told.value, "zh")


def test_a_locked_file_is_said_to_be_locked_and_a_large_one_to_be_large() -> None:
    for name, code in (("a locked PDF", "page.locked"), ("a PDF as large as a town", "page.too_large")):
        with pytest.raises(ContentTrouble) as told:
            list(pages_in(BAD[name]))
        assert told.value.code == code


def test_a_file_of_too_many_pages_gives_none() -> None:
    with pytest.raises(ContentTrouble) as told:
        list(unfolding.unfold(pdf(apart.MOST_PAGES + 1)))
    assert (told.value.code, told.value.values) == ("page.too_many", {"most": apart.MOST_PAGES})


READERS = {
    "dies": "import os; os.kill(os.getpid(), 11)",
    "says nonsense": "import sys; sys.stdout.write('x' * 500)",
    "promises more than fits": "import sys; sys.stdout.buffer.write(b'P' + b'\\xff' * 4)",
    "ends too early": "import sys; sys.stdout.buffer.write(b'P\\0\\0\\1\\0abc')",
    "says nothing": "import time; time.sleep(60)",
}


@pytest.mark.parametrize("reader", READERS)
def test_whatever_the_reader_does_the_window_is_told_in_a_sentence(
    reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", READERS[reader]])
    begun = time.monotonic()
    with pytest.raises(ContentTrouble) as told:
        list(pages_in(b"%PDF-1.7", silence=1.0))
    assert told.value.code == "page.unreadable"
    assert time.monotonic() - begun < 10


@dataclass(frozen=True)
class Watch:
    """A watch that the test holds."""

    monotonic: Callable[[], float]


SLOW = """
import sys, time
sys.stdin.buffer.read()
while True:
    sys.stdout.buffer.write(b"P\\0\\0\\0\\4page")
    sys.stdout.buffer.flush()
    time.sleep({pause})
"""


def test_a_file_that_comes_page_by_page_without_end_is_left_after_a_while_and_its_pages_are_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", SLOW.format(pause=0.01)])
    came: list[bytes] = []
    seconds = count()
    monkeypatch.setattr(apart, "time", Watch(lambda: next(seconds) if len(came) >= 5 else 0))
    with pytest.raises(ContentTrouble) as told:
        _lay(pages_in(b"%PDF-1.7", whole=3.0), came)
    assert told.value.code == "page.takes_too_long"
    assert 5 <= len(came) <= 9
    for language in ("zh", "en"):
        assert "5" in sentence(ContentTrouble("page.takes_too_long", minutes=round(apart.WHOLE / 60)), language)


def _lay(pages: Iterator[bytes], into: list[bytes]) -> None:
    for page in pages:
        into.append(page)  # noqa: PERF402 - the watch looks how many there are


def test_what_we_do_with_a_page_is_not_the_readers_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(apart, "time", Watch(lambda: now[0]))
    for _ in pages_in(pdf(3), whole=1.0):
        now[0] += 1000


def test_a_reader_that_gives_more_pages_than_a_file_may_have_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-c", SLOW.format(pause=0)])
    with pytest.raises(ContentTrouble) as told:
        list(pages_in(b"%PDF-1.7"))
    assert told.value.code == "page.too_many"


def test_a_reader_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "command", lambda: ["/nowhere/reader"])
    with pytest.raises(ContentTrouble) as told:
        list(pages_in(b"%PDF-1.7"))
    assert told.value.code == "page.unreadable"


def test_taking_apart_is_stopped_between_two_pages() -> None:
    stop = threading.Event()
    pages = pages_in(pdf(40), stop=stop.is_set)
    next(pages)
    stop.set()
    assert len(list(pages)) <= 3


def test_nothing_is_left_of_the_reader_when_nobody_asks_on() -> None:
    before = set(threading.enumerate())
    pages = pages_in(pdf(10))
    next(pages)
    pages.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before


GOOD = {"pdf": pdf(1), "photo": pdf(1, photo_dpi=40), "tiff": tiff(2)}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8),
    st.one_of(st.none(), st.integers(0, 10**6)),
)
def test_a_file_with_spoiled_bytes_is_pages_or_refused(
    kind: str, spoils: list[tuple[int, int]], cut: int | None
) -> None:
    """Here in this process, so that a crash of a reader would be seen as one."""
    data = bytearray(GOOD[kind])
    for place, value in spoils:
        data[place % len(data)] = value
    with suppress(ContentTrouble):
        for page in unfolding.unfold(bytes(data if cut is None else data[: cut % len(data)])):
            check(page)


def test_the_packaged_program_is_its_own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert apart.command() == [sys.executable, "unfold"]
    monkeypatch.setattr(apart, "command", lambda: [sys.executable, "-m", "ui", "unfold"])
    assert len(list(pages_in(pdf(2)))) == 2
