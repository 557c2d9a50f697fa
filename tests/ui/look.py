"""Draws the screens of all desks with sample sheets into a folder, to look at: `python -m tests.ui.look DIR`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui import look_board, look_camera, look_clerk
from ui import fonts, texts, theme
from ui.sign_in.page import LineState, SignInPage


def sign_in() -> QWidget:
    page = SignInPage()
    page.resize(1366, 768)
    page.show_windows([str(n) for n in range(1, 9)])
    page.show_last("clerk1", "3")
    page.show_line(LineState.OFFLINE)
    page.show_wrong({"password": "用户名或密码不对"})
    return page


STAGES: dict[str, Callable[[], QWidget]] = {
    "sign-in": sign_in,
    **look_clerk.STAGES,
    **look_camera.STAGES,
    **look_board.STAGES,
}


def draw(widget: QWidget, file: Path, size: QSize | None = None) -> None:
    """Show the widget, let it settle, and keep a picture of it."""
    if size is not None:
        widget.resize(size)
    widget.show()
    widget.activateWindow()
    loop = QEventLoop()
    QTimer.singleShot(120, loop.quit)
    loop.exec()
    widget.grab().save(str(file))
    widget.hide()
    widget.deleteLater()


def main(folder: Path, names: list[str]) -> None:
    """Draw every stage in every look, in English, and on the smallest screen."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication.instance() or QApplication(["look"])
    if not isinstance(app, QApplication):
        return
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    fonts.load_first(app)
    chosen = {name: make for name, make in STAGES.items() if not names or name in names}
    texts.speak(app, "zh")
    for look in theme.NAMES:
        theme.wear(app, look)
        for name, make in chosen.items():
            draw(make(), folder / f"{name}-{look}.png")
    theme.wear(app, "light")
    for name, make in chosen.items():
        draw(make(), folder / f"{name}-small.png", QSize(960, 540))
    texts.speak(app, "en")
    for name, make in chosen.items():
        draw(make(), folder / f"{name}-en.png")


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    main(Path(sys.argv[1]), sys.argv[2:])
