"""`deskapp verify`: is the journal what it was when it was written? Names the place of every fault."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from deskapp.commands.database import journal_of
from deskapp.journal import rebuild
from deskapp.journal.verify import verify
from deskapp.sentences import sentence_of
from deskapp.settings import read


def declare(commands: Any) -> None:
    """Say what can be said."""
    said = commands.add_parser("verify", help="check every chain and digest of the centre's journal")
    said.add_argument("--database", help="sqlite:///PATH or postgresql://…")
    said.add_argument("--rebuild", action="store_true", help="also: that the lists can be rebuilt to the same rows")
    said.set_defaults(run=_verify)


def _verify(said: argparse.Namespace) -> int:
    settings = read(database=said.database, lang=said.lang)
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        findings = verify(reading)
        differences = list(rebuild.differences(reading)) if said.rebuild else []
    for fault in findings.faults:
        sys.stderr.write(f"{fault.place}: {sentence_of(fault.code, fault.values, settings.lang)}\n")
    for difference in differences:
        sys.stderr.write(f"{difference.place}: {sentence_of(difference.code, difference.values, settings.lang)}\n")
    sys.stdout.write(sentence_of("verify.checked", {"count": findings.checked}, settings.lang) + "\n")
    return 1 if findings.faults or differences else 0
