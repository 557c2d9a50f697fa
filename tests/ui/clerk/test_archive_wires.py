"""F9 归档 on what was delivered, and its package put into a folder: the real window, a real centre."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.archives import checking
from deskapp.rules.case_state import State
from tests.ui.clerk.life import CTRL, Office, at_a_centre, working
from tests.ui.clerk.test_life import at_once_in_one_sitting
from ui.background import Background
from ui.clerk.archive_wires import SAID, ArchiveWires


@pytest.fixture
def office(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Office]:
    with at_a_centre(tmp_path / "centre") as hall, working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


def wires(office: Office) -> ArchiveWires:
    found = office.window.session.findChild(ArchiveWires)
    assert isinstance(found, ArchiveWires)
    return found


def said(office: Office) -> dict[str, str]:
    """What the message strip says now, by its codes."""
    shown = office.window.screen.messages.shown
    return {} if shown is None else {shown.code: shown.words()}


def archive(office: Office) -> None:
    at_once_in_one_sitting(office)
    office.shown(State.DELIVERED)
    office.f9("归档")
    office.reaches(State.ARCHIVED)


def test_a_delivered_case_is_archived_by_f9_and_its_package_exported_whole(office: Office, tmp_path: Path) -> None:
    archive(office)
    office.until(lambda: "导出归档包" in said(office).get("accepted", ""))
    out = tmp_path / "out"
    out.mkdir()
    wires(office).export(out)
    office.until(lambda: ".deskapp" in said(office).get(SAID, ""))
    (file,) = out.iterdir()
    assert checking.check(file).faults == ()
    assert file.name in said(office)[SAID]
    office.until(lambda: office.at_the_centre().version >= 12)
    if folder := os.environ.get("DESKAPP_LOOK"):
        office.window.screen.grab().save(f"{folder}/archived.png")


def test_the_command_asks_where_it_is_to_go(office: Office) -> None:
    archive(office)
    office.hands.press(Qt.Key.Key_K, CTRL)
    office.hands.compose("导出归档包")
    office.hands.press(Qt.Key.Key_Return)
    office.until(lambda: office.window.screen.findChild(QFileDialog) is not None)
    dialog = office.window.screen.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()


def test_before_it_is_archived_there_is_nothing_to_export(office: Office) -> None:
    at_once_in_one_sitting(office)
    office.shown(State.DELIVERED)
    wires(office).choose_folder()
    assert "先归档" in said(office)["case.no_way"]
    assert office.window.screen.findChild(QFileDialog) is None


def test_a_folder_that_cannot_be_used_is_told_and_the_next_try_works(office: Office, tmp_path: Path) -> None:
    archive(office)
    wires(office).export(tmp_path / "absent")
    office.until(lambda: "archive.no_folder" in said(office))
    assert SAID not in said(office)
    wires(office).export(tmp_path)
    office.until(lambda: ".deskapp" in said(office).get(SAID, ""))
