"""The figures at the manager's desk: read with the line cut, and taken away as a file, whole or not at all."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from db.tables import tickets
from deskapp.desk import Desk
from deskapp.failures import Refusal, StoreTrouble
from deskapp.hall import figures
from deskapp.rules.figures import By
from tests.clerk import office
from tests.ui.hall import days

OPENS = office.MORNING - timedelta(minutes=30)


@pytest.fixture
def lived(manager: Desk, clock: office.FrozenClock) -> Desk:
    days.live(manager, clock, OPENS, OPENS + timedelta(hours=3))
    return manager


def test_a_lived_day_agrees_with_counting_its_tickets(lived: Desk) -> None:
    today = lived.clock.today()
    sheet = figures.read(lived, today, today, (By.QUEUE,))
    with lived.journal.reading() as reading:
        counted = reading.connection.execute(
            sa.select(tickets.c.queue, tickets.c.state, sa.func.count()).group_by(tickets.c.queue, tickets.c.state)
        ).all()
    of = {(queue, state): count for queue, state, count in counted}
    assert {row.key[0] for row in sheet.report.rows} == {"A", "B", "C", "D"}
    for row in sheet.report.rows:
        (queue,) = row.key
        assert row.served == of.get((queue, "finished"), 0)
        assert row.no_shows == of.get((queue, "no_show"), 0)
        assert row.waiting == of.get((queue, "waiting"), 0)
    assert sheet.report.everybody.people == sum(of.values()) > 100
    assert sheet.report.names["A"] == "个人事项"
    assert sheet.report.en["A"] == "Personal"


def test_how_old_they_are_is_told_while_the_line_is_cut(lived: Desk) -> None:
    sheet = figures.read(lived, lived.clock.today(), lived.clock.today(), (By.HOUR,))
    assert sheet.read_at == lived.clock.now()
    assert (sheet.online, sheet.cut_since) == (False, lived.line.link.since)


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".XLSX"])
def test_they_are_taken_away_as_a_file(lived: Desk, tmp_path: Path, ending: str) -> None:
    sheet = figures.read(lived, lived.clock.today(), lived.clock.today(), (By.WINDOW,))
    file = figures.export(lived, sheet, tmp_path / f"数据{ending}")
    assert list(tmp_path.glob(".*part")) == []
    if ending == ".csv":
        rows = list(csv.reader(StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
        assert [row[0] for row in rows[1:9]] == list("12345678")
        assert rows[-1][1] == str(sheet.report.everybody.people)
    else:
        assert "xl/workbook.xml" in ZipFile(BytesIO(file.read_bytes())).namelist()


def test_a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_else(lived: Desk, tmp_path: Path) -> None:
    sheet = figures.read(lived, lived.clock.today(), lived.clock.today(), (By.WINDOW,))
    with pytest.raises(StoreTrouble, match=r"figures\.not_written"):
        figures.export(lived, sheet, tmp_path / "no such folder" / "a.csv")
    folder = tmp_path / "figures"
    taken = folder / "taken.csv"
    taken.mkdir(parents=True)
    with pytest.raises(StoreTrouble, match=r"figures\.not_written"):
        figures.export(lived, sheet, taken)
    assert [path.name for path in folder.iterdir()] == ["taken.csv"]
    with pytest.raises(Refusal, match=r"figures\.wrong_form"):
        figures.export(lived, sheet, tmp_path / "a.pdf")


def test_a_clerk_does_not_see_them(lived: Desk) -> None:
    clerk = replace(lived, clerk=replace(lived.clerk, roles=("clerk",)))
    with pytest.raises(Refusal, match=r"access\.denied"):
        figures.read(clerk, lived.clock.today(), lived.clock.today(), (By.QUEUE,))
