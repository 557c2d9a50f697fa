"""`deskapp catalog …` as an administrator and a script use it: a real database, real files, answers in sentences."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

import resources
from db.tables import events
from deskapp.commands import main
from deskapp.commands.database import journal_of
from deskapp.queries import catalogs
from deskapp.rules.catalog_text import read
from deskapp.settings import read as settings
from deskapp.workbooks.catalog_file import read_file
from deskapp.workbooks.catalog_out import workbook_of
from tests.commands.running import deskapp

SAMPLE = resources.path("catalog/sample.yaml")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("DESKAPP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return f"sqlite:///{tmp_path / 'centre.db'}"


def file_of(tmp_path: Path, version: str, day: str, *changes: tuple[str, str], form: str = "yaml") -> Path:
    text = SAMPLE.read_text(encoding="utf-8").replace('version: "2026.11"', f'version: "{version}"')
    text = text.replace("2026-11-01", day)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = tmp_path / f"{version}.{form}"
    path.write_bytes(text.encode() if form == "yaml" else workbook_of(read(text)))
    return path


def published(database: str) -> list[str]:
    with journal_of(settings(database=database), begun=False) as journal, journal.reading() as reading:
        return [one.version for one in catalogs.versions(reading)]


def run(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> tuple[str, str]:
    assert main([str(word) for word in words]) == code
    told = capsys.readouterr()
    return told.out, told.err


def test_a_workbook_is_filled_in_checked_and_turned_into_yaml_and_back(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    blank, book, text = tmp_path / "blank.xlsx", tmp_path / "book.xlsx", tmp_path / "text.yaml"
    run(capsys, 0, "catalog", "template", blank)
    _, err = run(capsys, 2, "catalog", "check", blank)
    assert f"{blank}:目录!A2: “版本号”没有填。" in err
    run(capsys, 0, "catalog", "import", SAMPLE, book)
    out, _ = run(capsys, 0, "catalog", "check", book)
    assert out == "目录 2026.11 没有错误：25 个事项，5 个主题。\n"
    run(capsys, 0, "catalog", "import", book, text)
    assert read_file(text.read_bytes()) == read_file(SAMPLE.read_bytes()) == read_file(book.read_bytes())


def test_publishing_shows_the_difference_first_and_without_a_yes_publishes_nothing(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = run(capsys, 0, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    assert out.splitlines()[0] == "这是第一份事项目录。"
    newer = file_of(tmp_path, "2099.12", "2099-12-01", ("name: 户外招牌设置,", "name: 店招设置,"), form="xlsx")
    out, _ = run(capsys, 1, "catalog", "publish", newer, "--database", database)
    assert out.splitlines() == [
        "2099.12 版与 2026.11 版相比，有 1 处变化。",
        "- 事项 ZJJ-0201 店招设置 原名“户外招牌设置”。",
        "2099.12 版于 2099-12-01 零时在各窗口自行生效，断网的窗口也一样；在此之前仍用现行版本。",
        "没有未办结的办件。",
        "没有发布。核对无误后，加 --yes 再来一次。",
    ]
    assert published(database) == ["2026.11"]
    out, _ = run(capsys, 0, "catalog", "publish", newer, "--yes", "--database", database)
    assert out.splitlines()[-1] == "已发布 2099.12 版事项目录：25 个事项。"
    assert published(database) == ["2026.11", "2099.12"]


def test_a_version_is_published_once_and_a_refusal_is_one_line(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, 0, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    _, err = run(capsys, 1, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    assert err == "2026.11 版事项目录已发布过。请换一个版本号再发布。\n"
    older = file_of(tmp_path, "2026.10", "2026-11-01")
    _, err = run(capsys, 1, "catalog", "publish", older, "--yes", "--database", database)
    assert err.startswith("2026.10 版不会生效：2026.11 版已在同一天或之后生效。")
    elsewhere = file_of(tmp_path, "2026.12", "2026-12-01", ("hall: H1", "hall: H2"))
    _, err = run(capsys, 1, "catalog", "publish", elsewhere, "--yes", "--database", database)
    assert "H2" in err
    assert published(database) == ["2026.11"]


def test_faults_are_named_before_anything_is_compared(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.yaml"
    text = SAMPLE.read_text(encoding="utf-8")
    bad.write_text(text.replace("queue: B", "queue: Z", 1).replace("when: married", "when: wed"), encoding="utf-8")
    out, err = run(capsys, 2, "catalog", "publish", bad, "--yes", "--database", database)
    assert out == ""
    assert [line.split(": ", 1)[1][:6] for line in err.splitlines()] == ["没有队列 Z", "没有提问 w"]
    assert published(database) == []


def test_two_files_or_a_file_and_a_version_are_compared(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = file_of(tmp_path, "2026.12", "2026-12-01", ("fee: 2000", "fee: 1000"))
    out, _ = run(capsys, 0, "catalog", "diff", SAMPLE, newer)
    assert out.splitlines() == [
        "2026.12 版与 2026.11 版相比，有 1 处变化。",
        "- RS-0302 社会保障卡补换：收费由 20.00 元改为 10.00 元。",
    ]
    run(capsys, 0, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    assert run(capsys, 0, "catalog", "diff", "2026.11", newer, "--database", database)[0] == out
    same, _ = run(capsys, 0, "catalog", "diff", SAMPLE, SAMPLE)
    assert same == "与 2026.11 版内容相同。\n"
    english, _ = run(capsys, 0, "--lang", "en", "catalog", "diff", SAMPLE, newer)
    assert english.splitlines()[1] == "- RS-0302 社会保障卡补换: the fee changes from 20.00 to 10.00 yuan."
    _, err = run(capsys, 1, "catalog", "diff", "2031.1", newer, "--database", database)
    assert "2031.1" in err


def test_what_was_published_is_listed_and_written_into_files(
    tmp_path: Path, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, 0, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    later = file_of(tmp_path, "2099.1", "2099-01-01", ("fee: 2000", "fee: 1000"))
    run(capsys, 0, "catalog", "publish", later, "--yes", "--database", database)
    out, _ = run(capsys, 0, "catalog", "list", "--database", database)
    assert out.splitlines() == ["* 2026.11\t2026-11-01", "  2099.1\t2099-01-01"]
    now, then = tmp_path / "now.xlsx", tmp_path / "then.yaml"
    run(capsys, 0, "catalog", "export", now, "--database", database)
    run(capsys, 0, "catalog", "export", then, "--version", "2099.1", "--database", database)
    assert read_file(now.read_bytes()) == read_file(SAMPLE.read_bytes())
    assert read_file(then.read_bytes()) == read_file(later.read_bytes())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["template", "x.yaml"], 1),
        (["import", str(SAMPLE), "x.pdf"], 1),
        (["import", "absent.xlsx", "x.yaml"], 2),
        (["export", "x.txt"], 1),
        (["export", "x.yaml"], 1),  # there is no database yet
        (["list"], 1),
        (["check", "absent.yaml"], 2),
        (["template", "/no/such/folder/x.xlsx"], 1),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(
    words: list[str], code: int, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out, err = run(capsys, code, "catalog", *words)
    assert out == ""
    assert len(err.splitlines()) == 1


def test_a_script_that_says_nothing_publishes_nothing(tmp_path: Path, database: str) -> None:
    answer = deskapp("catalog", "publish", str(SAMPLE), "--database", database, typed="y\n")
    assert (answer.code, answer.err) == (1, "")
    assert answer.out.splitlines()[-1] == "没有发布。核对无误后，加 --yes 再来一次。"
    assert published(database) == []


def test_who_published_stands_in_the_journal(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, 0, "catalog", "publish", SAMPLE, "--yes", "--database", database)
    with journal_of(settings(database=database), begun=True) as journal, journal.reading() as reading:
        rows = reading.connection.execute(sa.select(events.c.kind, events.c.actor, events.c.stream_id)).all()
    assert [tuple(row) for row in rows] == [("catalog.published", "admin", "2026.11")]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("y\n", 0),
        ("YES\n", 0),
        ("是\n", 0),
        ("n\n", 1),
        ("\n", 1),
        ("", 1),
    ],
)
def test_at_a_terminal_it_is_asked_before_it_is_published(
    typed: str, code: int, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", _Terminal(typed))
    out, _ = run(capsys, code, "catalog", "publish", SAMPLE, "--database", database)
    assert "确认发布 2026.11 版吗？ [y/N] " in out
    assert published(database) == (["2026.11"] if code == 0 else [])


def test_a_file_of_any_size_is_read_no_further_than_a_catalogue_can_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(1024**4)  # a file with a hole: it says a terabyte and holds nothing
    _, err = run(capsys, 2, "catalog", "check", huge)
    assert "不像事项目录" in err
