"""The letters of the program: one family for everything, and behind it those that hold rare characters.

Names may hold any character of GB 18030-2022. Noto Sans SC has the everyday ones; the two rare fonts have the
rest, and a small one the letters of foreigners and of Yi. They are loaded after the first screen has been painted.
"""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

import resources

FIRST = ("NotoSansSC-Regular.ttf",)
FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Microsoft YaHei UI",
    "PingFang SC",
    "OneWindow Letters",
    "OneWindow Rare B",
    "OneWindow Rare G",
)
POINT_SIZE = 10.5


def load_first(app: QApplication) -> None:
    """Load the everyday family and make it the program's font."""
    for name in FIRST:
        _load(name)
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSizeF(POINT_SIZE)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    app.setFont(font)


def rare_files() -> tuple[str, ...]:
    """The shipped fonts that `load_first` has left for later, by name."""
    folder = resources.path("fonts")
    return tuple(
        sorted(file.name for file in folder.glob("*.ttf") if file.name not in FIRST and "Serif" not in file.name)
    )


def load_rare(name: str) -> None:
    """Load one font of `rare_files`. Everything on the screen is laid out again with it."""
    _load(name)


def sized(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """The same letters in another size; 1.0 is the size of ordinary text."""
    other = QFont(font)
    other.setPointSizeF(POINT_SIZE * factor)
    other.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return other


def _load(name: str) -> None:
    file = resources.path(f"fonts/{name}")
    if file.is_file():
        QFontDatabase.addApplicationFont(str(file))
