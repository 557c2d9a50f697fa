"""Seals and signatures come from outside: only a plain, bearable PNG that leaves words readable is ever drawn."""

from __future__ import annotations

import io
import struct
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from deskapp.failures import ContentTrouble
from deskapp.papers import drawing, pixels
from deskapp.papers.marks import Mark, Picture, Text
from tests.papers import looking
from tests.papers.samples_of_steps import png, seal, seal_png, signature, signature_png


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claiming(wide: int, high: int) -> bytes:
    """A PNG of a few bytes that claims to be so large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def plain(mode: str, colour: object, side: int = 200) -> bytes:
    return png(Image.new(mode, (side, side), colour))  # type: ignore[arg-type]


def moving() -> bytes:
    """A PNG with two pictures, one after the other."""
    out = io.BytesIO()
    frames = [Image.new("RGBA", (100, 100), (255, 0, 0, shade)) for shade in (0, 90)]
    frames[0].save(out, "PNG", save_all=True, append_images=frames[1:])
    return out.getvalue()


def as_jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "red").save(out, "JPEG")
    return out.getvalue()


HOSTILE = {
    "nothing": (b"", "seal.not_png"),
    "a JPEG by another name": (as_jpeg(), "seal.not_png"),
    "an SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>" * 3, "seal.not_png"),
    "cut short": (seal_png()[:400], "seal.not_png"),
    "claims a thousand million pixels": (claiming(40_000, 40_000), "seal.too_large"),
    "claims a little more than there is": (claiming(1999, 1999), "seal.not_png"),
    "heavy": (seal_png() + b"\0" * pixels.LARGEST_FILE, "seal.too_large"),
    "tiny": (plain("RGBA", (255, 0, 0, 0), 12), "seal.too_small"),
    "opaque": (plain("RGB", (255, 0, 0)), "seal.opaque"),
    "wholly clear": (plain("RGBA", (255, 0, 0, 0)), "seal.empty"),
    "moving": (moving(), "seal.not_png"),
}


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_seal_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(ContentTrouble) as refused:
        pixels.seal(data)
    assert refused.value.code == code


def bomb() -> bytes:
    """A text chunk that unpacks to 64 MB."""
    packed = zlib.compress(b"a" * (64 << 20), 9)
    whole = seal_png()
    return whole[:33] + chunk(b"zTXt", b"Comment\0\0" + packed) + whole[33:]


def test_a_comment_that_unpacks_to_megabytes_is_refused() -> None:
    with pytest.raises(ContentTrouble) as refused:
        pixels.seal(bomb())
    assert refused.value.code == "seal.not_png"


@given(st.binary(max_size=400), st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_to_the_bytes_it_is_a_seal_or_a_trouble(noise: bytes, at: int) -> None:
    data = seal_png(64)
    spoilt = data[:at] + noise + data[at + len(noise) :]
    with suppress(ContentTrouble):
        shown = pixels.seal(spoilt)
        assert shown.wide <= 64
        assert len(shown.colour) == 3 * len(shown.cover) == 3 * shown.wide * shown.high


def test_a_seal_is_kept_no_finer_than_paper_shows_and_without_its_clear_edge() -> None:
    wide = Image.new("RGBA", (1900, 1900), (0, 0, 0, 0))
    ImageDraw.Draw(wide).ellipse((500, 300, 1400, 1200), outline=(200, 0, 0, 255), width=30)
    shown = pixels.seal(png(wide))
    assert shown.wide == shown.high == 640
    assert len(shown.colour) == 3 * 640 * 640
    assert len(shown.cover) == 640 * 640


def test_nothing_that_was_hidden_in_the_file_reaches_the_paper() -> None:
    told = PngInfo()
    told.add_text("Comment", "secret of the house")
    out = io.BytesIO()
    Image.open(io.BytesIO(seal_png())).save(out, "PNG", pnginfo=told)
    data = out.getvalue() + b"secret behind the end"
    shown = pixels.seal(data)
    assert shown == seal()
    page = drawing.pdf([[Picture(100, 400, 107, 107, shown)]], title="", subject="", author="")
    assert b"secret" not in page


def test_a_signature_on_white_paper_keeps_its_strokes_alone() -> None:
    paper = Image.new("RGB", (400, 160), "white")
    ImageDraw.Draw(paper).line([(40, 120), (360, 40)], fill=(10, 10, 60), width=8)
    shown = pixels.signature(png(paper))
    assert shown.wide < 400
    assert min(shown.cover) == 0
    assert max(shown.cover) > 180


def test_a_signature_with_clear_ground_stays_what_it_is() -> None:
    assert max(signature().cover) == 255
    assert pixels.signature(signature_png()) == signature()


def test_an_empty_signature_is_none() -> None:
    with pytest.raises(ContentTrouble) as refused:
        pixels.signature(plain("RGB", (255, 255, 255)))
    assert refused.value.code == "seal.empty"


def test_words_stay_black_under_a_seal(tmp_path: Path) -> None:
    block = Image.new("RGBA", (200, 200), (214, 26, 32, 255))
    ImageDraw.Draw(block).rectangle((0, 0, 199, 50), fill=(0, 0, 0, 0))
    seen = pixels.seal(png(block))
    marks: list[Mark] = [Text(120, 430, 20, "■■■"), Picture(100, 400, 100, 75, seen)]
    (page,) = looking.pictures(tmp_path, drawing.pdf([marks], title="", subject="", author=""), 72)
    word, ground = (page.crop((x, 842 - y, x + 1, 843 - y)).tobytes()[0] for x, y in ((130, 437), (190, 405)))
    assert word < 40 < ground < 160


def test_one_seal_on_many_pages_lies_in_the_file_once() -> None:
    marks = [[Picture(100, 400, 107, 107, seal())] for _ in range(9)]
    many = drawing.pdf(marks, title="", subject="", author="")
    one = drawing.pdf(marks[:1], title="", subject="", author="")
    assert many.count(b"/SMask") == 1
    assert len(many) < len(one) + 9 * 600
