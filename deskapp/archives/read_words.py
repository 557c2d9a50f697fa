"""What a reader made of a page, as the unseen text of an archive (decision 022)."""

from __future__ import annotations

from collections.abc import Callable

from deskapp.archives.text_layer import PageText, TextOf, Word
from deskapp.ids import PageDigest
from deskapp.rules.page_making import WHOLE
from deskapp.rules.page_reading import PageReading

_LEAST_SURE = 0.5  # of a line that is worth finding again in an archive


def text_of(read: Callable[[PageDigest], PageReading | None]) -> TextOf:
    """The words of a page with their places. A page that cannot be read has none."""

    def words(page: PageDigest) -> PageText:
        told = read(page)
        return () if told is None else words_of(told)

    return words


def words_of(reading: PageReading) -> PageText:
    """Lines as the text layer of an archive wants them: in pixels of the upright page."""
    across, down = reading.width / WHOLE, reading.height / WHOLE
    return tuple(
        Word(
            line.text, line.box.left * across, line.box.top * down,
            (line.box.right - line.box.left) * across, (line.box.bottom - line.box.top) * down,
        )
        for line in reading.lines
        if line.confidence >= _LEAST_SURE
    )  # fmt: skip
