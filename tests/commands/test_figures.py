"""`deskapp figures`: a table in a file, and one line for a person who asked for what there is not."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.assemble.centre import CentreWords, open_journal
from deskapp.commands import main
from deskapp.rules import ticket as tickets
from tests.clerk.office import FrozenClock
from tests.queries.telling import THREE, issue, tell

DAY = "2026-11-23"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database of a centre where somebody waited ten minutes on DAY."""
    monkeypatch.setenv("DESKAPP_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    clock, address = FrozenClock(), f"sqlite:///{tmp_path / 'centre.db'}"
    kept = open_journal(CentreWords(home=tmp_path, database=address, pages=tmp_path / "pages"), clock.clock())
    ticket = issue(kept, "A001")
    clock.move(timedelta(minutes=10))
    tell(kept, ticket, tickets.Called(THREE), tickets.Finished(THREE))
    kept.engine.dispose()
    return address


def test_a_table_is_written(database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("day.csv", "day.xlsx"):
        words = ["figures", "--database", database, "--day", DAY, "--by", "window", "hour", "--out"]
        assert main([*words, str(tmp_path / name)]) == 0
        assert name in capsys.readouterr().out
    first = (tmp_path / "day.csv").read_text("utf-8-sig").splitlines()[1]
    assert first.startswith("3,09:00–09:59,1,1,1,")
    assert (tmp_path / "day.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--day", "2026-11-24", "--to", DAY, "--out", "a.csv"], 1),
        (["--day", DAY, "--out", "no-such-folder/a.csv"], 1),
        (["--day", DAY, "--out", "a.pdf"], 2),
        (["--day", "tomorrow", "--out", "a.csv"], 2),
        (["--by", "name", "--out", "a.csv"], 2),
        ([], 2),
    ],
)
def test_what_cannot_be_written_is_told_in_one_line(
    database: str, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        ended = main(["figures", "--database", database, *words])
    except SystemExit as left:
        ended = int(left.code or 0)
    told = capsys.readouterr()
    assert (ended, told.out, len(told.err.splitlines())) == (code, "", 1)
