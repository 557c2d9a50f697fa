"""The walls between rooms, by import-linter: the house keeps to them, and each finds the breach planted in it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.house import FLOORS, ROOT

BREACHES = {
    "Floors": ("deskapp/clerk/planted.py", "import ui"),
    "Rooms of deskapp": ("deskapp/rules/planted.py", "import deskapp.journal"),
    "Rows stay in three rooms": ("deskapp/clerk/planted.py", "import db.engines"),
    "No Qt below ui": ("deskapp/queries/planted.py", "from PySide6.QtCore import QObject"),
    "Rules are pure": ("deskapp/rules/planted.py", "import socket"),
}


def say(root: Path) -> str:
    """What import-linter says about the house at `root`."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    return ended.stdout + ended.stderr


def lint(root: Path) -> dict[str, bool]:
    """Contract by contract, by the words before its colon: is it kept?"""
    said = say(root)
    judged = re.findall(r"^(.+?)(?::.*)? (KEPT|BROKEN)", said, re.MULTILINE)
    assert judged, f"import-linter judged nothing:\n{said}"
    return {name: word == "KEPT" for name, word in judged}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house that may be damaged: its code and its contracts."""
    root = tmp_path_factory.mktemp("house")
    for floor in FLOORS:
        shutil.copytree(ROOT / floor, root / floor, ignore=_all_but_code)
    shutil.copy(ROOT / ".importlinter", root)
    return root


def _all_but_code(folder: str, names: list[str]) -> list[str]:
    return [
        name for name in names if name == "__pycache__" or (Path(folder, name).is_file() and not name.endswith(".py"))
    ]


def test_the_house_keeps_to_its_walls(house: Path) -> None:
    assert lint(house) == dict.fromkeys(BREACHES, True)


@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_found_by_its_own_contract(house: Path, contract: str) -> None:
    where, line = BREACHES[contract]
    planted = house / where
    planted.write_text(f'"""Planted."""\n\n{line}\n', encoding="utf-8")
    try:
        judged = lint(house)
    finally:
        planted.unlink()

    assert judged[contract] is False


def test_a_room_that_is_on_no_list_is_found(house: Path) -> None:
    room = house / "deskapp" / "attic"
    room.mkdir()
    (room / "__init__.py").write_text("", encoding="utf-8")
    try:
        said = say(house)
    finally:
        shutil.rmtree(room)

    assert "not listed as layers:\n\n- deskapp.attic" in said, said
