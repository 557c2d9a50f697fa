"""The box that finds everything: by keys alone, by the mouse alone, masked, and a look in full that is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clerk import accepting, intake, looking, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from ui.keys import Ask
from ui.parts.find_box import FindBox

NAME, NUMBER, PHONE = "王秀英", "990102194902030248", "19900003003"
AGENT, AGENT_NUMBER = "李䶮", "990105198802293371"
CTRL = Qt.KeyboardModifier.ControlModifier


def a_case(desk: Desk, *, agent: bool = False, number: str = NUMBER, name: str = NAME) -> CaseId:
    came = {"agent_name": AGENT, "agent_id": AGENT_NUMBER, "answers": {"by_agent": "yes"}} if agent else {}
    return intake.open_case(desk, Application(ItemCode("ZJ-0201"), name, number, PHONE, **came))  # type: ignore[arg-type]


def accepted(desk: Desk) -> CaseId:
    case_id = a_case(desk)
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code, line.forms[0])
    accepting.accept(desk, case_id)
    return case_id


def open_box(hands: Hands, words: str) -> FindBox:
    """Ctrl+K, and the words as an input method gives them."""
    hands.press(Qt.Key.Key_K, CTRL)
    box = hands.window.screen.commands
    assert box.isVisible()
    box.search.setText(words)
    box.search.textEdited.emit(words)
    hands.qtbot.waitUntil(lambda: bool(box.found.choices) and not any(c.key == "help" for c in box.found.choices))
    return box


def keys(box: FindBox) -> list[str]:
    return [choice.key for choice in box.found.choices if choice.open]


def headings(box: FindBox) -> list[str]:
    return [choice.name for choice in box.found.choices if choice.heading]


def looks(desk: Desk, case: CaseId) -> list[str]:
    with desk.journal.reading() as reading:
        return [event.payload["what"] for event in reading.events_of(case) if event.kind == "case.looked_at"]


def everything_said(widget: QWidget) -> str:
    """All that anything but the eyes is told of a widget and what is in it: texts, tips, titles, items' roles."""
    said = []
    for one in (widget, *widget.findChildren(QWidget)):
        said += [one.toolTip(), one.statusTip(), one.whatsThis(), one.windowTitle(), one.accessibleName()]
        text = getattr(one, "text", None)
        said += [one.accessibleDescription(), text() if callable(text) else ""]
        interface = QAccessible.queryAccessibleInterface(one)
        if interface is not None:
            said += [interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Value)]
            for place in range(interface.childCount()):
                child = interface.child(place)
                said.append(child.text(QAccessible.Text.Name) if child is not None else "")
        model = getattr(one, "model", lambda: None)()
        if isinstance(model, QAbstractItemModel):
            for row in range(model.rowCount()):
                said += [str(model.data(model.index(row, 0), role)) for role in Qt.ItemDataRole]
    return "\n".join(map(str, said)) + (QApplication.clipboard().text() or "")


def test_nothing_typed_lists_every_command_as_before(qtbot: QtBot, hands: Hands) -> None:
    hands.press(Qt.Key.Key_K, CTRL)
    box = hands.window.screen.commands
    qtbot.waitUntil(lambda: len(box.found.choices) > 15)
    assert not headings(box)
    assert box.found.choices[0].key == Ask.HELP.value


def test_one_line_finds_people_and_cases_in_groups_with_their_counts(desk: Desk, hands: Hands) -> None:
    first, second = a_case(desk), a_case(desk, agent=True)
    box = open_box(hands, "王秀英")
    assert headings(box) == ["人 · 1", "办件 · 2"]
    assert set(keys(box)) == {f"person:{second}", f"case:{first}", f"case:{second}"}
    assert box.found.currentIndex().row() == 1, "the heading is not marked"


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("个体", "item:SCJG-0102"),
        ("gtgs", "item:SCJG-0102"),
        ("退休", "item:theme:RETIRE"),
        ("锁屏", "lock"),
        ("帮助", "help"),
    ],
)
def test_items_themes_and_commands_are_found_by_the_same_line(hands: Hands, words: str, key: str) -> None:
    box = hands.window.screen.commands
    hands.press(Qt.Key.Key_K, CTRL)
    box.search.setText(words)
    box.search.textEdited.emit(words)
    begins = key.partition("theme:")[0]
    hands.qtbot.waitUntil(lambda: any(found.startswith(begins) for found in keys(box)) and bool(headings(box)))


