"""`deskapp card-reader`: the child process around a card reader's library. The window starts it; nobody else has to."""

from __future__ import annotations

import argparse
from typing import Any

from deskapp.devices.id_card.library_loop import run


def declare(commands: Any) -> None:
    """Say what can be said; the list of commands does not name it."""
    reader = commands.add_parser("card-reader")
    reader.add_argument("--library", default="", help="the maker's library; without it the usual one")
    reader.set_defaults(run=_listen)


def _listen(said: argparse.Namespace) -> int:
    run(said.library)
    return 0
