"""How the program looks: three sets of colours, one style sheet, Fusion underneath.

Only what is owed is coloured; everything that is coloured says the same in words or by a shape as well.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources

NAMES = ("light", "dark", "contrast")
_current: dict[str, Theme] = {}


@dataclass(frozen=True, slots=True)
class Theme:
    """A set of colours, as #RRGGBB. What each is laid upon is tested for contrast (WCAG 2.1 AA)."""

    name: str
    window: str  # the ground of a screen
    panel: str  # cards and bars on it
    sunken: str  # where something is typed
    text: str
    quiet: str  # text that need not be read now
    line: str  # hairlines; carry no meaning
    edge: str  # borders of what can be operated
    accent: str  # the one primary button, links
    accent_down: str
    on_accent: str
    chosen: str  # the row or thing that is chosen
    on_chosen: str
    owed: str
    owed_ground: str
    owed_line: str
    good: str
    good_ground: str
    bad: str
    bad_ground: str
    focus: str

    def colour(self, name: str) -> QColor:
        """One of the colours by its name, ready to paint with."""
        return QColor(getattr(self, name))


def read(name: str) -> Theme:
    """The theme of this name, from the shipped file."""
    chosen = name if name in NAMES else NAMES[0]
    colours: dict[str, str] = json.loads(resources.path(f"themes/{chosen}.json").read_text(encoding="utf-8"))
    return Theme(chosen, **colours)


def wear(app: QApplication, name: str) -> Theme:
    """Give the whole program this look; "" follows the desktop's light or dark."""
    theme = read(name or _of_desktop())
    _current["theme"] = theme
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    sheet = Template(resources.path("themes/screen.qss").read_text(encoding="utf-8"))
    colours = {field.name: getattr(theme, field.name) for field in fields(theme)}
    tick, down = _drawn("tick", theme.colour("on_accent")), _drawn("down", theme.colour("text"))
    app.setStyleSheet(sheet.substitute(colours, tick=tick.as_posix(), down=down.as_posix()))
    return theme


def worn() -> Theme:
    """The look the program wears now; the light one before any was put on."""
    if "theme" not in _current:
        _current["theme"] = read(NAMES[0])
    return _current["theme"]


def _drawn(name: str, ink: QColor) -> Path:
    """The tick of a ticked box, or the arrow of a box that opens, light or dark as what is written beside it."""
    return resources.path(f"icons/{name}_{'white' if ink.lightness() > 127 else 'black'}.svg")


def _of_desktop() -> str:
    dark = QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for which, name in (
        (role.Window, "window"),
        (role.WindowText, "text"),
        (role.Base, "panel"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.Button, "panel"),
        (role.ButtonText, "text"),
        (role.BrightText, "bad"),
        (role.Highlight, "accent"),
        (role.HighlightedText, "on_accent"),
        (role.Accent, "accent"),
        (role.Link, "accent"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "panel"),
        (role.PlaceholderText, "quiet"),
        (role.Mid, "line"),
    ):
        palette.setColor(which, theme.colour(name))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, theme.colour("quiet"))
    return palette
