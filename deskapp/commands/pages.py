"""`deskapp pages move`: the centre's pages from one store into another, as often as it takes."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from deskapp.assemble import page_moving
from deskapp.assemble.page_moving import Moved
from deskapp.commands.database import centre_of
from deskapp.sentences import sentence_of
from deskapp.settings import read

_TOLD_EVERY = 1000  # pages


def declare(commands: Any) -> None:
    """Say what can be said."""
    pages = commands.add_parser("pages", help="the centre's pages")
    steps = pages.add_subparsers(dest="step", required=True, metavar="STEP")
    move = steps.add_parser("move", help="carry them into another store, also while the centre runs; again, it goes on")
    move.add_argument("--to", required=True, help="a folder, or s3://BUCKET/PREFIX?endpoint=…&region=…")
    move.add_argument("--pages", help="where they are; without it where the settings say")
    move.set_defaults(run=_move)


def _move(said: argparse.Namespace) -> int:
    lang = said.lang or read().lang

    def tell(done: Moved) -> None:
        if done.carried and done.carried % _TOLD_EVERY == 0:
            sys.stderr.write(sentence_of("pages.moving", {"count": done.carried}, lang) + "\n")

    done = page_moving.move(centre_of(read(pages=said.pages)), said.to, tell)
    sys.stdout.write(sentence_of("pages.moved", {"count": done.carried, "there": done.there}, lang) + "\n")
    for digest in done.damaged:
        sys.stderr.write(sentence_of("pages.damaged", {"digest": digest}, lang) + "\n")
    return 1 if done.damaged else 0
