"""A program of its own on a real X display: the clerk's screen and the citizen's. Told by lines, it says how it stands.

Each line that comes does something; the answer is one line of JSON, a moment later.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ui import fonts, theme
from ui.citizen.displays import Displays
from ui.citizen.screen import CitizenScreen


def main() -> None:
    """Run until the line is closed."""
    app = QApplication([])
    app.setQuitOnLastWindowClosed(False)
    fonts.load_first(app)
    theme.wear(app, "light")
    clerk, screen = QWidget(), CitizenScreen()
    screen.show_place("示例县政务服务大厅", "3")
    clerk.setGeometry(app.screens()[0].geometry())
    clerk.show()
    displays = Displays(app, screen, clerk, "")
    displays.begin()

    def told() -> dict[str, object]:
        at = screen.geometry()
        return {
            "displays": len(app.screens()), "shown": displays.shown, "on": displays.on_display,
            "at": [at.x(), at.y(), at.width(), at.height()], "choice": displays.choice,
        }  # fmt: skip

    def say() -> None:
        print(json.dumps(told()), flush=True)  # noqa: T201 - it is asked by its parent

    def heard() -> None:
        words = sys.stdin.readline().split()
        if not words:
            app.quit()
        elif words[0] == "choose":
            displays.choose(words[1])
            QTimer.singleShot(200, say)
        elif words[0] == "open":
            displays.open()
            QTimer.singleShot(200, say)
        elif words[0] == "picture":
            screen.grab().save(words[1])
            say()
        else:
            QTimer.singleShot(50, say)

    notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: heard())
    QTimer.singleShot(300, say)
    app.exec()


if __name__ == "__main__":
    main()
