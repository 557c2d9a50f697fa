"""`deskapp server`: the centre."""

from __future__ import annotations

import argparse
import logging
import sys
from dataclasses import replace
from typing import Any

from deskapp import logs
from deskapp.assemble.serving import serve
from deskapp.commands.database import centre_of
from deskapp.failures import StoreTrouble
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
    server.set_defaults(run=_serve)


def _serve(said: argparse.Namespace) -> int:
    words = replace(
        centre_of(read(database=said.database, pages=said.pages)), sample=said.sample, workers=max(said.workers, 1)
    )
    logs.to_file(words.home / "logs")
    lang = said.lang or read().lang

    def say_trouble(trouble: StoreTrouble) -> None:
        logging.getLogger("deskapp.server").warning("the page store does not answer: %s", trouble.code)
        sys.stderr.write(sentence(trouble, lang) + "\n")

    serve(words, said.host, said.port, _say_ready, say_trouble)
    return 0


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= _LAST_PORT):
        raise argparse.ArgumentTypeError(f"not a port: {text[:20]}")
    return int(text)


def _say_ready(address: str) -> None:
    sys.stdout.write(f"ready {address}\n")
    sys.stdout.flush()
