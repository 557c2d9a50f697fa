"""Papers as pictures: white ground, black words, every page, and nothing that is no paper."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from deskapp.failures import ContentTrouble
from deskapp.papers import slips
from tests.papers import samples, samples_of_steps
from ui import paper_images


def shades(picture: QImage) -> set[int]:
    return {
        picture.pixelColor(x, y).lightness()
        for x in range(0, picture.width(), 3)
        for y in range(0, picture.height(), 3)
    }


def test_a_page_is_black_on_white_at_the_size_that_was_asked_for(dressed: QApplication) -> None:
    page = paper_images.page(samples.draw("receipt"), 1, 900)
    assert (page.number, page.count) == (1, 1)
    assert page.picture.height() == 900
    assert page.picture.width() == pytest.approx(900 / 1.414, abs=2)
    assert page.picture.pixelColor(3, 3) == QColor("white"), "the page has no ground of its own"
    found = shades(page.picture)
    assert min(found) < 60
    assert max(found) == 255


def test_every_page_is_shown_and_none_beyond_the_last(dressed: QApplication) -> None:
    pdf = samples.draw("archive_cover", 40)
    pages = [paper_images.page(pdf, number, 300) for number in (1, 2, 99, -5)]
    assert [page.number for page in pages] == [1, 2, pages[0].count, 1]
    assert pages[0].count > 2
    assert pages[0].picture != pages[1].picture


def test_a_seal_is_red_on_the_screen_too(dressed: QApplication) -> None:
    sealed = replace(samples.IMPRINT, seal=samples_of_steps.seal())
    picture = paper_images.page(samples.draw("extension", 1, imprint=sealed), 1, 900).picture
    reds = sum(
        picture.pixelColor(x, y).red() > 180 and picture.pixelColor(x, y).blue() < 90
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )
    assert reds > 50


def test_a_slip_is_shown_as_long_as_it_is(dressed: QApplication) -> None:
    strip = samples_of_steps.a_receipt_slip(3, samples.IMPRINT, "王秀英", "食品经营许可")
    page = paper_images.page(slips.printed(strip, "收件回执", samples.IMPRINT), 1, 800)
    assert page.picture.height() == 800
    assert page.picture.width() < 500


@pytest.mark.parametrize("data", [b"", b"no paper", b"%PDF-1.4\n%%EOF", samples.draw("receipt")[:3000]])
def test_what_is_no_paper_is_said(dressed: QApplication, data: bytes) -> None:
    with pytest.raises(ContentTrouble) as refused:
        paper_images.page(data, 1, 300)
    assert refused.value.code == "paper.unreadable"
