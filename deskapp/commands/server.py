"""`deskapp server`: the centre."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import stat
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from deskapp import logs
from deskapp.assemble.serving import serve
from deskapp.commands.database import centre_of
from deskapp.failures import Refusal, StoreTrouble
from deskapp.rules import office_facts
from deskapp.sentences import sentence
from deskapp.settings import read

_LAST_PORT = 65535


def declare(commands: Any) -> None:
    """Say what can be said."""
    server = commands.add_parser("server", help="the centre: one process, or several on PostgreSQL")
    server.add_argument("--database", help="sqlite:///PATH or postgresql://…; without it a file in the home folder")
    server.add_argument("--pages", help="the folder that keeps pages, or s3://BUCKET/PREFIX?endpoint=…&region=…")
    server.add_argument("--host", default="127.0.0.1")
    server.add_argument("--port", type=_port, default=8470)
    server.add_argument("--workers", type=int, default=1)
    server.add_argument("--sample", action="store_true", help="fill an empty database with the sample hall")
    server.add_argument("--attended", action="store_true", help="end when standard input does, for whoever starts it")
    server.set_defaults(run=_serve)


def _serve(said: argparse.Namespace) -> int:
    words = replace(
        centre_of(read(database=said.database, pages=said.pages)), sample=said.sample, workers=max(said.workers, 1)
    )
    close_to_everybody(words.home)
    logs.to_file(words.home / "logs")
    lang = said.lang or read().lang

    def say_trouble(trouble: StoreTrouble) -> None:
        logging.getLogger("deskapp.server").warning("the page store does not answer: %s", trouble.code)
        sys.stderr.write(sentence(trouble, lang) + "\n")

    def say_ready(address: str) -> None:
        sys.stdout.write(f"ready {address}\n")
        sys.stdout.flush()
        if not words.sample:
            _say_what_is_unsaid(words.office, lang)

    if said.attended and sys.stdin is not None:
        threading.Thread(target=_end_with_input, name="attended", daemon=True).start()
    serve(words, said.host, said.port, say_ready, say_trouble)
    return 0


def close_to_everybody(home: Path) -> None:
    """A home that was made by a version which left it open to everybody; a group that was let in stays so."""
    if os.name == "posix":
        with suppress(OSError):  # there is none yet, or it is another account's to say
            home.chmod(home.stat().st_mode & ~stat.S_IRWXO & 0o7777)


def _end_with_input() -> None:
    """The pipe from whoever started this process ends with them, also when they had no time to tell of it."""
    while sys.stdin.read(1):
        pass
    signal.raise_signal(signal.SIGTERM)


def _say_what_is_unsaid(office: Mapping[str, str], lang: str) -> None:
    """Tell that papers lack the hall's own words. It keeps no centre from its work."""
    try:
        office_facts.ask_named(office_facts.read(office))
    except Refusal as unsaid:
        sys.stderr.write(sentence(unsaid, lang) + "\n")


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"not a port: {text[:20]}")
    return int(text)
