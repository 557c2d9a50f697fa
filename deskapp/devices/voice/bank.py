"""The bank of clips: a recorded word each, of one form, so that joining them is laying one behind the other.

The program ships a bank (`resources/sounds`). A hall that has its own speaker recorded lays files of the same names in
a folder; a language counts only when it is whole there, because two voices in one sentence are worse than either.
"""

from __future__ import annotations

import io
import re
import wave
from collections.abc import Iterable
from pathlib import Path

import resources
from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.contract import CHIME
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import LANGUAGES, REST, vocabulary

RATE = 22050  # Hz; one channel, 16 bit
BYTES = 2
_JOINT = 0.03  # s between two clips: joined without it, numbers run together
_COMMA = 0.28
_LONGEST = 10.0  # s of one clip
_NAME = re.compile(r"(zh|en)/[A-Za-z0-9]{1,8}")


class Bank:
    """Clips by name, from the hall's own folder where a language is whole there, else those that are shipped."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._shipped = resources.path("sounds")
        self._looked: dict[str, tuple[str, ...] | None] = {}

    def file_of(self, clip: str) -> bytes | None:
        """The clip as a WAV file; None when there is none of that name, whoever made the name up."""
        if clip not in CHIME.clips and not (_NAME.fullmatch(clip) and clip in vocabulary()):
            return None
        file = self._folder(clip.partition("/")[0]) / f"{clip}.wav"
        return file.read_bytes() if file.is_file() else None

    def samples_of(self, clip: str) -> bytes:
        """What is heard of a clip. DeviceTrouble NO_CLIP."""
        data = self.file_of(clip)
        found = None if data is None else samples(data)
        if found is None:
            raise DeviceTrouble(VoiceCode.NO_CLIP, clip=clip[:40])
        return found

    def joined(self, clips: Iterable[str]) -> bytes:
        """An announcement as samples. DeviceTrouble NO_CLIP: half a sentence is not said."""
        return silence(_JOINT).join(silence(_COMMA) if clip == REST else self.samples_of(clip) for clip in clips)

    def own_languages(self) -> tuple[str, ...]:
        """The languages in which the hall's own clips are used."""
        return tuple(lang for lang in LANGUAGES if self._lacks(lang) == ())

    def missing(self) -> tuple[str, ...]:
        """Clips for which the hall's own language is not whole: not there, or of another form."""
        return tuple(clip for lang in LANGUAGES for clip in self._lacks(lang) or ())

    def _folder(self, lang: str) -> Path:
        return self._own if self._own is not None and self._lacks(lang) == () else self._shipped

    def _lacks(self, lang: str) -> tuple[str, ...] | None:
        """What the hall's own language lacks, looked at once; None where it has none of its own."""
        if lang not in self._looked:
            own = self._own
            begun = own is not None and lang in LANGUAGES and (own / lang).is_dir()
            self._looked[lang] = _unfit(own, lang) if own is not None and begun else None
        return self._looked[lang]


def silence(seconds: float) -> bytes:
    """Nothing, for so long."""
    return bytes(round(seconds * RATE) * BYTES)


def seconds_of(sound: bytes) -> float:
    """How long samples are heard."""
    return len(sound) / BYTES / RATE


def as_wav(sound: bytes) -> bytes:
    """Samples as a file."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, BYTES, RATE, 0, "NONE", "NONE"))
        file.writeframes(sound)
    return whole.getvalue()


def samples(data: bytes) -> bytes | None:
    """What is heard of a WAV file; None when it is none, of another form, empty or too long."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            fits = (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, BYTES, RATE)
            if not fits or not 0 < file.getnframes() <= _LONGEST * RATE:
                return None
            heard: bytes = file.readframes(file.getnframes())
    except (wave.Error, EOFError):
        return None
    return heard


def _unfit(folder: Path, lang: str) -> tuple[str, ...]:
    wanted = [clip for clip in vocabulary() if clip.startswith(f"{lang}/")]
    return tuple(clip for clip in wanted if not _fits(folder / f"{clip}.wav"))


def _fits(file: Path) -> bool:
    return file.is_file() and samples(file.read_bytes()) is not None
