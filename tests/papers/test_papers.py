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

from deskapp.papers import sheet
from deskapp.papers.marks import Text
from tests.papers import looking, samples
from tests.papers.samples import IMPRINT, LAID, LONGEST, MASKED, NUMBER, RARE, TRACK
from tests.papers.standing import HEIGHT, MARGIN, WIDTH, stands_well

EVERY = pytest.mark.parametrize("kind", sorted(LAID))
FIRST = pytest.mark.parametrize("kind", ["acceptance", "notice", "receipt"])
COUNTS = pytest.mark.parametrize("lines", [0, 1, 12, 40])


@pytest.mark.parametrize(
    ("kind", "lines", "dpi"),
    [*((kind, 12, 300) for kind in ("acceptance", "notice", "receipt")), *((kind, 4, 200) for kind in sorted(LAID))],
)
def test_barcode_and_progress_code_are_read_back_from_every_page(
    tmp_path: Path, kind: str, lines: int, dpi: int
) -> None:
    pages = looking.pictures(tmp_path, samples.draw(kind, lines), dpi)
    assert pages
    for page in pages:
        assert looking.kinds(page) == {NUMBER: "Code128", TRACK: "QRCode"}


@FIRST
def test_a_practice_paper_can_be_scanned_too(tmp_path: Path, kind: str) -> None:
    """Whoever practises scans what he has printed."""
    practised = replace(LONGEST, practice=True)
    for page in looking.pictures(tmp_path, samples.draw(kind, 1, imprint=practised), 200):
        assert looking.codes(page) == {NUMBER, TRACK}


@FIRST
def test_a_paper_about_no_case_carries_no_code(tmp_path: Path, kind: str) -> None:
    for page in looking.pictures(tmp_path, samples.draw(kind, 1, imprint=samples.without_number()), 200):
        assert looking.codes(page) == set()


@FIRST
@pytest.mark.parametrize("name", samples.names())
def test_every_sample_name_is_copied_out_as_it_is(tmp_path: Path, kind: str, name: str) -> None:
    assert name in looking.text(tmp_path, samples.draw(kind, name=name))


@EVERY
def test_rare_names_masked_numbers_and_the_imprint_are_copied_out_as_they_are(tmp_path: Path, kind: str) -> None:
    told = looking.text(tmp_path, samples.draw(kind))
    masked = () if kind == "transfer" else (MASKED,)  # between offices nobody's number is named
    for said in (RARE, *masked, NUMBER, IMPRINT.hall, IMPRINT.clerk, IMPRINT.phone, "3 号窗口", "2026-11-23 10:03"):
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
    assert about["Title"] == samples.TITLES[kind]
    assert about["Subject"] == NUMBER
    assert about["Author"] == IMPRINT.hall
    assert "(A4)" in about["Page size"]
    assert about["CreationDate"].endswith("2000 UTC")


@EVERY
@COUNTS
@pytest.mark.parametrize("imprint", [IMPRINT, LONGEST, samples.without_number()], ids=["usual", "longest", "bare"])
def test_nothing_is_cut_off_or_overprinted_at_any_length(kind: str, lines: int, imprint: sheet.Imprint) -> None:
    for page in samples.pages(kind, lines, imprint=imprint):
        stands_well(page)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(sorted(LAID)),
    lines=st.integers(0, 15),
    name=st.text(st.sampled_from("龘靐𠮷买买提·吐尔逊江（个体工商户） abc"), max_size=300),
    item=st.text(max_size=600),
    again=st.integers(0, 3),
)
def test_nothing_is_cut_off_or_overprinted_whatever_the_names(
    kind: str, lines: int, name: str, item: str, again: int
) -> None:
    for page in samples.pages(kind, lines, name=name, item=item, imprint=replace(LONGEST, again=again)):
        stands_well(page)


@EVERY
@pytest.mark.parametrize("lines", [1, 40])
def test_another_program_sees_all_words_inside_the_margins(tmp_path: Path, kind: str, lines: int) -> None:
    for page in looking.words(tmp_path, samples.draw(kind, lines, imprint=LONGEST)):
        for word in page:
            assert word.left >= MARGIN - 0.5, word
            assert word.right <= WIDTH - MARGIN + 0.5, word
            assert word.top >= 22, word
            assert word.bottom <= HEIGHT - 18, word


@FIRST
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
    marked = samples.pages(kind, 60, imprint=replace(IMPRINT, again=1, practice=True))
    assert len(marked) > 1
    for page in marked:
        assert {"补打 第 1 次", "练习 无效"} <= {mark.text for mark in page if isinstance(mark, Text)}
    plain = looking.text(tmp_path, samples.draw(kind, 40))
    assert "补打" not in plain
    assert "练习" not in plain


def test_the_same_paper_gives_the_same_bytes_in_another_process() -> None:
    said = (
        "from hashlib import sha256; from tests.papers.samples import LAID, draw; "
        "print([sha256(draw(kind)).hexdigest() for kind in LAID])"
    )
    told = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    mine = [[sha256(samples.draw(kind)).hexdigest() for kind in LAID] for _ in range(2)]
    assert told.stdout.strip() == str(mine[0]) == str(mine[1])
    assert len(set(mine[0])) == len(LAID)


def test_a_paper_differs_when_what_it_says_does() -> None:
    papers = [samples.draw("receipt"), samples.draw("receipt", name="张伟"), samples.draw("receipt", 4)]
    papers.append(samples.draw("receipt", imprint=replace(IMPRINT, again=1)))
    assert len(set(papers)) == 4


def test_a_name_no_font_has_is_printed_as_its_code_in_a_box_at_its_place(tmp_path: Path) -> None:
    told = looking.written(tmp_path, samples.draw("receipt", 1, name="张\U0003fff0三"))
    assert "张3FFF0三" in told


def test_a_name_that_would_turn_the_line_round_is_printed_straight(tmp_path: Path) -> None:
    assert "张三四" in looking.text(tmp_path, samples.draw("receipt", 1, name="张\u202e三\x00四"))


def test_getting_ready_ahead_changes_no_byte() -> None:
    before = samples.draw("acceptance")
    sheet.get_ready()
    assert samples.draw("acceptance") == before


def test_a_hall_whose_name_fills_the_page_is_refused_and_does_not_go_on_forever() -> None:
    with pytest.raises(ValueError, match="half of the page"):
        samples.draw("receipt", imprint=replace(IMPRINT, hall="厅" * 2000))
