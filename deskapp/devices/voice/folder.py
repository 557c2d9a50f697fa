"""A folder as a loudspeaker: each announcement a WAV file, for a look at what would be heard."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import Bank, as_wav
from deskapp.failures import StoreTrouble
from deskapp.rules.announcement import LANGUAGES, Phrase


class FolderVoice:
    """Writes 0001-zh.wav, 0002-en.wav …: each whole or not there, over nothing that lies there."""

    def __init__(self, folder: Path, bank: Bank) -> None:
        self._folder = folder
        self._bank = bank
        self._numbers = count(1)

    def speaks(self, lang: str) -> bool:
        """What the bank has."""
        return lang == "" or lang in LANGUAGES

    def say(self, phrase: Phrase, volume: float) -> None:
        """Raises DeviceTrouble NO_CLIP, StoreTrouble NOT_WRITTEN. A file is as loud as its clips."""
        sound = as_wav(self._bank.joined(phrase.clips))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for number in self._numbers:
                target = self._folder / f"{number:04}-{phrase.lang or 'chime'}.wav"
                part = target.with_suffix(".part")
                part.write_bytes(sound)
                try:
                    os.link(part, target)
                except FileExistsError:
                    continue
                finally:
                    part.unlink()
                return
        except OSError as error:
            raise StoreTrouble(VoiceCode.NOT_WRITTEN) from error
