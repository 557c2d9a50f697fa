"""Letters for paper: a chain of fonts, so that every name of GB 18030-2022 can be printed.

Each character is set in the first font of the chain that has it. A font is read once in a process, when the first
character asks for it: a hall's everyday papers never touch the two large ones. Any thread may ask.

What no font has is never an empty box that nobody can read: it stands in a box with its code point in small letters,
so that whoever holds the paper can tell which character it is. `without_letters` names such characters beforehand.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import resources

if TYPE_CHECKING:
    from deskapp.papers.embedding import EmbeddedFont

Chain = tuple[str, ...]
REGULAR: Chain = ("NotoSansSC-Regular", "OneWindowLetters", "OneWindowRareB", "OneWindowRareG")
BOLD: Chain = ("NotoSansSC-Bold", *REGULAR)
BOXED = ""  # in place of a font: the letter is drawn as its code in a box
_ONE_AT_A_TIME = threading.Lock()
_EM = 1000.0


def printable(text: str) -> str:
    """The text as it can stand on paper.

    What has no shape goes: control and formatting characters, which could turn a line's direction round, and
    variation selectors, which no font of the chain knows. A tab is a blank. A line break stays.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text.replace("\t", " ") if not _shapeless(letter))


def advance(letter: str, chain: Chain = REGULAR) -> float:
    """How far the next letter stands from this one, in thousandths of the size."""
    return _letters(chain)[letter][1]


def width(text: str, size: float, chain: Chain = REGULAR) -> float:
    """How wide the text stands, in points."""
    letters = _letters(chain)
    return sum([letters[letter][1] for letter in text]) * size / 1000


def runs(text: str, chain: Chain = REGULAR) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the font it is set in; BOXED for what no font has."""
    letters = _letters(chain)
    names = [letters[letter][0] for letter in text]
    begin = 0
    for name, run in groupby(names):
        end = begin + len(list(run))
        yield name, text[begin:end]
        begin = end


def without_letters(text: str) -> tuple[str, ...]:
    """The characters of a text that no font has, each once. Reads the large fonts when the text asks for them."""
    letters = _letters(REGULAR)
    return tuple(dict.fromkeys(one for one in printable(text) if one != "\n" and letters[one][0] == BOXED))


def boxed(letter: str) -> tuple[str, str]:
    """What stands in the box of a letter that no font has: its code in hexadecimal digits, in two lines."""
    code = f"{ord(letter):04X}"
    half = (len(code) + 1) // 2
    return code[:half], code[half:]


def loaded(name: str) -> EmbeddedFont:
    """A font of the chain, read when it is first asked for."""
    return _LOADED.get(name) or _load(name)


_LOADED: dict[str, EmbeddedFont] = {}
_SELECTORS = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))


def _load(name: str) -> EmbeddedFont:
    from deskapp.papers.embedding import EmbeddedFont  # see the package: only a paper needs the library

    with _ONE_AT_A_TIME:
        if name not in _LOADED:
            _LOADED[name] = EmbeddedFont(name, resources.path(f"fonts/{name}.ttf"))
        return _LOADED[name]


class _Letters(dict[str, tuple[str, float]]):
    """The font each letter of a chain is set in and how far it advances, found when first asked for."""

    def __init__(self, chain: Chain) -> None:
        super().__init__()
        self._chain = chain

    def __missing__(self, letter: str) -> tuple[str, float]:
        code = ord(letter)
        name = next((name for name in self._chain if code in loaded(name).letters), BOXED)
        self[letter] = found = (name, loaded(name).advance(code) if name else _EM)
        return found


@cache
def _letters(chain: Chain) -> _Letters:
    return _Letters(chain)


@cache
def _shapeless(letter: str) -> bool:
    return letter in _SELECTORS or (letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs"))
