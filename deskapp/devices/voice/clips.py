"""The clips of the bank as a voice, on whatever plays samples."""

from __future__ import annotations

from collections.abc import Callable

from deskapp.devices.voice.bank import Bank
from deskapp.rules.announcement import LANGUAGES, Phrase

Play = Callable[[bytes, float], None]


class ClipVoice:
    """Joins an announcement from clips. `play` returns when the samples were really heard, and raises as `say` does."""

    def __init__(self, bank: Bank, play: Play) -> None:
        self._bank = bank
        self._play = play

    def speaks(self, lang: str) -> bool:
        """What the bank has."""
        return lang == "" or lang in LANGUAGES

    def say(self, phrase: Phrase, volume: float) -> None:
        """Raises DeviceTrouble NO_CLIP, and what playing raises."""
        self._play(self._bank.joined(phrase.clips), volume)
