"""The reader at a serial port, with a module at the other end of a real line that does everything wrong in turn."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.pretend import record
from deskapp.devices.id_card.serial_port import SerialReader
from deskapp.failures import DeviceTrouble
from tests.fakes import security_module
from tests.fakes.security_module import SecurityModule

CARD = record("李䶮", "990105198802293371")
OTHER = record("王秀英", "990102194902030248")


@pytest.fixture
def module() -> Iterator[SecurityModule]:
    made = SecurityModule()
    yield made
    made.close()


@pytest.fixture
def reader(module: SecurityModule) -> Iterator[SerialReader]:
    made = SerialReader(module.port, patience=2.0)
    yield made
    made.close()


def trouble(reader: SerialReader) -> str:
    with pytest.raises(DeviceTrouble) as caught:
        reader.read()
    return caught.value.code


def test_no_card_is_no_answer_and_one_question(reader: SerialReader, module: SecurityModule) -> None:
    assert reader.read() is None
    assert module.questions == [security_module.FIND]


def test_a_card_is_given_once_however_long_it_lies_there(reader: SerialReader, module: SecurityModule) -> None:
    module.lay(CARD)
    assert [reader.read(), reader.read(), reader.read()] == [CARD, None, None]
    module.lay(OTHER)
    assert reader.read() == OTHER


def test_an_answer_in_small_pieces_is_put_together(reader: SerialReader, module: SecurityModule) -> None:
    module.lay(CARD)
    module.faults.extend(["slow"] * 3)
    assert reader.read() == CARD


def test_a_card_that_is_taken_away_too_soon_is_none(reader: SerialReader, module: SecurityModule) -> None:
    module.lay(CARD)
    found = module._answer

    def away(question: bytes) -> bytes:
        said = found(question)
        module.take_away()
        return said

    module._answer = away  # type: ignore[method-assign]
    assert reader.read() is None


def test_a_card_that_breaks_off_is_to_be_laid_on_anew(reader: SerialReader, module: SecurityModule) -> None:
    module.lay(CARD)
    found = module._answer
    module._answer = lambda question: (  # type: ignore[method-assign]
        security_module.answer("000041") if question == security_module.READ else found(question)
    )
    assert trouble(reader) == CardCode.LAY_ANEW


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("garbled", CardCode.GARBLED),
        ("noise", CardCode.GARBLED),
        ("endless", CardCode.GARBLED),
        ("short", CardCode.SILENT),
        ("silent", CardCode.SILENT),
    ],
)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_whatever_goes_wrong_is_said_and_the_next_card_is_read(
    reader: SerialReader, module: SecurityModule, fault: str, code: str, at: int
) -> None:
    module.lay(CARD)
    module.faults.extend(["whole"] * at + [fault])
    assert trouble(reader) == code
    module.faults.clear()
    module.lay(CARD)
    assert reader.read() == CARD


def test_a_text_longer_than_the_answer_is_garbled(reader: SerialReader, module: SecurityModule) -> None:
    module.lay(CARD)
    found = module._answer
    lying = security_module.answer("000090", b"\x0f\xff\x00\x00" + CARD)
    module._answer = lambda question: lying if question == security_module.READ else found(question)  # type: ignore[method-assign]
    assert trouble(reader) == CardCode.GARBLED


def test_a_reader_that_is_not_there_is_named(reader: SerialReader) -> None:
    nowhere = SerialReader("/dev/ttyNOWHERE7")
    with pytest.raises(DeviceTrouble) as caught:
        nowhere.read()
    assert caught.value.code == CardCode.NONE
    assert caught.value.values["reader"] == "/dev/ttyNOWHERE7"


def test_another_program_at_the_same_port_is_told(reader: SerialReader, module: SecurityModule) -> None:
    assert reader.read() is None
    other = SerialReader(module.port, patience=0.4)
    assert trouble(other) == CardCode.BUSY


def test_a_pulled_plug_is_said_and_one_put_back_is_read_again(reader: SerialReader, module: SecurityModule) -> None:
    assert reader.read() is None
    module.close()
    assert trouble(reader) in (CardCode.NONE, CardCode.SILENT)
    again = SecurityModule()
    again.lay(CARD)
    reader._port = again.port
    try:
        assert reader.read() == CARD
    finally:
        again.close()


def test_the_line_is_let_go_of(reader: SerialReader, module: SecurityModule) -> None:
    assert reader.read() is None
    before = len(os.listdir("/proc/self/fd"))
    reader.close()
    reader.close()
    assert len(os.listdir("/proc/self/fd")) < before
