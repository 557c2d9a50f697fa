"""The receipt that the bare library draws is the one the office prints, and not a poorer one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from deskapp.papers import drawing, receipt
from deskapp.papers.marks import Ghost
from tests.bench import bare_page
from tests.bench.receipt import measure, rows
from tests.papers import samples
from tests.papers.looking import codes, pictures


def test_the_bare_page_looks_as_ours_does(tmp_path: Path) -> None:
    (page,) = samples.a_receipt(name="王秀英").pages()
    bare_page.register_fonts()
    bare = bare_page.draw(bare_page.known(page), title=receipt.TITLE, author=samples.IMPRINT.hall)
    mine = drawing.pdf([page], title=receipt.TITLE, subject=samples.NUMBER, author=samples.IMPRINT.hall)
    (ours,), (theirs,) = (pictures(tmp_path, pdf, 150) for pdf in (mine, bare))
    apart = np.abs(np.asarray(ours, int) - np.asarray(theirs, int))
    assert apart.max() <= 8, "a hair's breadth at an edge, and nothing else"
    assert codes(theirs) == {samples.NUMBER, samples.TRACK}


def test_a_mark_that_the_bare_page_would_leave_out_is_no_silence() -> None:
    with pytest.raises(ValueError, match="Ghost"):
        bare_page.known([Ghost("练习")])


def test_each_part_of_a_turn_is_measured_and_together_they_are_the_whole(tmp_path: Path) -> None:
    took = measure(tmp_path, 2)
    for whole, kept, drawn, filed in zip(took.whole, took.kept, took.drawing, took.filing, strict=True):
        assert 0 < kept + drawn + filed == pytest.approx(whole, rel=0.05)
    whole_row, *parts = rows(took)
    assert whole_row.wanted is not None
    assert not [part for part in parts if part.wanted]
