"""`deskapp speak`: this computer as a loudspeaker of the hall. It runs until it is ended."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from deskapp import logs
from deskapp.assemble.speaker import open_speaker
from deskapp.failures import Refusal
from deskapp.jobs.lanes import Lanes
from deskapp.sentences import sentence_of
from deskapp.settings import Settings, read

_SAID = ("name", "account", "languages", "repeats", "volume", "voice")
_STOP_SECONDS = 5.0
_LONGEST_PASSWORD = 1024


def declare(commands: Any) -> None:
    """Say what can be said."""
    speak = commands.add_parser("speak", help="say aloud who is called; without an account nothing is confirmed")
    speak.add_argument("--server", help="the centre's address")
    speak.add_argument("--name", help="of this speaker, as the tickets' timelines call it")
    speak.add_argument("--account", help="of a screen; its password is asked for, or read from --password-file")
    speak.add_argument("--password-file", type=Path, metavar="FILE", help="the account's password, one line")
    speak.add_argument("--languages", metavar="zh,en", help="in the order in which they are said")
    speak.add_argument("--repeats", metavar="N", help="how often it is said, 1 to 3")
    speak.add_argument("--volume", metavar="0.8", help="from 0 to 1")
    speak.add_argument("--voice", help="auto · clips · system · folder:PATH (a WAV file for each announcement)")
    speak.set_defaults(run=_speak)


def _speak(said: argparse.Namespace) -> int:
    settings = read(server=said.server, lang=said.lang)
    words = {name: value for name in _SAID if (value := getattr(said, name)) is not None}
    settings = replace(settings, speaker={**settings.speaker, **words})
    password = _password(said.password_file) if settings.speaker.get("account") else ""
    logs.to_file(settings.home / "logs")
    lanes = Lanes()
    speaker = open_speaker(settings, password, said.sounding, lambda code, values: _tell(settings, code, values))
    try:
        speaker.run(lanes)
    finally:
        speaker.end()
        lanes.stop(_STOP_SECONDS)
    return 0


def _password(file: Path | None) -> str:
    """Refusal `speaker.no_password`."""
    if file is not None:
        try:
            text = file.read_text(encoding="utf-8-sig")[:_LONGEST_PASSWORD]
        except (OSError, UnicodeDecodeError) as error:
            raise Refusal("speaker.no_password") from error
        password = text.partition("\n")[0].rstrip("\r")
    else:
        password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        raise Refusal("speaker.no_password")
    return password


def _tell(settings: Settings, code: str, values: Mapping[str, object]) -> None:
    """What went well on stdout, what somebody has to look after on stderr."""
    out = sys.stdout if code.startswith("speaker.") else sys.stderr
    out.write(sentence_of(code, dict(values), settings.lang) + "\n")
    out.flush()
