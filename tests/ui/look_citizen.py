"""Look at the citizen's screen: `python -m tests.ui.look_citizen FOLDER` leaves a picture of each page there."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui import fonts, texts, theme
from ui.citizen.confirm_page import Line
from ui.citizen.screen import CitizenScreen

LINES = (
    Line("item", "城镇企业职工基本养老保险关系转移接续"),
    Line("name", "欧阳𬭎明"),
    Line("id_number", "330106********002X"),
    Line("phone", "13800001234"),
    Line("received", "申请人身份证明、个体工商户登记（备案）申请书"),
    Line("committed", "经营场所使用证明"),
    Line("deferred", "租赁合同（2026-11-30 前）"),
)
TEXT = (
    "申请人：欧阳𬭎明\n事项：个体工商户注册登记\n交来材料 2 项，内容真实：\n· 申请人身份证明\n"
    "· 个体工商户登记（备案）申请书\n以书面承诺代替材料 1 项，所承诺的事实真实：\n· 经营场所使用证明\n"
    "已知晓告知的内容，承诺不实的，愿意承担法律责任。"
)


def write(screen: CitizenScreen) -> None:
    """A few strokes with the mouse."""
    pad = screen.sign.pad
    mid = pad.height() // 2
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(120, mid - 30))
    for step in range(40):
        QTest.mouseMove(pad, QPoint(120 + step * 8, mid - 30 + (step * 37 % 61)))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(440, mid))


def stages() -> dict[str, Callable[[CitizenScreen], None]]:
    """Each page, and how one gets there."""

    def wrong(screen: CitizenScreen) -> None:
        screen.show_lines(LINES)
        screen.confirm.not_right.click()

    def signed(screen: CitizenScreen) -> None:
        screen.ask_to_sign(TEXT)
        write(screen)

    def good(screen: CitizenScreen) -> None:
        screen.ask_to_rate()
        screen.rating.choose(4)

    def bad(screen: CitizenScreen) -> None:
        screen.ask_to_rate()
        screen.rating.choose(1)
        screen.rating.reasons[next(iter(screen.rating.reasons))].click()

    return {
        "waiting": lambda screen: screen.show_lines(()),
        "confirm": lambda screen: screen.show_lines(LINES),
        "wrong": wrong,
        "sign": lambda screen: screen.ask_to_sign(TEXT),
        "signed": signed,
        "rate": lambda screen: screen.ask_to_rate(),
        "good": good,
        "bad": bad,
    }


def main(folder: Path) -> None:
    """Take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    fonts.load_first(app)
    for name in fonts.rare_files():
        fonts.load_rare(name)
    texts.speak(app, "zh")
    for look, lang, size in (
        ("light", "zh", (1024, 600)), ("dark", "zh", (1920, 1080)), ("light", "en", (1024, 600)),
        ("contrast", "zh", (1024, 768)), ("dark", "en", (1024, 600)), ("light", "zh", (1920, 1080)),
    ):  # fmt: skip
        theme.wear(app, look)
        for name, go in stages().items():
            screen = CitizenScreen()
            screen.show_place("示例县政务服务大厅", "3")
            screen.speak(lang)
            screen.resize(*size)
            screen.show()
            go(screen)
            QApplication.sendPostedEvents()
            screen.grab().save(str(folder / f"{name}-{look}-{lang}-{size[0]}.png"))
            screen.hide()
            screen.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
