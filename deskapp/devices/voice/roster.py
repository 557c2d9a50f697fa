"""Which voice a name means, and one for each language.

""  "auto"      for each language a voice of the system, where it has one; else the clips
"clips"         the clips, on the system's loudspeaker
"system"        voices of the system alone
folder:PATH     a WAV file for each announcement
pretend:        for practice

The first three sound, and are driven by Qt: whoever opens them gives `sounding`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import Bank
from deskapp.devices.voice.contract import Voice
from deskapp.devices.voice.folder import FolderVoice
from deskapp.devices.voice.pretend import PretendVoice
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import Phrase

SYSTEM, CLIPS = "system", "clips"
_SOUNDING = {"": (SYSTEM, CLIPS), "auto": (SYSTEM, CLIPS), CLIPS: (CLIPS,), SYSTEM: (SYSTEM,)}

Sounding = Callable[[str, Bank], Voice]


class VoiceByLanguage:
    """Says each phrase by the first of several voices that speaks its language."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self._voices = tuple(voices)

    def speaks(self, lang: str) -> bool:
        """Whether any of them does."""
        return any(voice.speaks(lang) for voice in self._voices)

    def say(self, phrase: Phrase, volume: float) -> None:
        """Raises what the voice raises; DeviceTrouble NO_LANGUAGE when none speaks it."""
        voice = next((voice for voice in self._voices if voice.speaks(phrase.lang)), None)
        if voice is None:
            raise DeviceTrouble(VoiceCode.NO_LANGUAGE, lang=phrase.lang[:8])
        voice.say(phrase, volume)


def find(name: str, bank: Bank, sounding: Sounding | None = None) -> Voice:
    """The voice of a name. DeviceTrouble NO_SUCH_VOICE for what is none, NONE where nothing can be heard."""
    kind, _, rest = name.partition(":")
    if kind == "folder" and rest and "\0" not in rest:
        return FolderVoice(Path(rest), bank)
    if name == "pretend:":
        return PretendVoice()
    if name not in _SOUNDING:
        raise DeviceTrouble(VoiceCode.NO_SUCH_VOICE, voice=name[:60])
    if sounding is None:
        raise DeviceTrouble(VoiceCode.NONE)
    return VoiceByLanguage([sounding(part, bank) for part in _SOUNDING[name]])
