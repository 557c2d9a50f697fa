"""Personal data as it may stand on a screen and in a log. What is masked cannot be counted back to what it was."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.rules.case import Person
from deskapp.rules.identity import CreditCode, read_number

STAR = "*"

# Surnames of two characters that are borne today, written without blanks.
_SURNAMES = (
    "欧阳上官皇甫令狐诸葛司徒司马申屠夏侯贺兰完颜慕容尉迟长孙公孙宇文东方西门南宫独孤端木澹台公冶宗政濮阳淳于单于太叔轩辕钟离闾丘司空司寇仲孙鲜于呼延闻人万俟赫连第五"
    "东郭南门百里拓跋谷梁左丘梁丘乐正漆雕壤驷公良夹谷颛孙巫马段干羊舌微生"
)
_TWO_CHARACTER_SURNAMES = frozenset(_SURNAMES[at : at + 2] for at in range(0, len(_SURNAMES), 2))


@dataclass(frozen=True, slots=True)
class Masked:
    """A person as others may see them."""

    name: str
    id_number: str
    phone: str


def mask_person(person: Person, today: date) -> Masked:
    """A person masked; an organisation, known by its credit code, with name and code as they are: both are public."""
    try:
        organisation = isinstance(read_number(person.id_number, today), CreditCode)
    except Refusal:
        organisation = False
    if organisation:
        return Masked(person.name, person.id_number, mask_phone(person.phone))
    return Masked(mask_name(person.name), mask_id(person.id_number), mask_phone(person.phone))


def mask_id(number: str) -> str:
    """`110101199001011234` → `110101********1234`. What is not 18 long shows at most its last two."""
    return _between(number, 6, 4) if len(number) == 18 else _between(number, 0, 2)


def mask_phone(number: str) -> str:
    """`13812341234` → `138****1234`; a number shorter than 11 shows at most its last two."""
    return _between(number, 3, 4) if len(number) >= 11 else _between(number, 0, 2)


def mask_name(name: str) -> str:
    """The surname stays: 张伟 → 张*, 欧阳娜娜 → 欧阳**; 买买提·吐尔逊 → 买买提·***; Latin letters keep the first one.

    A single character is hidden. Stars count characters as people do: a variation selector is none.
    """
    first, dot, rest = name.partition("·")
    if first and rest:
        return first + dot + STAR * _width(rest)
    letters = _letters(name)
    if len(letters) < 2:
        return STAR * len(letters)
    shown = 2 if len(letters) > 2 and "".join(letters[:2]) in _TWO_CHARACTER_SURNAMES else 1
    return "".join(letters[:shown]) + STAR * (len(letters) - shown)


def _between(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return STAR * len(text)
    return text[:head] + STAR * (len(text) - head - tail) + text[-tail:]


def _width(text: str) -> int:
    return len(_letters(text))


def _letters(text: str) -> list[str]:
    """Characters as people count them: marks belong to the character before them."""
    letters: list[str] = []
    for letter in text:
        if letters and unicodedata.category(letter)[0] == "M":
            letters[-1] += letter
        else:
            letters.append(letter)
    return letters
