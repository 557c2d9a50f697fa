"""A file is known by its first bytes, whatever follows; and each frame of a TIFF is a picture others can read."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deskapp.failures import ContentTrouble
from deskapp.scans import unfolding
from deskapp.scans.apart import MOST_PAGES, folded, pages_in
from deskapp.scans.page import head


def tiff(*frames: Image.Image, dpi: tuple[int, int] | None = None, turned: int = 1) -> bytes:
    held = io.BytesIO()
    tags = Image.Exif()
    tags[0x0112] = turned
    frames[0].save(held, "TIFF", save_all=True, append_images=frames[1:], dpi=dpi, exif=tags)
    return held.getvalue()


def opened(page: bytes) -> Image.Image:
    return Image.open(io.BytesIO(page), formats=("PNG",))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7", "pdf"),
        (b"\0" * 1019 + b"%PDF-", "pdf"),
        (b"\0" * 1020 + b"%PDF-", ""),
        (b"%PDF", ""),
        (b"%pdf-1.7", ""),
        (b"II*\0%PDF-", "pdf"),
        (b"II*\0", "tiff"),
        (b"MM\0*", "tiff"),
        (b"II\0*", ""),
        (b"II+\0", ""),
        (b" II*\0", ""),
        (b"\0\0\0\x18ftypheic", "heif"),
        (b"\xff\xff\xff\xffftypmif1", "heif"),
        (b"\0\0\0\x18ftypavif", ""),
        (b"\0\0\0\x18ftypmp42", ""),
        (b"\0\0\0\x18ftyphei", ""),
        (b"ftypheic", ""),
        (b"\xff\xd8\xff\xe0", ""),
        (b"\x89PNG\r\n\x1a\n", ""),
        (b"", ""),
    ],
)
def test_a_file_that_may_hold_pages_is_known_by_its_beginning(data: bytes, kind: str) -> None:
    assert folded(data) == kind


@given(st.binary(max_size=64), st.binary(max_size=64))
def test_what_follows_the_beginning_changes_nothing_of_a_picture(head: bytes, rest: bytes) -> None:
    whole = head.ljust(1024, b"\0")
    assert folded(whole) == folded(whole + rest + b"%PDF-1.7")


@given(st.binary(max_size=200).filter(lambda data: not folded(data)))
def test_what_holds_no_pages_is_one_as_it_is_and_nothing_is_unfolded(data: bytes) -> None:
    assert list(pages_in(data, stop=lambda: True)) == [data]
    assert list(unfolding.unfold(data)) == []


@pytest.mark.parametrize(
    ("mode", "kept"), [("1", "1"), ("L", "L"), ("RGB", "RGB"), ("P", "RGB"), ("RGBA", "RGB"), ("CMYK", "RGB")]
)
def test_a_frame_keeps_its_colours_or_is_given_those_that_all_can_show(mode: str, kept: str) -> None:
    frame = Image.new("RGB", (8, 6), (255, 255, 255)).convert(mode)
    pages = [opened(page) for page in unfolding.unfold(tiff(frame, frame))]
    assert [(page.mode, page.size) for page in pages] == [(kept, (8, 6))] * 2
    assert all(page.convert("L").getextrema() == (255, 255) for page in pages), "white paper stays white"


def test_one_frame_is_one_picture_already() -> None:
    assert list(unfolding.unfold(tiff(Image.new("L", (8, 6))))) == []


@pytest.mark.parametrize("dpi", [(200, 200), (300, 150)])
def test_a_frame_keeps_its_dots(dpi: tuple[int, int]) -> None:
    frame = Image.new("L", (8, 6), 255)
    for page in unfolding.unfold(tiff(frame, frame, dpi=dpi)):
        assert tuple(round(dot) for dot in opened(page).info["dpi"]) == dpi


@pytest.mark.parametrize("dpi", [None, (1, 1), (72, 72)])
def test_a_frame_that_does_not_say_its_dots_is_given_none(dpi: tuple[int, int] | None) -> None:
    frame = Image.new("L", (80, 100), 255)
    for page in unfolding.unfold(tiff(frame, frame, dpi=dpi)):
        assert "dpi" not in opened(page).info
        assert head(page).dpi == 0


def test_more_frames_than_are_taken_are_refused_before_the_first() -> None:
    frame = Image.new("1", (1, 1))
    assert len(list(unfolding.unfold(tiff(*[frame] * MOST_PAGES)))) == MOST_PAGES
    with pytest.raises(ContentTrouble) as told:
        next(unfolding.unfold(tiff(*[frame] * (MOST_PAGES + 1))))
    assert (told.value.code, told.value.values["most"]) == ("page.too_many", MOST_PAGES)


def test_a_frame_that_lies_on_its_side_is_set_upright() -> None:
    frame = Image.new("L", (8, 6), 255)
    frame.putpixel((0, 0), 0)
    page = opened(next(unfolding.unfold(tiff(frame, frame, turned=6))))
    assert page.size == (6, 8)
    assert page.getpixel((5, 0)) == 0
