"""Is it a page, and what is wrong with it? No file from outside may crash, hang or pass for more than it is."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image

from deskapp.devices.scanner.contract import Mode, ScanRequest
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.failures import ContentTrouble
from deskapp.scans.page import check, grey_of, halved, head, head_and_small, quantile, sharpness, shrunk
from deskapp.scans.taking import encoded
from deskapp.sentences import sentence
from tests.devices.practice import write_sane
from tests.scans import drawn

PAGE = drawn.text(60)
GOOD = {kind: drawn.saved(PAGE, kind) for kind in ("JPEG", "PNG", "TIFF", "BMP", "WEBP")}


def turned_by_a_remark() -> bytes:
    """What a telephone writes that was held upright."""
    remark = Image.Exif()
    remark[ExifTags.Base.Orientation] = 6
    return remark.tobytes()


def png(width: int, height: int, body: bytes) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def tiff(width: int, height: int, *, strip: tuple[int, int] = (8, 1000), link: int = 0) -> bytes:
    entries = [(256, 4, width), (257, 4, height), (258, 3, 8), (259, 3, 1), (262, 3, 1), (273, 4, strip[0]),
               (277, 3, 1), (278, 4, height), (279, 4, strip[1])]  # fmt: skip
    table = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", len(entries)) + table + struct.pack("<I", link)


BAD = {
    "nothing": b"",
    "one byte": b"\xff",
    "zeros": bytes(100_000),
    "a web page named .png": b"<!DOCTYPE html><html><body>Sign in to the printer</body></html>",
    "half a JPEG": GOOD["JPEG"][: len(GOOD["JPEG"]) // 2],
    "a JPEG's head": GOOD["JPEG"][:40],
    "half a PNG": GOOD["PNG"][: len(GOOD["PNG"]) // 2],
    "half a TIFF": GOOD["TIFF"][: len(GOOD["TIFF"]) // 2],
    "half a BMP": GOOD["BMP"][: len(GOOD["BMP"]) // 2],
    "half a WebP": GOOD["WEBP"][: len(GOOD["WEBP"]) // 2],
    "a PNG bomb": png(60_000, 60_000, zlib.compress(bytes(1_000_000), 9)),
    "a smaller PNG bomb": png(11_000, 11_000, zlib.compress(bytes(122_000_000), 9)),
    "a PNG without pixels": png(500, 500, b""),
    "a PNG without width": png(0, 500, zlib.compress(b"")),
    "a PNG whose pixels are no zlib": png(500, 500, b"never packed"),
    "a TIFF as large as a town": tiff(0xFFFFFFFF, 0xFFFFFFFF),
    "a TIFF of nothing": tiff(0, 0),
    "a TIFF whose strip lies beyond it": tiff(500, 500, strip=(0x7FFFFFFF, 250_000)),
    "a TIFF that links to itself": tiff(500, 500, link=8),
    "a PNM's head": b"P6\n1000 1000\n255\n",
    "a GIF": drawn.saved(PAGE, "GIF"),
    "a dot": drawn.saved(np.full((4, 4), 9, np.uint8), "PNG"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_page_is_refused_soon_and_in_words(name: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ContentTrouble) as told:
        check(encoded(BAD[name]))
    assert told.value.code in {"page.not_an_image", "page.truncated", "page.too_large"}
    assert told.value.code not in sentence(told.value, "zh")
    assert time.monotonic() - begun < 3


def test_a_bomb_is_too_large_before_it_goes_off() -> None:
    for name in ("a PNG bomb", "a smaller PNG bomb", "a TIFF as large as a town"):
        with pytest.raises(ContentTrouble) as told:
            check(BAD[name])
        assert told.value.code == "page.too_large"


def test_a_file_of_more_bytes_than_a_page_has_is_too_large() -> None:
    with pytest.raises(ContentTrouble) as told:
        check(GOOD["BMP"] + bytes(64 * 1024 * 1024))
    assert told.value.code == "page.too_large"


def looked_at(data: bytes) -> None:
    try:
        seen = check(encoded(data))
    except ContentTrouble:
        return
    assert seen.width >= 8
    assert seen.height >= 8


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_page_or_refused(data: bytes) -> None:
    looked_at(data)


@settings(max_examples=60)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6),
    st.one_of(st.none(), st.integers(0, 10**6)),
)
def test_a_page_with_spoiled_bytes_is_a_page_or_refused(
    kind: str, spoils: list[tuple[int, int]], cut: int | None
) -> None:
    data = bytearray(GOOD[kind])
    for place, value in spoils:
        data[place % (200 if value % 2 else len(data))] = value  # half of them in the head, where they tell most
    looked_at(bytes(data if cut is None else data[: cut % len(data)]))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_a_whole_page_of_each_kind_passes(kind: str) -> None:
    seen = check(GOOD[kind])
    assert seen.media_type == f"image/{kind.lower()}"
    assert (seen.height, seen.width) == PAGE.shape


def test_dots_per_inch_are_the_scanners_word_then_the_files_own_then_unknown() -> None:
    own = drawn.saved(PAGE, "JPEG", dpi=(200, 200))
    assert [check(own).dpi, check(own, 300).dpi, check(GOOD["WEBP"]).dpi] == [200, 300, 0]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])  # a BMP has no way of not saying
def test_a_picture_that_does_not_say_its_dots_has_unknown_ones(kind: str) -> None:
    assert check(GOOD[kind]).dpi == 0


@pytest.mark.parametrize("said", [1, 72])
def test_dots_said_by_habit_are_unknown(said: int) -> None:
    for kind in ("JPEG", "PNG", "TIFF"):
        assert check(drawn.saved(PAGE, kind, dpi=(said, said))).dpi == 0
        assert check(drawn.saved(PAGE, kind, dpi=(said, said)), 300).dpi == 300


def test_a_photograph_whose_camera_does_not_know_has_unknown_dots() -> None:
    notes = Image.Exif()
    notes[0x010F] = "camera"
    assert check(drawn.saved(PAGE, "JPEG", exif=notes)).dpi == 0


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_a_page_of_print_has_nothing_wrong_with_it(dpi: int) -> None:
    for page in (drawn.text(dpi), drawn.noisy(drawn.text(dpi), 12), drawn.tilted(drawn.text(dpi), 2)):
        seen = check(drawn.saved(page))
        assert (seen.blank, seen.blurred, seen.dark) == (False, False, False)


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_letters_that_run_together_are_blurred(dpi: int) -> None:
    page, pale = (drawn.smeared(drawn.text(dpi, ink=ink), 0.018 * dpi) for ink in (drawn.INK, 170))
    assert check(drawn.saved(page)).blurred
    assert check(drawn.saved(drawn.noisy(page, 8))).blurred, "noise passes for sharpness"
    assert check(drawn.saved(pale)).blurred, "what is pale is not smeared, nor the other way round"


@pytest.mark.parametrize("share", [0.15, 0.3])
def test_a_weak_lamp_makes_a_page_dark_and_not_blurred(share: float) -> None:
    seen = check(drawn.saved(drawn.dimmed(drawn.text(), share)))
    assert (seen.dark, seen.blurred, seen.blank) == (True, False, False)


def test_an_empty_sheet_is_blank_whatever_the_lamp_and_the_lid_do() -> None:
    sheet = drawn.paper()
    shaded = np.tile(np.linspace(190, 250, sheet.shape[1]).astype(np.uint8), (sheet.shape[0], 1))
    edged = sheet.copy()
    edged[:, :25] = 20
    for page in (sheet, drawn.noisy(sheet, 3), drawn.noisy(sheet, 20), shaded, edged, drawn.noisy(shaded, 8)):
        seen = check(drawn.saved(page))
        assert (seen.blank, seen.blurred) == (True, False)


@pytest.mark.parametrize("dpi", [100, 200, 300])
def test_a_page_that_says_little_is_not_blank(dpi: int) -> None:
    one_line, pencil = drawn.text(dpi, rows=1), drawn.text(dpi, ink=195)
    for page in (one_line, pencil, drawn.noisy(one_line, 5)):
        seen = check(drawn.saved(page))
        assert (seen.blank, seen.blurred) == (False, False)


def test_the_practice_scanners_blank_sheet_is_blank_and_its_others_are_well() -> None:
    pages = PretendScanner(sheets=3, blank=(2,)).scan(ScanRequest(dpi=150, feeder=True))
    assert [(seen.blank, seen.blurred, seen.dark) for seen in (check(page.image) for page in pages)] == [
        (False, False, False), (True, False, False), (False, False, False),
    ]  # fmt: skip


@pytest.mark.parametrize("mode", Mode)
def test_the_test_scanners_pattern_is_a_page(mode: Mode, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sane(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane.d"))
    page = next(iter(SaneScanner("test:0").scan(ScanRequest(dpi=150, mode=mode))))
    seen = check(encoded(page.image), page.dpi)
    assert (seen.blank, seen.blurred, seen.dpi) == (False, False, 150)


def test_sharpness_falls_with_focus_and_not_with_light() -> None:
    page = drawn.text()
    by_focus = [sharpness(drawn.smeared(page, pixels)) for pixels in (0.5, 1, 2, 3)]
    assert by_focus == sorted(by_focus, reverse=True)
    assert sharpness(drawn.dimmed(page, 0.3)) == pytest.approx(sharpness(page), rel=0.1)
    assert sharpness(drawn.text(rows=3)) == pytest.approx(sharpness(page), rel=0.25)
    assert sharpness(drawn.paper()) == 0.0


def test_a_page_in_sixteen_bits_or_with_a_palette_can_be_looked_at() -> None:
    deep = io.BytesIO()
    Image.fromarray(drawn.text(80).astype(np.uint16) * 256).save(deep, "PNG")
    palette = io.BytesIO()
    Image.fromarray(drawn.text(80)).convert("P").save(palette, "PNG")
    for data in (deep.getvalue(), palette.getvalue()):
        assert not check(data).blank
        assert grey_of(data).dtype == np.uint8


def test_whoever_reads_a_jpeg_to_its_end_has_a_small_picture_of_it_in_its_colours() -> None:
    sheet = np.full((1600, 800, 3), (250, 240, 20), np.uint8)  # red first
    first, small = head_and_small(drawn.saved(sheet))
    assert (first.width, first.height) == (800, 1600)
    assert small is not None
    assert small.shape == (200, 100, 3)
    assert np.abs(small.astype(int) - (20, 240, 250)).max() < 8, "blue first, as everywhere"


@pytest.mark.parametrize(("kind", "more"), [("PNG", {}), ("TIFF", {}), ("JPEG", {"exif": turned_by_a_remark()})])
def test_of_what_is_unpacked_another_way_there_is_no_small_picture(kind: str, more: dict[str, object]) -> None:
    data = drawn.saved(drawn.text(60), kind, **more)
    first, small = head_and_small(data)
    assert small is None
    assert first == head(data)


@pytest.mark.parametrize("dpi", [60, 100, 150, 200, 300])
def test_what_is_made_small_of_a_halved_page_is_what_would_be_made_of_the_whole(dpi: int) -> None:
    page = drawn.noisy(drawn.text(dpi), 8)
    half = halved(page, 1600)
    assert max(half.shape) == max(page.shape) or 1600 <= max(half.shape) < 3200
    for edge in (1600, 1200, 877, 800, 400):
        assert np.array_equal(shrunk(half, edge), shrunk(page, edge))


def test_the_grey_of_most_of_a_page_is_known_from_some_of_its_rows() -> None:
    page = drawn.noisy(drawn.text(200), 10)
    for share in (0.02, 0.5, 0.9):
        assert abs(quantile(page, share) - float(np.quantile(page, share))) <= 2
    small = page[:40, :40]
    assert quantile(small, 0.5) == float(np.quantile(small, 0.5, method="inverted_cdf"))
