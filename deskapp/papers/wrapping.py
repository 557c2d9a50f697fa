"""Lines of Chinese and Latin text, broken where a reader expects it (GB/T 15834-2011, 5.1: marks at a line's ends)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from deskapp.papers.fonts import REGULAR, Chain, advance, printable, width

_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕〉”’,.;:?!)]}%…—·～°")
_NEVER_LAST = frozenset("（《「『【〔〈“‘([{¥￥№")
_BLANKS = " \u3000"
_STAYS = "\u00a0"  # a blank at which no line is broken


def wrapped(text: str, size: float, room: float, chain: Chain = REGULAR) -> list[str]:
    """The text in lines no wider than `room` points; always at least one line. Only blanks at a line's end are lost.

    Chinese breaks between any two characters, but not before a closing mark nor after an opening one; a Latin word or
    a number stays whole. What is wider than a whole line is broken between any two letters.
    """
    most = room * 1000 / size
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        lines += _lines(paragraph, most, chain)
    return lines


def balanced(text: str, size: float, room: float, chain: Chain = REGULAR) -> list[str]:
    """As many lines as `wrapped` needs, of much the same length: for what stands in the middle of a page."""
    lines = wrapped(text, size, room, chain)
    while len(lines) > 1 and room > size:
        room -= size
        narrower = wrapped(text, size, room, chain)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _lines(paragraph: str, most: float, chain: Chain) -> Iterator[str]:
    line, used = "", 0.0  # widths in thousandths of the size
    for piece in _pieces(paragraph):
        bare = piece.rstrip(_BLANKS)
        wide = width(piece, 1000, chain)
        ends = wide if bare == piece else width(bare, 1000, chain)
        if used + ends <= most:
            line, used = line + piece, used + wide
            continue
        if line.rstrip(_BLANKS):
            yield line.rstrip(_BLANKS)
        line, used = piece, wide
        if ends > most:
            *full, line = _cut(bare, most, chain)
            yield from full
            line += piece[len(bare) :]
            used = width(line, 1000, chain)
    yield line.rstrip(_BLANKS)


def _cut(piece: str, most: float, chain: Chain) -> Iterator[str]:
    """What is wider than a line, in pieces that are not: at least one letter in each."""
    part, used = "", 0.0
    for letter in piece:
        wide = advance(letter, chain)
        if part and used + wide > most:
            yield part
            part, used = "", 0.0
        part, used = part + letter, used + wide
    yield part


def _pieces(text: str) -> Iterator[str]:
    """What a line may not be broken inside of."""
    begin = 0
    for place in range(1, len(text)):
        if not _joined(text[place - 1], text[place]):
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]


def _joined(before: str, letter: str) -> bool:
    if letter in _BLANKS:
        return before not in "\u3000" or letter == before  # blanks hang at the end of what they follow
    if before in _BLANKS:
        return False
    return (
        letter in _NEVER_FIRST
        or before in _NEVER_LAST
        or _STAYS in (before, letter)
        or (_in_word(before) and _in_word(letter))
        or unicodedata.combining(letter) > 0
    )


def _in_word(letter: str) -> bool:
    return letter < "\u2e80" and (letter.isalnum() or letter.isascii())
