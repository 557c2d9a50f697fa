"""`deskapp enroll WINDOW`: makes this computer the desk of a window."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from deskapp.assemble.enrolling import enroll, is_enrolled
from deskapp.ids import WindowId
from deskapp.settings import read


def declare(commands: Any) -> None:
    """Say what can be said."""
    words = commands.add_parser("enroll", help="make this computer the desk of a window")
    words.add_argument("window")
    words.add_argument("--server", help="the centre's address")
    words.add_argument("--ca-file", type=Path, help="the hall's own certificate authority (PEM)")
    words.add_argument(
        "--once", action="store_true", help="do nothing when this computer is a desk of that centre already"
    )
    words.set_defaults(run=_enroll)


def _enroll(said: argparse.Namespace) -> int:
    ca_file = str(said.ca_file.absolute()) if said.ca_file is not None else None
    settings = read(server=said.server, ca_file=ca_file)
    if said.once and is_enrolled(settings):
        return 0
    done = enroll(settings, WindowId(said.window))
    sys.stdout.write(f"{done.hall} · {done.window} · {done.device}/{done.epoch}\n")
    return 0
