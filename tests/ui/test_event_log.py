"""Windows' event log gets an entry for a crash; a computer that has none, or whose log takes nothing, goes on."""

from __future__ import annotations

import ctypes
import logging
import os
from pathlib import Path

import pytest

from tests.fakes.spooler import compiled
from ui import event_log
from ui.event_log import NATIVE_FAULT, PROGRAM_FAULT, tell


@pytest.fixture(scope="module")
def advapi(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    return ctypes.CDLL(str(compiled(tmp_path_factory.mktemp("log"))))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SP_FOLDER", str(tmp_path))
    return tmp_path


def written(folder: Path) -> str:
    return (folder / "event").read_bytes().decode("utf-16-le")


def test_an_entry_is_an_error_with_the_whole_text(advapi: ctypes.CDLL, folder: Path) -> None:
    assert tell("OneWindow 2026\nLookupError\n  clerk/accepting.py:7 受理\0x", PROGRAM_FAULT, advapi)
    assert written(folder) == "OneWindow 2026\nLookupError\n  clerk/accepting.py:7 受理 x"
    assert (folder / "log").read_text() == "entry 1\nlog closed\n"


def test_a_text_longer_than_windows_takes_is_cut(advapi: ctypes.CDLL, folder: Path) -> None:
    assert tell("𬭎" * 40_000, NATIVE_FAULT, advapi)
    assert len(written(folder)) < 31_839


@pytest.mark.parametrize(
    ("variable", "words"), [("SP_NO_LOG", "no source, error 1314"), ("SP_LOG_FULL", "not taken, error 1502")]
)
def test_a_log_that_takes_nothing_is_told_in_ours(
    variable: str, words: str, advapi: ctypes.CDLL, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "1")
    folder = Path(os.environ["SP_FOLDER"])
    with caplog.at_level(logging.INFO, event_log.__name__):
        assert not tell("text", PROGRAM_FAULT, advapi, advapi.GetLastError)
    assert [record.getMessage() for record in caplog.records] == [f"the system's event log: {words}"]
    assert not (folder / "event").exists()
    closed = (folder / "log").exists() and "log closed" in (folder / "log").read_text()
    assert closed == (variable == "SP_LOG_FULL"), "what was opened is closed"


def test_a_system_without_such_a_log_goes_on_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, event_log.__name__):
        assert not tell("text", PROGRAM_FAULT)
    assert not caplog.records
