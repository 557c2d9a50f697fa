"""A speaker's settings: what is not said is as usual, and what cannot be is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.assemble.speaker import bank_of, open_speaker, terms_of
from deskapp.devices.errors import VoiceCode
from deskapp.failures import DeviceTrouble, Refusal
from deskapp.hall.speaking import SpeakerTerms
from deskapp.sentences import sentence
from deskapp.settings import Settings


def test_what_is_not_said_is_as_usual() -> None:
    assert terms_of({}) == SpeakerTerms()


def test_all_that_can_be_said() -> None:
    said = {"name": "东区 1", "account": "board", "languages": "en, zh", "repeats": "3", "volume": "0.25", "voice": "x"}
    assert terms_of(said, "pw") == SpeakerTerms("东区 1", ("en", "zh"), 3, 0.25, "board", "pw")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"languages": "fr"}, "speaker.no_such_language"),
        ({"languages": "zh,zh"}, "speaker.no_such_language"),
        ({"languages": ""}, "speaker.no_such_language"),
        ({"repeats": "0"}, "speaker.not_so_often"),
        ({"repeats": "4"}, "speaker.not_so_often"),
        ({"repeats": "twice"}, "speaker.not_so_often"),
        ({"repeats": "9" * 5000}, "speaker.not_so_often"),
        ({"volume": "1.1"}, "speaker.not_so_loud"),
        ({"volume": "-0.1"}, "speaker.not_so_loud"),
        ({"volume": "loud"}, "speaker.not_so_loud"),
        ({"volume": "nan"}, "speaker.not_so_loud"),
        ({"name": " "}, "speaker.no_name"),
        ({"name": "x" * 41}, "speaker.no_name"),
        ({"name": "<b>"}, "speaker.no_name"),
        ({"speed": "2"}, "settings.unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_not_repeated_at_length(said: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as told:
        terms_of(said)
    assert told.value.code == code
    assert len(sentence(told.value, "zh")) < 200


def test_a_voice_that_is_none_is_refused_before_anything_is_heard(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as told:
        open_speaker(Settings(home=tmp_path, speaker={"voice": "loud"}), "", None, lambda code, values: None)
    assert told.value.code == VoiceCode.NO_SUCH_VOICE


def test_a_computers_own_clips_lie_in_its_home(tmp_path: Path) -> None:
    (tmp_path / "sounds" / "en").mkdir(parents=True)
    assert len(bank_of(Settings(home=tmp_path)).missing()) == 26 + 10 + 10 + 8 + 3
