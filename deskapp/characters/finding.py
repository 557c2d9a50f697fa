"""Finds the characters that a clerk asks for, in the file that is shipped beside the program.

The file is opened when somebody first asks: a start never pays for it. It is only read, by one look-up for each part,
so an answer takes some milliseconds. Any thread may ask; each has a connection of its own.
"""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from functools import cache

import resources
from deskapp.rules.asked_character import Asked, is_ideograph, reading_of

MOST = 200  # characters in one answer
COMMON = 3  # the levels of 通用规范汉字表; beyond them it is rare
_WIDE = 3  # bytes of a code in a list
_SIFTED = 20_000  # characters looked through for those of so many strokes


@dataclass(frozen=True, slots=True)
class Character:
    """One that was found, and what tells it from others."""

    letter: str
    readings: tuple[str, ...] = ()  # with tone marks, the usual one first
    strokes: int = 0  # 0: not known
    radical: str = ""
    shape: str = ""  # how it is put together: ⿰王民
    common: bool = False  # stands in 通用规范汉字表

    @property
    def code(self) -> str:
        """U+73C9."""
        return f"U+{ord(self.letter):04X}"

    @property
    def made_of(self) -> tuple[str, ...]:
        """The parts it is put together from: 王 and 民."""
        return tuple(part for part in self.shape if is_ideograph(part))


def find(asked: Asked, *, strokes: int = 0, most: int = MOST) -> tuple[Character, ...]:
    """The characters asked for, at most `most`: those of a code first, then those that the parts make up wholly,
    then the commonest. `strokes`: only those with so many in all, 0 for any.
    """
    found = [*(ord(letter) for letter in asked.codes)]
    if asked.reading:
        found += _read_so(asked.reading, asked.tone)
    if asked.parts:
        found += _with_parts(asked.parts)
    codes = list(dict.fromkeys(found))[: _SIFTED if strokes else most]
    rows = _rows(codes)
    told = [rows.get(code) or Character(chr(code)) for code in codes]
    return tuple([one for one in told if not strokes or one.strokes == strokes][:most])


def variants(letter: str) -> frozenset[str]:
    """The characters that differ from this one in shape only; none for most."""
    row = _file().execute("SELECT codes FROM variants WHERE code = ?", (ord(letter),)).fetchone()
    return frozenset(chr(code) for code in _codes(row[0])) if row else frozenset()


def _rows(codes: list[int]) -> dict[int, Character]:
    found: dict[int, Character] = {}
    for begin in range(0, len(codes), 500):
        some = codes[begin : begin + 500]
        places = ",".join("?" * len(some))
        query = f"SELECT code, readings, strokes, radical, shape, level FROM characters WHERE code IN ({places})"  # noqa: S608
        for code, readings, strokes, radical, shape, level in _file().execute(query, some):
            found[code] = Character(chr(code), tuple(readings.split()), strokes, radical, shape, level <= COMMON)
    return found


def _read_so(reading: str, tone: str) -> list[int]:
    row = _file().execute("SELECT codes FROM readings WHERE reading = ?", (reading,)).fetchone()
    codes = _codes(row[0]) if row else []
    if not tone:
        return codes
    rows = _rows(codes)
    wanted = (reading, tone)
    return [code for code in codes if any(_as_typed(one) == wanted for one in rows[code].readings)]


def _with_parts(parts: tuple[tuple[str, int], ...]) -> list[int]:
    kept = {part: _kept(part) for part, _ in parts}
    many: dict[str, int] = {}
    for part, count in parts:
        many[kept[part]] = many.get(kept[part], 0) + count
    lists = [_having(part, count) for part, count in many.items()]
    if not lists or not all(lists):
        return []
    shortest = min(lists, key=len)
    others = [set(one) for one in lists if one is not shortest]
    both = [code for code in shortest if all(code in other for other in others)]
    rows = _rows(both) if len(both) <= MOST * 5 else {}
    whole = _strokes_of(parts)
    return sorted(both, key=lambda code: not (code in rows and rows[code].strokes in whole))


def _strokes_of(parts: tuple[tuple[str, int], ...]) -> range:
    """How many strokes a character of these parts and no others has: forms of one part differ (金 8, 钅 5)."""
    least = most = 0
    for part, count in parts:
        forms = [one for (one,) in _file().execute("SELECT form FROM forms WHERE part = ?", (_kept(part),))]
        known = [
            row.strokes for row in _rows([ord(one) for one in {part, _kept(part), *forms}]).values() if row.strokes
        ]
        least += count * min(known, default=0)
        most += count * max(known, default=0)
    return range(least, most + 1)


def _kept(part: str) -> str:
    row = _file().execute("SELECT part FROM forms WHERE form = ?", (part,)).fetchone()
    return str(row[0]) if row else part


def _having(part: str, count: int) -> list[int]:
    """The characters with so many of a part; with fewer of it, where so many of a stroke tell nobody anything."""
    for many in range(count, 0, -1):
        row = _file().execute("SELECT codes FROM parts WHERE part = ?", (part * many,)).fetchone()
        if row is None:
            return []
        if row[0]:
            return _codes(row[0])
    return []


def _codes(packed: bytes) -> list[int]:
    return [int.from_bytes(packed[at : at + _WIDE], "big") for at in range(0, len(packed), _WIDE)]


def _as_typed(reading: str) -> tuple[str, str]:
    plain, tone = reading_of(reading)
    return plain, tone or "5"


@cache
def _each_thread() -> threading.local:
    return threading.local()


def _file() -> sqlite3.Connection:
    here = _each_thread()
    opened: sqlite3.Connection | None = getattr(here, "opened", None)
    if opened is None:
        file = resources.path("characters/characters.sqlite")
        opened = here.opened = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    return opened
