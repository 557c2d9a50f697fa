"""Ctrl+F5: scanners are found by themselves, one is picked, tried and kept, by real keys on a real screen."""

from __future__ import annotations

import threading
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from deskapp.desk import Desk
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import roster
from deskapp.devices.scanner.roster import Seeker, Source
from deskapp.failures import DeviceTrouble
from tests.clerk import office
from tests.fakes.escl import sheets
from tests.fakes.escl.certificates import certificate
from tests.fakes.escl.device import Device
from tests.fakes.escl.server import Running, scanner
from tests.ui.clerk.conftest import Hands, with_three_materials
from ui import texts
from ui.clerk.scanner_panel import ScannerPanel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@dataclass
class Ways:
    """How scanners are looked for in a test: each way answers when it is let."""

    found: dict[str, list[Source] | DeviceTrouble] = field(default_factory=dict)
    let: dict[str, threading.Event] = field(default_factory=dict)
    sought: list[str] = field(default_factory=list)

    def seekers(self) -> list[Seeker]:
        return [Seeker(kind, lambda kind=kind: self._seek(kind)) for kind in self.found]  # type: ignore[misc]

    def _seek(self, kind: str) -> list[Source]:
        self.sought.append(kind)
        if kind in self.let:
            assert self.let[kind].wait(30)
        told = self.found[kind]
        if isinstance(told, DeviceTrouble):
            raise told
        return told


@pytest.fixture
def running() -> Iterator[Running]:
    with scanner(Device()) as standing:
        yield standing


@pytest.fixture
def ways(running: Running) -> Iterator[Ways]:
    made = Ways({
        "sane": [Source("pretend:sheets=2", "富士通 fi-7160")],
        "escl": [Source(running.name, "理光 IM C3000")],
    })  # fmt: skip
    yield made
    for waiting in made.let.values():
        waiting.set()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, ways: Ways) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)

    def find(name: str) -> object:
        return roster.find(name, home=station.settings.home)

    yield office.desk(replace(station, seekers=ways.seekers, scanner=find))  # type: ignore[arg-type]
    station.journal.engine.dispose()


@pytest.fixture
def panel(hands: Hands) -> ScannerPanel:
    return hands.window.screen.scanner


def open_panel(hands: Hands) -> None:
    hands.press(Qt.Key.Key_F5, CTRL)


def listed(panel: ScannerPanel) -> list[str]:
    return [choice.name for choice in panel.list.choices]


def pick(hands: Hands, qtbot: QtBot, title: str) -> None:
    """Down to this line, and Enter."""
    panel = hands.window.screen.scanner
    qtbot.waitUntil(lambda: title in listed(panel))
    panel.list.setFocus()
    hands.press(Qt.Key.Key_Home)
    for _ in range(listed(panel).index(title)):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)


def kept(desk: Desk) -> dict[str, object]:
    file = desk.settings.home / "settings.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def set_box(box: object, key: str) -> None:
    box.setCurrentIndex(box.findData(key))  # type: ignore[attr-defined]
    assert box.currentData() == key  # type: ignore[attr-defined]


def test_what_is_found_first_is_shown_while_the_rest_is_sought(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, ways: Ways
) -> None:
    ways.let["escl"] = threading.Event()
    open_panel(hands)
    assert panel.isVisible()
    qtbot.waitUntil(lambda: "富士通 fi-7160" in listed(panel))
    assert panel.summary.text() == "正在找…已找到 1 台"
    assert "理光 IM C3000" not in listed(panel)
    ways.let["escl"].set()
    qtbot.waitUntil(lambda: "理光 IM C3000" in listed(panel))
    assert panel.summary.text() == "找到 2 台"


def test_a_way_that_fails_says_why_and_hides_no_other(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, ways: Ways
) -> None:
    ways.found["twain"] = DeviceTrouble(ScannerCode.DRIVER_CRASHED, signal=11)
    open_panel(hands)
    qtbot.waitUntil(lambda: panel.summary.text() == "找到 2 台")
    assert any("驱动崩溃" in name for name in listed(panel))
    pick(hands, qtbot, next(name for name in listed(panel) if "驱动崩溃" in name))
    assert panel.source == "", "a note is nothing to pick"


def test_why_a_way_failed_is_said_in_the_language_of_the_moment(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, ways: Ways, dressed: QApplication
) -> None:
    ways.found["twain"] = DeviceTrouble(ScannerCode.DRIVER_CRASHED, signal=11)
    ways.found["escl"] = [Source("sane:nobody:7", "没有这台")]
    open_panel(hands)
    qtbot.waitUntil(lambda: any("驱动崩溃" in name for name in listed(panel)))
    pick(hands, qtbot, "没有这台")
    qtbot.waitUntil(lambda: panel.words.text() not in ("", "正在问它能做什么…"))
    try:
        texts.speak(dressed, "en")
        qtbot.waitUntil(lambda: any("The scanner's driver crashed" in name for name in listed(panel)))
        assert not any("驱动崩溃" in name for name in listed(panel))
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in panel.words.text())
    finally:
        texts.speak(dressed, "zh")
    qtbot.waitUntil(lambda: any("驱动崩溃" in name for name in listed(panel)))


