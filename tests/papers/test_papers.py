"""Every paper: read back by programs that are not ours, whole at any length, the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.papers import barcodes, sheet
from deskapp.papers.fonts import width
from deskapp.papers.marks import Digits, Page, Square, Text
from tests.papers import looking, samples
from tests.papers.samples import IMPRINT, LAID, LONGEST, MASKED, NUMBER, RARE, TRACK

EVERY = pytest.mark.parametrize("kind", sorted(LAID))
COUNTS = pytest.mark.parametrize("lines", [0, 1, 12, 40])
MARGIN = 50.9  # points
WIDTH, HEIGHT = 595.28, 841.89


@EVERY
@pytest.mark.parametrize("dpi", [200, 300])
def test_barcode_and_progress_code_are_read_back_from_every_page(tmp_path: Path, kind: str, dpi: int) -> None:
    pages = looking.pictures(tmp_path, samples.draw(kind, 12), dpi)
    assert pages
    for page in pages:
        assert looking.kinds(page) == {NUMBER: "Code128", TRACK: "QRCode"}


@EVERY
def test_a_practice_paper_can_be_scanned_too(tmp_path: Path, kind: str) -> None:
    """Whoever practises scans what he has printed."""
    for page in looking.pictures(tmp_path, samples.draw(kind, imprint=replace(LONGEST, practice=True)), 200):
        assert looking.codes(page) == {NUMBER, TRACK}


@EVERY
def test_a_paper_about_no_case_carries_no_code(tmp_path: Path, kind: str) -> None:
    for page in looking.pictures(tmp_path, samples.draw(kind, 1, imprint=samples.without_number()), 200):
        assert looking.codes(page) == set()


@EVERY
@pytest.mark.parametrize("name", samples.names())
def test_every_sample_name_is_copied_out_as_it_is(tmp_path: Path, kind: str, name: str) -> None:
    assert name in looking.text(tmp_path, samples.draw(kind, name=name))


@EVERY
def test_rare_names_masked_numbers_and_the_imprint_are_copied_out_as_they_are(tmp_path: Path, kind: str) -> None:
    told = looking.text(tmp_path, samples.draw(kind))
    for said in (RARE, MASKED, NUMBER, IMPRINT.hall, IMPRINT.clerk, IMPRINT.phone, "3 号窗口", "2026-11-23 10:03"):
        assert said in told


@EVERY
def test_every_font_is_embedded_as_a_subset(tmp_path: Path, kind: str) -> None:
    rows = looking.fonts(tmp_path, samples.draw(kind))
    assert len(rows) >= 3
    for row in rows:
        embedded, subset, unicode_map = row[-5:-2]
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes"), row


@EVERY
def test_a_file_says_what_it_is_and_holds_no_clock(tmp_path: Path, kind: str) -> None:
    about = looking.about(tmp_path, samples.draw(kind))
    assert about["Title"] in ("收件回执", "受理通知书", "一次性告知单")
    assert about["Subject"] == NUMBER
    assert about["Author"] == IMPRINT.hall
    assert "(A4)" in about["Page size"]
    assert about["CreationDate"].endswith("2000 UTC")


@EVERY
@COUNTS
@pytest.mark.parametrize("imprint", [IMPRINT, LONGEST, samples.without_number()], ids=["usual", "longest", "bare"])
def test_nothing_is_cut_off_or_overprinted_at_any_length(kind: str, lines: int, imprint: sheet.Imprint) -> None:
    for page in samples.pages(kind, lines, imprint=imprint):
        _stands_well(page)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(sorted(LAID)),
    lines=st.integers(0, 15),
    name=st.text(st.sampled_from("龘靐𠮷买买提·吐尔逊江（个体工商户） abc"), max_size=300),
    item=st.text(max_size=600),
    again=st.booleans(),
)
def test_nothing_is_cut_off_or_overprinted_whatever_the_names(
    kind: str, lines: int, name: str, item: str, again: bool
) -> None:
    for page in samples.pages(kind, lines, name=name, item=item, imprint=replace(LONGEST, again=again)):
        _stands_well(page)


@EVERY
@COUNTS
def test_another_program_sees_all_words_inside_the_margins(tmp_path: Path, kind: str, lines: int) -> None:
    for page in looking.words(tmp_path, samples.draw(kind, lines, imprint=LONGEST)):
        for word in page:
            assert word.left >= MARGIN - 0.5, word
            assert word.right <= WIDTH - MARGIN + 0.5, word
            assert word.top >= 22, word
            assert word.bottom <= HEIGHT - 18, word


@EVERY
@COUNTS
def test_all_materials_are_named_and_the_pages_are_counted(tmp_path: Path, kind: str, lines: int) -> None:
    told = looking.written(tmp_path, samples.draw(kind, lines))
    pages = len(samples.pages(kind, lines))
    assert pages > 1 if lines == 40 else pages in (1, 2)
    for place in range(1, lines + 1):
        assert samples.material(place).name in told
    for place in range(1, pages + 1):
        assert f"第{place}页共{pages}页" in told
    assert told.count("（续）") == pages - 1


@EVERY
def test_a_reprint_and_a_practice_paper_are_marked_on_every_page(tmp_path: Path, kind: str) -> None:
    marked = samples.pages(kind, 40, imprint=replace(IMPRINT, again=True, practice=True))
    assert len(marked) > 1
    for page in marked:
        assert {"补打", "练习 无效"} <= {mark.text for mark in page if isinstance(mark, Text)}
    plain = looking.text(tmp_path, samples.draw(kind, 40))
    assert "补打" not in plain
    assert "练习" not in plain


@EVERY
def test_the_same_paper_gives_the_same_bytes_in_another_process(kind: str) -> None:
    said = (
        f"from hashlib import sha256; from tests.papers.samples import draw; print(sha256(draw({kind!r})).hexdigest())"
    )
    told = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == sha256(samples.draw(kind)).hexdigest() == sha256(samples.draw(kind)).hexdigest()


def test_a_paper_differs_when_what_it_says_does() -> None:
    papers = [samples.draw("receipt"), samples.draw("receipt", name="张伟"), samples.draw("receipt", 4)]
    papers.append(samples.draw("receipt", imprint=replace(IMPRINT, again=True)))
    assert len(set(papers)) == 4


def test_a_name_no_font_has_is_printed_as_a_box_and_not_as_nothing(tmp_path: Path) -> None:
    told = looking.text(tmp_path, samples.draw("receipt", 1, name="张\U0003fff0三"))
    assert "张\ufffd三" in told


def test_a_name_that_would_turn_the_line_round_is_printed_straight(tmp_path: Path) -> None:
    assert "张三四" in looking.text(tmp_path, samples.draw("receipt", 1, name="张\u202e三\x00四"))


def test_getting_ready_ahead_changes_no_byte() -> None:
    before = samples.draw("acceptance")
    sheet.get_ready()
    assert samples.draw("acceptance") == before


def test_a_hall_whose_name_fills_the_page_is_refused_and_does_not_go_on_forever() -> None:
    with pytest.raises(ValueError, match="half of the page"):
        samples.draw("receipt", imprint=replace(IMPRINT, hall="厅" * 2000))


def _stands_well(page: Page) -> None:
    """Every line inside the margins, and none on another or on a code; exact, from the widths the page is set with."""
    boxes = [_box(mark) for mark in page if isinstance(mark, Text | Digits | Square)]
    for what, left, low, right, high in boxes:
        assert left >= MARGIN, what
        assert right <= WIDTH - MARGIN, what
        assert low >= 20, what
        assert high <= HEIGHT - 22, what
    ordered = sorted(boxes, key=lambda box: box[2])
    for place, (one, left, _, right, high) in enumerate(ordered):
        for other, begins, low, ends, _ in ordered[place + 1 :]:
            if low >= high - 0.01:
                break
            assert min(right, ends) - max(left, begins) <= 0.01, f"{one!r} stands on {other!r}"


def _box(mark: Text | Digits | Square) -> tuple[str, float, float, float, float]:
    """What a mark covers: a Chinese character reaches from 0.12 of its size below the line to 0.88 above it."""
    if isinstance(mark, Text):
        end = mark.x + width(mark.text, mark.size, mark.chain)
        return mark.text, mark.x, mark.y - 0.12 * mark.size, end, mark.y + 0.88 * mark.size
    if isinstance(mark, Digits):
        wide = barcodes.code128_width(mark.digits)
        return mark.digits, mark.x, mark.y, mark.x + wide, mark.y + mark.high
    side = barcodes.square_width(mark.text)
    return mark.text, mark.x, mark.y, mark.x + side, mark.y + side
