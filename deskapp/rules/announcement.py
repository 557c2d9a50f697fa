"""What is said aloud when somebody is called: the words, and the clips they are joined from.

    请 A 零 一 二 号，到 三 号窗口办理 · Ticket A zero one two, please proceed to window three

A ticket's number is said letter by letter and digit by digit, as it is read off the paper. A window up to 99 is said as
a number (十二号窗口), a longer one digit by digit, as rooms are. Nothing personal is ever part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

REST = ","  # among clips: a short silence, where the sentence has a comma
LANGUAGES = ("zh", "en")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_TOKEN = re.compile(r"[A-Z]|[0-9]+")
_LAST_AS_NUMBER = 99
_FIGURES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_DIGITS: Mapping[str, Sequence[str]] = {"zh": "零一二三四五六七八九", "en": _FIGURES}
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


class One(StrEnum):
    """How a 1 among single digits is said. 幺 cannot be misheard as 七, as telephonists and soldiers say it; most halls
    say 一, as everybody does."""

    YI = "一"
    YAO = "幺"


@dataclass(frozen=True, slots=True)
class Phrase:
    """An announcement in one language: `text` for a voice that reads, `clips` of the bank for joining, in order."""

    lang: str
    text: str
    clips: tuple[str, ...]


def announcement(number: str, window: str, one: One = One.YI) -> tuple[Phrase, ...]:
    """The call of a ticket to a window, in each language. Total: of a name that cannot be said with clips only that is
    said which can, and if that is nothing, people are sent to look at the screen."""
    return _chinese(number, window, one), _english(number, window)


@cache
def vocabulary() -> Mapping[str, str]:
    """Every clip that an announcement may need, and the words that are on it."""
    words = {f"zh/{letter}": letter for letter in _LETTERS} | {f"en/{letter}": letter for letter in _LETTERS}
    words |= {f"{lang}/{figure}": word for lang in LANGUAGES for figure, word in enumerate(_DIGITS[lang])}
    words |= {"zh/10": "十", "zh/yao": "幺", "zh/please": "请", "zh/number": "号", "zh/to": "到"}
    words |= {"zh/window": "号窗口办理", "zh/screen": "请看屏幕"}
    words |= {f"en/{10 + step}": word for step, word in enumerate(_TEENS)}
    words |= {f"en/{20 + 10 * step}": word for step, word in enumerate(_TENS)}
    words |= {"en/ticket": "ticket", "en/window": "please proceed to window", "en/screen": "please look at the screen"}
    return MappingProxyType(words)


def _chinese(number: str, window: str, one: One) -> Phrase:
    said, place = _spelled("zh", number, one), _named("zh", window, one)
    clips = ["zh/please", *said, "zh/number", REST, *(["zh/to", *place, "zh/window"] if place else ["zh/screen"])]
    where = f"到{_words(place, '')}号窗口办理" if place else f"到{window}窗口办理"
    return Phrase("zh", f"请{_words(said, '')}号，{where}", tuple(clips))


def _english(number: str, window: str) -> Phrase:
    said, place = _spelled("en", number, One.YI), _named("en", window, One.YI)
    clips = ["en/ticket", *said, REST, *(["en/window", *place] if place else ["en/screen"])]
    where = f"please proceed to window {_words(place, ' ')}" if place else "please look at the screen"
    return Phrase("en", f"Ticket {_words(said, ', ')}, {where}", tuple(clips))


def _spelled(lang: str, text: str, one: One) -> list[str]:
    """Letters and digits, each by itself."""
    return [clip for token in _TOKEN.findall(text.upper()) for clip in _singly(lang, token, one)]


def _named(lang: str, window: str, one: One) -> list[str]:
    """A window's name: small numbers as numbers."""
    return [clip for token in _TOKEN.findall(window.upper()) for clip in _as_number(lang, token, one)]


def _as_number(lang: str, token: str, one: One) -> Iterator[str]:
    if not token.isdecimal() or token.startswith("0") or len(token) > len(str(_LAST_AS_NUMBER)):
        yield from _singly(lang, token, one)
        return
    tens, ones = divmod(int(token), 10)
    if lang == "zh":
        yield from ([f"zh/{tens}"] if tens > 1 else []) + (["zh/10"] if tens else [])
        yield from [f"zh/{ones}"] if ones else []
    elif tens == 1:
        yield f"en/{token}"
    else:
        yield from ([f"en/{tens * 10}"] if tens else []) + ([f"en/{ones}"] if ones else [])


def _singly(lang: str, token: str, one: One) -> Iterator[str]:
    for sign in token:
        yield "zh/yao" if (lang, sign, one) == ("zh", "1", One.YAO) else f"{lang}/{sign}"


def _words(clips: Sequence[str], between: str) -> str:
    words = vocabulary()
    return between.join(words[clip] for clip in clips)
