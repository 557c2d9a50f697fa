"""Which languages the system speaks is asked outside: an engine that hangs or crashes costs its voice alone."""

from __future__ import annotations

import sys

import pytest

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice import system_voices
from deskapp.devices.voice.system_voices import spoken
from deskapp.failures import DeviceTrouble
from tests.children import children


def says(text: str) -> list[str]:
    return [sys.executable, "-c", text]


def test_the_languages_are_told_in_our_order_and_no_others() -> None:
    assert spoken(says(r"print('begun\nen\nfr\nzh')")) == ("zh", "en")
    assert spoken(says("print('begun')")) == ()


def test_an_engine_that_hangs_or_falls_over_has_no_voice_and_is_no_fault_of_ours() -> None:
    hangs = "import time; print('begun', flush=True); time.sleep(600)"
    assert spoken(says(hangs), silence=1.0) == ()
    assert spoken(says(r"import os; print('begun\nzh', flush=True); os.abort()")) == ("zh",)
    assert not children()


@pytest.mark.parametrize("text", ["", "import sys; sys.exit(3)", "print('zh')"])
def test_a_process_that_does_not_even_begin_is_a_part_that_is_missing(text: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        spoken(says(text))
    assert told.value.code == VoiceCode.NONE


def test_a_program_that_is_not_there_is_one_too() -> None:
    with pytest.raises(DeviceTrouble) as told:
        spoken(["/no/such/program"])
    assert told.value.code == VoiceCode.NONE


def test_the_real_process_begins_and_ends() -> None:
    assert set(spoken()) <= {"zh", "en"}
    assert not children()


def test_the_packaged_program_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_voices.command()[1:] == ["-m", "ui", "system-voices"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert system_voices.command() == [sys.executable, "system-voices"]
