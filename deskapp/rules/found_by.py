"""What a person's case is found by: any part of a name, its pinyin initials, a telephone number or its last four.

Everything here is a **word** by which, or by whose beginning, a case is found in an index. A name gives one word for
each of its characters: itself and what follows it, so that `秀英` and `英` find 王秀英; its initials give `wxy`. A
character with several readings gives several (曾 is zēng and céng); a name has at most four such words.

A name in an alphabet gives a word for each of its words and none from within one, and its accents may be left out: no
keyboard of an office has an é. A number may be typed in groups, as people read it out.
"""

from __future__ import annotations

import re
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
_LEAST_OF_NUMBER = 6  # digits: what has so many, and nothing but letters beside them, is a number and no name
_LONGEST_NUMBER = 18  # characters of an ID number or a credit code
_AROUND_DIGITS = re.compile(r"[+().]")  # what people write into a telephone number, besides blanks and dashes
_CHINA = re.compile(r"(?:\+|00)86([0-9]{9,11})|86(1[0-9]{10})")  # dialled from abroad
_MOBILE = re.compile(r"1[0-9]{10}")
_UNDECOMPOSED = str.maketrans("øØłŁđĐı", "oOlLdDi")  # letters that Unicode knows no other form of
_NO_SIGNS = frozenset({"Cc", "Cs"})  # no key types them; "Cn" the newest ideographs are here


_ACCENTS_TYPED_APART = re.compile("([a-z])[\u0300-\u036f]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed, as it is looked for: `word` by its beginning, or whole when it is nothing but digits."""

    word: str
    digits: bool


def words_of(name: str, phone: str, agent: str = "", agent_id: str = "") -> frozenset[str]:
    """Every word that finds a case of this applicant, for whom this agent came. "" for what there is not."""
    words = {*_parts(name), *_initials(name), *_parts(agent), *_initials(agent)}
    words |= {number.casefold() for number in map(_without_groups, (name, agent)) if _is_number(number)}
    digits = telephone(phone)
    if len(digits) >= _LEAST_PHONE:
        words |= {digits, digits[-PHONE_END:]}
    if agent_id:
        words.add(_word(agent_id))
    return frozenset(words)


def sought(typed: str) -> Sought | None:
    """What is looked for; None when there is nothing to look for: half a sign, a key that types none, blanks."""
    words = typed.strip()
    if not words or any(unicodedata.category(letter) in _NO_SIGNS for letter in words):
        return None
    together = _without_groups(words)
    digits = _AROUND_DIGITS.sub("", together)
    if digits.isascii() and digits.isdecimal():
        return Sought(telephone(words), digits=True)
    if _is_number(together):
        return Sought(together.casefold(), digits=False)
    word = _word(words)
    return Sought(word, digits=False) if word.strip() else None


def telephone(text: str) -> str:
    """The digits of a telephone number as it is dialled within the country: without +86 or 0086, and with the 0 that
    goes before the code of a city. Other digits as they are.
    """
    said = re.sub(r"[^0-9+]", "", _without_groups(text))
    found = _CHINA.fullmatch(said)
    if found is None:
        return said.replace("+", "")
    within = found[1] or found[2]
    return within if _MOBILE.fullmatch(within) or within.startswith("0") else f"0{within}"


def begins_with(name: str, word: str) -> bool:
    """Whether a name begins with a word as `sought` gives it."""
    return as_compared(name).startswith(word)


def is_whole(name: str, word: str) -> bool:
    """Whether a word as `sought` gives it is the whole of a name, as far as words go."""
    return _word(name) == word


def as_compared(text: str) -> str:
    """Small letters, without accents, full-width ones made plain. Ideographs stay what they are on the card."""
    plain = "".join(_without_accents(as_typed(letter)) if letter.strip() else " " for letter in text)
    return _ACCENTS_TYPED_APART.sub(r"\1", plain.translate(_UNDECOMPOSED).casefold())


def _word(text: str) -> str:
    return as_compared(text)[:LONGEST_WORD]


def _without_accents(letter: str) -> str:
    """é as e; only where a letter of the Latin alphabet is left: an й without its sign would be another letter."""
    apart = unicodedata.normalize("NFD", letter)
    marked = len(apart) > 1 and apart[0].isascii() and all(unicodedata.combining(sign) for sign in apart[1:])
    return apart[0] if marked else letter


def _without_groups(text: str) -> str:
    """A number without what stands between the groups of its digits: blanks and dashes of every kind."""
    return "".join(letter for letter in as_typed(text) if unicodedata.category(letter) not in {"Pd", "Zs"})


def _is_number(together: str) -> bool:
    plain = together.isascii() and together.isalnum() and len(together) <= _LONGEST_NUMBER
    return plain and sum(letter.isdecimal() for letter in together) >= _LEAST_OF_NUMBER


def _parts(name: str) -> Iterator[str]:
    """The name, and the name from each later character on; of an alphabet, from each of its words on."""
    within = False  # a word of an alphabet
    for place, letter in enumerate(name):
        sort = unicodedata.category(letter)[0]
        spelled = sort in "LN" and unicodedata.east_asian_width(letter) != "W"
        if place == 0 or (sort not in "MPZ" and not (within and spelled)):
            yield _word(name[place:])
        within = spelled or (within and sort == "M")


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
