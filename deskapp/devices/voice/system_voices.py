"""Which languages the system's own voices speak, asked outside: engines of speech load other makers' code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress

from deskapp.devices.child import Child, ChildSilent
from deskapp.devices.errors import VoiceCode
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import LANGUAGES

COMMAND = "system-voices"  # by which the program knows that it is to be this process
BEGUN = "begun"  # what it says before it asks the system, which may never answer
SILENCE = 20.0  # s


def command() -> list[str]:
    """What starts the process: the packaged program is its own interpreter and knows it by a word."""
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*own, COMMAND]


def spoken(start: Sequence[str] = (), silence: float = SILENCE) -> tuple[str, ...]:
    """The languages; none when the system's voices hang or fall over, because the clips speak all the same.

    DeviceTrouble NONE when the process does not even begin: then it is a part of ours that is missing.
    """
    said = []
    try:
        with Child([*(start or command())], silence=silence) as child:
            said += [*_lines(child)]
    except OSError as error:
        raise DeviceTrouble(VoiceCode.NONE) from error
    if BEGUN not in said:
        raise DeviceTrouble(VoiceCode.NONE)
    return tuple(lang for lang in LANGUAGES if lang in said)


def _lines(child: Child) -> Sequence[str]:
    said: list[str] = []
    with suppress(ChildSilent):  # what it said before counts
        for line in child.lines():
            said += [line.strip()]
    return said
