"""`deskapp backup FILE`, `deskapp restore FILE`: the centre's data, consistent while it runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from deskapp.assemble import keeping
from deskapp.assemble.centre import CentreWords
from deskapp.commands.database import centre_of
from deskapp.sentences import sentence_of
from deskapp.settings import read


def declare(commands: Any) -> None:
    """Say what can be said."""
    for name, run, told in (
        ("backup", _back_up, "write the centre's data into a file, while it runs (keep centre.key apart)"),
        ("restore", _restore, "bring a backup back into an empty database"),
    ):
        said = commands.add_parser(name, help=told)
        said.add_argument("file", type=Path)
        said.add_argument("--database")
        said.add_argument("--pages")
        said.set_defaults(run=run)


def _back_up(said: argparse.Namespace) -> int:
    return _told(said, "backup.written", keeping.back_up(_words(said), said.file))


def _restore(said: argparse.Namespace) -> int:
    return _told(said, "restore.done", keeping.restore(_words(said), said.file))


def _words(said: argparse.Namespace) -> CentreWords:
    return centre_of(read(database=said.database, pages=said.pages))


def _told(said: argparse.Namespace, code: str, count: int) -> int:
    words = sentence_of(code, {"count": count, "file": said.file.name}, said.lang or read().lang)
    sys.stdout.write(words + "\n")
    return 0