def test_a_cancelled_proof_is_found_with_its_reason_and_cannot_be_chosen(hands: Hands) -> None:
    box = open_box(hands, "异地就医证明")
    barred = [choice for choice in box.found.choices if choice.barred]
    assert barred
    assert barred[0].detail
    assert not barred[0].open


def test_enter_opens_the_case_and_the_arrows_step_over_headings(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case_id = a_case(desk)
    box = open_box(hands, "王秀英")
    hands.press(Qt.Key.Key_Down)  # from the person over the heading of the cases
    assert keys(box)[1] == f"case:{case_id}"
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case_id == case_id)


def test_a_person_is_opened_with_their_cases_and_one_of_these_taken(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    first, second = a_case(desk), accepted(desk)
    open_box(hands, "wxy")
    hands.press(Qt.Key.Key_Return)
    panel = hands.window.screen.person
    qtbot.waitUntil(panel.isVisible)
    assert [c.name.partition(" ")[0] for c in panel.list.choices if c.heading] == ["等着办", "办过、在办"]
    assert [c.key for c in panel.list.choices if c.open] == [f"case:{first}", f"case:{second}"]
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: hands.window.session.case_id == first)
    assert not panel.isVisible()


def test_a_ticket_is_opened_with_its_story(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    office.issue(desk, "A012")
    box = open_box(hands, "a012")
    assert headings(box) == ["号票 · 1"]
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any("A012" in label for label in _titles(hands)))


def _titles(hands: Hands) -> list[str]:
    return [panel.title.text() for panel in hands.window.screen._overlays if panel.isVisible()]


def test_an_item_is_taken_and_with_a_case_in_hand_it_is_said_why_not(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    open_box(hands, "gtgs")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "个体" in hands.window.screen.items.name.text())
    hands.window.session.take_case(a_case(desk))
    qtbot.waitUntil(lambda: hands.window.session.case is not None)
    open_box(hands, "gtgs")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "已经定了" in hands.window.screen.messages.text.text())


