"""`deskapp figures --out FILE`: the hall's waits and services of some days, as a table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from deskapp.commands.database import journal_of
from deskapp.failures import StoreTrouble
from deskapp.papers.report_tables import Table, csv_of, table_of, xlsx_of
from deskapp.queries.reports import report
from deskapp.rules.figures import By
from deskapp.sentences import sentence_of
from deskapp.settings import read

_WAYS: Mapping[str, Callable[[Table], bytes]] = {".csv": csv_of, ".xlsx": xlsx_of}


def declare(commands: Any) -> None:
    """Say what can be said."""
    said = commands.add_parser("figures", help="waits and services of some days, as a table")
    said.add_argument("--database", help="sqlite:///PATH or postgresql://…")
    said.add_argument("--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the first day; without it, today")
    said.add_argument("--to", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the last day")
    said.add_argument("--by", type=By, choices=list(By), nargs="+", default=[By.QUEUE], help="told apart by what")
    said.add_argument("--out", type=_a_table, required=True, metavar="FILE", help="FILE.csv or FILE.xlsx")
    said.set_defaults(run=_figures)


def _a_table(text: str) -> Path:
    path = Path(text)
    if path.suffix not in _WAYS:
        raise argparse.ArgumentTypeError("the file has to end in .csv or .xlsx")
    return path


def _figures(said: argparse.Namespace) -> int:
    settings = read(database=said.database, lang=said.lang)
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        first = said.day or said.to or journal.terms.clock.today()
        told = report(reading, first, said.to or first, list(dict.fromkeys(said.by)))
    table = table_of(told.rows, told.everybody, told.by, (told.first, told.last), told.names)
    try:
        said.out.write_bytes(_WAYS[said.out.suffix](table))
    except OSError as error:
        raise StoreTrouble("figures.not_written", file=said.out.name) from error
    counts = {"people": told.everybody.people, "file": said.out.name}
    sys.stdout.write(sentence_of("figures.written", counts, settings.lang) + "\n")
    return 0
