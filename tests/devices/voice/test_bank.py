"""The bank judged as sound: every word there, of one form, as loud as the others, with nothing cut and no dead air."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import resources
from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import RATE, Bank, as_wav, samples, seconds_of, silence
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import announcement, vocabulary

CLIPS = sorted([*vocabulary(), "chime"])
WORDS = sorted(vocabulary())
PIECE = RATE // 50  # 20 ms


def heard(sound: bytes) -> NDArray[np.float64]:
    return np.frombuffer(sound, "<i2").astype(np.float64) / 2**15


def loudness(sound: bytes) -> float:
    """Mean power of what is heard, dB below full scale."""
    wave_ = heard(sound)
    power = (wave_[: len(wave_) // PIECE * PIECE].reshape(-1, PIECE) ** 2).mean(axis=1)
    return float(10 * np.log10(power[power > power.max() * 1e-3].mean()))


def rests(sound: bytes, floor: float = 0.004) -> list[float]:
    """Every stretch of silence inside a sound, in seconds."""
    loud = np.flatnonzero(np.abs(heard(sound)) > floor)
    return [float(gap) / RATE for gap in np.diff(loud) if gap > 0.1 * RATE]


def test_every_word_is_there_and_nothing_else() -> None:
    folder = resources.path("sounds")
    there = {str(file.relative_to(folder).with_suffix("")) for file in folder.rglob("*.wav")}
    assert there == set(CLIPS)


@pytest.mark.parametrize("clip", CLIPS)
def test_a_clip_is_short_of_one_form_and_not_cut(clip: str) -> None:
    sound = Bank().samples_of(clip)
    wave_ = np.abs(heard(sound))
    assert 0.15 <= seconds_of(sound) <= 2.0
    assert 0.3 <= wave_.max() <= 10 ** (-1.0 / 20), "loud enough, and never at full scale"
    assert wave_[:4].max() < 0.02, "no click at its beginning"
    assert wave_[-4:].max() < 0.02, "nor at its end"
    loud = np.flatnonzero(wave_ > 0.01)
    assert loud[0] / RATE < 0.08, "no dead air before it"
    assert (len(wave_) - loud[-1]) / RATE < 0.12 or clip == "chime", "nor behind it"
    assert len(Bank().file_of(clip) or b"") < 90_000


@pytest.mark.parametrize("clip", WORDS)
def test_no_word_is_louder_than_another(clip: str) -> None:
    assert loudness(Bank().samples_of(clip)) == pytest.approx(-18.5, abs=1.5)


def test_no_two_words_of_a_language_are_one_recording() -> None:
    for lang in ("zh", "en"):
        sounds = [Bank().samples_of(clip) for clip in WORDS if clip.startswith(lang)]
        assert len(set(sounds)) == len(sounds)


@pytest.mark.parametrize(("number", "window"), [("A012", "3"), ("Z1999", "108"), ("B007", "21"), ("A001", "综合")])
def test_an_announcement_is_as_long_as_its_words_with_one_breath_at_the_comma(number: str, window: str) -> None:
    bank = Bank()
    for phrase in announcement(number, window):
        sound = bank.joined(phrase.clips)
        words = [clip for clip in phrase.clips if clip != ","]
        least = sum(seconds_of(bank.samples_of(clip)) for clip in words)
        assert least < seconds_of(sound) < least + 1.2
        assert 2.5 < seconds_of(sound) < 9
        assert np.abs(heard(sound)).max() <= 10 ** (-1.0 / 20)
        breaths = [rest for rest in rests(sound) if rest > 0.25]
        assert len(breaths) == 1
        assert max(rests(sound)) < 0.6


@pytest.mark.parametrize(
    "clip", ["", "zh/none", "../../NOTICE", "zh/../en/A", "zh/A.wav", "/etc/passwd", "LICENSE", "zh"]
)
def test_a_name_that_somebody_made_up_is_no_file(clip: str) -> None:
    assert Bank().file_of(clip) is None
    with pytest.raises(DeviceTrouble) as told:
        Bank().joined(["zh/A", clip])
    assert told.value.code == VoiceCode.NO_CLIP


def lay(folder: Path, lang: str, sound: bytes) -> None:
    for clip in WORDS:
        if clip.startswith(f"{lang}/"):
            file = folder / f"{clip}.wav"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(sound)


def test_a_halls_own_voice_is_used_where_its_language_is_whole(tmp_path: Path) -> None:
    own = as_wav(heard_as(0.25))
    lay(tmp_path, "zh", own)
    bank = Bank(tmp_path)
    assert bank.own_languages() == ("zh",)
    assert bank.missing() == ()
    assert bank.file_of("zh/A") == own
    assert bank.file_of("en/A") == Bank().file_of("en/A")
    assert bank.file_of("chime") == Bank().file_of("chime")


@pytest.mark.parametrize("fault", ["gone", "rubbish", "stereo", "slow", "empty", "endless", "cut"])
def test_half_a_language_is_not_used_and_says_what_it_lacks(tmp_path: Path, fault: str) -> None:
    lay(tmp_path, "zh", as_wav(heard_as(0.25)))
    file = tmp_path / "zh" / "7.wav"
    spoil(file, fault)
    bank = Bank(tmp_path)
    assert bank.own_languages() == ()
    assert bank.missing() == ("zh/7",)
    assert bank.file_of("zh/A") == Bank().file_of("zh/A")


def heard_as(seconds: float) -> bytes:
    return silence(seconds)[:-2] + b"\x01\x00"


def spoil(file: Path, fault: str) -> None:
    other = {"stereo": (2, 2, RATE), "slow": (1, 2, 8000)}
    if fault == "gone":
        file.unlink()
    elif fault in other:
        whole = io.BytesIO()
        with wave.open(whole, "wb") as made:
            made.setparams((*other[fault], 0, "NONE", "NONE"))
            made.writeframes(bytes(4000))
        file.write_bytes(whole.getvalue())
    else:
        texts = {"rubbish": b"RIFFxxxx", "empty": as_wav(b""), "endless": as_wav(silence(11)), "cut": b""}
        file.write_bytes(texts[fault])


def test_what_is_written_as_a_file_is_read_back() -> None:
    sound = Bank().samples_of("zh/A")
    assert samples(as_wav(sound)) == sound


def test_the_licence_lies_beside_the_clips() -> None:
    assert "CC0" in resources.path("sounds/LICENSE.txt").read_text(encoding="utf-8")
