"""Personal data under a key for each case: what opens it, what does not, and what can be told from outside."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.journal.seals import KEY_BYTES, Keeper, new_key, seal, unseal

KEY, OTHER = b"k" * KEY_BYTES, b"o" * KEY_BYTES
PLACE = "H1|case-1|case.opened|applicant"
KEEPER = Keeper(b"w" * KEY_BYTES)


@given(st.binary(max_size=400), st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES), st.text(max_size=60))
def test_what_is_sealed_opens_with_its_key_at_its_place(plain: bytes, key: bytes, place: str) -> None:
    place = place.encode("utf-8", "ignore").decode()
    assert unseal(seal(plain, key, place), key, place) == plain


@pytest.mark.parametrize(
    "place",
    [
        "H2|case-1|case.opened|applicant", "H1|case-2|case.opened|applicant", "H1|case-1|case.corrected|applicant",
        "H1|case-1|case.opened|agent", "", PLACE + "|", "H1|case-1|case.opened",
    ],
)  # fmt: skip
def test_a_seal_that_was_moved_does_not_open(place: str) -> None:
    """Nobody is made the applicant of another case by copying their seal into it."""
    with pytest.raises(ContentTrouble) as told:
        unseal(seal(b"x", KEY, PLACE), KEY, place)
    assert told.value.code == "seal.broken"


def test_another_key_opens_nothing() -> None:
    with pytest.raises(ContentTrouble):
        unseal(seal(b"x", KEY, PLACE), OTHER, PLACE)


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_seal_with_one_byte_changed_does_not_open(where: int, change: int) -> None:
    raw = bytearray(base64.b64decode(seal("𬭎子轩".encode(), KEY, PLACE)))
    raw[where % len(raw)] ^= change
    with pytest.raises(ContentTrouble):
        unseal(base64.b64encode(raw).decode(), KEY, PLACE)


@pytest.mark.parametrize("sealed", ["", "AAAA", "no base64!", "AAAA=AAAA", "é", "A" * 16, "A" * 10_000])
def test_what_is_no_seal_does_not_open(sealed: str) -> None:
    with pytest.raises(ContentTrouble) as told:
        unseal(sealed, KEY, PLACE)
    assert told.value.code == "seal.broken"


def test_a_broken_seal_is_told_by_its_field_and_by_no_case() -> None:
    with pytest.raises(ContentTrouble) as told:
        unseal("", KEY, PLACE)
    assert told.value.values == {"place": "applicant"}


def test_the_same_words_are_sealed_otherwise_each_time() -> None:
    """Two cases of one person cannot be told to be of one person."""
    seals = {seal(b"990108200101011158", KEY, PLACE) for _ in range(50)}
    assert len(seals) == 50
    assert len({one[:16] for one in seals}) == 50, "no nonce twice"


def test_nothing_of_the_words_shows_in_a_seal() -> None:
    raw = base64.b64decode(seal(b"990108200101011158", KEY, PLACE))
    assert b"99010820" not in raw
    assert len(raw) == 12 + 18 + 16, "a nonce, the words, a tag"


def test_keys_are_fresh_and_long_enough() -> None:
    keys = {new_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {KEY_BYTES}


@given(st.text(min_size=1, max_size=40))
def test_a_wrapped_key_comes_back_for_its_case(case_id: str) -> None:
    case_id = case_id.encode("utf-8", "ignore").decode()
    assert KEEPER.unwrap(KEEPER.wrap(KEY, case_id), case_id) == KEY


@pytest.mark.parametrize(
    ("keeper", "case_id"),
    [(Keeper(b"x" * KEY_BYTES), "case-1"), (KEEPER, "case-2"), (KEEPER, "")],
    ids=["another wrapping key", "another case", "no case"],
)
def test_a_wrapped_key_opens_for_nobody_else(keeper: Keeper, case_id: str) -> None:
    with pytest.raises(StoreTrouble) as told:
        keeper.unwrap(KEEPER.wrap(KEY, "case-1"), case_id)
    assert told.value.code == "keys.wrong_wrapping_key"


@pytest.mark.parametrize("wrapped", [b"", b"x", b"x" * 12, b"x" * 27, b"x" * 60])
def test_what_is_no_wrapped_key_opens_nothing(wrapped: bytes) -> None:
    with pytest.raises(StoreTrouble):
        KEEPER.unwrap(wrapped, "case-1")


def test_a_wrapped_key_does_not_hold_the_key() -> None:
    assert KEY not in KEEPER.wrap(KEY, "case-1")


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_mark_tells_the_same_from_another_and_nothing_more(one: str, other: str) -> None:
    one, other = (text.encode("utf-8", "ignore").decode() for text in (one, other))
    assert (KEEPER.mark(one) == KEEPER.mark(other)) is (one == other)
    assert len(KEEPER.mark(one)) == 64


def test_a_mark_cannot_be_guessed_without_the_key() -> None:
    """There are few enough ID numbers to try them all: a plain digest would be as good as the number."""
    assert KEEPER.mark("990108200101011158") != Keeper(b"x" * KEY_BYTES).mark("990108200101011158")
