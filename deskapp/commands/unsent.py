"""`deskapp unsent`: what this computer holds that the centre does not have, before anything of it is taken away."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from deskapp.assemble.unsent import unsent
from deskapp.sentences import sentence_of
from deskapp.settings import read


def declare(commands: Any) -> None:
    """Say what can be said."""
    said = commands.add_parser(
        "unsent", help="what this computer has not sent yet; exit code 1 when there is something"
    )
    said.add_argument("--json", action="store_true")
    said.set_defaults(run=_unsent)


def _unsent(said: argparse.Namespace) -> int:
    settings = read(lang=said.lang)
    left = unsent(settings)
    if said.json:
        sys.stdout.write(json.dumps(asdict(left)) + "\n")
    else:
        code = "unsent.some" if left else "unsent.nothing"
        sys.stdout.write(sentence_of(code, asdict(left), settings.lang) + "\n")
    return 1 if left else 0
