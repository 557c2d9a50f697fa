"""The system's voices, on the engine that Qt ships for tests."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from deskapp.devices.errors import VoiceCode
from deskapp.failures import DeviceTrouble
from deskapp.jobs.lanes import Lanes
from deskapp.rules.announcement import announcement
from ui.devices.speech import SystemVoice

CHINESE, ENGLISH = announcement("A012", "3")


@pytest.fixture
def voice(qtbot: QtBot) -> SystemVoice:
    return SystemVoice("mock")


def test_it_speaks_the_languages_that_the_system_has_a_voice_for(voice: SystemVoice) -> None:
    assert [lang for lang in ("", "zh", "en") if voice.speaks(lang)] == ["en"]


def test_a_phrase_is_over_when_it_was_said_and_not_before(voice: SystemVoice, lanes: Lanes, qtbot: QtBot) -> None:
    speech = voice._speech
    assert speech is not None
    states: list[str] = []
    speech.stateChanged.connect(lambda state: states.append(state.name))
    done = lanes.put("voice", lambda: voice.say(ENGLISH, 0.4))
    qtbot.waitUntil(done.done, timeout=10_000)
    done.result()
    assert states == ["Speaking", "Ready"]
    assert speech.volume() == pytest.approx(0.4)
    assert speech.locale().name().startswith("en_")


def test_phrases_of_two_who_ask_follow_each_other(voice: SystemVoice, lanes: Lanes, qtbot: QtBot) -> None:
    for _ in range(3):
        done = lanes.put("voice", lambda: voice.say(ENGLISH, 1.0))
    qtbot.waitUntil(done.done, timeout=15_000)
    done.result()


def test_a_language_without_a_voice_is_told_at_once(voice: SystemVoice) -> None:
    with pytest.raises(DeviceTrouble) as told:
        voice.say(CHINESE, 1.0)
    assert told.value.code == VoiceCode.NO_LANGUAGE


def test_a_voice_that_never_ends_is_given_up(qtbot: QtBot, lanes: Lanes) -> None:
    voice = SystemVoice("mock", patience=0.02)
    done = lanes.put("voice", lambda: voice.say(ENGLISH, 1.0))
    qtbot.waitUntil(done.done, timeout=10_000)
    with pytest.raises(DeviceTrouble) as told:
        done.result()
    assert told.value.code == VoiceCode.SILENT
    qtbot.waitUntil(lambda: voice._playing is None)
