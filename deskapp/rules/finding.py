"""Finding what a person wants to apply for: by name, pinyin, initials, code, everyday words or theme.

Every character of a name can be given as itself, as its reading, or as the beginning of its reading, one after
another, so `个体`, `getigs` and `gtgs` all find 个体工商户注册登记. A cancelled proof (取消证明) is found too, with the
reason why it may no longer be asked for: the clerk who looks for it should be told, not left with nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from heapq import nsmallest
from itertools import pairwise

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
_BITS = 1023  # a signature has so many bits and one


@dataclass(frozen=True, slots=True)
class _Spelled:
    """A name or word as it can be typed.

    `pairs` and `heads` are signatures: a bit for each two letters that may follow one another in a query that spells
    it, and for each letter that may begin one of its characters. A query with a bit beside them cannot match, which is
    known without looking at the letters.
    """

    units: _Units
    characters: str
    first: str  # the character it begins with, and the letter that its reading begins with
    pairs: int
    heads: int


@dataclass(frozen=True, slots=True)
class _Query:
    text: str
    pairs: int
    heads: int


@dataclass(frozen=True, slots=True)
class _Entry:
    found: Found
    code: str
    name: _Spelled
    words: tuple[_Spelled, ...]
    english: str
    items: tuple[str, ...]  # codes of a theme's items
    rank: tuple[int, int, str, str]  # what decides between two of the same score
    pairs: int  # of the name and all words together
    heads: int


@dataclass(frozen=True, slots=True)
class Index:
    """A catalogue made ready for finding."""

    entries: tuple[_Entry, ...]
    themes: tuple[tuple[int, tuple[int, ...]], ...] = ()  # the place of each theme, and those of its items
    said: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # words that a sentence may say → their entries


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
    places = {entry.found.code: place for place, entry in enumerate(entries) if entry.found.kind is FoundKind.ITEM}
    themes = ((place, entry.items) for place, entry in enumerate(entries) if entry.items)
    said: dict[str, tuple[int, ...]] = {}
    for place, entry in enumerate(entries):
        for word in _sayable(entry):
            said[word] = (*said.get(word, ()), place)
    return Index(tuple(entries), tuple((place, tuple(places[code] for code in items)) for place, items in themes), said)


def find(index: Index, words: str, limit: int = 20) -> tuple[Found, ...]:
    """What matches, best first; the same words always find the same. Several words must all match. Nothing for none."""
    queries = [_query(word) for word in map(_plain, words[:_LONGEST_QUERY].split()) if word]
    if not queries:
        return ()
    found = [_scores(index, query) for query in queries]
    scores = found[0] if len(found) == 1 else [min(each) for each in zip(*found, strict=True)]
    for theme, items in index.themes:
        if scores[theme] > _SKIPPING:
            for place in items:
                scores[place] = max(scores[place], _BY_THEME)
    matching = ((-score, index.entries[place].rank, place) for place, score in enumerate(scores) if score)
    return tuple(index.entries[place].found for _, _, place in nsmallest(max(0, limit), matching))


def _scores(index: Index, query: _Query) -> list[int]:
    """How well each entry matches a word. Most do not, which their signatures say at once."""
    text, head = query.text, _bit(query.text[0])
    said = _said_in(index, text)
    found = []
    for place, entry in enumerate(index.entries):
        spelled = not (query.pairs & ~entry.pairs or head & ~entry.heads)
        longer = len(text) > 1 and (text in entry.code or text in entry.english or not query.heads & ~entry.name.heads)
        if spelled or longer or place in said or text == entry.code:
            found.append(max(_score_of_code(entry.code, text), _score_of_names(entry, query, place in said)))
        else:
            found.append(0)
    return found


def _said_in(index: Index, text: str) -> frozenset[int]:
    """The entries one of whose words is said in this query: 我想开饭店 says 饭店."""
    pieces = {text[start:end] for start in range(len(text)) for end in range(start + 2, len(text) + 1)}
    return frozenset(place for piece in pieces & index.said.keys() for place in index.said[piece])


def _sayable(entry: _Entry) -> set[str]:
    words = {word.characters for word in entry.words if len(word.characters) > 1}
    if entry.found.kind is FoundKind.CANCELLED and len(entry.name.characters) > 2:
        words.add(entry.name.characters)
    return words


def _score_of_code(code: str, query: str) -> int:
    if query == code:
        return _CODE
    if len(query) < 2 or query not in code:
        return 0
    return _CODE_BEGINS if code.startswith(query) else _CODE_HOLDS


def _score_of_names(entry: _Entry, query: _Query, said: bool) -> int:
    text, name = query.text, entry.name
    if text == name.characters:
        return _NAME
    at = _spelled_at(name, query)
    best = 0 if at is None else _NAME_BEGINS if at == 0 else _NAME_HOLDS
    for word in entry.words:
        best = max(best, _score_of_word(word, query))
    if said:
        best = max(best, _SAID_IN_QUERY)
    if best:
        return best
    if len(text) > 2 and text in entry.english:
        return _ENGLISH
    return _SKIPPING if len(text) > 2 and _skips_to(name, query) else 0


def _score_of_word(word: _Spelled, query: _Query) -> int:
    if query.text == word.characters:
        return _WORD
    at = _spelled_at(word, query)
    return 0 if at is None else _WORD_BEGINS if at == 0 else _WORD_HOLDS


def _spelled_at(spelled: _Spelled, query: _Query) -> int | None:
    """Where the query begins to spell the units, one after another without a gap; None when nowhere."""
    text = query.text
    if query.pairs & ~spelled.pairs or _bit(text[0]) & ~spelled.heads:
        return None
    units = spelled.units
    for start, (character, reading) in enumerate(units):
        if text[0] in (character, reading[:1]) and (len(text) == 1 or _spells(units[start:], text)):
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


def _skips_to(spelled: _Spelled, query: _Query) -> bool:
    """Whether the query's letters begin units in their order, the first with the first, others left out between."""
    if query.text[0] not in spelled.first or query.heads & ~spelled.heads:
        return False
    left = iter(spelled.units)
    return all(any(letter in (character, reading[:1]) for character, reading in left) for letter in query.text)


def _entry(found: Found, words: tuple[str, ...], items: tuple[str, ...]) -> _Entry:
    name = _spelled(found.name)
    rank = (list(FoundKind).index(found.kind), len(name.units), found.code, found.name)
    said = tuple(_spelled(word) for word in words)
    pairs = heads = 0
    for one in (name, *said):
        pairs, heads = pairs | one.pairs, heads | one.heads
    return _Entry(found, _plain(found.code), name, said, _plain(found.en), items, rank, pairs, heads)


def _query(text: str) -> _Query:
    pairs = heads = 0
    for one, other in pairwise(text):
        pairs |= _bit(one + other)
    for letter in text:
        heads |= _bit(letter)
    return _Query(text, pairs, heads)


def _spelled(text: str) -> _Spelled:
    units = _units(text)
    pairs = heads = 0
    for character, reading in units:
        heads |= _bit(character) | (_bit(reading[0]) if reading else 0)
        for one, other in pairwise(reading):
            pairs |= _bit(one + other)
    for (character, reading), (later, its_reading) in pairwise(units):
        for other in {later, its_reading[:1]} - {""}:
            for one in {character, *reading}:
                pairs |= _bit(one + other)
    first = units[0][0] + units[0][1][:1] if units else ""
    return _Spelled(units, "".join(character for character, _ in units), first, pairs, heads)


def _bit(letters: str) -> int:
    return 1 << (hash(letters) & _BITS)


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
