"""Letters for paper: a chain of embedded fonts, so that every name of GB 18030-2022 can be printed.

Each character is set in the first font of the chain that has it. A font is read once in a process, when the first
character asks for it: a hall's everyday papers never touch the two large ones.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from reportlab.pdfbase import pdfmetrics, ttfonts

import resources

REGULAR = ("NotoSansSC-Regular", "OneWindowRareB", "OneWindowRareG")
BOLD = ("NotoSansSC-Bold", *REGULAR)
_ONE_AT_A_TIME = threading.RLock()


def runs(text: str, chain: tuple[str, ...] = REGULAR) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the font it is set in. What no font has is set in the first, as its empty box."""
    for name, letters in groupby(text, lambda letter: _font_of(letter, chain)):
        yield name, "".join(letters)


def width(text: str, size: float, chain: tuple[str, ...] = REGULAR) -> float:
    """How wide the text stands, in points."""
    units: float = sum(
        _loaded(name).face.getCharWidth(ord(letter)) for name, run in runs(text, chain) for letter in run
    )
    return units * size / 1000


def wrapped(text: str, size: float, room: float, chain: tuple[str, ...] = REGULAR) -> list[str]:
    """The text in lines no wider than `room` points. No character is lost but a blank at a line's end.

    Chinese breaks between any two characters except before closing punctuation and after opening; a Latin word or a
    number stays whole unless it is wider than the line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if width(line + piece.rstrip(), size, chain) <= room:
                line += piece
                continue
            if line:
                lines.append(line.rstrip())
            line = ""
            for letter in piece:  # wider than a whole line, or the first of the next one
                if line and width(line + letter, size, chain) > room:
                    lines.append(line)
                    line = ""
                line += letter
        lines.append(line.rstrip())
    return lines


_NEVER_FIRST = frozenset("，。、；：？！）》」』】〕”’,.;:?!)]}%…")
_NEVER_LAST = frozenset("（《「『【〔“‘([{")


def _pieces(text: str) -> Iterator[str]:
    """What a line may not be broken inside of."""
    piece = ""
    for letter in text:
        joined = piece and (
            letter in _NEVER_FIRST
            or piece[-1] in _NEVER_LAST
            or (_latin(letter) and _latin(piece[-1]))
            or letter == " "
        )
        if piece and not joined:
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _joined(before: str, letter: str) -> bool:
    return letter in _NEVER_FIRST or before in _NEVER_LAST or letter == " " or (_latin(letter) and _latin(before))


def _latin(letter: str) -> bool:
    return letter.isascii() and not letter.isspace()


@cache
def _font_of(letter: str, chain: tuple[str, ...]) -> str:
    return next((name for name in chain if ord(letter) in _loaded(name).face.charToGlyph), chain[0])


@cache
def _loaded(name: str) -> ttfonts.TTFont:
    with _ONE_AT_A_TIME:
        if name in pdfmetrics.getRegisteredFontNames():
            return pdfmetrics.getFont(name)
        ttfonts.makeToUnicodeCMap = _to_unicode
        font = ttfonts.TTFont(name, str(resources.path(f"fonts/{name}.ttf")), asciiReadable=False)
        pdfmetrics.registerFont(font)
        return font


def _to_unicode(fontname: str, subset: list[int]) -> str:
    """The map by which text is copied out of the PDF (ISO 32000-1, 9.10.3).

    The library writes four hexadecimal digits for each character, which names another one beyond the basic plane:
    𬭎 was copied as 뭎. Here they are UTF-16BE, in blocks of a hundred as the standard wants.
    """
    lines = [f"<{place:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(subset)]
    blocks = [lines[at : at + 100] for at in range(0, len(lines), 100)]
    told = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo\n<< /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def\n"
        f"/CMapName /{fontname} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{told}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