def test_esc_closes_it_and_the_focus_is_where_it_was(qtbot: QtBot, hands: Hands, panel: ScannerPanel) -> None:
    before = hands._focus()
    open_panel(hands)
    hands.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert hands._focus() is before
    qtbot.waitUntil(lambda: not hands.window.scanner._seeking)


def test_it_is_among_the_commands(qtbot: QtBot, hands: Hands, panel: ScannerPanel) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    hands.compose("选扫描仪")
    commands = hands.window.screen.commands
    qtbot.waitUntil(lambda: any(choice.key == "scanner" for choice in commands.found.choices))
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(panel.isVisible)


def test_only_what_the_scanner_can_is_offered(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, running: Running
) -> None:
    open_panel(hands)
    assert not panel.keep_button.isEnabled(), "nothing was picked yet"
    pick(hands, qtbot, "富士通 fi-7160")
    qtbot.waitUntil(panel.keep_button.isEnabled)
    assert [panel.dpi.itemData(row) for row in range(panel.dpi.count())] == ["150", "200", "300", "400", "600"]
    assert panel.sides.isEnabled()
    set_box(panel.sides, "yes")
    set_box(panel.place, "no")
    assert not panel.sides.isEnabled()
    assert not panel.request.duplex, "both sides go through a feeder"


def test_the_picked_scanner_is_kept_and_f5_scans_with_it_at_once(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, desk: Desk, running: Running
) -> None:
    with_three_materials(desk, hands)
    open_panel(hands)
    pick(hands, qtbot, "理光 IM C3000")
    qtbot.waitUntil(panel.keep_button.isEnabled)
    set_box(panel.dpi, "150")
    set_box(panel.mode, "gray")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert "理光 IM C3000" in hands.window.screen.messages.text.text()
    assert kept(desk) == {
        "scanner": running.name, "feeder": "auto", "scan_dpi": "150", "scan_mode": "gray", "scan_sides": "one",
        "scan_paper": "A4",
    }  # fmt: skip
    running.device.feeder = [sheets.sheet(sheets.form(1))]
    hands.window.screen.checklist.setFocus()
    hands.press(Qt.Key.Key_F5)
    hands.see("还差 2 项")
    assert [(job.asked.dpi, job.asked.color) for job in running.device.jobs] == [(150, "Grayscale8")]


def test_a_page_is_tried_and_put_nowhere(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, desk: Desk, running: Running
) -> None:
    running.device.feeder = [sheets.sheet(sheets.form(1)), sheets.sheet(sheets.form(2))]
    open_panel(hands)
    pick(hands, qtbot, "理光 IM C3000")
    qtbot.waitUntil(panel.try_button.isEnabled)
    set_box(panel.dpi, "150")
    hands.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: panel.picture.image is not None)
    assert "150 dpi" in panel.words.text()
    assert hands.window.session.case is None
    assert not [file for file in (desk.settings.home / "pages").rglob("*") if file.is_file()]
    assert kept(desk) == {}, "trying keeps nothing"
    assert panel.isVisible()


def test_why_no_page_came_is_said_on_the_panel(qtbot: QtBot, hands: Hands, panel: ScannerPanel, ways: Ways) -> None:
    ways.found["sane"] = [Source("pretend:sheets=2,jam=1", "旧机器")]
    open_panel(hands)
    pick(hands, qtbot, "旧机器")
    qtbot.waitUntil(panel.try_button.isEnabled)
    hands.press(Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "卡纸" in panel.words.text())
    assert panel.picture.image is None
    assert panel.try_button.isEnabled()


def test_esc_stops_the_page_that_is_tried(qtbot: QtBot, hands: Hands, panel: ScannerPanel, ways: Ways) -> None:
    ways.found["sane"] = [Source("pretend:sheets=2,pause=50", "慢机器")]
    open_panel(hands)
    pick(hands, qtbot, "慢机器")
    qtbot.waitUntil(panel.try_button.isEnabled)
    hands.press(Qt.Key.Key_F5)
    assert "Esc" in panel.words.text()
    hands.press(Qt.Key.Key_Escape)
    assert not panel.isVisible()
    free: list[None] = []
    hands.window.session.do("scanner", lambda: None, free.append)
    qtbot.waitUntil(lambda: bool(free))


