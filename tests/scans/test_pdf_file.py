"""A PDF from outside: what prints passes, what acts or hides does not."""

from __future__ import annotations

import io
import time
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from deskapp.failures import ContentTrouble
from deskapp.scans.pdf_file import LARGEST, ask_harmless
from tests.server.with_departments import pdf


def made(*, locked: bool = False) -> bytes:
    """A PDF as programs make them."""
    out = io.BytesIO()
    paper = canvas.Canvas(out, pagesize=(595, 842), encrypt="secret" if locked else None, pageCompression=1)
    paper.drawString(80, 760, "words on a page do nothing: JavaScript, Launch")
    paper.showPage()
    paper.save()
    return out.getvalue()


def packed(objects: bytes, *, said: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode") -> bytes:
    """Objects in a compressed part, as newer programs write them, and as whoever hides something does."""
    data = zlib.compress(objects, 6)
    return b"5 0 obj <<%s /Length %d>> stream\r\n%s\r\nendstream endobj" % (said, len(data), data)


def code_of(data: bytes) -> str:
    with pytest.raises(ContentTrouble) as trouble:
        ask_harmless(data)
    return trouble.value.code


def test_what_programs_make_passes() -> None:
    ask_harmless(made())
    ask_harmless(pdf())
    ask_harmless(pdf(extra=packed(b"6 0 <</Type /Font /BaseFont /Helvetica>>")))


@pytest.mark.parametrize(
    "objects",
    [
        b"6 0 <</S /JavaScript /JS (app.alert)>>",
        b"6 0 <</S /J#61vaScript>>",
        b"6 0 <</Type /EmbeddedFile>>",
        b"6 0 <</S /URI /AA <<>> >>",
        b"6 0 <</#41A 7 0 R>>",
        b"6 0 <</XFA [(x) 7 0 R]>>",
    ],
)
def test_what_acts_is_found_in_a_compressed_part_too(objects: bytes) -> None:
    assert code_of(pdf(extra=packed(objects))) == "paper.acts"
    assert code_of(pdf(extra=packed(objects, said=b"/Type /#4fbjStm /N 1 /First 4"))) == "paper.acts"


@pytest.mark.parametrize(
    "packing", [b"/LZWDecode", b"[/ASCII85Decode /FlateDecode]", b"/FlateDecode /DecodeParms <</Predictor 12>>"]
)
def test_a_part_that_cannot_be_looked_through_is_not_taken(packing: bytes) -> None:
    said = b"/Type /ObjStm /N 1 /First 4 /Filter " + packing
    assert code_of(pdf(extra=packed(b"6 0 <<>>", said=said))) == "paper.locked"


def test_what_would_make_two_readers_disagree_hides_nothing() -> None:
    """Words in strings and comments, a dictionary that is long, an end that comes early: all of it is searched."""
    action = b"6 0 obj <</S /JavaScript>> endobj"
    assert code_of(pdf(extra=b"5 0 obj (stream\n) endobj " + action + b" endstream")) == "paper.acts"
    assert code_of(pdf(extra=b"% stream\n" + action + b" endstream")) == "paper.acts"
    long = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Pad (" + b"x obj " * 2000 + b")"
    assert code_of(pdf(extra=packed(b"6 0 <</S /Launch>>", said=long))) == "paper.acts"
    decoy = b"/Type /ObjStm /X (stream\n" + zlib.compress(b"nothing") + b") /Filter /FlateDecode"
    assert code_of(pdf(extra=packed(b"6 0 <</S /Launch>>", said=decoy))) == "paper.acts"
    assert code_of(pdf(extra=packed(b"x" * 2**20 + b" /Launch "))) == "paper.acts", "across two pieces"
    assert code_of(pdf(extra=packed(b"x" * (2**20 - 4) + b" /Launch "))) == "paper.acts"


def test_a_small_part_that_unpacks_to_anything_is_not_unpacked() -> None:
    assert code_of(pdf(extra=packed(b"\0" * (300 * 1024 * 1024)))) == "paper.locked"


def test_a_locked_file_cannot_be_looked_through() -> None:
    assert code_of(made(locked=True)) == "paper.locked"


def test_a_file_with_something_in_front_or_cut_off_is_none() -> None:
    assert code_of(b"MZ" + pdf()) == "paper.not_pdf"
    assert code_of(pdf()[:-30]) == "paper.cut_short"
    assert code_of(b"") == "paper.not_pdf"
    assert code_of(pdf() + b" " * LARGEST) == "paper.too_large"


def test_many_parts_in_a_large_file_are_looked_through_in_a_moment() -> None:
    parts = b"".join(packed(b"%d 0 <</Type /Font>>" % n, said=b"/Type /ObjStm") for n in range(4000))
    begun = time.process_time()
    ask_harmless(pdf(extra=parts + b"\0" * (15 * 1024 * 1024)))
    assert time.process_time() - begun < 20


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    with suppress(ContentTrouble):
        ask_harmless(b"%PDF-1.4\n" + data + b"startxref\n9\n%%EOF")
    with suppress(ContentTrouble):
        ask_harmless(pdf(extra=data))
