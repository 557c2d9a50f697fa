"""The PDF of the pages is PDF/A-2b: by programs that are not ours, and rule by rule; its text lies where it is seen."""

from __future__ import annotations

import io
import re
import subprocess
import tracemalloc
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import pdfa
from PIL import Image, ImageCms

from deskapp.archives import glyphless, srgb
from deskapp.archives.page_picture import Picture, blank, picture_of
from deskapp.archives.pdf_pages import About, pdf_of
from deskapp.archives.text_layer import Characters, PageText, Word, drawn
from tests.archives.made import picture

ABOUT = About("归档 3300 <𬭎> & 一件", "示例县政务服务大厅", datetime(2026, 11, 23, 1, 30, 5, tzinfo=UTC))
KINDS = (
    picture(dpi=(200, 200)), picture("JPEG", "L"), picture("JPEG", "CMYK"), picture("JPEG", progressive=True),
    picture("PNG"), picture("PNG", "1"), picture("PNG", "L"), picture("PNG", "P"), picture("PNG", "RGBA"),
    picture("PNG", "I;16"), picture("TIFF"), picture("TIFF", "1"), picture("BMP"), picture("WEBP"),
)  # fmt: skip
WORDS = (Word("申请表 𬭎子轩", 20, 40, 160, 24), Word("Application 2026", 20, 90, 140, 20))


def made(pages: Sequence[tuple[bytes, PageText]], about: About = ABOUT) -> bytes:
    return b"".join(pdf_of(((picture_of(data), text) for data, text in pages), about))


@pytest.fixture(scope="module")
def every_kind() -> bytes:
    return made([(data, WORDS if place % 2 == 0 else ()) for place, data in enumerate(KINDS)])


def read(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def judged(data: bytes) -> list[str]:
    """What the independent judge finds wrong with it."""
    return [f"{finding.rule} {finding.where}" for finding in pdfa.validate_written(io.BytesIO(data), "2b").findings]


def test_an_independent_judge_finds_nothing_against_pdf_a_2b(every_kind: bytes) -> None:
    assert judged(every_kind) == []


def test_the_judge_does_find_what_is_wrong(every_kind: bytes) -> None:
    """Without this, that it finds nothing would say nothing."""
    assert judged(every_kind.replace(b"<pdfaid:part>2<", b"<pdfaid:part>7<"))
    assert judged(every_kind.replace(b"/S /GTS_PDFA1", b"/S /GTS_PDFX1"))
    assert judged(every_kind.replace(b"/FontFile2", b"/FontFilex"))


def test_qpdf_finds_nothing(tmp_path: Path, every_kind: bytes) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(every_kind)
    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    assert "No syntax or stream encoding errors" in checked.stdout


# Each rule that is claimed (ISO 19005-2:2011 in the numbering of its published list of requirements by the judge).


def test_it_begins_and_ends_as_an_archive_copy(every_kind: bytes) -> None:
    assert every_kind.startswith(b"%PDF-1.7\n%")
    assert all(byte > 127 for byte in every_kind[10:14])
    assert every_kind.endswith(b"%%EOF\n")
    with read(every_kind) as pdf:
        assert not pdf.is_encrypted
        first, second = pdf.trailer.ID
        assert bytes(first) == bytes(second)
        assert len(bytes(first)) == 16
        assert "/Encrypt" not in pdf.trailer


def test_every_stream_is_as_long_as_it_says(every_kind: bytes) -> None:
    for found in re.finditer(rb"/Length (\d+) >>\nstream\n", every_kind):
        end = found.end() + int(found[1])
        assert every_kind[end : end + 11] == b"\nendstream\n"


def test_the_words_about_it_are_the_same_twice(every_kind: bytes) -> None:
    with read(every_kind) as pdf:
        told = pdf.Root.Metadata
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261123013005Z"
        assert "/Filter" not in told, "readable without unpacking"
        with pdf.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("2", "B")
            assert xmp["dc:title"] == str(pdf.docinfo["/Title"]) == ABOUT.title
            assert list(xmp["dc:creator"]) == [str(pdf.docinfo["/Author"])] == [ABOUT.author]
            assert xmp["pdf:Producer"] == str(pdf.docinfo["/Producer"])
            assert xmp["xmp:CreateDate"] == "2026-11-23T01:30:05Z"


def test_its_colours_are_those_of_the_profile_it_carries(every_kind: bytes) -> None:
    with read(every_kind) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes() == srgb.profile()
        spaces = {str(image.ColorSpace) for page in pdf.pages for _, image in page.obj.Resources.XObject.items()}
    assert spaces == {"/DeviceGray", "/DeviceRGB"}


def test_the_profile_is_srgb_as_a_colour_program_reads_it() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(srgb.profile()))
    theirs = ImageCms.createProfile("sRGB")
    ramp = Image.fromarray(np.stack([np.tile(np.arange(256, dtype=np.uint8), (3, 1))] * 3, axis=2))
    shown = ImageCms.profileToProfile(ramp, ours, theirs)
    assert shown is not None
    assert np.abs(np.asarray(shown, int) - np.asarray(ramp, int)).max() <= 2
    assert ours.profile.version < 3
    assert len(srgb.profile()) == int.from_bytes(srgb.profile()[:4], "big")


