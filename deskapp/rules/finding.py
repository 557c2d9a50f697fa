"""Finding what a person wants to apply for: by name, pinyin, initials, code, everyday words or theme.

Every character of a name can be given as itself, as its reading, or as the beginning of its reading, one after
another, so `个体`, `getigs` and `gtgs` all find 个体工商户注册登记. A cancelled proof (取消证明) is found too, with the
reason why it may no longer be asked for: the clerk who looks for it should be told, not left with nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.rules.catalog import Catalog

_LONGEST_QUERY = 64
_ONE_THING = "一件事"  # what every theme is called; people ask for 退休, not for 退休一件事

# How good a match is: the larger, the nearer the top.
_CODE, _NAME, _WORD = 100, 95, 90
_NAME_BEGINS, _CODE_BEGINS, _WORD_BEGINS = 80, 78, 72
_NAME_HOLDS, _WORD_HOLDS, _SAID_IN_QUERY = 60, 55, 50
_CODE_HOLDS, _ENGLISH = 45, 40
_SKIPPING = 30  # the query's letters in their order, with others between: 公司登记 in 公司设立登记
_BY_THEME = 20  # the item is part of a theme that matches


class FoundKind(StrEnum):
    THEME = "theme"
    ITEM = "item"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Found:
    kind: FoundKind
    code: str  # of the item or theme; "" for a cancelled proof
    name: str
    en: str
    why: str | None = None  # why a cancelled proof may no longer be asked for
    since: date | None = None  # the day it was cancelled


_Units = tuple[tuple[str, str], ...]  # each character and its reading without tone ("" when it has none)


@dataclass(frozen=True, slots=True)
class _Entry:
    found: Found
    code: str
    name: _Units
    words: tuple[_Units, ...]
    english: str
    items: tuple[str, ...]  # codes of a theme's items


@dataclass(frozen=True, slots=True)
class Index:
    """A catalogue made ready for finding."""

    entries: tuple[_Entry, ...]


def index(catalog: Catalog) -> Index:
    """Make a catalogue ready for finding. The first time loads the table of readings, 0.15 s: do it in a lane."""
    entries = [
        _entry(
            Found(FoundKind.THEME, theme.code, theme.name, theme.en),
            (theme.name.removesuffix(_ONE_THING),),
            tuple(theme.items),
        )
        for theme in catalog.themes.values()
    ]
    entries += [
        _entry(Found(FoundKind.ITEM, item.code, item.name, item.en), item.words, ()) for item in catalog.items.values()
    ]
    entries += [
        _entry(Found(FoundKind.CANCELLED, "", proof.name, "", proof.why, proof.since), (), ())
        for proof in catalog.cancelled
    ]
    return Index(tuple(entries))


def find(index: Index, words: str, limit: int = 20) -> tuple[Found, ...]:
    """What matches, best first; the same words always find the same. Several words must all match. Nothing for none."""
    queries = [_plain(word) for word in words[:_LONGEST_QUERY].split()]
    queries = [query for query in queries if query]
    if not queries:
        return ()
    scores = [min(_score(entry, query) for query in queries) for entry in index.entries]
    _lift_items_of_themes(index.entries, scores)
    best = sorted(
        (-score, list(FoundKind).index(entry.found.kind), len(entry.name), entry.found.code, entry.found.name, place)
        for place, (entry, score) in enumerate(zip(index.entries, scores, strict=True))
        if score
    )
    return tuple(index.entries[rank[-1]].found for rank in best[: max(0, limit)])


def _lift_items_of_themes(entries: Iterable[_Entry], scores: list[int]) -> None:
    places = {entry.found.code: place for place, entry in enumerate(entries) if entry.found.kind is FoundKind.ITEM}
    for entry, score in zip(entries, tuple(scores), strict=True):
        if score > _SKIPPING:
            for code in entry.items:
                place = places[code]
                scores[place] = max(scores[place], _BY_THEME)


def _score(entry: _Entry, query: str) -> int:
    return max(_score_of_code(entry.code, query), _score_of_names(entry, query))


def _score_of_code(code: str, query: str) -> int:
    if query == code:
        return _CODE
    if len(query) < 2 or query not in code:
        return 0
    return _CODE_BEGINS if code.startswith(query) else _CODE_HOLDS


def _score_of_names(entry: _Entry, query: str) -> int:
    characters = _characters(entry.name)
    if query == characters:
        return _NAME
    at = _spelled_at(entry.name, query)
    best = 0 if at is None else _NAME_BEGINS if at == 0 else _NAME_HOLDS
    for word in entry.words:
        best = max(best, _score_of_word(word, query))
    if entry.found.kind is FoundKind.CANCELLED and len(characters) > 2 and characters in query:
        best = max(best, _SAID_IN_QUERY)
    if best:
        return best
    if len(query) > 2 and query in entry.english:
        return _ENGLISH
    return _SKIPPING if len(query) > 2 and _skips_to(entry.name, query) else 0


def _score_of_word(word: _Units, query: str) -> int:
    characters = _characters(word)
    if query == characters:
        return _WORD
    at = _spelled_at(word, query)
    if at is not None:
        return _WORD_BEGINS if at == 0 else _WORD_HOLDS
    return _SAID_IN_QUERY if len(characters) > 1 and characters in query else 0  # 我想开饭店 says 饭店


def _spelled_at(units: _Units, query: str) -> int | None:
    """Where the query begins to spell the units, one after another without a gap; None when nowhere."""
    for start, (character, reading) in enumerate(units):
        if query[0] in (character, reading[:1]) and _spells(units[start:], query):
            return start
    return None


def _spells(units: _Units, query: str) -> bool:
    reached = {0}  # how much of the query the units so far may have spelled
    for character, reading in units:
        further = set()
        for at in reached:
            further |= _steps(character, reading, query, at)
        if len(query) in further:
            return True
        if not further:
            return False
        reached = further
    return False


def _steps(character: str, reading: str, query: str, at: int) -> set[int]:
    """Where in the query one may be after this character: behind itself, or behind any beginning of its reading."""
    steps = {at + 1} if query[at] == character else set()
    length = 0
    while length < len(reading) and at + length < len(query) and query[at + length] == reading[length]:
        length += 1
        steps.add(at + length)
    return steps


def _skips_to(units: _Units, query: str) -> bool:
    """Whether the query's letters begin units in their order, the first with the first, others left out between."""
    if not units or query[0] not in (units[0][0], units[0][1][:1]):
        return False
    left = iter(units)
    return all(any(letter in (character, reading[:1]) for character, reading in left) for letter in query)


def _entry(found: Found, words: tuple[str, ...], items: tuple[str, ...]) -> _Entry:
    return _Entry(
        found, _plain(found.code), _units(found.name), tuple(_units(word) for word in words), _plain(found.en), items
    )


def _characters(units: _Units) -> str:
    return "".join(character for character, _ in units)


def _plain(text: str) -> str:
    """Letters and figures alone, small, full-width forms made plain: what a query and a name are compared by."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _units(text: str) -> _Units:
    # 0.15 s and 20 MB that a program which never looks anything up need not spend
    from pypinyin import lazy_pinyin

    plain = _plain(text)
    units: list[tuple[str, str]] = []
    # the reading of each ideograph as its phrase has it; what has none comes back as it was, several at a time
    for reading in lazy_pinyin(plain):
        if plain.startswith(reading, len(units)):
            units += [(character, "") for character in reading]
        else:
            units.append((plain[len(units)], reading))
    return tuple(units)