def test_a_scanner_that_is_off_says_so_and_nothing_can_be_kept(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, running: Running
) -> None:
    running.server.socket.close()
    open_panel(hands)
    pick(hands, qtbot, "理光 IM C3000")
    qtbot.waitUntil(lambda: "没有应答" in panel.words.text())
    assert not panel.keep_button.isEnabled()
    hands.press(Qt.Key.Key_F9)
    assert panel.isVisible()


def test_a_first_certificate_is_asked_for_before_anything_is_used(  # noqa: PLR0917 - each is a thing that takes part
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, desk: Desk, ways: Ways, tmp_path: Path
) -> None:
    pins = desk.settings.home / "scanners.json"
    with scanner(Device(), certificate=certificate(tmp_path, "printer")) as secure:
        ways.found = {"escl": [Source(secure.name, "加密的")]}
        open_panel(hands)
        pick(hands, qtbot, "加密的")
        qtbot.waitUntil(lambda: "核对证书指纹" in panel.words.text())
        assert not panel.try_button.isEnabled()
        assert not panel.keep_button.isVisible()
        assert not pins.exists(), "looking trusts nobody"
        hands.press(Qt.Key.Key_F9)
        qtbot.waitUntil(panel.keep_button.isEnabled)
        assert panel.keep_button.isVisible()
        assert pins.exists()
        hands.press(Qt.Key.Key_Escape)
        open_panel(hands)
        pick(hands, qtbot, "加密的")
        qtbot.waitUntil(panel.keep_button.isEnabled)
    with scanner(Device(), certificate=certificate(tmp_path, "another"), port=secure.port):
        pick(hands, qtbot, "加密的")
        qtbot.waitUntil(lambda: "deskapp scan --trust" in panel.words.text())
        assert not panel.keep_button.isEnabled()


def test_an_address_that_nobody_announces_can_be_typed(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, running: Running, ways: Ways
) -> None:
    ways.found = {}
    open_panel(hands)
    panel.address.line.setFocus()
    hands.type(running.url)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(panel.keep_button.isEnabled)
    assert panel.source == running.name


def test_a_folder_is_chosen_in_a_dialogue_that_holds_nothing_up(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, desk: Desk, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    open_panel(hands)
    pick(hands, qtbot, "监视一个文件夹…")
    dialog = hands.window.screen.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit([str(inbox)])
    dialog.reject()
    qtbot.waitUntil(panel.keep_button.isEnabled)
    panel.answer()
    qtbot.waitUntil(lambda: kept(desk).get("scanner") == f"folder:{inbox}")


def test_a_profile_is_one_key_away_and_gone_with_the_person(
    qtbot: QtBot, hands: Hands, desk: Desk, panel: ScannerPanel
) -> None:
    session, status = hands.window.session, hands.window.screen.status
    hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    assert (session.desk.settings.scan_paper, session.desk.settings.feeder) == ("card", "never")
    assert "扫描：证件" in status.devices.text()
    assert "证件 · 300 dpi · 彩色" in hands.window.screen.messages.text.text()
    hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    assert (session.desk.settings.scan_mode, session.desk.settings.scan_sides) == ("gray", "both")
    session.leave_case()
    assert (session.desk.settings.scan_mode, session.desk.settings.scan_sides) == ("color", "one")
    for _ in range(3):
        hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    assert session.desk.settings.scan_paper == "A4", "after the last comes the usual one"
    assert kept(desk) == {}


def test_a_profile_can_be_made_other_than_it_was_shipped(
    qtbot: QtBot, hands: Hands, panel: ScannerPanel, desk: Desk
) -> None:
    open_panel(hands)
    pick(hands, qtbot, "富士通 fi-7160")
    qtbot.waitUntil(panel.keep_button.isEnabled)
    set_box(panel.profile, "archive")
    panel.profile.activated.emit(panel.profile.currentIndex())
    assert (panel.request.duplex, panel.mode.currentData()) == (True, "gray")
    set_box(panel.dpi, "200")
    hands.press(Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not panel.isVisible())
    assert kept(desk) == {"scanner": "pretend:sheets=2", "scan_profiles": {"archive": "A4 200 gray auto both"}}
    hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    hands.press(Qt.Key.Key_F5, CTRL | SHIFT)
    assert hands.window.session.desk.settings.scan_dpi == "200"
    assert hands.window.session.desk.settings.scanner == "pretend:sheets=2"


def test_it_speaks_english(qtbot: QtBot, hands: Hands, panel: ScannerPanel, dressed: QApplication) -> None:
    open_panel(hands)
    qtbot.waitUntil(lambda: panel.summary.text() == "找到 2 台")
    texts.speak(dressed, "en")
    qtbot.waitUntil(lambda: panel.title.text() == "Choose the scanner")
    assert panel.summary.text() == "2 found"
    assert panel.keep_button.text() == "Scan like this here  F9"
