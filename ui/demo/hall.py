"""A whole small hall on this machine: a centre in a process of its own, and a line to it that can be cut."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deskapp.failures import LineTrouble
from deskapp.ids import ItemCode, QueueId
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.sync.client import HttpCentre
from ui.demo.relay import Relay

_READY = "ready "
PASSWORD = "demo"  # noqa: S105 - of the sample people, who exist on the loopback alone
_TICKETS = (ItemCode("ZJ-0201"), None, None)  # what the first people of the day came for, as far as they said so


class SmallHall:
    """The centre's process, and the relay that the desk reaches it by.

    `centre`: the port of a centre with the sample hall that runs on this machine already; it is left running.
    """

    def __init__(self, folder: Path, centre: int | None = None) -> None:
        self._process = self._start(folder) if centre is None else None
        self.port = self._wait_until_ready() if centre is None else centre
        self.relay = Relay(self.port)
        self.address = f"http://127.0.0.1:{self.relay.port}"

    def _start(self, folder: Path) -> subprocess.Popen[str]:
        folder.mkdir(parents=True, exist_ok=True)
        command = [
            *_deskapp(), "server", "--sample", "--attended", "--port", "0",
            "--database", f"sqlite:///{folder / 'centre.db'}", "--pages", str(folder / "pages"),
        ]  # fmt: skip
        with (folder / "centre.log").open("w", encoding="utf-8") as log:
            return subprocess.Popen(  # noqa: S603 - no shell, and this program itself
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                env={**os.environ, "DESKAPP_HOME": str(folder)},
            )  # fmt: skip

    def issue_tickets(self) -> str:
        """Let three people come in, as the greeter would; returns the first one's number."""
        greeter = HttpCentre(f"http://127.0.0.1:{self.port}")
        try:
            token = greeter.sign_in(SignIn(user="greeter", password=PASSWORD)).token
            issued = [
                greeter.issue(IssueTicket(queue=QueueId("A"), item=item), token=token).number for item in _TICKETS
            ]
            greeter.sign_out(token=token)
        finally:
            greeter.close()
        return issued[0]

    def close(self) -> None:
        """End the centre and the line."""
        self.relay.close()
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _wait_until_ready(self) -> int:
        """The port the centre listens on. LineTrouble `demo.no_centre` when it ends instead."""
        for line in (self._process.stdout if self._process is not None else None) or ():
            if line.startswith(_READY):
                return int(line.rsplit(":", 1)[1])
        raise LineTrouble("demo.no_centre")


class TestScanner:
    """SANE's own test device as the scanner, where SANE is installed; else pages that are drawn.

    The device shows patterns; a shorter one lies on its glass each time, so that it is another sheet.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._laid = 0
        self.source = "pretend:"
        if shutil.which("scanimage") is not None:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "dll.conf").write_text("test\n")
            os.environ["SANE_CONFIG_DIR"] = str(folder)
            self.source = "sane:test:0"
            self.lay_sheet()

    def lay_sheet(self) -> None:
        """Lay the next sheet on the glass."""
        height = 297 - self._laid
        self._laid += 1
        if self.source.startswith("sane:"):
            words = f'number_of_devices 1\nmode Color\ntest-picture "Grid"\ngeometry_max {height}\n'
            (self._folder / "test.conf").write_text(words)


def _deskapp() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