def test_the_mouse_alone_is_enough(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    case_id = a_case(desk)
    screen = hands.window.screen
    QTest.mouseClick(screen.status.find_button, Qt.MouseButton.LeftButton)
    box = screen.commands
    qtbot.waitUntil(box.isVisible)
    box.search.setText("王秀英")
    box.search.textEdited.emit("王秀英")
    qtbot.waitUntil(lambda: f"case:{case_id}" in keys(box))
    row = next(row for row, choice in enumerate(box.found.choices) if choice.key == f"case:{case_id}")
    heading: QPoint = box.found.visualRect(box.found.model().index(0, 0)).center()
    QTest.mouseClick(box.found.viewport(), Qt.MouseButton.LeftButton, pos=heading)
    assert box.isVisible(), "a heading leads nowhere"
    place = box.found.visualRect(box.found.model().index(row, 0)).center()
    QTest.mouseClick(box.found.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: hands.window.session.case_id == case_id)


def test_a_single_letter_or_digit_says_that_cases_need_more(hands: Hands) -> None:
    box = open_box(hands, "9")
    assert any(choice.note and "再输入" in choice.name for choice in box.found.choices)


def test_nothing_found_is_said(hands: Hands) -> None:
    box = open_box(hands, "没有这个人")
    assert "没有这个人" in box.found.choices[0].name


def _person(hands: Hands) -> QWidget:
    open_box(hands, "王秀英")
    hands.press(Qt.Key.Key_Return)
    hands.qtbot.waitUntil(hands.window.screen.person.isVisible)
    return hands.window.screen.person


PLACES: list[tuple[str, Callable[[Hands], QWidget]]] = [
    ("found", lambda hands: open_box(hands, "王秀英")),
    ("person", _person),
    ("applicant", lambda hands: hands.window.screen.applicant),
]


def shown_in_full(hands: Hands) -> str:
    screen = hands.window.screen
    parts = [*screen.commands.found.in_full.values(), *screen.find_case.found.in_full.values()]
    return " ".join([*parts, screen.person.who.full, screen.applicant.shown_values.full])


@pytest.mark.parametrize(("what", "place"), PLACES, ids=[what for what, _ in PLACES])
def test_holding_the_eye_shows_all_of_it_to_the_eyes_alone_and_is_written_down_once(
    desk: Desk, hands: Hands, caplog: pytest.LogCaptureFixture, what: str, place: Callable[[Hands], QWidget]
) -> None:
    case_id, qtbot = a_case(desk), hands.qtbot
    hands.window.session.take_case(case_id)
    qtbot.waitUntil(lambda: hands.window.session.case is not None)
    shown = place(hands)
    before = everything_said(hands.window.screen)
    QTest.keyPress(hands.window.screen, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: NUMBER in shown_in_full(hands) and PHONE in shown_in_full(hands))
    for _ in range(3):
        shown.repaint()
    said = everything_said(hands.window.screen)
    for secret in (NUMBER, PHONE):
        assert secret not in before + said, "seen, and told to nothing else"
        assert secret not in caplog.text
    QTest.keyRelease(hands.window.screen, Qt.Key.Key_F12)
    qtbot.waitUntil(lambda: not shown_in_full(hands).strip())
    assert looks(desk, case_id) == [what]
    assert not hands.window.screen.cover.isVisible(), "held is not tapped"


def test_a_look_at_a_list_names_each_case_and_each_once(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    one, other = a_case(desk), a_case(desk, agent=True, name="王国庆", number="990106197904128117")
    box = open_box(hands, "王")
    hands.window.look._look()
    qtbot.waitUntil(lambda: NUMBER in shown_in_full(hands))
    assert AGENT_NUMBER in shown_in_full(hands)
    assert (looks(desk, one), looks(desk, other)) == (["found"], ["found"])
    hands.window.look._mask()
    assert not box.found.in_full


def test_what_is_found_anew_while_the_eye_is_held_stays_masked(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    a_case(desk)
    hidden = a_case(desk, name="李国庆", number="990106197904128117")
    box = open_box(hands, "王秀英")
    hands.window.look._look()
    qtbot.waitUntil(lambda: bool(box.found.in_full))
    box.search.setText("李国庆")
    box.search.textEdited.emit("李国庆")
    qtbot.waitUntil(lambda: f"case:{hidden}" in keys(box))
    assert not box.found.in_full
    assert looks(desk, hidden) == []


def test_whoever_may_not_look_sees_nothing_and_nothing_is_written(desk: Desk) -> None:
    case_id = a_case(desk)
    manager = replace(desk, clerk=replace(desk.clerk, roles=("manager",)))
    with pytest.raises(Refusal, match=r"access\.denied"):
        looking.look_at(manager, [case_id], looking.FOUND_LIST)
    assert looks(desk, case_id) == []


def test_of_an_erased_person_there_is_nothing_to_look_at(desk: Desk) -> None:
    case_id, other = a_case(desk), a_case(desk)
    with desk.journal.writing() as facts:
        facts.erase(case_id)
    seen = looking.look_at(desk, [case_id, other, other], looking.FOUND_LIST)
    assert [one.case for one in seen] == [other]
    assert (looks(desk, case_id), looks(desk, other)) == ([], ["found"])
    with pytest.raises(Refusal, match=r"case\.erased"):
        looking.look_at(desk, [case_id], looking.FOUND_LIST)
