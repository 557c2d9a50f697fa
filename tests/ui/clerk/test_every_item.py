"""Every item of the sample catalogue, served from ticket to hand-out through the real window, at a real centre.

One day at one window: a person after the other comes with a ticket for an item. What is asked is answered, what is owed
is received, the case is accepted, decided by who decides it, and its result is handed out.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import resources
from deskapp.ids import QueueId
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, ForWhom, Handling, Item
from deskapp.rules.catalog_text import read
from deskapp.rules.questions import QuestionKind
from deskapp.sync.client import HttpCentre
from tests.ui.clerk.life import CTRL, Office, at_a_centre, working
from ui.background import Background

COMPANIES = (("杭州市一窗餐饮有限公司", "91990106MA2B0001XP"), ("浙江云岫建设有限公司", "91990000MA2B0003TL"))
PEOPLE = (("欧阳𫖯", "990109196306300794"), ("王秀英", "990102194902030248"), ("龘靐", "990106198308086402"))
LEAST = 20


@pytest.fixture
def office(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Office]:
    with at_a_centre(tmp_path / "centre") as hall, working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))


@pytest.mark.timeout(900)
def test_every_item_of_the_catalogue_is_served(office: Office, catalog: Catalog) -> None:
    items = list(catalog.items.values())
    assert len(items) >= LEAST
    people, companies = cycle(PEOPLE), cycle(COMPANIES)
    greeter = HttpCentre(office.centre.address)
    try:
        token = greeter.sign_in(SignIn(user="greeter", password="demo")).token
        for item in items:
            ticket = IssueTicket(queue=QueueId(item.queue), item=item.code)
            number = greeter.issue(ticket, token=token).number
            who = next(people) if ForWhom.PERSON in item.for_whom else next(companies)
            _called(office, number, item)
            _taken_in(office, who)
            _answered(office)
            _received(office)
            _accepted(office, item)
            _decided(office, item)
            _handed_out(office)
    finally:
        greeter.close()
    names = {paper.name.partition("-")[0] for paper in office.tray.papers}
    assert names >= {"receipt", "acceptance", "decision"}


def _called(office: Office, number: str, item: Item) -> None:
    session = office.window.session
    office.until(lambda: session.call is not None and number in [one.number for one in session.call.next_numbers])
    office.until(lambda: not office.window.screen.keys.resting)
    office.hands.press(Qt.Key.Key_F2)
    office.until(lambda: session.call_number == number)
    office.until(lambda: office.window.screen.items.name.text() == item.name)


def _taken_in(office: Office, who: tuple[str, str]) -> None:
    """Who was here before is known by their number; a stranger's name is typed."""
    page = office.window.screen.applicant
    page.fields["id_number"].line.setFocus()
    office.hands.compose(who[1])
    office.hands.press(Qt.Key.Key_Return)
    known: list[None] = []
    office.window.session.do("journal", lambda: None, known.append)
    office.until(lambda: bool(known))
    if not page.typed.name and office.window.session.case is None:
        office.hands.compose(who[0])
        office.hands.press(Qt.Key.Key_Return)
        office.hands.press(Qt.Key.Key_Return)
    office.until(lambda: office.window.session.case is not None)


def _answered(office: Office) -> None:
    page = office.window.screen.questions
    while True:
        case = office.window.session.case
        assert case is not None
        asked = next((one for one in case.questions if one.answer is None), None)
        if asked is None:
            return
        code = asked.question.code
        office.until(lambda code=code: code in page.rows)  # type: ignore[misc]
        row = page.rows[code]
        row.setFocus()
        if asked.question.kind is QuestionKind.NUMBER:
            row.line.setFocus()
            office.hands.type("300")
            office.hands.press(Qt.Key.Key_Return)
        else:
            office.hands.press(Qt.Key.Key_Y if asked.question.kind is QuestionKind.YES_NO else Qt.Key.Key_1)
        office.until(lambda code=code: _answer(office, code) is not None)  # type: ignore[misc]


def _answer(office: Office, code: str) -> str | None:
    case = office.window.session.case
    return next((one.answer for one in case.questions if one.question.code == code), "") if case is not None else None


def _received(office: Office) -> None:
    case = office.window.session.case
    assert case is not None
    office.hands.press(Qt.Key.Key_2, CTRL)
    owed = {line.code for line in case.owed}
    for place, line in islice(enumerate(case.lines, start=1), 9):
        if line.code in owed:
            office.tick(place)


def _accepted(office: Office, item: Item) -> None:
    office.f9("受理并打印回执")
    office.reaches(State.ACCEPTED)
    assert office.at_the_centre().item == item.code


def _decided(office: Office, item: Item) -> None:
    if item.handling is Handling.AT_ONCE:
        office.f9("准予，办结")
    else:
        office.department_does(item.department, "decide", granted=True)
        office.shown(State.DECIDED)
        office.f9("打印决定书")  # the department has no printer at the hall
    office.shown(State.DECIDED)


def _handed_out(office: Office) -> None:
    office.f9("出件")
    panel = office.window.screen.hand_out
    office.until(lambda: panel.isVisible() and len(panel.marked) == 1)
    office.hands.press(Qt.Key.Key_F9)
    office.reaches(State.DELIVERED)