def test_every_font_is_inside_and_as_wide_as_is_said(every_kind: bytes) -> None:
    with read(every_kind) as pdf:
        fonts = [page.obj.Resources.Font.F0 for page in pdf.pages if "/Font" in page.obj.Resources]
        assert len(fonts) == len(KINDS) / 2
        descendant = fonts[0].DescendantFonts[0]
        font = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()), checkChecksums=2)
        assert descendant.FontDescriptor.FontFile2.Length1 == len(glyphless.font())
        assert {advance for advance, _ in font["hmtx"].metrics.values()} == {int(descendant.DW)} == {1000}
        glyphs = descendant.CIDToGIDMap.read_bytes()
        assert set(glyphs[2::2] + glyphs[3::2]) == {0, 1}, "no character stands for the empty box"


def test_nothing_in_it_is_clear_acts_or_carries(every_kind: bytes) -> None:
    with read(every_kind) as pdf:
        found = [one for one in pdf.objects if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream))]
        names = {str(key) for one in found for key, _ in one.items()}
    for name in (
        "SMask", "Mask", "CA", "ca", "BM", "AA", "OpenAction", "Annots", "Names", "EmbeddedFiles", "OCProperties",
        "Interpolate", "Alternates", "OPI", "TR", "Group",
    ):  # fmt: skip
        assert f"/{name}" not in names


# Pictures


def shown(tmp_path: Path, data: bytes, dpi: int = 40) -> list[np.ndarray]:  # type: ignore[type-arg]
    """Its pages, drawn by a program that is not ours."""
    (tmp_path / "a.pdf").write_bytes(data)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", tmp_path / "a.pdf", tmp_path / "p"], check=True, timeout=60)
    return [np.asarray(Image.open(file).convert("L"), int) for file in sorted(tmp_path.glob("p-*.png"))]


