"""`deskapp enroll WINDOW`: makes this computer the desk of a window."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from deskapp.assemble.enrolling import enroll, is_enrolled
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import WindowId
from deskapp.settings import read

_ENVIRONMENT = "DESKAPP_CODE"
_LONGEST = 200  # bytes of a file that holds a code


def declare(commands: Any) -> None:
    """Say what can be said."""
    words = commands.add_parser("enroll", help="make this computer the desk of a window")
    words.add_argument("window")
    words.add_argument("--server", help="the centre's address")
    words.add_argument("--ca-file", type=Path, help="the hall's own certificate authority (PEM)")
    code = words.add_mutually_exclusive_group()
    code.add_argument(
        "--code",
        help="the window's enrolment code; others at this computer can see it while this runs: better by --code-file, "
        f"by {_ENVIRONMENT} in the environment, or typed when it is asked for",
    )
    code.add_argument("--code-file", type=Path, metavar="FILE", help="the file that holds the code; - reads stdin")
    words.add_argument(
        "--once", action="store_true", help="do nothing when this computer is a desk of that centre already"
    )
    words.set_defaults(run=_enroll)


def _enroll(said: argparse.Namespace) -> int:
    ca_file = str(said.ca_file.absolute()) if said.ca_file is not None else None
    settings, window = read(server=said.server, ca_file=ca_file), WindowId(said.window)
    code = _code(said)
    if said.once and is_enrolled(settings, by_code=window if code else None):
        return 0
    try:
        done = enroll(settings, window, code=code)
    except Refusal as refusal:
        if refusal.code != "enroll.code_wanted" or not sys.stdin.isatty():
            raise
        done = enroll(settings, window, code=getpass.getpass("code: "))
    sys.stdout.write(f"{done.hall} · {done.window} · {done.device}/{done.epoch}\n")
    return 0


def _code(said: argparse.Namespace) -> str:
    """The code, wherever it was said; "" for none. What stands in the environment is not handed on to any child."""
    told = os.environ.pop(_ENVIRONMENT, "")
    if said.code_file is None:
        return str(said.code or told).strip()
    if str(said.code_file) == "-":
        return sys.stdin.readline(_LONGEST).strip()
    try:
        with said.code_file.open(encoding="utf-8-sig") as file:
            return str(file.read(_LONGEST)).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentTrouble("enroll.code_file_unread", file=said.code_file.name[:80]) from error
