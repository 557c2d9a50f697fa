"""Holding a key, watching the loop, one instance, pictures, drawings, letters."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QImage, QImageWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

import resources
from deskapp.failures import ContentTrouble
from ui import fonts, icons
from ui.garbage import Garbage
from ui.hold_key import HoldKey
from ui.one_instance import OneInstance
from ui.page_images import decode
from ui.watchdog import LoopWatchdog

RARE = "𬭎䶮㛃𫖯𠅤龘"


@pytest.fixture
def held(qapp: QApplication, qtbot: QtBot) -> tuple[QLineEdit, list[str], HoldKey]:
    line, told, key = QLineEdit(), [], HoldKey(Qt.Key.Key_F12)
    key.setParent(line)
    qapp.installEventFilter(key)
    qtbot.addWidget(line)
    line.show()
    key.tapped.connect(lambda: told.append("tapped"))
    key.held.connect(lambda: told.append("held"))
    key.let_go.connect(lambda: told.append("let go"))
    return line, told, key


def test_a_tap_is_a_tap(held: tuple[QLineEdit, list[str], HoldKey]) -> None:
    line, told, _ = held
    QTest.keyClick(line, Qt.Key.Key_F12)
    assert told == ["tapped"]


def test_a_held_key_shows_until_it_is_let_go(qtbot: QtBot, held: tuple[QLineEdit, list[str], HoldKey]) -> None:
    line, told, key = held
    key._long.setInterval(1)
    QTest.keyPress(line, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: told == ["held"])
    QTest.keyRelease(line, Qt.Key.Key_F12)
    assert told == ["held", "let go"]


def test_other_keys_pass_a_held_key_by(held: tuple[QLineEdit, list[str], HoldKey]) -> None:
    line, told, _ = held
    QTest.keyClicks(line, "abc")
    QTest.keyClick(line, Qt.Key.Key_F12, Qt.KeyboardModifier.ShiftModifier)
    assert (line.text(), told) == ("abc", [])


def test_the_watchdog_sees_a_blocked_loop(qtbot: QtBot) -> None:
    watchdog = LoopWatchdog()
    watchdog.start()

    def block() -> None:
        until = time.perf_counter() + 0.08
        while time.perf_counter() < until:
            pass

    QTimer.singleShot(0, watchdog, block)
    qtbot.waitUntil(lambda: watchdog.worst_ms > 40)
    assert watchdog.worst_ms < 2000


def test_garbage_is_looked_for_on_the_screens_thread_alone(qtbot: QtBot) -> None:
    garbage, threads = Garbage(), []
    gc.callbacks.append(lambda phase, _: threads.append(threading.current_thread()) if phase == "start" else None)
    try:
        garbage.start()
        assert not gc.isenabled()
        lane = threading.Thread(target=lambda: [[object()] for _ in range(50_000)])
        lane.start()
        lane.join()
        assert threads == []
        kept = [[object()] for _ in range(5_000)]
        garbage._look()
        assert kept
        assert set(threads) == {threading.main_thread()}
    finally:
        gc.callbacks.pop()
        garbage.stop()
        gc.disable()


def test_a_second_start_wakes_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    first = OneInstance(tmp_path)
    assert first.first()
    program = (
        "import sys; from pathlib import Path; from PySide6.QtCore import QCoreApplication;"
        "from ui.one_instance import OneInstance; app = QCoreApplication([]);"
        "sys.exit(0 if OneInstance(Path(sys.argv[1])).first() else 7)"
    )
    with qtbot.waitSignal(first.wanted):
        second = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)])
    assert second.wait(20) == 7
    first.end()
    assert OneInstance(tmp_path).first()


def test_another_home_is_another_instance(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = OneInstance(tmp_path / "a"), OneInstance(tmp_path / "b")
    assert one.first()
    assert other.first()


def jpeg(width: int, height: int) -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"jpg")).write(image)
    return bytes(data.data())


def test_a_large_page_is_decoded_no_larger_than_it_is_shown() -> None:
    image = decode(jpeg(2480, 3508), 1200)
    assert (image.height(), image.width()) == (1200, 848)
    assert decode(jpeg(100, 80), 1200).width() == 100


@pytest.mark.qt_log_ignore("JPEG")  # Qt's own reader says what is wrong with the last one
@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff\xe0"])
def test_what_is_no_picture_of_a_page_is_refused(qapp: QApplication, data: bytes) -> None:
    with pytest.raises(ContentTrouble) as refused:
        decode(data, 100)
    assert refused.value.code == "page.not_a_picture"


@pytest.mark.parametrize("file", sorted(resources.path("icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_drawing_can_be_drawn(qapp: QApplication, file: Path) -> None:
    assert icons.renderer(file.stem, "#102030").isValid()
    assert not icons.icon(file.stem, "#102030").isNull()


def test_rare_characters_of_names_are_in_the_letters_that_are_shipped_or_installed(dressed: QApplication) -> None:
    for name in fonts.rare_files():
        fonts.load_rare(name)
    metrics = QFontMetricsF(dressed.font())
    assert all(metrics.horizontalAdvance(character) > 0 for character in RARE)
    assert dressed.font().families()[0] == "Noto Sans SC"


def test_letters_come_in_sizes(dressed: QApplication) -> None:
    font = fonts.sized(dressed.font(), 2.0, bold=True)
    assert font.pointSizeF() == pytest.approx(fonts.POINT_SIZE * 2)
    assert not fonts.sized(font, 1.0).bold()
