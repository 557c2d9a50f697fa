"""What every voice can be asked."""

from __future__ import annotations

from typing import Protocol

from deskapp.rules.announcement import Phrase

CHIME = Phrase("", "", ("chime",))  # heads an announcement, so that people look up before the first word


class Voice(Protocol):
    """A loudspeaker with something to say, or what stands in for one."""

    def speaks(self, lang: str) -> bool:
        """Whether it has words of this language; "" is the chime."""

    def say(self, phrase: Phrase, volume: float) -> None:
        """Say it, from 0 (not to be heard) to 1, and return when its end was really heard.

        Raises DeviceTrouble with a VoiceCode: then it was not, or not to its end.
        """
