"""A card on the reader, wherever the keys are: who is here, whose card it is, and whoever was here is known again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from deskapp.clerk import intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.pretend import PretendReader, record
from deskapp.failures import DeviceTrouble
from deskapp.ids import ItemCode
from deskapp.rules.ticket import TicketState
from tests.clerk import office
from tests.ui.clerk.conftest import Hands
from ui.clerk.card_wires import LANE

HOUSING = "ZJ-0201"
LI = ("李䶮", "990105198802293371")
WANG = ("王秀英", "990102194902030248")


@dataclass
class Reader(PretendReader):
    """The practice reader, which can be broken."""

    broken: list[str] = field(default_factory=list)
    asked: int = 0

    def read(self) -> bytes | None:
        self.asked += 1
        if self.broken:
            raise DeviceTrouble(self.broken[0], reader="COM3")
        return super().read()


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def desk(tmp_path: Path, clock: office.FrozenClock, tray: office.Tray, reader: Reader) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", clock, printer=tray)
    yield office.desk(replace(station, card_reader=reader))
    station.journal.engine.dispose()


def call(hands: Hands, qtbot: QtBot, desk: Desk, item: str | None = HOUSING) -> None:
    office.issue(desk, "A012", item=item)
    hands.press(Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: hands.window.session.call_number == "A012")
    if item:
        qtbot.waitUntil(lambda: "退休提取" in hands.window.screen.items.name.text())


def typed(hands: Hands) -> tuple[str, str]:
    values = hands.window.screen.applicant.typed
    return values.name, values.id_number


def said(hands: Hands) -> str:
    return hands.window.screen.messages.text.text()


def done(hands: Hands, lane: str) -> None:
    """Wait until everything has been done that was asked of a lane so far."""
    reached: list[None] = []
    hands.window.session.do(lane, lambda: None, reached.append)
    hands.qtbot.waitUntil(lambda: bool(reached))


def came(desk: Desk, person: tuple[str, str] = LI, phone: str = "19900007221") -> None:
    intake.open_case(desk, Application(ItemCode("RS-0301"), *person, phone))


def test_a_card_says_who_is_here_and_that_they_are(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    call(hands, qtbot, desk)
    reader.lay(record(*LI, address="示例县人民路1号"))
    qtbot.waitUntil(lambda: typed(hands) == LI)
    page = hands.window.screen.applicant
    assert page.typed.address == "示例县人民路1号"
    qtbot.waitUntil(page.fields["phone"].line.hasFocus)
    qtbot.waitUntil(lambda: hands.window.session.call.ticket_state is TicketState.SERVING)  # type: ignore[union-attr]


def test_without_an_item_the_keys_stand_where_it_is_looked_for(
    qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader
) -> None:
    call(hands, qtbot, desk, item=None)
    reader.lay(record(*LI))
    qtbot.waitUntil(hands.window.screen.items.search.hasFocus)
    hands.type("tqgjj")
    hands.press(Qt.Key.Key_Return)
    page = hands.window.screen.applicant
    qtbot.waitUntil(page.fields["phone"].line.hasFocus)
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")


def test_a_card_takes_the_place_of_what_was_typed_wrong(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    call(hands, qtbot, desk)
    hands.type("99010519880229")
    reader.lay(record(*LI))
    qtbot.waitUntil(lambda: typed(hands) == LI)


def test_an_agents_card_goes_to_the_agent(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    call(hands, qtbot, desk)
    reader.lay(record(*WANG))
    qtbot.waitUntil(lambda: typed(hands) == WANG)
    hands.window.screen.applicant.by_agent.setChecked(True)
    reader.lay(record(*LI))
    page = hands.window.screen.applicant
    qtbot.waitUntil(lambda: (page.typed.agent_name, page.typed.agent_id) == LI)
    assert typed(hands) == WANG


def test_a_card_that_has_run_out_is_told_and_taken(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    reader.lay(record(*LI, until="20261122"))
    qtbot.waitUntil(lambda: "2026-11-22 到期" in said(hands))
    assert typed(hands) == LI


def test_beside_a_case_a_card_says_whose_it_is(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    call(hands, qtbot, desk)
    reader.lay(record(*LI))
    qtbot.waitUntil(lambda: typed(hands) == LI)
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")
    reader.lay(record(*LI))
    qtbot.waitUntil(lambda: "申请人本人" in said(hands))
    reader.lay(record(*WANG))
    qtbot.waitUntil(lambda: "不是这件的申请人" in said(hands))
    assert hands.window.screen.applicant.shown_name.text() == "李*"


def test_a_card_finds_what_lies_ready_while_the_panel_is_open(
    qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader
) -> None:
    hands.press(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    panel = hands.window.screen.hand_out
    qtbot.waitUntil(panel.isVisible)
    reader.lay(record(*LI))
    qtbot.waitUntil(lambda: panel.search.text() == LI[1])
    panel.by_agent.setChecked(True)
    reader.lay(record(*WANG))
    qtbot.waitUntil(lambda: (panel.agent_name.text(), panel.agent_id.text()) == WANG)
    assert typed(hands) == ("", "")


def test_while_the_screen_is_locked_no_card_is_taken(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    hands.press(Qt.Key.Key_F12)
    qtbot.waitUntil(hands.window.screen.cover.isVisible)
    done(hands, LANE)
    before = reader.asked
    reader.lay(record(*LI))
    hands.window.cards._ask()
    done(hands, LANE)
    assert reader.asked == before
    assert typed(hands) == ("", "")


def test_a_broken_reader_is_told_once_and_asked_again(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    reader.broken = [CardCode.NONE]
    qtbot.waitUntil(lambda: "没有找到读卡器（COM3）" in said(hands))
    hands.press(Qt.Key.Key_Escape)
    asked = reader.asked
    hands.window.cards._ask()
    done(hands, LANE)
    assert reader.asked > asked
    assert "读卡器" not in said(hands)
    reader.broken.clear()
    reader.lay(record(*LI))
    hands.window.cards._ask()
    qtbot.waitUntil(lambda: typed(hands) == LI)


def test_a_foreigners_card_is_told_in_words(qtbot: QtBot, desk: Desk, hands: Hands, reader: Reader) -> None:
    reader.lay(record("SMITH", LI[1], mark="I"))
    qtbot.waitUntil(lambda: "外国人永久居留" in said(hands))
    assert typed(hands) == ("", "")


def test_who_was_here_before_types_their_number_alone(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    came(desk)
    call(hands, qtbot, desk)
    hands.type(LI[1])
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")
    case = hands.window.session.case_id
    assert case is not None
    with desk.journal.reading() as reading:
        person = reading.people(case)[0]
    assert person is not None
    assert (person.name, person.phone) == ("李䶮", "19900007221")
    kinds = [step.kind for step in sheets.line(desk).steps]
    assert kinds.count("case.looked_at") == 1


def test_what_is_typed_already_is_not_written_over(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    came(desk)
    call(hands, qtbot, desk)
    page = hands.window.screen.applicant
    page.fields["phone"].line.setFocus()
    hands.type("19911112222")
    qtbot.waitUntil(lambda: page.typed.phone == "19911112222")
    page.fields["id_number"].line.setFocus()
    hands.type(LI[1])
    hands.press(Qt.Key.Key_Return)
    hands.see("还差 3 项")
    case = hands.window.session.case_id
    assert case is not None
    with desk.journal.reading() as reading:
        person = reading.people(case)[0]
    assert person is not None
    assert (person.name, person.phone) == ("李䶮", "19911112222")


def test_a_stranger_is_asked_for_their_name(qtbot: QtBot, desk: Desk, hands: Hands) -> None:
    came(desk, WANG)
    call(hands, qtbot, desk)
    hands.type(LI[1])
    hands.press(Qt.Key.Key_Return)
    page = hands.window.screen.applicant
    qtbot.waitUntil(page.fields["name"].line.hasFocus)
    done(hands, "journal")
    assert page.typed.name == ""
    assert all(step.kind != "case.looked_at" for step in sheets.line(desk).steps)
