"""A desk shows a code: what it keeps before it asks, and what it goes on showing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.clerk.showing_code import has_shown, show_code
from deskapp.desk import CREDENTIAL, Station
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import HallId, WindowId
from deskapp.protocol.enrolment import Enrol
from deskapp.protocol.messages import WindowNames
from deskapp.rules.enrolment_code import code_of
from tests.clerk import office

THREE = WindowId("3")
CODE = code_of(7)


class Asked:
    """A centre that keeps what it is shown, and answers as it is told to."""

    def __init__(self) -> None:
        self.shown: list[Enrol] = []
        self.answer: HallId | Exception = office.HALL

    def window_names(self) -> WindowNames:
        return WindowNames(windows=[THREE])

    def enrol(self, words: Enrol) -> HallId:
        self.shown.append(words)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def centre() -> Asked:
    return Asked()


@pytest.fixture
def station(tmp_path: Path, centre: Asked) -> Iterator[Station]:
    made = office.station(tmp_path, office.FrozenClock())
    yield replace(made, enrolment=centre)
    made.journal.engine.dispose()


def credential(station: Station) -> str | None:
    with station.journal.reading() as reading:
        return reading.local(CREDENTIAL)


def test_the_centre_is_told_the_digest_of_what_the_desk_keeps(station: Station, centre: Asked) -> None:
    show_code(station, THREE, CODE.lower())
    (words,) = centre.shown
    secret = credential(station) or ""
    assert words.credential == sha256(secret.encode()).hexdigest()
    assert (words.code, words.window, words.device, words.before) == (
        CODE, "3", station.journal.terms.author.device, None,
    )  # fmt: skip
    with station.journal.reading() as reading:
        assert has_shown(reading, THREE)
        assert not has_shown(reading, WindowId("5"))


def test_after_a_lost_answer_the_very_same_is_shown_again(station: Station, centre: Asked) -> None:
    centre.answer = LineTrouble("line.slow")
    with pytest.raises(LineTrouble):
        show_code(station, THREE, CODE)
    assert credential(station) is None
    centre.answer = office.HALL
    show_code(station, THREE, CODE)
    first, second = centre.shown
    assert first == second


def test_each_code_brings_a_secret_of_its_own_and_proves_the_one_before(station: Station, centre: Asked) -> None:
    show_code(station, THREE, CODE)
    first = credential(station)
    show_code(station, WindowId("5"), code_of(8))
    assert credential(station) != first
    assert centre.shown[1].before == first


@pytest.mark.parametrize("answer", [Refusal("enroll.code_used", window="3"), HallId("H2")])
def test_what_is_refused_leaves_the_desk_what_it_was(
    station: Station, centre: Asked, answer: HallId | Exception
) -> None:
    show_code(station, THREE, CODE)
    before = credential(station)
    centre.answer = answer
    with pytest.raises(Refusal):
        show_code(station, WindowId("5"), code_of(8))
    assert credential(station) == before
    with station.journal.reading() as reading:
        assert has_shown(reading, THREE)


def test_a_slip_of_the_finger_is_shown_to_nobody(station: Station, centre: Asked) -> None:
    with pytest.raises(Refusal) as told:
        show_code(station, THREE, CODE[:-1] + "Z")
    assert told.value.code == "enroll.code_misread"
    assert centre.shown == []
