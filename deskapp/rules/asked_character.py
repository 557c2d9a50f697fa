"""What a clerk typed to find a character by: its code, its parts, or how it is read.

One line takes all three, so that nobody has to choose a way first. What could be meant in two ways is answered in
both: `BAEC` is a code point and two bytes of GB 18030.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

LONGEST = 40  # characters typed that are looked at
# The parts that most rare names are made of, for who works with the mouse alone.
PARTS = "亻氵钅王木火土日月山石女口言心扌艹宀雨金水竹糸马鸟鱼虫犬疒目禾米衣示玉贝车门龙頁風"

_HEX = re.compile(r"(?:u\+|u|0x|&#x|\\u\{?)?([0-9a-f]{4,8})[;}]?", re.IGNORECASE)
_BYTES = re.compile(r"(?:gb\s*)?((?:[0-9a-f]{2}[\s-]?){2}(?:(?:[0-9a-f]{2}[\s-]?){2})?)", re.IGNORECASE)
_PINYIN = re.compile(r"([a-zêüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ:]{1,8})([1-5])?", re.IGNORECASE)
_MANY = re.compile(r"([2-4二两三四])个(.)")
_COUNTS = {"2": 2, "二": 2, "两": 2, "3": 3, "三": 3, "4": 4, "四": 4}
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
# What people call the parts that no input method types.
_CALLED = {
    "单人旁": "亻", "单立人": "亻", "双人旁": "彳", "三点水": "氵",
    "两点水": "冫", "提手旁": "扌", "竖心旁": "忄", "反犬旁": "犭",
    "草字头": "艹", "宝盖头": "宀", "秃宝盖": "冖", "穴宝盖": "穴",
    "走之底": "辶", "走之旁": "辶", "建之旁": "廴", "绞丝旁": "纟",
    "金字旁": "钅", "食字旁": "饣", "言字旁": "讠", "示字旁": "礻",
    "衣字旁": "衤", "双耳旁": "阝", "左耳旁": "阝", "右耳旁": "阝",
    "单耳旁": "卩", "立刀旁": "刂", "王字旁": "王", "斜玉旁": "王",
    "四点底": "灬", "病字头": "疒", "虎字头": "虍", "竹字头": "竹",
    "雨字头": "雨", "四字头": "罒", "皿字底": "皿", "弄字底": "廾",
    "同字框": "冂", "国字框": "囗", "三框儿": "匚", "包字头": "勹",
    "登字头": "癶", "老字头": "耂", "足字旁": "足", "马字旁": "马",
    "月字旁": "月", "反文旁": "攵", "折文儿": "夂", "三撇儿": "彡",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, as questions to the characters."""

    codes: tuple[str, ...] = ()  # the characters that a code names
    reading: str = ""  # without its tone; ü is v
    tone: str = ""  # "1" to "4", "5" for none, "" when any will do
    parts: tuple[tuple[str, int], ...] = ()  # each part, and how many of it at least

    @property
    def anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.codes or self.reading or self.parts)


def asked(text: str) -> Asked:
    """What the text asks for. Nothing at all, when it can be read in no way."""
    said = unicodedata.normalize("NFC", text.strip()[:LONGEST])
    if not said:
        return Asked()
    reading, tone = reading_of(said)
    return Asked(codes=_codes(said), reading=reading, tone=tone, parts=_parts(said))


def is_ideograph(letter: str) -> bool:
    """Whether it is a Han character: of the basic block, an extension, or the compatibility blocks."""
    code = ord(letter)
    return (
        0x3400 <= code <= 0x4DBF
        or 0x4E00 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x3FFFD
        or code == 0x3007
    )


def _codes(said: str) -> tuple[str, ...]:
    found: list[str] = []
    if named := _HEX.fullmatch(said):
        code = int(named[1], 16)
        if code <= 0x10FFFF:
            found.append(chr(code))
    if sent := _BYTES.fullmatch(said):
        with suppress(UnicodeDecodeError):
            found.append(bytes.fromhex(re.sub(r"[\s-]", "", sent[1])).decode("gb18030"))
    return tuple(dict.fromkeys(letter for letter in found if len(letter) == 1 and _is_a_letter(letter)))


def _is_a_letter(letter: str) -> bool:
    return is_ideograph(letter) or unicodedata.category(letter)[0] == "L"


def reading_of(said: str) -> tuple[str, str]:
    """A syllable without its tone (lǜ: lv), and the tone as a digit, "" when it has none. Both "" when it is none."""
    typed = _PINYIN.fullmatch(said)
    if typed is None:
        return "", ""
    apart = unicodedata.normalize("NFD", typed[1].lower().replace("u:", "ü").replace(":", ""))
    tone = next((_TONES[mark] for mark in apart if mark in _TONES), typed[2] or "")
    plain = "".join(mark for mark in apart if mark not in _TONES).replace("u\u0308", "v").replace("e\u0302", "e")
    return plain, tone


def _parts(said: str) -> tuple[tuple[str, int], ...]:
    for name, part in _CALLED.items():
        said = said.replace(name, part)
    counted: Counter[str] = Counter()
    for many, part in _MANY.findall(said):
        if _is_a_part(part):
            counted[part] += _COUNTS[many]
    for letter in _MANY.sub("", said):
        if _is_a_part(letter):
            counted[letter] += 1
    return tuple(counted.items())


def _is_a_part(letter: str) -> bool:
    return is_ideograph(letter) or 0x2E80 <= ord(letter) <= 0x2FDF or 0x31C0 <= ord(letter) <= 0x31E3
