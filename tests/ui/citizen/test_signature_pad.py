"""Writing a name: with a pen, a finger, a mouse; and what is none."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.failures import Refusal
from deskapp.papers import pixels
from ui.citizen.screen import CitizenScreen
from ui.citizen.signature_pad import SignaturePad

NAME = [QPoint(100 + 6 * step, 60 + (step * 37) % 60) for step in range(30)]


@pytest.fixture
def pad(screen: CitizenScreen, qtbot: QtBot) -> SignaturePad:
    screen.ask_to_sign("申请人：李明")
    qtbot.waitUntil(lambda: screen.sign.pad.width() > 400)
    return screen.sign.pad


def with_mouse(pad: SignaturePad, points: list[QPoint]) -> None:
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def with_pen(pad: SignaturePad, points: list[QPoint], pressure: float) -> None:
    kinds = [QEvent.Type.TabletPress, *[QEvent.Type.TabletMove] * (len(points) - 1), QEvent.Type.TabletRelease]
    for kind, point in zip(kinds, [*points, points[-1]], strict=True):
        at = QPointF(point)
        down = kind is not QEvent.Type.TabletRelease
        buttons = Qt.MouseButton.LeftButton if down else Qt.MouseButton.NoButton
        event = QTabletEvent(
            kind, QPointingDevice.primaryPointingDevice(), at, QPointF(pad.mapToGlobal(point)), pressure if down else 0,
            0, 0, 0, 0, 0, Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, buttons,
        )  # fmt: skip
        QApplication.sendEvent(pad, event)


def with_finger(pad: SignaturePad, points: list[QPoint], palm: QPoint | None = None) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(1, points[0], pad).commit()
    for point in points[1:]:
        moved = QTest.touchEvent(pad, finger).move(1, point, pad)
        if palm is not None:
            moved = moved.press(2, palm, pad) if point is points[1] else moved.stationary(2)
        moved.commit()
    lifted = QTest.touchEvent(pad, finger).release(1, points[-1], pad)
    (lifted.release(2, palm, pad) if palm is not None else lifted).commit()


def ink(data: bytes) -> tuple[int, int, int]:
    """Width, height, and how many pixels are ink."""
    image = Image.open(io.BytesIO(data)).convert("RGBA")
    return image.width, image.height, sum(image.getchannel("A").histogram()[128:])


def test_a_name_by_mouse_becomes_a_picture_that_papers_can_draw(pad: SignaturePad) -> None:
    with_mouse(pad, NAME)
    pad.ask()
    drawn = pixels.signature(pad.picture())
    assert drawn.wide > 3 * drawn.high / 2
    assert max(drawn.cover) == 255
    assert min(drawn.cover) == 0, "on clear ground"


def test_a_finger_writes_one_stroke_and_a_palm_beside_it_none(pad: SignaturePad) -> None:
    with_finger(pad, NAME, palm=QPoint(500, 150))
    assert len(pad.strokes) == 1
    assert max(x for x, _ in pad.strokes[0]) < 400
    pad.ask()


def test_a_pen_that_is_pressed_writes_broader(pad: SignaturePad) -> None:
    with_pen(pad, NAME, 0.1)
    thin = ink(pad.picture())
    pad.clear()
    with_pen(pad, NAME, 1.0)
    broad = ink(pad.picture())
    assert broad[:2] == thin[:2]
    assert broad[2] > 1.8 * thin[2]


def test_a_pen_is_not_heard_a_second_time_as_a_mouse(pad: SignaturePad) -> None:
    with_pen(pad, NAME, 0.5)
    assert len(pad.strokes) == 1
    assert len(pad.strokes[0]) == len(NAME)


def test_strokes_are_smooth_between_the_points_that_came(pad: SignaturePad) -> None:
    """Four points far apart: a line of straight pieces would pass through the corner, a smooth one does not."""
    with_mouse(pad, [QPoint(100, 120), QPoint(200, 30), QPoint(300, 120)])
    image = Image.open(io.BytesIO(pad.picture(320))).convert("RGBA").getchannel("A")
    box = image.getbbox()
    assert box is not None
    assert box[1] > 0.2 * image.height, "the sharp corner at the top is rounded off"


@pytest.mark.parametrize(
    ("points", "code"),
    [([QPoint(100, 60)], "signing.only_a_dot"), ([QPoint(100, 60), QPoint(104, 62)], "signing.only_a_dot")],
)
def test_a_dot_is_no_signature(pad: SignaturePad, points: list[QPoint], code: str) -> None:
    with_mouse(pad, points)
    with pytest.raises(Refusal) as refusal:
        pad.ask()
    assert refusal.value.code == code


def test_an_empty_field_cannot_be_sent_and_a_wiped_one_is_empty(screen: CitizenScreen, pad: SignaturePad) -> None:
    assert not screen.sign.done.isEnabled()
    with_mouse(pad, NAME)
    assert screen.sign.done.isEnabled()
    QTest.mouseClick(screen.sign.clear, Qt.MouseButton.LeftButton)
    assert pad.empty
    assert not screen.sign.done.isEnabled()
    with pytest.raises(Refusal, match=r"signing\.empty"):
        pad.ask()


def test_a_dot_is_refused_in_words_and_nothing_is_sent(screen: CitizenScreen, pad: SignaturePad) -> None:
    sent: list[bytes] = []
    screen.signed.connect(sent.append)
    with_mouse(pad, [QPoint(100, 60)])
    QTest.mouseClick(screen.sign.done, Qt.MouseButton.LeftButton)
    assert sent == []
    assert "写得太小" in screen.sign.refused.text()
    assert screen.page is screen.sign
    with_mouse(pad, NAME)
    QTest.mouseClick(screen.sign.done, Qt.MouseButton.LeftButton)
    assert len(sent) == 1
    assert pad.empty, "nothing of it stays on the screen"


def test_words_by_hand_fit_into_a_letter(pad: SignaturePad) -> None:
    for line in range(4):
        with_mouse(pad, [QPoint(30 + 3 * step, 20 + 30 * line + (step * 17) % 25) for step in range(200)])
    drawn = pad.black_and_white(4096)
    assert 0 < len(drawn) <= 4096
    colours = Image.open(io.BytesIO(drawn)).convert("L").getcolors()
    assert {shade for _, shade in colours or ()} == {0, 255}
