"""The text of a page, laid unseen over its picture, so that it can be searched and copied.

Who reads the pages is no matter of this module: words and their places come in, and there may be none. A place is in
pixels of the upright page, from its upper left corner.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deskapp.ids import PageDigest

_MOST_CHARACTERS = 65_000  # different ones in one file: a font's codes have two bytes
_BLOCK = 100  # entries in one block of a character map (ISO 32000-1, 9.10.3)
_BELOW = 0.14  # of its height a line of Chinese letters reaches below where it stands
_NEVER = frozenset({0x0000, 0xFEFF, 0xFFFE})  # may be no character's meaning (ISO 19005-2, 6.2.11.7.2)


@dataclass(frozen=True, slots=True)
class Word:
    """Some text in one line, and the box around it."""

    text: str
    x: float
    y: float
    wide: float
    high: float


PageText = Sequence[Word]
TextOf = Callable[[PageDigest], PageText]


def no_text(_: PageDigest) -> PageText:
    """Nobody has read the pages yet."""
    return ()


class Characters:
    """The characters that were set so far, each with its code in the file's one invisible font."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._codes)

    def codes(self, text: str) -> str:
        """Text as hexadecimal codes. What has no meaning of its own is left out, and what no code is left for."""
        told = []
        for letter in text:
            if ord(letter) in _NEVER or unicodedata.category(letter) in ("Cc", "Cs", "Cn"):
                continue
            if letter not in self._codes:
                if len(self._codes) >= _MOST_CHARACTERS:
                    continue
                self._codes[letter] = len(self._codes) + 1
            told.append(f"{self._codes[letter]:04X}")
        return "".join(told)

    def glyphs(self) -> bytes:
        """Code → glyph, two bytes each: the empty box for code 0, the shapeless one for all others."""
        return b"\0\0" + b"\0\1" * len(self._codes)

    def meaning(self) -> bytes:
        """The map by which text is copied out: codes to UTF-16BE, in as many planes as there are."""
        entries = [f"<{code:04X}> <{letter.encode('utf-16-be').hex().upper()}>" for letter, code in self._codes.items()]
        blocks = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
        told = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{told}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
        ).encode("ascii")


def drawn(words: PageText, characters: Characters, pixels: tuple[int, int], points: tuple[float, float]) -> str:
    """The words as a PDF draws them, unseen (render mode 3), each as wide and as high as its box."""
    across, down = points[0] / pixels[0], points[1] / pixels[1]
    lines = []
    for word in words:
        codes = characters.codes(word.text)
        wide, high = word.wide * across, word.high * down
        if not codes or not (0 < wide <= points[0] * 2 and 0 < high <= points[1] * 2):
            continue
        x, y = word.x * across, points[1] - (word.y + word.high) * down + high * _BELOW
        stretched = wide / (len(codes) // 4 * high) * 100
        lines.append(f"/F0 {high:.3f} Tf {stretched:.3f} Tz 1 0 0 1 {x:.3f} {y:.3f} Tm <{codes}> Tj")
    return "\n".join(("BT 3 Tr", *lines, "ET")) if lines else ""