def test_every_kind_of_page_looks_as_its_original_does(tmp_path: Path, every_kind: bytes) -> None:
    pages = shown(tmp_path, every_kind)
    assert len(pages) == len(KINDS)
    for place, page in enumerate(pages):
        high, wide = page.shape
        quarter = page[high // 8 : high * 3 // 8, wide // 8 : wide * 3 // 8]
        rest = page[high * 5 // 8 :, wide * 5 // 8 :]
        assert quarter.mean() < 200, f"page {place} stands on its head"
        assert rest.mean() > 250, f"page {place} is dark"


def test_whatever_a_camera_says_is_up_is_up(tmp_path: Path) -> None:
    """For each of EXIF's eight words: the picture laid down so that, turned by that word, its mark is where it was."""
    upright = Image.open(io.BytesIO(picture(size=(240, 330))))
    turns = {
        1: (), 2: (Image.Transpose.FLIP_LEFT_RIGHT,), 3: (Image.Transpose.ROTATE_180,),
        4: (Image.Transpose.FLIP_TOP_BOTTOM,), 5: (Image.Transpose.TRANSPOSE,), 6: (Image.Transpose.ROTATE_90,),
        7: (Image.Transpose.TRANSVERSE,), 8: (Image.Transpose.ROTATE_270,),
    }  # fmt: skip
    pages = []
    for up, turn in turns.items():
        laid = upright.transpose(turn[0]) if turn else upright
        exif = Image.Exif()
        exif[0x0112] = up
        out = io.BytesIO()
        laid.save(out, "JPEG", exif=exif)
        pages.append(out.getvalue())
    for place, page in enumerate(shown(tmp_path, made([(data, ()) for data in pages])), start=1):
        high, wide = page.shape
        assert high > wide, place
        assert page[high // 8 : high * 3 // 8, wide // 8 : wide * 3 // 8].mean() < 200, place
        assert page[high * 5 // 8 :, :].mean() > 250, place
        assert page[:, wide * 5 // 8 :].mean() > 250, place


@pytest.mark.parametrize("place", [0, 1, 3, 4, 5, 6])
def test_what_can_go_in_untouched_does(place: int) -> None:
    found = picture_of(KINDS[place])
    assert not found.derived
    assert all(bytes(piece) in KINDS[place] for piece in found.data)


SIZES: dict[str, tuple[bytes, tuple[float, float]]] = {
    "as the scanner says": (picture(size=(1654, 2339), dpi=(200, 200)), (595.44, 842.04)),
    "across and down apart": (picture(size=(800, 400), dpi=(200, 100)), (288, 288)),
    "nobody says": (picture(size=(1000, 1414)), (595.4, 841.89)),
    "lying": (picture(size=(1414, 1000)), (841.89, 595.4)),
    "72, which cameras say of everything": (picture(size=(4000, 3000), dpi=(72, 72)), (841.89, 631.42)),
    "one dot an inch": (picture(size=(100, 200), dpi=(1, 1)), (420.94, 841.89)),
    "more than any scanner": (picture(size=(100, 200), dpi=(9999, 9999)), (420.94, 841.89)),
}


@pytest.mark.parametrize("who", SIZES)
def test_a_page_is_as_large_as_it_was_or_as_a4(who: str) -> None:
    data, size = SIZES[who]
    assert picture_of(data).points == pytest.approx(size, abs=0.5)


def test_a_white_page_stands_for_one_that_cannot_be_shown() -> None:
    data = b"".join(pdf_of([(blank(), ()), (picture_of(KINDS[0]), ())], ABOUT))
    assert judged(data) == []
    with read(data) as pdf:
        assert len(pdf.pages) == 2


def test_a_pdf_of_no_pages_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without a page"):
        made([])


# Text


def test_text_can_be_copied_out_in_every_plane(tmp_path: Path, every_kind: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(every_kind)
    told = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert told.count("申请表 𬭎子轩") == len(KINDS) / 2
    assert "Application 2026" in told


def test_text_lies_where_it_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        made([(picture(size=(400, 600), dpi=(100, 100)), [Word("李䶮", 100, 200, 80, 40)])])
    )
    told = subprocess.run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout
    found = told.decode("utf-8", "replace")  # it writes the file's title in an encoding of its own
    box = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">李䶮', found)
    assert box is not None
    seen = [float(edge) for edge in box.groups()]
    assert seen == pytest.approx([72, 144, 129.6, 172.8], abs=6)


def test_text_is_never_seen(tmp_path: Path) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    (one,), (other,) = (
        shown(tmp_path / name, made([(KINDS[0], words)]), 60) for name, words in (("with", WORDS), ("without", ()))
    )
    assert (one == other).all()


@given(text=st.text(max_size=60))
def test_every_character_keeps_its_meaning_or_is_left_out(text: str) -> None:
    characters = Characters()
    codes = characters.codes(text)
    meaning = dict(re.findall(r"<([0-9A-F]{4})> <([0-9A-F]+)>", characters.meaning().decode()))
    back = "".join(bytes.fromhex(meaning[codes[at : at + 4]]).decode("utf-16-be") for at in range(0, len(codes), 4))
    left_out = [letter for letter in text if letter not in back]
    assert back == "".join(letter for letter in text if letter not in left_out)
    assert not any(letter.isalnum() for letter in left_out)
    assert len(characters.glyphs()) == 2 * (len(characters) + 1)


@given(
    st.lists(
        st.builds(Word, st.text(max_size=8), *[st.floats(allow_nan=False, allow_infinity=False, width=32)] * 4),
        max_size=4,
    )
)
def test_no_box_breaks_the_page(words: list[Word]) -> None:
    told = drawn(words, Characters(), (200, 300), (400.0, 600.0))
    assert all(line.endswith("Tj") for line in told.splitlines()[1:-1])
    assert "e+" not in told
    assert "inf" not in told


# Cost


def test_the_same_pages_are_the_same_bytes(every_kind: bytes) -> None:
    assert made([(data, WORDS if place % 2 == 0 else ()) for place, data in enumerate(KINDS)]) == every_kind


def test_memory_stays_at_a_few_pages_for_five_hundred() -> None:
    """Each page comes as bytes of its own, as from a vault; what is written is thrown away."""
    noise = np.random.default_rng(1).integers(0, 255, (700, 500, 3), np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).save(out, "JPEG", quality=90)
    one = out.getvalue()
    assert len(one) > 200_000

    def pages() -> Iterator[tuple[Picture, PageText]]:
        for _ in range(500):
            yield picture_of(bytes(bytearray(one))), WORDS

    sum(len(piece) for piece in pdf_of(((picture_of(one), ()) for _ in range(2)), ABOUT))  # what is loaded once
    tracemalloc.start()
    size = sum(len(piece) for piece in pdf_of(pages(), ABOUT))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 500 * len(one)
    assert most < 12 * len(one)
