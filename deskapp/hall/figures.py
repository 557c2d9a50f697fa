"""The hall's figures at the manager's desk: read from its own journal, so that they are there with the line cut too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from deskapp.desk import Desk
from deskapp.failures import Refusal, StoreTrouble
from deskapp.papers.report_tables import Table, csv_of, table_of, xlsx_of
from deskapp.queries.reports import Report, report
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.figures import By

WAYS: Mapping[str, Callable[[Table], bytes]] = {".csv": csv_of, ".xlsx": xlsx_of}


@dataclass(frozen=True, slots=True)
class FiguresSheet:
    """Figures, and when they were read. While the line is not `online` they are no newer than `cut_since`.

    Where that is None the line has not been up since the program began.
    """

    report: Report
    read_at: datetime
    online: bool
    cut_since: datetime | None


def read(desk: Desk, first: date, last: date, by: Sequence[By]) -> FiguresSheet:
    """Read them. Refusal `access.denied` or `figures.wrong_days`."""
    access.require(desk.clerk.roles, Permission.SEE_HALL)
    with desk.journal.reading() as reading:
        found = report(reading, first, last, by)
    link = desk.line.link
    return FiguresSheet(found, desk.clock.now(), link.online, None if link.online else link.since)


def export(desk: Desk, sheet: FiguresSheet, file: Path) -> Path:
    """Write them to a file that ends in .csv or .xlsx, whole or not at all.

    Refusal `access.denied`, or `figures.wrong_form` for another ending; StoreTrouble `figures.not_written`.
    """
    access.require(desk.clerk.roles, Permission.SEE_HALL)
    way = WAYS.get(file.suffix.lower())
    if way is None:
        raise Refusal("figures.wrong_form", file=file.name[:80])
    told = sheet.report
    made = way(table_of(told.rows, told.everybody, told.by, (told.first, told.last), told.names))
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(made)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreTrouble("figures.not_written", file=file.name) from error
    return file
