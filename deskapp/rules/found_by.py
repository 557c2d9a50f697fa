"""What a person's case is found by: any part of a name, its pinyin initials, a telephone number or its last four.

Everything here is a **word** by which, or by whose beginning, a case is found in an index. A name gives one word for
each of its characters: itself and what follows it, so that `秀英` and `英` find 王秀英; its initials give `wxy`. A
character with several readings gives several (曾 is zēng and céng); a name has at most four such words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from deskapp.rules.numbering import as_typed

LONGEST_WORD = 24  # characters of a word in the index; what is typed beyond finds by these
PHONE_END = 4  # digits by which people name their telephone
_MOST_INITIALS = 4
_LEAST_PHONE = 7
_NO_SIGNS = frozenset({"Cc", "Cs"})  # no key types them; "Cn" the newest ideographs are here


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed, as it is looked for: `word` by its beginning, or whole when it is nothing but digits."""

    word: str
    digits: bool


def words_of(name: str, phone: str, agent: str = "", agent_id: str = "") -> frozenset[str]:
    """Every word that finds a case of this applicant, for whom this agent came. "" for what there is not."""
    words = {*_parts(name), *_initials(name), *_parts(agent), *_initials(agent)}
    digits = "".join(letter for letter in as_typed(phone) if letter.isdecimal())
    if len(digits) >= _LEAST_PHONE:
        words |= {digits, digits[-PHONE_END:]}
    if agent_id:
        words.add(_plain(agent_id))
    return frozenset(words)


def sought(typed: str) -> Sought | None:
    """What is looked for; None when there is nothing to look for: half a sign, a key that types none, blanks."""
    words = typed.strip()
    if not words or any(unicodedata.category(letter) in _NO_SIGNS for letter in words):
        return None
    digits = as_typed(words)
    if digits.isascii() and digits.isdecimal():
        return Sought(digits, digits=True)
    word = _plain(words)
    return Sought(word, digits=False) if word.strip() else None


def begins_with(name: str, word: str) -> bool:
    """Whether a name begins with a word as `sought` gives it."""
    return _plain(name).startswith(word)


def _plain(text: str) -> str:
    """As it is compared: small letters, full-width ones made plain. Ideographs stay what they are on the card."""
    return "".join(as_typed(letter) if letter.strip() else " " for letter in text).casefold()[:LONGEST_WORD]


def _parts(name: str) -> Iterator[str]:
    """The name, and the name from each later character on; of letters with spaces between, from each word on."""
    before = " "
    for place, letter in enumerate(name):
        sort = unicodedata.category(letter)[0]
        joined = sort in "LN" and before.isascii() and before.isalnum() and letter.isascii()
        if place == 0 or (not joined and sort not in "MPZ"):
            yield _plain(name[place:])
        before = letter


def _initials(name: str) -> Iterator[str]:
    """The first letters of how the characters are read, in each of a few ways; none where one has no reading."""
    letters = [letter for letter in name if unicodedata.category(letter)[0] == "L"]
    read = [_first_letters(letter) for letter in letters[:LONGEST_WORD]]
    if len(read) > 1 and all(read):
        for each in islice(product(*reversed(read)), _MOST_INITIALS):  # the surname's readings before all others
            yield "".join(reversed(each))


@lru_cache(maxsize=8192)
def _first_letters(letter: str) -> tuple[str, ...]:
    """The first letters of a character's readings, the usual one first; nothing for what is no ideograph."""
    # 0.15 s and 20 MB that a program which never looks anybody up need not spend
    from pypinyin.pinyin_dict import pinyin_dict

    readings = pinyin_dict.get(ord(letter), "")
    return tuple(dict.fromkeys(unicodedata.normalize("NFD", one)[0] for one in readings.split(",") if one))
