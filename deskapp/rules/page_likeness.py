"""Which document a page looks like, by its title and by the words that are printed on every document of its kind.

The titles come from the catalogue (a material's name, the licence that may stand for it, `titles`) and from the list
of well-known documents that is shipped as data. Here nothing is known of any of them.

A title is a line that says little else, larger than the lines around it or near the top. The name of a document in a
sentence, or in the list of enclosures of a form, is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from deskapp.ids import MaterialCode
from deskapp.rules.known_documents import KnownDocument, Look
from deskapp.rules.page_making import WHOLE, Box
from deskapp.rules.page_reading import PageReading, ReadLine, around, bare
from deskapp.rules.page_rows import rows

LIKELY = 0.7  # from here on it is worth saying
_ALSO = 0.55  # a page that looks this much like the material it lies in is left there
_AHEAD = 0.1  # by so much a guess must be better than the next one
_OTHER = 0.85  # as likely as the document itself is one that may be brought for another material
_COVERS = 0.6  # of its line a title takes at least
_SURE = 0.6  # the reader's own confidence in a title
_LARGE = 1.25  # times the usual height of a line
_TOP = 0.35  # of the written part of the page
_LEAST_MARKS = 3
_MOST_MARKS = 0.6  # of the known marks, where there is no title
_LETTERS_PER_SLIP = 5  # one letter in so many may be misread


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a page looks like, how much (0 to 1), and where on it that is seen."""

    material: MaterialCode
    likely: float
    box: Box


def likeness(reading: PageReading, looks: Sequence[Look], lies_in: MaterialCode | None = None) -> Likeness | None:
    """The material that a page most looks like; None when that is none, not sure, or the one it lies in already.

    A page stays where it looks as if it could belong: a copy of somebody's identity card may be asked for twice.
    """
    written = _written(reading)
    if written is None:
        return None
    found = sorted(filter(None, (_held(written, look) for look in looks)), key=lambda one: -one.likely)
    here = next((one for one in found if one.material == lies_in), None)
    if not found or found[0].likely < LIKELY or (here is not None and here.likely >= _ALSO):
        return None
    if len(found) > 1 and found[0].likely - found[1].likely < _AHEAD:
        return None
    return found[0]


@dataclass(frozen=True, slots=True)
class _Line:
    said: str  # without what stands between the letters
    high: int
    line: ReadLine


@dataclass(frozen=True, slots=True)
class _Written:
    """A page as titles and marks are looked for on it."""

    lines: tuple[_Line, ...]
    rows: tuple[_Line, ...]  # of several lines
    words: str  # everything
    usual: float  # height of a line
    upper: float  # above this a line stands near the top


def _written(reading: PageReading) -> _Written | None:
    lines = tuple(made for line in reading.lines if (made := _line(line)).said)
    if not lines:
        return None
    top, bottom = min(one.line.box.top for one in lines), max(one.line.box.bottom for one in lines)
    joined = tuple(_line(row.whole) for row in rows(reading) if len(row.lines) > 1)
    words = "".join(one.said for one in lines)
    return _Written(lines, joined, words, median(one.high for one in lines), top + _TOP * (bottom - top))


def _line(line: ReadLine) -> _Line:
    return _Line(bare(line.text), min(line.box.bottom - line.box.top, WHOLE), line)


def _held(written: _Written, look: Look) -> Likeness | None:
    best: Likeness | None = None
    for document, share in (*((one, 1.0) for one in look.documents), *((one, _OTHER) for one in look.others)):
        told = _by_title(written, document) or _by_marks(written, document)
        if told is not None and (best is None or told[0] * share > best.likely):
            best = Likeness(look.material, told[0] * share, told[1])
    return best


def _by_title(written: _Written, document: KnownDocument) -> tuple[float, Box] | None:
    titles = [bare(title) for title in document.titles]
    seen = sum(bare(mark) in written.words for mark in document.marks)
    best: tuple[float, Box] | None = None
    for one in (*written.lines, *written.rows):
        near = max((_near(title, one.said) for title in titles), default=0.0)
        if near <= 0 or one.line.confidence < _SURE:
            continue
        box = one.line.box
        prominent = 0.25 * (one.high >= _LARGE * written.usual) + 0.2 * ((box.top + box.bottom) / 2 <= written.upper)
        likely = min(1.0, near * (0.55 + prominent) + min(0.2, 0.05 * seen))
        if best is None or likely > best[0]:
            best = (likely, box)
    return best


def _by_marks(written: _Written, document: KnownDocument) -> tuple[float, Box] | None:
    """By the words around what is filled in, where there is no title: the side of a card that has none."""
    marks = [bare(mark) for mark in document.marks]
    found = [one for mark in marks if (one := next((one for one in written.lines if mark in one.said), None))]
    if len(found) < max(_LEAST_MARKS, _MOST_MARKS * len(marks)):
        return None
    return LIKELY + 0.2 * len(found) / len(marks), around(one.line.box for one in found)


def _near(title: str, line: str) -> float:
    """How much a line is this title, from 0 to 1: all of it, or with little around it, or with a letter misread."""
    if not title or not line or len(title) < _COVERS * len(line):
        return 0.0
    if title in line:
        return 0.8 + 0.2 * len(title) / len(line)
    slips = len(title) // _LETTERS_PER_SLIP
    if not slips or abs(len(title) - len(line)) > slips:
        return 0.0
    wrong = _distance(title, line, slips)
    return 1.0 - wrong / len(title) if wrong <= slips else 0.0


def _distance(one: str, other: str, most: int) -> int:
    """How many letters were changed, left out or put in between (Levenshtein); more than `most` is `most` and one."""
    before = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        now = [at]
        for place, beside in enumerate(other, start=1):
            now.append(min(before[place] + 1, now[-1] + 1, before[place - 1] + (letter != beside)))
        if min(now) > most:
            return most + 1
        before = now
    return before[-1]
