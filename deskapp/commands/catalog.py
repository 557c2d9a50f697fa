"""`deskapp catalog check FILE`: does a catalogue file say what a catalogue must?"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from deskapp.failures import ContentTrouble
from deskapp.rules.catalog_text import CatalogFaults, read_bytes
from deskapp.sentences import sentence_of
from deskapp.settings import read as settings

FAULTY = 2


def declare(commands: Any) -> None:
    """Say what can be said."""
    catalog = commands.add_parser("catalog", help="catalogue files").add_subparsers(required=True, metavar="ACTION")
    check = catalog.add_parser("check", help="name every fault of a catalogue file, by line")
    check.add_argument("file", type=Path)
    check.set_defaults(run=_check)


def _check(said: argparse.Namespace) -> int:
    lang = said.lang or settings().lang
    try:
        catalog = read_bytes(_bytes_of(said.file))
    except CatalogFaults as faults:
        for fault in faults.faults:
            words = sentence_of(fault.code, fault.values, lang)
            sys.stderr.write(f"{said.file}:{fault.line}: {words}\n")
        return FAULTY
    except ContentTrouble as trouble:
        sys.stderr.write(f"{said.file}: {sentence_of(trouble.code, trouble.values, lang)}\n")
        return FAULTY
    counts = {"version": catalog.version, "items": len(catalog.items), "themes": len(catalog.themes)}
    sys.stdout.write(sentence_of("catalog.good", counts, lang) + "\n")
    return 0


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ContentTrouble("catalog.file_unreadable", file=path.name) from error
