"""What stands in the chip of an identity card, as the security module of a reader gives it: 256 bytes of text.

Layout: the common text record of the resident identity card (the interface of the security module, GA 467), UTF-16
little-endian, fields of fixed length filled up with blanks. The residence permit for people from Hong Kong, Macau and
Taiwan has the same fields and the mark `J`; the foreigner's permanent residence card has others and is read by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.rules import names
from deskapp.rules.identity import read_id
from deskapp.rules.numbering import read_day

TEXT_LENGTH = 256
_NAME, _ADDRESS, _NUMBER = (0, 30), (52, 122), (122, 158)  # bytes
_FROM, _UNTIL, _MARK = (188, 204), (204, 220), (248, 250)
_FOREIGN = frozenset("IY")
_FOR_EVER = "长期"


@dataclass(frozen=True, slots=True)
class Card:
    """Who the card is about. Personal data. `until`: the last day it is valid, None for one without an end."""

    name: str
    number: str
    address: str
    since: date | None
    until: date | None

    def expired(self, today: date) -> bool:
        """Whether its time is over."""
        return self.until is not None and self.until < today


def read_card(text: bytes, today: date) -> Card:
    """The card of a text record.

    Refusal `card.unreadable` when the record is no such record, `card.foreign` for a foreigner's permanent residence
    card. What the number or the name is wrong in, it is refused with, as if it had been typed.
    """
    if len(text) != TEXT_LENGTH:
        raise Refusal("card.unreadable")
    if _field(text, _MARK) in _FOREIGN:
        raise Refusal("card.foreign")
    number = read_id(_field(text, _NUMBER), today).number
    return Card(
        name=names.personal_name(_field(text, _NAME)),
        number=number,
        address=_field(text, _ADDRESS),
        since=read_day(_field(text, _FROM)),
        until=_last_day(_field(text, _UNTIL)),
    )


def _last_day(words: str) -> date | None:
    if words == _FOR_EVER:
        return None
    day = read_day(words)
    if day is None:
        raise Refusal("card.unreadable")
    return day


def _field(text: bytes, where: tuple[int, int]) -> str:
    try:
        words = text[slice(*where)].decode("utf-16-le")
    except UnicodeDecodeError as error:
        raise Refusal("card.unreadable") from error
    return words.rstrip("\0 \u3000").translate(_PRIVATE)


# Older cards hold the rarest characters as places of Unicode's private area, in the order of GBK (FE50–FEA0).
# Unicode has them all by now, and GB 18030-2022 maps them there.
_GBK_PRIVATE = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌"
    "龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
_PRIVATE: Mapping[int, str] = {0xE815 + place: letter for place, letter in enumerate(_GBK_PRIVATE)}
