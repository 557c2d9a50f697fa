"""Every paper: read back by programs that are not ours, whole at any length, the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from tests.papers import looking, samples
from tests.papers.samples import IMPRINT, NUMBER, PAPERS, RARE, TRACK

EVERY = pytest.mark.parametrize("kind", sorted(PAPERS))
MARGIN = 50.0  # points
WIDTH, HEIGHT = 595.3, 841.9


@EVERY
@pytest.mark.parametrize("dpi", [200, 300])
def test_barcode_and_progress_code_are_read_back_from_every_page(tmp_path: Path, kind: str, dpi: int) -> None:
    pages = looking.pictures(tmp_path, PAPERS[kind](12), dpi)
    assert pages
    for page in pages:
        assert looking.codes(page) == {NUMBER, TRACK}


@EVERY
def test_a_paper_about_no_case_carries_no_code(tmp_path: Path, kind: str) -> None:
    (page,) = looking.pictures(tmp_path, PAPERS[kind](1, imprint=samples.without_number()), 200)
    assert looking.codes(page) == set()


@EVERY
def test_rare_names_are_copied_out_as_they_are(tmp_path: Path, kind: str) -> None:
    assert RARE in looking.text(tmp_path, PAPERS[kind]())


@EVERY
def test_every_font_is_embedded_as_a_subset(tmp_path: Path, kind: str) -> None:
    rows = looking.fonts(tmp_path, PAPERS[kind]())
    assert len(rows) >= 3
    for row in rows:
        embedded, subset, unicode_map = row[-5:-2]
        assert (embedded, subset, unicode_map) == ("yes", "yes", "yes"), row


@EVERY
@pytest.mark.parametrize("lines", [0, 1, 12, 40])
def test_nothing_is_cut_off_or_overprinted_at_any_length(tmp_path: Path, kind: str, lines: int) -> None:
    pages = looking.words(tmp_path, PAPERS[kind](lines))
    for page in pages:
        for word in page:
            assert word.left >= MARGIN, word
            assert word.right <= WIDTH - MARGIN + 1, word
            assert word.top >= 30, word
            assert word.bottom <= HEIGHT - 20, word
        assert not _overlapping(page)


def test_forty_materials_are_all_named_and_the_pages_are_counted(tmp_path: Path) -> None:
    told = "".join(looking.text(tmp_path, samples.a_notice(40)).split())
    assert all(f"第{n}项" in told for n in range(1, 41))
    pages = looking.words(tmp_path, samples.a_notice(40))
    assert len(pages) > 1
    for place in range(1, len(pages) + 1):
        assert f"第{place}页共{len(pages)}页" in told


@EVERY
def test_a_reprint_and_a_practice_paper_are_marked(tmp_path: Path, kind: str) -> None:
    told = looking.text(tmp_path, PAPERS[kind](imprint=replace(IMPRINT, again=True, practice=True)))
    assert "补打" in told
    assert "练习" in told
    plain = looking.text(tmp_path, PAPERS[kind]())
    assert "补打" not in plain
    assert "练习" not in plain


@EVERY
def test_the_same_paper_gives_the_same_bytes_in_another_process(kind: str) -> None:
    said = (
        "from hashlib import sha256; from tests.papers.samples import PAPERS; "
        f"print(sha256(PAPERS[{kind!r}]()).hexdigest())"
    )
    told = subprocess.run([sys.executable, "-c", said], check=True, capture_output=True, text=True)
    assert told.stdout.strip() == sha256(PAPERS[kind]()).hexdigest() == sha256(PAPERS[kind]()).hexdigest()


def test_a_name_no_font_has_is_printed_as_a_box_and_not_as_nothing(tmp_path: Path) -> None:
    assert looking.words(tmp_path, samples.a_receipt(1, name="张\U0003fff0"))


def _overlapping(page: list[looking.Word]) -> list[tuple[str, str]]:
    """Pairs of words that stand on one another. Half a point is the rounding of the program that measures."""
    ordered = sorted(page, key=lambda word: word.top)
    found = []
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.top >= one.bottom - 3:
                break
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.bottom, other.bottom) - max(one.top, other.top)
            # line boxes of neighbouring lines may touch: letters are lower than their boxes
            if across > 0.5 and down > 0.35 * min(one.bottom - one.top, other.bottom - other.top):
                found.append((one.text, other.text))
    return found
