"""The text record of an identity card: whose it is, and what is no card is refused in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices.id_card.pretend import record
from deskapp.failures import Refusal
from deskapp.rules.id_card import TEXT_LENGTH, read_card

TODAY = date(2026, 11, 27)
NUMBER = "990105198802293371"


def read(text: bytes) -> str:
    return read_card(text, TODAY).name


def refused(text: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_card(text, TODAY)
    return caught.value.code


def test_a_card_says_who_it_is_about() -> None:
    card = read_card(record("李䶮", NUMBER, address="示例县人民路1号"), TODAY)
    assert (card.name, card.number, card.address) == ("李䶮", NUMBER, "示例县人民路1号")
    assert (card.since, card.until) == (date(2016, 11, 23), date(2036, 11, 23))


@pytest.mark.parametrize(
    ("until", "last", "over"),
    [
        ("20261127", date(2026, 11, 27), False),
        ("20261126", date(2026, 11, 26), True),
        ("长期", None, False),
    ],
)
def test_a_card_is_valid_through_its_last_day(until: str, last: date | None, over: bool) -> None:
    card = read_card(record("李䶮", NUMBER, until=until), TODAY)
    assert card.until == last
    assert card.expired(TODAY) is over


@pytest.mark.parametrize(
    ("on_the_card", "name"),
    [
        ("\ue863某", "䶮某"),  # GBK FE9F, as Unicode 2 had no place for it
        ("张\ue816", "张𠂇"),
        ("张\ue864", "张龻"),
        ("李\ue855", "李𤇾"),
        ("买买提·吐尔逊江", "买买提·吐尔逊江"),
        ("陈一二三四五六七八九十一二三四", "陈一二三四五六七八九十一二三四"),  # as long as a card's name can be
    ],
)
def test_a_name_from_the_private_area_of_an_older_card_is_the_real_one(on_the_card: str, name: str) -> None:
    assert read(record(on_the_card, NUMBER)) == name


def test_each_private_place_of_gbk_is_the_character_that_gb_18030_gives_it() -> None:
    places = [*range(0xFE50, 0xFE7F), *range(0xFE80, 0xFEA1)]
    for at, code in enumerate(places):
        theirs = code.to_bytes(2, "big").decode("gb18030")  # Python's is of 2000: a few still are private there
        ours = read_card(record("李䶮", NUMBER, address=chr(0xE815 + at)), TODAY).address
        assert len(ours) == 1
        assert ours == theirs if not _private(theirs) else not _private(ours), hex(code)


def _private(letter: str) -> bool:
    return "\ue000" <= letter <= "\uf8ff"


def test_the_permit_of_people_from_hong_kong_is_read_as_a_card() -> None:
    card = read_card(record("陈大文", "810000199408230021", mark="J"), TODAY)
    assert card.number == "810000199408230021"


@pytest.mark.parametrize("mark", ["I", "Y"])
def test_a_foreigners_card_is_named_and_not_guessed_at(mark: str) -> None:
    assert refused(record("SMITH", NUMBER, mark=mark)) == "card.foreign"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "card.unreadable"),
        (b"\0" * 255, "card.unreadable"),
        (b"\0" * TEXT_LENGTH, "id.length"),
        (b"\xff" * TEXT_LENGTH, "id.bad_character"),
        (b"\x00\xd8" * 128, "card.unreadable"),  # half a pair
        (record("李䶮", "990105198802293372"), "id.check_digit"),
        (record("", NUMBER), "name.empty"),
        (record("李3", NUMBER), "name.digits"),
        (record("李\ue000", NUMBER), "name.bad_character"),  # a private character that nobody knows
        (record("李䶮", NUMBER, until="20261399"), "card.unreadable"),
        (record("李䶮", NUMBER, until=""), "card.unreadable"),
    ],
)
def test_what_is_no_card_is_refused(text: bytes, code: str) -> None:
    assert refused(text) == code


@given(st.binary(min_size=TEXT_LENGTH, max_size=TEXT_LENGTH))
def test_whatever_a_reader_sends_is_a_card_or_a_refusal(text: bytes) -> None:
    try:
        card = read_card(text, TODAY)
    except Refusal:
        return
    assert card.number
