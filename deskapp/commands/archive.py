"""`deskapp archive`: the packages of archived cases, as the centre makes them."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

from deskapp.assemble.archives import Packing, packing, public_key
from deskapp.commands.database import centre_of, found_database
from deskapp.failures import Failure, Refusal
from deskapp.ids import CaseId
from deskapp.journal.judging import numbers_taken
from deskapp.queries.archived_cases import archived_since
from deskapp.sentences import sentence, sentence_of
from deskapp.settings import read


def declare(commands: Any) -> None:
    """Say what can be said."""
    said = commands.add_parser("archive", help="packages of archived cases, to be kept elsewhere and checked anywhere")
    said.add_argument("case", nargs="*", help="numbers of cases")
    said.add_argument("--all-since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="all that were archived since")
    said.add_argument("--out", type=Path, metavar="DIR", help="the folder for the packages")
    said.add_argument("--show-key", action="store_true", help="the public key with which packages are checked")
    said.add_argument("--database", help="sqlite:///PATH or postgresql://…")
    said.add_argument("--pages", help="the folder with the pages")
    said.set_defaults(run=_archive)


def _archive(said: argparse.Namespace) -> int:
    """A case that cannot be packed is told and holds up none of the others."""
    settings = read(database=said.database, pages=said.pages, lang=said.lang)
    words = centre_of(settings)
    if said.show_key:
        sys.stdout.write(public_key(words) + "\n")
        return 0
    if said.out is None or bool(said.case) == bool(said.all_since):
        raise Refusal("archive.which")
    found_database(words)
    failed = 0
    with packing(words, said.out) as opened:
        chosen = _chosen(opened, said)
        for named, case_id in chosen:
            try:
                path = opened.write(case_id, said.out)
            except Failure as failure:
                failed += 1
                sys.stderr.write(f"{named}: {sentence(failure, settings.lang)}\n")
                continue
            sys.stdout.write(f"{path}\n")
    told = {"count": len(chosen) - failed, "failed": failed}
    sys.stderr.write(sentence_of("archive.written", told, settings.lang) + "\n")
    return 1 if failed else 0


def _chosen(opened: Packing, said: argparse.Namespace) -> list[tuple[str, CaseId]]:
    """Cases by what they were called."""
    with opened.journal.reading() as reading:
        if said.all_since:
            return [(case_id, case_id) for case_id in archived_since(reading, said.all_since)]
        known = numbers_taken(reading, said.case)
    return [(named, CaseId(known.get(named, named))) for named in said.case]
