"""Builds a speaker from settings: the centre's board on one side, a voice on the other."""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.devices.voice.bank import Bank
from deskapp.devices.voice.roster import Sounding, find
from deskapp.failures import Refusal
from deskapp.hall.speaking import Speaker, SpeakerTerms, Tell
from deskapp.rules.announcement import LANGUAGES
from deskapp.settings import Settings
from deskapp.sync.board_line import HttpBoardLine

_MOST_REPEATS = 3
_LONGEST_NAME = 40
_KNOWN = frozenset({"name", "account", "languages", "repeats", "volume", "voice"})


def bank_of(settings: Settings) -> Bank:
    """The clips of this computer: the hall's own, where they lie in its home folder, else those shipped."""
    return Bank(settings.home / "sounds")


def open_speaker(settings: Settings, password: str, sounding: Sounding | None, tell: Tell) -> Speaker:
    """A speaker that is ready to run. Refusal `speaker.…` for what is set wrong; DeviceTrouble for the voice."""
    terms = terms_of(settings.speaker, password)
    voice = find(settings.speaker.get("voice", "auto"), bank_of(settings), sounding)
    return Speaker(HttpBoardLine(settings.server, ca_file=settings.ca_file), voice, terms, tell)


def terms_of(said: Mapping[str, str], password: str = "") -> SpeakerTerms:
    """How a speaker speaks, from the words under `[speaker]`. Refusal `settings.unknown`, `speaker.no_such_language`,
    `speaker.not_so_often`, `speaker.not_so_loud`, `speaker.no_name`."""
    for word in said:
        if word not in _KNOWN:
            raise Refusal("settings.unknown", word=word[:40])
    always = SpeakerTerms()
    languages = tuple(lang.strip() for lang in said.get("languages", ",".join(always.languages)).split(","))
    if len(set(languages)) != len(languages) or not set(languages) <= set(LANGUAGES):
        raise Refusal("speaker.no_such_language", languages=",".join(languages)[:40])
    repeats = said.get("repeats", str(always.repeats))
    if not (repeats.isascii() and repeats.isdecimal() and 1 <= int(repeats[:4]) <= _MOST_REPEATS):
        raise Refusal("speaker.not_so_often", repeats=repeats[:20], most=_MOST_REPEATS)
    name = said.get("name", always.name).strip()
    if not 0 < len(name) <= _LONGEST_NAME or not all(sign.isalnum() or sign in " _.-" for sign in name):
        raise Refusal("speaker.no_name", longest=_LONGEST_NAME)
    return SpeakerTerms(
        name=name, languages=languages, repeats=int(repeats), volume=_volume(said.get("volume", str(always.volume))),
        user=said.get("account", ""), password=password,
    )  # fmt: skip


def _volume(text: str) -> float:
    try:
        volume = float(text)
    except ValueError:
        volume = -1.0
    if not 0 <= volume <= 1:
        raise Refusal("speaker.not_so_loud", volume=text[:20])
    return volume
