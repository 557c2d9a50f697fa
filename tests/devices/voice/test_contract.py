"""What every voice promises: a phrase is said whole, or the reason it was not is told; never half of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import Bank, as_wav, samples
from deskapp.devices.voice.clips import ClipVoice
from deskapp.devices.voice.contract import CHIME, Voice
from deskapp.devices.voice.folder import FolderVoice
from deskapp.devices.voice.pretend import PretendVoice
from deskapp.devices.voice.roster import VoiceByLanguage, find
from deskapp.failures import DeviceTrouble, Trouble
from deskapp.rules.announcement import Phrase, announcement

CHINESE, ENGLISH = announcement("A012", "3")
Making = Callable[[Path], Voice]

VOICES: dict[str, Making] = {
    "folder": lambda folder: FolderVoice(folder, Bank()),
    "pretend": lambda _: PretendVoice(),
    "clips": lambda _: ClipVoice(Bank(), lambda sound, volume: None),
    "by language": lambda _: VoiceByLanguage([PretendVoice(languages=["zh"]), PretendVoice()]),
    "named": lambda folder: find(f"folder:{folder}", Bank()),
}


@pytest.fixture(params=VOICES)
def voice(request: pytest.FixtureRequest, tmp_path: Path) -> Voice:
    return VOICES[request.param](tmp_path / "out")


def code_of(voice: Voice, phrase: Phrase) -> str:
    with pytest.raises(Trouble) as told:
        voice.say(phrase, 1.0)
    return told.value.code


def test_a_voice_says_what_it_speaks(voice: Voice) -> None:
    for phrase in (CHIME, CHINESE, ENGLISH):
        assert voice.speaks(phrase.lang)
        voice.say(phrase, 0.5)


def test_a_language_that_nobody_speaks_is_told(voice: Voice) -> None:
    assert not voice.speaks("fr")
    assert code_of(voice, Phrase("fr", "Billet A", ("fr/billet",))) in (VoiceCode.NO_LANGUAGE, VoiceCode.NO_CLIP)


def test_a_phrase_with_a_word_that_is_missing_is_not_said_by_half(tmp_path: Path) -> None:
    played: list[bytes] = []
    half = Phrase("zh", "请A", ("zh/please", "zh/none"))
    assert code_of(ClipVoice(Bank(), lambda sound, volume: played.append(sound)), half) == VoiceCode.NO_CLIP
    assert code_of(FolderVoice(tmp_path / "out", Bank()), half) == VoiceCode.NO_CLIP
    assert played == []
    assert not (tmp_path / "out").exists()


def test_a_folder_gets_each_announcement_as_a_whole_file_and_over_no_other(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "0001-zh.wav").write_bytes(b"kept")
    for _ in range(2):
        FolderVoice(out, Bank()).say(CHINESE, 1.0)
    assert sorted(file.name for file in out.iterdir()) == ["0001-zh.wav", "0002-zh.wav", "0003-zh.wav"]
    assert (out / "0001-zh.wav").read_bytes() == b"kept"
    assert (out / "0003-zh.wav").read_bytes() == as_wav(Bank().joined(CHINESE.clips))
    assert samples((out / "0002-zh.wav").read_bytes()) is not None


def test_a_folder_that_takes_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert code_of(FolderVoice(tmp_path / "file" / "out", Bank()), CHINESE) == VoiceCode.NOT_WRITTEN


def test_each_language_is_said_by_the_first_voice_that_speaks_it() -> None:
    system, clips = PretendVoice(languages=["en"]), PretendVoice()
    both = VoiceByLanguage([system, clips])
    for phrase in (CHIME, CHINESE, ENGLISH):
        both.say(phrase, 0.7)
    assert system.heard == [(ENGLISH, 0.7)]
    assert clips.heard == [(CHIME, 0.7), (CHINESE, 0.7)]


def test_a_voice_that_breaks_is_not_covered_by_another() -> None:
    """Half a sentence by one and then the whole by another would be worse than silence, and it is told."""
    both = VoiceByLanguage([PretendVoice(broken=VoiceCode.FAILED), PretendVoice()])
    assert code_of(both, CHINESE) == VoiceCode.FAILED


@pytest.mark.parametrize("name", ["loud", "folder:", "folder:a\0b", "pretend:3", "clips:1", "espeak:"])
def test_what_is_no_voice_is_refused(name: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        find(name, Bank())
    assert told.value.code == VoiceCode.NO_SUCH_VOICE


@pytest.mark.parametrize(("name", "parts"), [("", ["system", "clips"]), ("auto", ["system", "clips"]),
    ("clips", ["clips"]), ("system", ["system"])])  # fmt: skip
def test_the_voices_that_sound_are_asked_for_in_their_order(name: str, parts: list[str]) -> None:
    asked: list[str] = []

    def sounding(kind: str, bank: Bank) -> Voice:
        asked.append(kind)
        return PretendVoice(languages=["en"] if kind == "system" else ["", "zh", "en"])

    assert find(name, Bank(), sounding).speaks("en")
    assert asked == parts
    with pytest.raises(DeviceTrouble) as told:
        find(name, Bank())
    assert told.value.code == VoiceCode.NONE
