"""Starts the setup of a new version, and lets go of it: it goes on when this program has ended.

The setup (packaging/windows/setup.nsi) puts the program aside, lays the new one down, asks its doctor, starts it, and
waits until it has said that it came; otherwise it brings the old one back. Either way a program is open afterwards.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from deskapp.failures import StoreTrouble
from deskapp.protocol.updates import WINDOWS_SETUP
from deskapp.rules.publisher import ask_same
from deskapp.updates.kept import UpdateFolder
from deskapp.updates.win_trust import publisher_of

# DETACHED_PROCESS, CREATE_NEW_PROCESS_GROUP, CREATE_BREAKAWAY_FROM_JOB: it must not end when we do
_ALONE = 0x00000008 | 0x00000200
_OUT_OF_JOB = 0x01000000
_SURELY_LEFT = 3600.0  # s: no setup takes so long


@dataclass(frozen=True, slots=True)
class Program:
    """The program that runs here: what version, of what kind of package, and how a new one is installed.

    `words`: what is started for a package, None where nothing of ours may install one; `ask`: raises unless the package
    may stand in this program's place (ContentTrouble); `replaceable`: whether the program's own folder can be written;
    `let_go`: of what an earlier setup has left aside because the power went.
    """

    version: str
    kind: str
    words: Callable[[Path, UpdateFolder], Sequence[str]] | None = None
    ask: Callable[[Path], None] = lambda package: None
    replaceable: Callable[[], bool] = lambda: True
    let_go: Callable[[], None] = lambda: None


def setup_words(package: Path, folder: UpdateFolder) -> Sequence[str]:
    """How our own setup is called."""
    return [str(package), "/S", f"/UPDATE={folder.folder}"]


def windows_program(version: str, running: Path) -> Program:
    """A packaged program on Windows. `running`: its own file."""
    return Program(
        version=version,
        kind=WINDOWS_SETUP,
        words=setup_words,
        ask=lambda package: ask_same(publisher_of(running), publisher_of(package)),
        replaceable=lambda: _can_write(running.parent),
        let_go=lambda: _let_go(running.parent / "previous"),
    )


def with_command(program: Program, command: str) -> Program:
    """The same program, whose new versions are handed to a command of the administrator's: FILE and a folder."""
    return Program(
        version=program.version,
        kind=program.kind,
        words=lambda package, folder: [command, str(package), str(folder.folder)],
        ask=program.ask,
    )


def start(program: Program, package: Path, folder: UpdateFolder) -> subprocess.Popen[bytes]:
    """Start the setup. Returns at once; this program is expected to end now.

    ContentTrouble `update.other_publisher`, of a package that may not stand in this program's place; StoreTrouble
    `update.not_started`.
    """
    if program.words is None:
        raise StoreTrouble("update.not_started")
    program.ask(package)
    folder.forget_ending()
    words = program.words(package, folder)
    try:
        package.chmod(0o700)
        return _start(words, folder.folder)
    except OSError as error:
        raise StoreTrouble("update.not_started") from error


def _start(words: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    nothing = subprocess.DEVNULL
    if os.name != "nt":
        return subprocess.Popen(  # noqa: S603 - the package that was signed, or the administrator's own command
            words, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
    for flags in (_ALONE | _OUT_OF_JOB, _ALONE):  # a job may forbid that anything leaves it
        try:
            return subprocess.Popen(  # noqa: S603 - as above
                words, cwd=folder, stdin=nothing, stdout=nothing, stderr=nothing, creationflags=flags
            )
        except PermissionError:
            continue
    raise PermissionError(str(words[0]))


def _can_write(folder: Path) -> bool:
    tried = folder / "onewindow.tried"
    try:
        tried.touch()
        tried.unlink()
    except OSError:
        return False
    return True


def _let_go(aside: Path) -> None:
    """A program that came needs none to go back to. The next setup would take it for the way back, and it is too old
    for the cache by then. What was put aside a moment ago is left to the setup that did it.
    """
    with suppress(OSError):
        if time.time() - aside.stat().st_mtime > _SURELY_LEFT:
            shutil.rmtree(aside)
