"""A crash of native code is found by the next start, written down without a name, and told to the system once."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ui import event_log
from ui.native_crash import NativeCrash, told

NOW = datetime(2026, 11, 27, 2, 42, tzinfo=UTC)
_RUN = """
import faulthandler, sys
from pathlib import Path
from ui.native_crash import NativeCrash
watch = NativeCrash(Path(sys.argv[1]), lambda text, entry: None)
watch.watch()
def open_the_case():
    {deed}
open_the_case()
watch.end()
"""


def run(folder: Path, deed: str) -> int:
    """A program that watches itself, and does something."""
    script = folder.parent / "张三" / "ui" / "program.py"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(_RUN.format(deed=deed), encoding="utf-8")
    path = {"PYTHONPATH": ":".join(part for part in sys.path if part)}
    return subprocess.run(
        [sys.executable, str(script), str(folder)], env=path, capture_output=True, timeout=60, check=False
    ).returncode


@pytest.fixture
def heard() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def watch(tmp_path: Path, heard: list[tuple[str, int]]) -> NativeCrash:
    return NativeCrash(tmp_path / "crashes", lambda text, entry: heard.append((text, entry)))


def test_the_next_start_tells_where_native_code_died_and_tells_it_once(
    tmp_path: Path, watch: NativeCrash, heard: list[tuple[str, int]]
) -> None:
    folder = tmp_path / "crashes"
    assert run(folder, "faulthandler._sigsegv()") < 0
    watch.watch()
    name = watch.tell()
    watch.end()
    text = (folder / name).read_text(encoding="utf-8")
    assert "Segmentation fault" in text
    assert ":8 open_the_case" in text
    assert "ui/program.py" in text
    assert "张三" not in text
    assert str(tmp_path) not in text
    assert heard == [(text, event_log.NATIVE_FAULT)]
    assert watch.tell() == ""
    assert [file.name for file in folder.iterdir()] == [name]


def test_a_run_that_ended_in_order_leaves_nothing(tmp_path: Path, watch: NativeCrash, heard: list[object]) -> None:
    assert run(tmp_path / "crashes", "pass") == 0
    watch.watch()
    assert watch.tell() == ""
    watch.end()
    assert not heard
    assert list((tmp_path / "crashes").iterdir()) == []


def test_one_that_was_ended_from_outside_did_not_crash(tmp_path: Path, watch: NativeCrash) -> None:
    assert run(tmp_path / "crashes", "import os; os._exit(3)") == 3
    watch.watch()
    assert watch.tell() == ""
    watch.end()


def test_a_noise_that_did_not_end_the_program_is_no_crash(tmp_path: Path, watch: NativeCrash) -> None:
    """Windows' fault handler writes of exceptions, too, that somebody catches."""
    folder = tmp_path / "crashes"
    watch.watch()
    (folder / "running.txt").write_text("Windows fatal exception: code 0x8001010d\n")
    watch.end()
    watch.watch()
    assert watch.tell() == ""
    watch.end()


def test_a_place_is_told_without_the_folders_that_lead_to_it() -> None:
    said = (
        "Windows fatal exception: access violation\n\nCurrent thread 0x00000b30 (most recent call first):\n"
        '  File "D:\\profiles\\张三\\AppData\\Local\\ui\\app.py", line 12 in run\n'
        '  File "ui/shell.py", line 3 in open\n'
        "something with D:\\profiles\\张三 in it\n\nExtension modules: numpy (total: 1)\n"
    )
    text = told(said, NOW)
    assert "张三" not in text
    assert text.startswith("OneWindow 2026-11-27T02:42:00+00:00\nWindows fatal exception: access violation\n")
    assert "  ui/app.py:12 run\n  ui/shell.py:3 open\n" in text
    assert "numpy" in text


def test_a_disk_that_takes_nothing_costs_the_watch_alone(tmp_path: Path, heard: list[object]) -> None:
    (tmp_path / "crashes").write_text("a file where the folder should be")
    made = NativeCrash(tmp_path / "crashes", lambda text, entry: heard.append(text))
    made.watch()
    assert made.tell() == ""
    made.end()
    assert not heard
