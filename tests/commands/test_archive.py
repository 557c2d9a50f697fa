"""`deskapp archive` and `deskapp verify PACKAGE`, as a script calls them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskapp.commands import main
from deskapp.ids import CaseId
from tests.archives.made import archived, delivered, package_of, picture
from tests.clerk.office import FrozenClock
from tests.server.hall import open_hall
from tests.server.test_archive import number_of, window

Capture = pytest.CaptureFixture[str]


@dataclass
class Kept:
    """A centre that is not running, with an archived case and one that goes on."""

    number: str
    other: str
    words: list[str]
    out: Path


@pytest.fixture
def kept(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Kept:
    centre = home / "onewindow" / "centre"
    database = f"sqlite:///{centre / 'centre.db'}"
    with open_hall(centre, database, FrozenClock()) as hall:
        with window(tmp_path / "three", hall) as desk:
            first: CaseId = archived(desk, tmp_path / "pages")
            second = delivered(desk, tmp_path / "pages", [picture()])
        number, other = number_of(hall, first), number_of(hall, second)
    monkeypatch.chdir(tmp_path)
    return Kept(number, other, ["--database", database, "--pages", str(centre / "pages")], tmp_path / "out")


def said(capsys: Capture, code: int, *words: str) -> tuple[str, str]:
    """What a command says on its two ways out."""
    assert main(list(words)) == code
    told = capsys.readouterr()
    return told.out, told.err


def test_a_package_is_written_and_found_sound_by_its_key(kept: Kept, capsys: Capture) -> None:
    out, err = said(capsys, 0, "archive", kept.number, "--out", str(kept.out), *kept.words)
    file = kept.out / f"{kept.number}.deskapp"
    assert out.strip() == str(file)
    assert "1" in err
    key, _ = said(capsys, 0, "archive", "--show-key", *kept.words)
    Path("centre.pub").write_text(key, encoding="ascii")
    for given in (key.strip(), "centre.pub"):
        told, wrong = said(capsys, 0, "verify", str(file), "--key", given)
        assert wrong == ""
        assert "四性检测全部通过" in told
        assert told.count("✓") == 4


def test_all_since_a_day_are_written_again_the_same(kept: Kept, capsys: Capture) -> None:
    said(capsys, 0, "archive", "--all-since", "2026-11-01", "--out", str(kept.out), *kept.words)
    (file,) = kept.out.iterdir()
    before = file.read_bytes()
    said(capsys, 0, "archive", "--all-since", "2026-11-01", "--out", str(kept.out), *kept.words)
    assert [one.read_bytes() for one in kept.out.iterdir()] == [before]
    said(capsys, 0, "archive", "--all-since", "2026-12-01", "--out", str(kept.out / "none"), *kept.words)
    assert list((kept.out / "none").iterdir()) == []


def test_a_case_that_cannot_be_packed_holds_up_no_other(kept: Kept, capsys: Capture) -> None:
    out, err = said(capsys, 1, "archive", kept.other, "123", kept.number, "--out", str(kept.out), *kept.words)
    assert kept.number in out
    assert f"{kept.other}: 这件还没有归档" in err
    assert "123: " in err
    assert len(list(kept.out.iterdir())) == 1


@pytest.mark.parametrize("words", [[], ["1", "--all-since", "2026-11-01"], ["--out", "x"]])
def test_which_cases_and_where_has_to_be_said(kept: Kept, capsys: Capture, words: list[str]) -> None:
    _, err = said(capsys, 1, "archive", *words, *kept.words)
    assert "--all-since" in err


def test_a_folder_that_is_a_file_is_told(kept: Kept, capsys: Capture) -> None:
    kept.out.write_bytes(b"")
    _, err = said(capsys, 1, "archive", kept.number, "--out", str(kept.out), *kept.words)
    assert "文件夹" in err


@pytest.fixture
def packed(kept: Kept, capsys: Capture) -> Path:
    said(capsys, 0, "archive", kept.number, "--out", str(kept.out), *kept.words)
    return kept.out / f"{kept.number}.deskapp"


@pytest.mark.parametrize(
    ("lang", "check", "words"), [("zh", "完整性", "缺第 1 页"), ("en", "integrity", "page 1 is missing")]
)
def test_a_fault_is_told_with_its_check_and_place_in_both_languages(
    packed: Path, capsys: Capture, lang: str, check: str, words: str
) -> None:
    spoilt = package_of(packed.read_bytes())
    page = next(name for name in spoilt.parts if name.startswith("originals/"))
    packed.write_bytes(spoilt.without(page).whole())
    out, err = said(capsys, 1, "--lang", lang, "verify", str(packed))
    assert any(line.startswith(f"{check}: originals/0001") and words in line for line in err.splitlines()), err
    assert "✗" in out


def test_a_machine_reads_the_same_as_a_person(packed: Path, capsys: Capture) -> None:
    whole = packed.read_bytes()
    (packed.parent / "cut.deskapp").write_bytes(whole[:-1])
    out, _ = said(capsys, 1, "verify", "--json", str(packed), str(packed.parent / "cut.deskapp"))
    good, bad = (json.loads(line) for line in out.splitlines())
    assert (good["sound"], good["opened"]) == (True, True)
    assert set(good["checks"]) == {"authenticity", "integrity", "usability", "safety"}
    assert all(check == {"passed": True, "faults": []} for check in good["checks"].values())
    assert (bad["sound"], bad["opened"]) == (False, False)
    (fault,) = bad["checks"]["integrity"]["faults"]
    assert fault["code"] == "package.not_one"
    assert fault["zh"] != fault["en"]
    assert not any(check["passed"] for check in bad["checks"].values())


def test_a_scanner_is_asked_and_what_it_found_ends_it(packed: Path, capsys: Capture) -> None:
    finds = packed.parent / "finds.sh"
    finds.write_text("#!/bin/sh\nexit 1\n")
    finds.chmod(0o755)
    _, err = said(capsys, 1, "verify", str(packed), "--scanner", str(finds))
    assert "安全性" in err
    assert "finds.sh" in err


def test_a_name_in_a_package_is_told_without_what_would_steer_a_terminal(tmp_path: Path, capsys: Capture) -> None:
    import zipfile

    file = tmp_path / "a.deskapp"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("\x1b[2J../x", b"")
    _, err = said(capsys, 1, "verify", str(file))
    assert "\x1b" not in err
    assert "安全性" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["absent.deskapp"], "absent.deskapp"),
        (["x.deskapp", "--rebuild"], "--rebuild"),
        (["x.deskapp", "--key", "no key"], "--show-key"),
    ],
)
def test_what_cannot_be_checked_is_one_line_that_says_what_to_do(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    _, err = said(capsys, 1, "verify", *words)
    assert told in err
    assert err.count("\n") == 1
