"""The numbers people and organisations are known by, checked before anything is saved.

Resident ID number (GB 11643-1999): county of registration 6 · birth date 8 · serial 3, odd for men · check digit
(ISO/IEC 7064 MOD 11-2). The county says nothing: it is where the person was registered, in whatever year that was.
Unified social credit code (GB 32100-2015): registering body 1 · kind 1 · region 6 · organisation 9 · check digit
MOD 31-3, from 31 characters that leave out I, O, S, V and Z.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.iso7064 import mod_11_2

from deskapp.failures import Refusal
from deskapp.rules.numbering import read_day

LENGTH = 18
_OLD_LENGTH = 15
_OLDEST_YEARS = 150

_ID = re.compile(r"[0-9]{17}[0-9X]")
_LETTERS_AND_DIGITS = re.compile(r"[0-9A-Z]*")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))

# ASCII only: what `str.upper` makes of other letters could turn a wrong number into a right one.
_AS_TYPED = str.maketrans(
    {0xFF10 + n: str(n) for n in range(10)}
    | {0xFF21 + n: chr(0x41 + n) for n in range(26)}
    | {0xFF41 + n: chr(0x41 + n) for n in range(26)}
    | {0x61 + n: chr(0x41 + n) for n in range(26)}
    | dict.fromkeys(map(ord, " \t\r\n\u3000\u00a0\u200b\ufeff-－"))
)


class IdKind(StrEnum):
    RESIDENT = "resident"  # 居民身份证
    HK_MACAU_TAIWAN = "hk_macau_taiwan"  # 港澳台居民居住证: 81, 82, 83
    FOREIGN_RESIDENT = "foreign_resident"  # 外国人永久居留身份证 since 2023: 9, then the province


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person, as the number tells. Personal data."""

    number: str
    kind: IdKind
    born: date
    sex: Sex


@dataclass(frozen=True, slots=True)
class CreditCode:
    """An organisation. The code is public."""

    number: str


_TRADERS = frozenset({"91", "92", "93"})  # company, sole trader, farmers' co-operative (GB 32100-2015)


def read_id(text: str, today: date) -> Identity:
    """A resident ID number as typed or read from a card.

    Refusal `id.length`, `id.old_number` (the 15 digits of before 1999), `id.bad_character`, `id.birth_date`,
    `id.future` or `id.check_digit`. A birth date that cannot be is named before the check digit, because it says
    where to look.
    """
    number = as_typed(text)
    if len(number) == _OLD_LENGTH and number.isascii() and number.isdigit():
        raise Refusal("id.old_number")
    if len(number) != LENGTH:
        raise Refusal("id.length", length=len(number), wanted=LENGTH)
    if not _ID.fullmatch(number):
        raise Refusal("id.bad_character")
    born = read_day(number[6:14])
    if born is None or born.year < today.year - _OLDEST_YEARS:
        raise Refusal("id.birth_date")
    if born > today:
        raise Refusal("id.future")
    if mod_11_2.checksum(number) != 1:
        raise Refusal("id.check_digit")
    return Identity(number, _kind(number), born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE)


def read_credit_code(text: str) -> CreditCode:
    """A unified social credit code as typed. Refusal `uscc.length`, `uscc.bad_character` or `uscc.check_digit`."""
    number = as_typed(text)
    if len(number) != LENGTH:
        raise Refusal("uscc.length", length=len(number), wanted=LENGTH)
    places = [place for place, letter in enumerate(number, 1) if letter not in _CREDIT_ALPHABET]
    if places:
        raise Refusal("uscc.bad_character", places=places)
    total = sum(
        _CREDIT_ALPHABET.index(letter) * weight for letter, weight in zip(number, _CREDIT_WEIGHTS, strict=False)
    )
    if number[-1] != _CREDIT_ALPHABET[-total % 31]:
        raise Refusal("uscc.check_digit")
    return CreditCode(number)


def read_number(text: str, today: date) -> Identity | CreditCode:
    """Whichever of the two it is, a person's number first. Refuses as the one it looks like.

    A number with a real birth date in it is a person's, whatever else its digits might add up to: one mistyped ID
    number in thirty-one has the check digit of a credit code. Only what begins as a trader's code does is tried.
    """
    try:
        return read_id(text, today)
    except Refusal as refusal:
        if refusal.code in {"id.check_digit", "id.future"} and as_typed(text)[:2] not in _TRADERS:
            raise
        try:
            return read_credit_code(text)
        except Refusal as other:
            number = as_typed(text)
            letters = _LETTERS_AND_DIGITS.fullmatch(number) and re.search("[A-Z]", number[:-1])
            raise (other if letters else refusal) from None


def as_typed(text: str) -> str:
    """What was meant by what was typed: full-width forms made plain, letters large, blanks and dashes dropped."""
    return text.translate(_AS_TYPED)


def _kind(number: str) -> IdKind:
    if number[:2] in {"81", "82", "83"}:
        return IdKind.HK_MACAU_TAIWAN
    if number[0] == "9" and 11 <= int(number[1:3]) <= 65:
        return IdKind.FOREIGN_RESIDENT
    return IdKind.RESIDENT
