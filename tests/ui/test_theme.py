"""Every look can be read: WCAG 2.1 AA for text (4.5) and for what can be operated (3.0)."""

from __future__ import annotations

import re
from string import Template

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QComboBox, QFrame, QLabel
from pytestqt.qtbot import QtBot

import resources
from ui import theme


def luminance(colour: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    c = QColor(colour)
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_ON_GROUND = [
    ("text", "window"), ("text", "panel"), ("text", "sunken"), ("quiet", "window"), ("quiet", "panel"),
    ("quiet", "sunken"), ("on_accent", "accent"), ("on_accent", "accent_down"), ("on_chosen", "chosen"),
    ("owed", "panel"), ("owed", "owed_ground"), ("owed", "chosen"), ("good", "panel"), ("good", "window"),
    ("good", "good_ground"), ("bad", "panel"), ("bad", "bad_ground"), ("text", "owed_ground"), ("text", "bad_ground"),
    ("text", "good_ground"), ("bad", "sunken"), ("on_accent", "bad"),
]  # fmt: skip
EDGE_ON_GROUND = [("edge", "panel"), ("edge", "window"), ("accent", "panel"), ("focus", "panel"), ("focus", "window"),
                  ("owed_line", "panel"), ("focus", "chosen")]  # fmt: skip


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_ON_GROUND)
def test_text_can_be_read_on_its_ground(name: str, ink: str, ground: str) -> None:
    worn = theme.read(name)
    assert contrast(getattr(worn, ink), getattr(worn, ground)) >= 4.5


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_ON_GROUND)
def test_what_can_be_operated_stands_out_from_its_ground(name: str, edge: str, ground: str) -> None:
    worn = theme.read(name)
    assert contrast(getattr(worn, edge), getattr(worn, ground)) >= 3.0


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


def test_the_style_sheet_names_only_colours_that_every_theme_has() -> None:
    named = set(Template(resources.path("themes/screen.qss").read_text(encoding="utf-8")).get_identifiers())
    assert named <= {field for field in theme.Theme.__slots__ if field != "name"} | {"tick", "down"}


def test_the_style_sheet_has_no_rules_for_items_of_lists() -> None:
    assert not re.search(r"::item", resources.path("themes/screen.qss").read_text(encoding="utf-8"))


def test_the_look_can_be_changed_while_the_program_runs(dressed: QApplication) -> None:
    label = QLabel("受理")
    before = label.palette().windowText().color().name()
    theme.wear(dressed, "dark")
    assert theme.worn().name == "dark"
    assert dressed.palette().window().color() == theme.worn().colour("window")
    assert QLabel("受理").palette().windowText().color().name() != before


def test_an_unknown_look_is_the_light_one() -> None:
    assert theme.read("sepia").name == "light"


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize(("tone", "ground"), [("owed", "owed_ground"), ("bad", "bad_ground"), ("loud", "bad")])
def test_an_alarm_stands_on_the_ground_of_its_tone(
    qtbot: QtBot, dressed: QApplication, name: str, tone: str, ground: str
) -> None:
    theme.wear(dressed, name)
    alarm = QFrame()
    qtbot.addWidget(alarm)
    alarm.setObjectName("alarm")
    alarm.setProperty("tone", tone)
    alarm.resize(60, 40)
    assert alarm.grab().toImage().pixelColor(30, 20) == theme.worn().colour(ground)


@pytest.mark.parametrize("name", theme.NAMES)
def test_a_box_that_opens_shows_an_arrow(qtbot: QtBot, dressed: QApplication, name: str) -> None:
    theme.wear(dressed, name)
    box = QComboBox()
    qtbot.addWidget(box)
    box.resize(120, 30)
    picture = box.grab().toImage()
    ground = theme.worn().colour("sunken")
    drawn = [picture.pixelColor(x, y) for x in range(98, 116) for y in range(8, 22)]
    assert any(abs(ink.lightness() - ground.lightness()) > 100 for ink in drawn)
