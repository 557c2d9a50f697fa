"""Names of people and organisations: kept as they are on the document, cleaned only of what typing adds.

A name may hold any ideograph of GB 18030-2022, beyond the basic plane too. Unicode's own normalisation would change
some of them: it turns CJK compatibility ideographs into their unified look-alikes, and the person's name is then no
longer the one on the card. So these are left alone, and everything around them is normalised (NFC).
"""

from __future__ import annotations

import re
import unicodedata

from deskapp.failures import Refusal

LONGEST = 100  # characters, after cleaning

_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")
# Inside a character class: radicals, 々〆〇, the basic block and extension A, compatibility, planes 2 and 3, and the
# variation selectors that follow an ideograph.
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_BLANKS = re.compile(r"\s+")
_BLANK_IN_HAN = re.compile(f"(?<=[{_HAN}·]) (?=[{_HAN}·])")
_DOTS = re.compile(r" ?[·•‧∙⋅・･．] ?")
_POINT_IN_HAN = re.compile(f"(?<=[{_HAN}])\\.(?=[{_HAN}])")
# Planes 2 and 3 hold nothing but ideographs; an older Python does not know the newest of them yet.
_IDEOGRAPHIC_PLANES = range(0x20000, 0x3FFFE)


def normal_name(text: str) -> str:
    """The name as it is kept.

    Dropped: control and invisible characters, blanks at the ends and between ideographs. The dots that stand inside
    a name (·•．…) become the one middle dot. Refusal `name.empty`, `name.too_long`, or `name.bad_character` with its
    place (from 1), for what no document carries: emoji, private-use characters, broken text.
    """
    kept = "".join(letter for letter in _BLANKS.sub(" ", text) if unicodedata.category(letter) not in {"Cc", "Cf"})
    parts = _COMPATIBILITY.split(kept)
    name = "".join(part if _COMPATIBILITY.fullmatch(part) else unicodedata.normalize("NFC", part) for part in parts)
    name = _POINT_IN_HAN.sub("·", _DOTS.sub("·", name))
    name = _BLANK_IN_HAN.sub("", name).strip(" ·")
    if len(name) > LONGEST:
        raise Refusal("name.too_long", longest=LONGEST, length=len(name))
    for place, letter in enumerate(name, 1):
        if not _may_stand_in_a_name(letter):
            raise Refusal("name.bad_character", place=place)
    if not any(_is_letter(letter) for letter in name):
        raise Refusal("name.empty")
    return name


def personal_name(text: str) -> str:
    """The name of a person as it is kept: like `normal_name`, and Refusal `name.digits` when there are digits in it.

    An organisation may be called 3M; a digit in a person's name was typed for another field.
    """
    if any(letter.isdecimal() for letter in text):
        raise Refusal("name.digits")
    return normal_name(text)


def _is_letter(letter: str) -> bool:
    return ord(letter) in _IDEOGRAPHIC_PLANES or unicodedata.category(letter)[0] == "L" or letter == "〇"


def _may_stand_in_a_name(letter: str) -> bool:
    return _is_letter(letter) or unicodedata.category(letter)[0] in "MNP" or letter == " "
