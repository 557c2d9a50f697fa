"""`deskapp window code …` and `deskapp enroll --code-file`: as the script of an administrator says them."""

from __future__ import annotations

import csv
import io
import os
import stat
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from deskapp.assemble.centre import words_from
from deskapp.assemble.enrolling import enroll
from deskapp.commands import enroll as command
from deskapp.commands import main
from deskapp.ids import WindowId
from deskapp.journal.chain import moment_of
from deskapp.keys import Keys, beside
from deskapp.rules.enrolment_code import read_code
from deskapp.settings import read
from tests.server.codes import code_for
from tests.server.running import RunningCentre, running_centre


class Said:
    """One command, and what it said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], database: str) -> None:
        self._capsys, self._database = capsys, database
        self.err = ""

    def window(self, *words: str, code: int = 0) -> str:
        assert main(["--lang", "en", "window", *words, "--database", self._database]) == code
        out, self.err = self._capsys.readouterr()
        return out


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str], database: str) -> Said:
    return Said(capsys, database)


def test_a_code_is_shown_once_and_listed_without_itself(said: Said) -> None:
    window, code, until = said.window("code", "3", "--hours", "2").strip().split("\t")
    assert window == "3"
    assert read_code(code) == code
    listed = said.window("codes")
    assert code not in listed
    (number, of, made, end, state, device) = listed.strip().split("\t")
    assert (number, of, end, state, device) == ("1", "3", until, "open", "-")
    hours = moment_of(f"{end[:-1]}:00.000000Z") - moment_of(f"{made[:-1]}:00.000000Z")
    assert hours.total_seconds() == 2 * 3600


def test_a_newer_code_of_a_window_ends_the_one_before(said: Said) -> None:
    said.window("code", "3")
    said.window("code", "3")
    said.window("code", "5")
    assert [line.split("\t")[4] for line in said.window("codes").splitlines()] == ["revoked", "open", "open"]


def test_one_for_every_window_as_a_table_that_its_owner_alone_can_read(said: Said, tmp_path: Path) -> None:
    out = tmp_path / "codes.csv"
    assert said.window("code", "--all", "--out", str(out)) == ""
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert [row["window"] for row in rows] == list("12345678")
    assert len({read_code(row["code"]) for row in rows}) == 8
    if os.name != "nt":
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert said.window("code", "--all", "--out", str(out), code=1) == ""
    assert "there already" in said.err
    assert said.window("codes").count("open") == 8, "what could not be written down was not made"
    assert said.window("code", "--all", "--out", str(tmp_path / "none" / "x.csv"), code=1) == ""
    assert said.window("codes").count("open") == 8
    assert said.window("code", "--all").splitlines()[0] == "window,code,until"


def test_codes_end_by_number_or_all_at_once(said: Said) -> None:
    said.window("code", "--all")
    said.window("revoke-code", "2")
    assert said.window("codes").splitlines()[1].split("\t")[4] == "revoked"
    said.window("revoke-code", "2", code=1)
    assert "nothing to end" in said.err
    said.window("revoke-code", "99", code=1)
    assert "no code number 99" in said.err
    said.window("revoke-code", "--all")
    assert said.window("codes").count("revoked") == 8


@pytest.mark.parametrize("words", [("code",), ("code", "3", "--all"), ("code", "3", "--hours", "0"),
    ("code", "3", "--hours", "721"), ("code", "3", "--hours", "two"), ("revoke-code",)])  # fmt: skip
def test_what_means_nothing_is_told_in_one_line(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["window", *words])
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_window_that_there_is_not_has_no_code(said: Said) -> None:
    assert said.window("code", "99", code=1) == ""
    assert len(said.err.splitlines()) == 1
    assert said.window("dismiss", "nobody", code=1) == ""
    assert "nobody" in said.err


def keyring(home: Path) -> Keys:
    """A key of the test's own, where the system has no keyring."""
    return beside(home / "desk.key")


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "running") as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path, centre: RunningCentre, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A computer with a keyring of the test's own; what enrols it at window 3."""
    monkeypatch.setenv("DESKAPP_HOME", str(tmp_path / "desk"))
    monkeypatch.delenv("DESKAPP_CODE", raising=False)
    for name in ("enroll", "is_enrolled"):
        plain = getattr(command, name)
        monkeypatch.setattr(command, name, partial(plain, keys=keyring))
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    return ["--lang", "en", "enroll", "3", "--server", centre.address]


def test_the_code_comes_from_a_file(desk: list[str], centre: RunningCentre, tmp_path: Path) -> None:
    file = tmp_path / "code.txt"
    file.write_text(f"\ufeff{code_for(centre.parts, '3')}\r\n", encoding="utf-8")  # as Notepad writes it
    assert main([*desk, "--code-file", str(file)]) == 0


def test_the_code_comes_from_stdin(desk: list[str], centre: RunningCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{code_for(centre.parts, '3')}\n"))
    assert main([*desk, "--code-file", "-"]) == 0


def test_the_code_comes_from_the_environment_and_goes_no_further(
    desk: list[str], centre: RunningCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAPP_CODE", code_for(centre.parts, "3"))
    assert main([*desk, "--once"]) == 0
    assert "DESKAPP_CODE" not in os.environ
    assert main([*desk, "--once"]) == 0, "it is a desk already, and asks nobody"


def test_the_code_is_said_or_asked_for_where_somebody_sits(
    desk: list[str], centre: RunningCentre, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*desk, "--code", code_for(centre.parts, "3")]) == 0
    monkeypatch.setenv("DESKAPP_HOME", str(Path(os.environ["DESKAPP_HOME"]).with_name("second")))
    assert main(desk) == 1, "nobody can be asked"
    assert "enrolment code" in capsys.readouterr().err
    terminal = io.StringIO("")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    monkeypatch.setattr("getpass.getpass", lambda _: code_for(centre.parts, "3"))
    assert main(desk) == 0


def test_a_file_that_cannot_be_read_is_told(
    desk: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*desk, "--code-file", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err


def test_a_whole_hall_by_script(
    database: str, said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Codes for all windows as a table, one desk each by its line, and the list of desks afterwards."""
    table = said.window("code", "--all")
    words = words_from(read(database=database))
    with running_centre(words.home, database=database) as centre:
        for row in list(csv.DictReader(io.StringIO(table)))[:2]:
            settings = read({}, home=tmp_path / f"desk{row['window']}", server=centre.address)
            enroll(settings, WindowId(row["window"]), code=row["code"], keys=keyring)
    desks = [line.split("\t") for line in said.window("desks").splitlines()]
    assert [(desk[0], desk[3]) for desk in desks] == [("1", "-"), ("2", "-")]
    assert [line.split("\t")[4] for line in said.window("codes").splitlines()] == ["used", "used", *["open"] * 6]
    said.window("dismiss", desks[0][1])
    assert said.window("desks").splitlines()[0].split("\t")[3] != "-"
