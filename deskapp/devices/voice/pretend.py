"""A voice for practice: it keeps what it was given to say, and can be told to be broken."""

from __future__ import annotations

from collections.abc import Collection

from deskapp.devices.errors import VoiceCode
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import LANGUAGES, Phrase


class PretendVoice:
    """Says everything at once. What was said stands in `heard`, with its volume."""

    def __init__(self, *, languages: Collection[str] = ("", *LANGUAGES), broken: VoiceCode | None = None) -> None:
        self._languages = languages
        self.broken = broken
        self.heard: list[tuple[Phrase, float]] = []

    def speaks(self, lang: str) -> bool:
        """What it was told to speak."""
        return lang in self._languages

    def say(self, phrase: Phrase, volume: float) -> None:
        """Raises DeviceTrouble as it was told to, or NO_LANGUAGE."""
        if self.broken is not None:
            raise DeviceTrouble(self.broken)
        if phrase.lang not in self._languages:
            raise DeviceTrouble(VoiceCode.NO_LANGUAGE, lang=phrase.lang[:8])
        self.heard.append((phrase, volume))
