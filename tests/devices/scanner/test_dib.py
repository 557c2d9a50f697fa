"""Bitmaps of Windows: what Pillow writes is read as Pillow reads it, and what is none is refused."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deskapp.devices.scanner import dib


def written(mode: str, size: tuple[int, int], *, dpi: int = 200) -> tuple[Image.Image, bytes]:
    image = Image.new("RGB", size)
    for x in range(size[0]):
        for y in range(size[1]):
            image.putpixel((x, y), (x * 37 % 256, y * 91 % 256, (x + y) * 17 % 256))
    image = image.convert(mode)
    held = io.BytesIO()
    image.save(held, "BMP", dpi=(dpi, dpi))
    return image, held.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "RGB", "P"])
@pytest.mark.parametrize("size", [(1, 1), (7, 3), (8, 2), (33, 5)])
def test_every_pixel_is_where_it_was(mode: str, size: tuple[int, int], tmp_path: Path) -> None:
    image, data = written(mode, size)
    file = tmp_path / "page.bmp"
    file.write_bytes(data)
    made = dib.write_file(file, tmp_path / "page.pnm")
    assert made.dpi == 200
    with Image.open(tmp_path / "page.pnm") as read:
        assert read.convert("RGB").tobytes() == image.convert("RGB").tobytes()


def test_rows_that_lie_upright_stay_upright(tmp_path: Path) -> None:
    image, data = written("RGB", (9, 4))
    stride = (9 * 24 + 31) // 32 * 4
    rows = [data[54 + row * stride : 54 + (row + 1) * stride] for row in range(4)]
    turned = data[:22] + struct.pack("<i", -4) + data[26:54] + b"".join(reversed(rows))
    (tmp_path / "page.bmp").write_bytes(turned)
    dib.write_file(tmp_path / "page.bmp", tmp_path / "page.pnm")
    with Image.open(tmp_path / "page.pnm") as read:
        assert read.tobytes() == image.tobytes()


def test_a_file_that_is_cut_short_is_no_page(tmp_path: Path) -> None:
    _, data = written("RGB", (9, 4))
    assert dib.file_size(data[:1200]) == len(data)
    (tmp_path / "page.bmp").write_bytes(data[:-1])
    with pytest.raises(dib.NoBitmap):
        dib.write_file(tmp_path / "page.bmp", tmp_path / "page.pnm")


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (0, b"XX"), (10, b"\xff\xff\xff\x7f"), (10, bytes(4)), (14, b"\x0c\0\0\0"), (18, b"\xff\xff\xff\x7f"),
        (18, bytes(4)), (22, bytes(4)), (22, b"\0\0\0\x80"), (26, b"\2\0"), (28, b"\x10\0"), (30, b"\1\0\0\0"),
    ],
)  # fmt: skip
def test_a_header_that_lies_is_refused(at: int, value: bytes, tmp_path: Path) -> None:
    _, data = written("RGB", (9, 4))
    (tmp_path / "page.bmp").write_bytes(data[:at] + value + data[at + len(value) :])
    with pytest.raises(dib.NoBitmap):
        dib.write_file(tmp_path / "page.bmp", tmp_path / "page.pnm")


@given(st.binary(max_size=200))
def test_rubbish_is_refused_and_nothing_else_is_raised(rubbish: bytes) -> None:
    for tell in (dib.header, dib.file_size):
        try:
            tell(rubbish)
        except dib.NoBitmap:
            continue
