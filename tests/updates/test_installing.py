"""How a setup is started: silently, alone, and only in the place of a program that may be replaced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.protocol.updates import DEBIAN, WINDOWS_SETUP
from deskapp.settings import Settings
from deskapp.updates import installing
from deskapp.updates.installing import Program, setup_words, windows_program, with_command
from deskapp.updates.kept import UpdateFolder
from tests.packaging.recipe import REAL_PROGRAM
from tests.updates.makers import maker
from tests.waiting import eventually


@pytest.fixture
def folder(tmp_path: Path) -> UpdateFolder:
    made = UpdateFolder(tmp_path / "张 三" / "updates")
    made.folder.mkdir(parents=True)
    return made


def laid(folder: UpdateFolder, code: int = 0) -> Path:
    setup = maker(folder.folder.parent / "keys").setup("0.2.0", code=code)
    return setup.rename(folder.folder / setup.name)


def test_the_setup_is_called_silently_and_told_where_to_say_how_it_went(folder: UpdateFolder) -> None:
    setup = laid(folder)
    (folder.folder / "result.txt").write_text("2", encoding="ascii")
    (folder.folder / "came.txt").write_text("0.1.9", encoding="ascii")
    process = installing.start(Program("0.1.0", WINDOWS_SETUP, setup_words), setup, folder)
    assert process.wait(30) == 0
    calls = (folder.folder.parent / "calls.txt").read_text(encoding="utf-8")
    assert calls == f"/S /UPDATE={folder.folder}\n"
    assert folder.ended() == 0, "and not what an earlier one had said"
    assert not (folder.folder / "came.txt").exists()


def test_it_lives_on_when_whoever_started_it_ends(folder: UpdateFolder) -> None:
    process = installing.start(Program("0.1.0", WINDOWS_SETUP, setup_words), laid(folder), folder)
    assert os.getsid(process.pid) == process.pid or process.poll() is not None
    process.wait(30)


def test_without_a_way_to_install_nothing_is_started(folder: UpdateFolder) -> None:
    with pytest.raises(StoreTrouble, match=r"update\.not_started"):
        installing.start(Program("0.1.0", DEBIAN), laid(folder), folder)


def test_a_command_of_the_administrator_is_given_the_package_and_the_folder(folder: UpdateFolder) -> None:
    seen = folder.folder / "seen.txt"
    command = folder.folder.parent / "install.sh"
    command.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > "{seen}"\n', encoding="utf-8")
    command.chmod(0o700)
    program = with_command(Program("0.1.0", DEBIAN), str(command))
    setup = laid(folder)
    process = installing.start(program, setup, folder)
    process.wait(30)
    assert eventually(seen.exists)
    assert seen.read_text(encoding="utf-8") == f"{setup}|{folder.folder}|"


def test_a_windows_program_asks_for_its_own_publisher(folder: UpdateFolder, tmp_path: Path) -> None:
    running = tmp_path / "program" / "OneWindow.exe"
    running.parent.mkdir()
    running.write_bytes(REAL_PROGRAM.read_bytes())
    program = windows_program("0.1.0", running)
    program.ask(REAL_PROGRAM)  # neither bears a signature
    assert program.words is setup_words
    assert program.replaceable()
    assert [path.name for path in running.parent.iterdir()] == ["OneWindow.exe"], "nothing stays of the look"
    with pytest.raises(ContentTrouble, match=r"update\.other_publisher"):
        installing.start(program, laid(folder), folder)  # no Windows program at all
    assert not (folder.folder.parent / "calls.txt").exists()
    running.unlink()
    running.parent.rmdir()
    assert not program.replaceable()


def test_what_a_cut_off_setup_left_aside_is_let_go_of_but_not_what_one_has_just_put_there(tmp_path: Path) -> None:
    running = tmp_path / "program" / "OneWindow.exe"
    aside = running.parent / "previous"
    program = windows_program("0.1.0", running)
    program.let_go()  # nothing lies there
    (aside / "_internal").mkdir(parents=True)
    (aside / "OneWindow.exe").write_bytes(b"MZ")
    program.let_go()
    assert aside.is_dir(), "a setup is at work"
    long_ago = aside.stat().st_mtime - 7200
    os.utime(aside, (long_ago, long_ago))
    program.let_go()
    assert not aside.exists()


def test_odd_words_of_a_setup_are_none(folder: UpdateFolder) -> None:
    for said, meant in (("0", 0), ("3\n", 3), ("", None), ("-1", None), ("zero", None), ("1234567", None)):
        (folder.folder / "result.txt").write_text(said, encoding="ascii")
        assert folder.ended() == meant
    (folder.folder / "result.txt").write_bytes(b"\xff\xfe")
    assert folder.ended() is None


def test_settings_name_the_command(tmp_path: Path) -> None:
    from deskapp.assemble.updates import program_of

    assert program_of(Settings(home=tmp_path)).words is None
    assert program_of(Settings(home=tmp_path, update_command="/bin/true")).words is not None
