"""What comes in from outside: a link in any page, a package in any mail, a second start."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from tests.archives.conftest import small  # noqa: F401 - a package of two pages
from ui import __main__ as command
from ui import links
from ui.background import Background
from ui.one_instance import OneInstance
from ui.package_screen import PackageScreen

NUMBER = "330000012026112300300019"


@pytest.mark.parametrize("link", [f"deskapp:case/{NUMBER}", f"deskapp://case/{NUMBER}", f"deskapp:case/{NUMBER}/"])
def test_a_link_names_a_case(link: str) -> None:
    assert links.number_in(link) == NUMBER


@pytest.mark.parametrize(
    "link",
    [
        "", "deskapp:", f"deskapp:case/{NUMBER}1", f"deskapp:case/{NUMBER[:-1]}", f"deskapp:case/{NUMBER}\n",
        "deskapp:case/11010519491231002X", f"https://hall.example/case/{NUMBER}", f"deskapp:case/{NUMBER} --home x",
        "deskapp:case/" + "１" * 24, f"deskapp:delete/{NUMBER}", f"x deskapp:case/{NUMBER}",
    ],
)  # fmt: skip
def test_and_can_do_nothing_else(link: str) -> None:
    assert links.number_in(link) == ""


def test_a_second_start_with_a_link_asks_the_first_for_the_case(qtbot: QtBot, tmp_path: Path) -> None:
    first = OneInstance(tmp_path)
    assert first.first()
    program = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from ui.one_instance import OneInstance; app = QCoreApplication([]);"
        "sys.exit(0 if OneInstance(Path(sys.argv[1])).first(sys.argv[2]) else 7)"
    )
    heard: list[str] = []
    first.asked.connect(heard.append)
    with qtbot.waitSignals([first.wanted, first.asked], timeout=20_000):
        second = subprocess.Popen([sys.executable, "-c", program, str(tmp_path), NUMBER])
    assert heard == [NUMBER]
    assert second.wait(20) == 7
    first.end()


@pytest.mark.parametrize("said", [b"110105194912310021", NUMBER.encode() + b"1", b"\xff" * 400, b"../../etc"])
def test_what_another_program_says_into_the_name_is_no_case(qtbot: QtBot, tmp_path: Path, said: bytes) -> None:
    first = OneInstance(tmp_path)
    assert first.first()
    heard: list[str] = []
    first.asked.connect(heard.append)
    other = QLocalSocket()
    with qtbot.waitSignal(first.wanted):
        other.connectToServer(first._name)
        other.write(said)
        other.flush()
    other.disconnectFromServer()
    qtbot.waitUntil(lambda: other.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert heard == []
    first.end()


def test_a_link_or_a_package_opens_the_window_and_is_no_command() -> None:
    assert command._command(["--link", f"deskapp:case/{NUMBER}"]) is None
    assert command._command(["--package", "scan"]) is None
    assert command._command(["--link", "x", "scan"]) == "scan"


def test_a_package_that_was_opened_says_that_it_is_whole(
    qtbot: QtBot,
    background: Background,
    tmp_path: Path,
    small: bytes,  # noqa: F811
) -> None:
    path = tmp_path / f"{NUMBER}.deskapp"
    path.write_bytes(small)
    screen = PackageScreen(path, background, "en")
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: bool(screen.checks.text()), timeout=20_000)
    assert screen.checks.text().count("✓") == 4
    assert screen.verdict.property("tone") == "good"
    assert screen.name.text() == path.name


def test_and_of_a_changed_one_what_is_wrong_and_where(
    qtbot: QtBot,
    background: Background,
    tmp_path: Path,
    small: bytes,  # noqa: F811
) -> None:
    data = bytearray(small)
    data[len(data) // 2] ^= 1
    path = tmp_path / "changed.deskapp"
    path.write_bytes(bytes(data))
    screen = PackageScreen(path, background, "zh")
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: bool(screen.checks.text()), timeout=20_000)
    assert "✗" in screen.checks.text()
    assert screen.verdict.property("tone") == "bad"
    assert screen.faults.toPlainText()


def test_a_file_that_is_not_there_is_said_in_a_sentence(qtbot: QtBot, background: Background, tmp_path: Path) -> None:
    screen = PackageScreen(tmp_path / "absent.deskapp", background, "zh")
    qtbot.addWidget(screen)
    qtbot.waitUntil(lambda: screen.verdict.property("tone") == "bad", timeout=20_000)
    assert screen.verdict.text().endswith("。")


def test_a_program_without_a_console_speaks_into_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as ended:
        command.main(["unsent", "--help"])
    assert ended.value.code == 0
    assert sys.stdout is not None
    sys.stdout.close()
    sys.stderr.close()
