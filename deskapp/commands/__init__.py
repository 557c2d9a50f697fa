"""The command line without a screen: parse, call, answer. Each command is one thin module of this room."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from deskapp.commands import (
    archive,
    card_reader,
    catalog,
    department,
    doctor,
    enroll,
    figures,
    keeping,
    pages,
    people,
    scan,
    server,
    speak,
    unsent,
    update,
    verify,
)
from deskapp.devices.voice.roster import Sounding
from deskapp.failures import Failure
from deskapp.sentences import sentence
from deskapp.settings import read

_ROOMS = (
    server, scan, doctor, verify, catalog, keeping, pages, people, department, enroll, figures, speak, archive,
    card_reader, unsent, update,
)  # fmt: skip
_OTHERS = 0o077  # the group's rights, and everybody's


class _OneLine(argparse.ArgumentParser):
    """Says what is wrong with a command line in one line, and where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {' '.join(message.split())} ({self.prog} --help)\n")


def main(argv: Sequence[str] | None = None, sounding: Sounding | None = None) -> int:
    """Run one command; returns its exit code. A failure is one line on stderr that says what to do.

    `sounding`: the voices that can be heard; they need Qt, so that whoever has it gives them.
    """
    parser = _OneLine(prog="deskapp", description="一窗 · OneWindow. Without a command it opens the clerk's window.")
    parser.add_argument("--lang", choices=("zh", "en"), help="language of what is said here")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("demo", help="a whole small hall on this machine (opens the window)")
    for room in _ROOMS:
        room.declare(commands)
    said = parser.parse_args(argv)
    lang = said.lang or "zh"
    try:
        lang = said.lang or read().lang
        said.sounding = sounding
        with _for_its_owner_alone():
            return int(said.run(said))
    except Failure as failure:
        sys.stderr.write(sentence(failure, lang) + "\n")
        return exit_code(failure)
    except KeyboardInterrupt:
        return 130


@contextmanager
def _for_its_owner_alone() -> Iterator[None]:
    """What a command makes is for the account that runs it, whatever its shell says: databases, logs and pages, tables
    and copies hold what people told the office. SQLite's journals and the centre's further processes follow.
    """
    if os.name != "posix":  # elsewhere rights are what the folder says
        yield
        return
    before = os.umask(_OTHERS)
    try:
        yield
    finally:
        os.umask(before)


def exit_code(failure: Failure) -> int:
    """The exit code the contract gives a failure; 1 for all it does not name."""
    if failure.code == "scanner.no_such_source":
        return 3
    return 4 if failure.code.startswith("scanner.") else 1
