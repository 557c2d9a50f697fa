"""Every path of a case's life, walked by keys through the real window and judged by a real running centre.

One row for each path: its name, what hands and departments do, and where the case then is at the centre.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.rules.case import How, Procedure
from deskapp.rules.case_state import State
from tests.ui.clerk.life import AGENT, AGENT_NUMBER, NUMBER, Office, at_a_centre, working
from ui.background import Background
from ui.keys import Ask

AT_ONCE, SERVICE, PROMISED = "SCJG-0102", "YB-0101", "ZJ-0201"  # registration; service; a promise with three materials
LICENCE, DEFERRABLE = "JY-0101", "ZJJ-0201"  # five materials; the third may come later


@pytest.fixture
def office(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Office]:
    with at_a_centre(tmp_path / "centre") as hall, working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


def accept(office: Office, item: str = AT_ONCE, materials: int = 3) -> None:
    office.begin(item)
    office.tick(*range(1, materials + 1))
    office.f9("受理并打印回执")
    office.reaches(State.ACCEPTED)


def hand_out(office: Office) -> None:
    office.f9("出件")
    panel = office.window.screen.hand_out
    office.until(lambda: panel.isVisible() and len(panel.marked) == 1)
    office.hands.press(Qt.Key.Key_F9)


def at_once_in_one_sitting(office: Office) -> None:
    accept(office)
    office.f9("准予，办结")
    office.shown(State.DECIDED)
    hand_out(office)


def then_archived(office: Office) -> None:
    at_once_in_one_sitting(office)
    office.shown(State.DELIVERED)
    office.f9("归档")


def refused_and_handed_over(office: Office) -> None:
    accept(office)
    office.ask(Ask.REFUSE)
    office.answer("住所不符合规定", "《市场主体登记管理条例》第十一条")
    office.shown(State.DECIDED)
    assert office.at_the_centre().granted is not True
    hand_out(office)


def handed_to_an_agent(office: Office) -> None:
    accept(office)
    office.f9("准予，办结")
    office.shown(State.DECIDED)
    office.f9("出件")
    panel = office.window.screen.hand_out
    office.until(lambda: panel.isVisible() and len(panel.marked) == 1)
    panel.by_agent.click()
    office.hands.compose(AGENT)
    office.hands.press(Qt.Key.Key_Return)
    office.hands.compose(AGENT_NUMBER)
    office.hands.press(Qt.Key.Key_F9)
    assert panel.isVisible(), "nobody has checked who they are"
    office.hands.press(Qt.Key.Key_Return)
    office.hands.press(Qt.Key.Key_Space)
    office.hands.press(Qt.Key.Key_F9)


def notice_then_complete(office: Office) -> None:
    office.begin(LICENCE)
    office.tick(1, 2)
    office.ask(Ask.NOTICE)
    office.answer()
    office.reaches(State.CORRECTION_REQUESTED)
    office.find(NUMBER)  # they come back, to whichever window: it stands where it stood
    case = office.window.session.case
    assert case is not None
    assert len(case.owed) == 3
    office.tick(3, 4, 5)
    office.f9("受理并打印回执")


def registration_is_handed_back_whole(office: Office) -> None:
    office.begin(AT_ONCE)
    office.tick(1, 2)
    office.ask(Ask.NOTICE)
    office.answer()
    office.reaches(State.CORRECTION_REQUESTED)
    case = office.window.session.case
    assert case is not None
    assert len(case.owed) == 3, "what was handed back is filed again complete"
    office.tick(1, 2, 3)
    office.f9("受理并打印回执")


def declined_by_a_usual_reason(office: Office) -> None:
    office.begin(LICENCE)
    office.ask(Ask.REFUSE)
    office.answer(reason=2)


def declined_then_archived(office: Office) -> None:
    declined_by_a_usual_reason(office)
    office.shown(State.DECLINED)
    office.f9("归档")


def declined_when_the_correction_has_run_out(office: Office) -> None:
    office.begin(LICENCE)
    office.ask(Ask.NOTICE)
    office.answer()
    office.reaches(State.CORRECTION_REQUESTED)
    office.pass_days(10)
    office.until(lambda: bool(office.window.session.case and office.window.session.case.lates))
    office.ask(Ask.REFUSE)
    office.answer(reason=3)


def withdrawn_before(office: Office) -> None:
    office.begin(LICENCE)
    office.ask(Ask.WITHDRAW)
    office.answer("不办了")


def withdrawn_after(office: Office) -> None:
    accept(office, PROMISED)
    office.ask(Ask.WITHDRAW)
    office.answer("改日再办")


def accepted_on_a_promise(office: Office) -> None:
    office.begin(AT_ONCE)
    office.tick(1, 2)
    office.on_row(3, Qt.Key.Key_C)
    office.f9("受理并打印回执")


def deferred_and_brought_late(office: Office) -> None:
    office.begin(DEFERRABLE)
    office.tick(1, 2)
    office.on_row(3, Qt.Key.Key_R)
    office.f9("受理并打印回执")
    office.reaches(State.ACCEPTED)
    assert {settled.how for settled in office.at_the_centre().settled.values()} >= {How.DEFERRED}
    office.tick(3)
    office.until(lambda: How.DEFERRED not in {settled.how for settled in office.at_the_centre().settled.values()})


def stopped_and_going_on_at_the_window(office: Office) -> None:
    accept(office)
    before = office.at_the_centre().statutory_day
    office.ask(Ask.PAUSE_CASE)
    office.answer("10", reason=8)
    office.reaches(State.PAUSED)
    assert office.at_the_centre().procedure is Procedure.EXPERT_REVIEW
    office.pass_days(7)
    office.ask(Ask.PAUSE_CASE)
    office.reaches(State.ACCEPTED)
    after = office.at_the_centre().statutory_day
    assert before is not None
    assert after is not None
    assert (after - before).days == 7, "five working days, and the weekend between them"


def the_department_stops_extends_and_grants(office: Office) -> None:
    accept(office, LICENCE, 5)
    office.department_does("JY", "pause", procedure="hearing", days=15)
    office.shown(State.PAUSED)
    office.department_does("JY", "resume")
    office.shown(State.ACCEPTED)
    office.department_does("JY", "extend", approved_by="局长", reason="情况复杂")
    office.department_does("JY", "decide", granted=True)
    office.shown(State.DECIDED)
    office.window.screen.command("say_ready")
    office.reaches(State.READY)
    assert office.at_the_centre().extended
    hand_out(office)


def _file(office: Office, reference: str, *, pages: bool = False) -> None:
    """Somebody applies at home; the window finds it by their number."""
    with office.portal() as portal:
        digests = []
        if pages:
            page = bytes(cv2.imencode(".jpg", np.full((400, 300, 3), 250, np.uint8))[1])
            digests.append(sha256(page).hexdigest())
            assert portal.put(f"/pages/{digests[0]}", content=page).status_code == 201
        told = portal.post(
            "/api/v1/applications",
            json={
                "reference": reference, "item": LICENCE,
                "applicant": {"name": "李䶮", "id_number": NUMBER, "phone": "19900007221"},
                "materials": [{"material": "ID-CARD", "pages": digests}],
            },
        )  # fmt: skip
    assert told.status_code == 201, told.text
    number = told.json()["number"]

    def here() -> bool:
        with office.desk.journal.reading() as reading:
            from deskapp.queries.came_before import case_numbered

            return case_numbered(reading, number) is not None

    office.until(here)
    office.find(number)
    office.shown(State.FILED)


def filed_pre_reviewed_accepted(office: Office) -> None:
    _file(office, "W-1", pages=True)
    office.f9("预审，转入本窗")
    office.reaches(State.PRE_REVIEWED)
    office.tick(2, 3, 4, 5)
    office.f9("受理并打印回执")


def filed_pre_reviewed_corrected(office: Office) -> None:
    _file(office, "W-2")
    office.f9("预审，转入本窗")
    office.shown(State.PRE_REVIEWED)
    office.ask(Ask.NOTICE)
    office.answer()


def filed_and_taken_back_at_home(office: Office) -> None:
    _file(office, "W-3")
    with office.portal() as portal:
        told = portal.post("/api/v1/applications/W-3/withdrawal", json={"reason": "填错了"})
    assert told.json()["state"] == "withdrawn"


def nobody_answered(office: Office) -> None:
    office.begin(LICENCE)
    office.tick(1)
    office.until(lambda: office.at_the_centre().state is State.OPENED)
    since = office.at_the_centre().received_on
    office.pass_days(10)
    office.shown(State.ACCEPTED)
    case = office.at_the_centre()
    assert case.by_silence
    assert case.since == since, "from the day of receipt"


PATHS: dict[str, tuple[Callable[[Office], None], State]] = {
    "handled at once, in one sitting": (at_once_in_one_sitting, State.DELIVERED),
    "handled at once, then archived": (then_archived, State.ARCHIVED),
    "refused, and the decision handed over": (refused_and_handed_over, State.DELIVERED),
    "handed to an agent who was checked": (handed_to_an_agent, State.DELIVERED),
    "one notice, then complete": (notice_then_complete, State.ACCEPTED),
    "registration handed back whole": (registration_is_handed_back_whole, State.ACCEPTED),
    "declined": (declined_by_a_usual_reason, State.DECLINED),
    "declined, then archived": (declined_then_archived, State.ARCHIVED),
    "declined when the correction has run out": (declined_when_the_correction_has_run_out, State.DECLINED),
    "withdrawn before acceptance": (withdrawn_before, State.WITHDRAWN),
    "withdrawn after acceptance": (withdrawn_after, State.WITHDRAWN),
    "accepted on a signed promise": (accepted_on_a_promise, State.ACCEPTED),
    "put off, and brought late": (deferred_and_brought_late, State.ACCEPTED),
    "the clock stopped and going on": (stopped_and_going_on_at_the_window, State.ACCEPTED),
    "stopped, extended and granted by the department": (the_department_stops_extends_and_grants, State.DELIVERED),
    "filed, pre-reviewed, accepted": (filed_pre_reviewed_accepted, State.ACCEPTED),
    "filed, pre-reviewed, to be corrected": (filed_pre_reviewed_corrected, State.CORRECTION_REQUESTED),
    "filed, and taken back at home": (filed_and_taken_back_at_home, State.WITHDRAWN),
    "nobody answered in time": (nobody_answered, State.ACCEPTED),
}


@pytest.mark.parametrize("path", PATHS)
def test_a_path_of_a_cases_life(office: Office, path: str) -> None:
    walk, end = PATHS[path]
    walk(office)
    office.reaches(end)
