"""Letters to the centre: closed by anybody, read by one."""

from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from deskapp.failures import ContentTrouble
from deskapp.journal import letters

KEY = X25519PrivateKey.from_private_bytes(b"k" * 32)
PLACE = "H1|case|window"


def test_the_one_it_is_for_reads_what_was_written() -> None:
    letter = letters.close("等了两个小时".encode(), letters.address(KEY), PLACE)
    assert letters.read(letter, KEY, PLACE).decode() == "等了两个小时"
    assert "等" not in letter


def test_whoever_wrote_it_has_nothing_to_read_it_with() -> None:
    letter = letters.close(b"1", letters.address(KEY), PLACE)
    for other in (X25519PrivateKey.generate(), X25519PrivateKey.from_private_bytes(b"o" * 32)):
        with pytest.raises(ContentTrouble, match=r"letter\.unreadable"):
            letters.read(letter, other, PLACE)


def test_a_letter_moved_to_another_service_does_not_open() -> None:
    letter = letters.close(b"1", letters.address(KEY), PLACE)
    with pytest.raises(ContentTrouble, match=r"letter\.unreadable"):
        letters.read(letter, KEY, "H1|case|delivery")


def test_the_same_words_are_never_the_same_letter_and_all_weigh_the_same() -> None:
    short = [letters.close(b"5", letters.address(KEY), PLACE) for _ in range(2)]
    long = letters.close(b"x" * 7000, letters.address(KEY), PLACE)
    assert short[0] != short[1]
    assert len({len(letter) for letter in (*short, long)}) == 1


@pytest.mark.parametrize("spoilt", ["", "AAAA", "no base64!", base64.b64encode(b"x" * 80).decode()])
def test_what_is_no_letter_is_said_to_be_none(spoilt: str) -> None:
    with pytest.raises(ContentTrouble, match=r"letter\.unreadable"):
        letters.read(spoilt, KEY, PLACE)


@pytest.mark.parametrize("address", ["", "AAAA", "é"])
def test_without_an_address_nothing_is_closed(address: str) -> None:
    with pytest.raises(ContentTrouble, match=r"letter\.no_address"):
        letters.close(b"5", address, PLACE)
