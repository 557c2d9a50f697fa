"""The citizen's screen with a real centre behind a line that is cut and restored; the centre holds "once"."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db.tables import events, ratings
from deskapp.clerk import sheets
from deskapp.ids import CaseId, QueueId
from deskapp.journal.verify import verify
from deskapp.protocol.messages import IssueTicket, SignIn
from deskapp.protocol.ratings import StepWords
from deskapp.rules.rating import Occasion, Opinion, Reason, Step
from deskapp.server import rated
from deskapp.server.visits import visit_of
from deskapp.sync.client import HttpCentre
from deskapp.sync.ratings import HttpRatings
from tests.ui.citizen.conftest import HOUSING, NAME, NUMBER, PHONE, touch
from tests.ui.clerk.conftest import Hands, Live, live  # noqa: F401 - the fixture is named by the tests
from ui.keys import Ask

_PATIENCE = 20_000  # milliseconds


class Served:
    """Somebody who is served at a window of a running hall, and asked what they think of it."""

    def __init__(self, at: Live, qtbot: QtBot) -> None:
        self.live, self.qtbot = at, qtbot
        self.hands = Hands(qtbot, at.window)
        self.screen = at.window.citizen.screen
        at.window.screen.ask(Ask.CITIZEN)
        at.window.screen.activateWindow()
        at.window.screen.applicant.setFocus()

    def serve(self) -> CaseId:
        words = IssueTicket(queue=QueueId("A"), item=HOUSING)
        self.live.at_the_centre.issue(words, token=self.live.greeter)
        session = self.live.window.session
        self.live.see(waiting=1)
        self.hands.press(Qt.Key.Key_F2)
        self.qtbot.waitUntil(lambda: "退休提取" in self.live.window.screen.items.name.text(), timeout=_PATIENCE)
        self.hands.type(NUMBER)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.compose(NAME)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.type(PHONE)
        self.hands.press(Qt.Key.Key_Return)
        self.hands.see("还差 3 项")
        for digit in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3):
            self.hands.press(digit)
        self.hands.see("受理并打印回执")
        self.hands.press(Qt.Key.Key_F9)
        self.hands.see("办完，叫下一位")
        self.qtbot.waitUntil(lambda: self.screen.page is self.screen.rating, timeout=_PATIENCE)
        assert session.case_id is not None
        return session.case_id

    def sent(self) -> bool:
        return sheets.line(self.live.desk).pending == 0

    def held_here(self) -> list[tuple[str, str | None]]:
        """What this desk keeps of ratings: the verdict, and why one does not count."""
        with self.live.desk.journal.reading() as reading:
            question = sa.select(events.c.verdict, events.c.reason).where(events.c.kind == "rating.given")
            return [(row.verdict, row.reason) for row in reading.connection.execute(question)]

    def at_the_centre(self) -> list[tuple[int | None, str]]:
        with self.live.centre.parts.journal.reading() as reading:
            rows = reading.connection.execute(sa.select(ratings.c.score, ratings.c.clerk))
            return [(row.score, row.clerk) for row in rows]


@pytest.fixture
def served(live: Live, qtbot: QtBot) -> Served:  # noqa: F811
    return Served(live, qtbot)


def test_a_rating_given_while_the_line_is_cut_waits_in_the_outbox_and_arrives_once(
    served: Served, qtbot: QtBot
) -> None:
    served.serve()
    qtbot.waitUntil(served.sent, timeout=_PATIENCE)
    served.live.relay.cut()
    qtbot.waitUntil(lambda: not served.live.desk.line.online, timeout=_PATIENCE)
    touch(served.screen.rating.faces[2])
    qtbot.waitUntil(served.screen.rating.reasons[Reason.TOO_SLOW].isVisible)
    touch(served.screen.rating.reasons[Reason.TOO_SLOW])
    touch(served.screen.rating.send)
    qtbot.waitUntil(lambda: served.held_here() == [("pending", None)])
    assert sheets.line(served.live.desk).pending >= 1
    assert served.at_the_centre() == []
    served.live.relay.restore()
    qtbot.waitUntil(lambda: served.held_here() == [("held", None)], timeout=_PATIENCE)
    assert served.at_the_centre() == [(2, "clerk3")]
    qtbot.waitUntil(served.sent, timeout=_PATIENCE)
    with served.live.centre.parts.journal.reading() as reading:
        assert verify(reading).faults == ()
    with served.live.desk.journal.reading() as reading:
        assert verify(reading).faults == ()


def test_who_has_rated_at_home_meanwhile_is_not_counted_again_and_the_clerk_has_nothing_to_settle(
    served: Served, qtbot: QtBot
) -> None:
    case = served.serve()
    qtbot.waitUntil(served.sent, timeout=_PATIENCE)
    with served.live.centre.parts.journal.writing() as facts:
        visit = visit_of(facts, facts.case(case), Occasion.WINDOW)
        assert visit is not None
        rated.rate_at_home(facts, visit, Opinion(1, at_home=True))
    touch(served.screen.rating.faces[5])
    touch(served.screen.rating.send)
    qtbot.waitUntil(lambda: bool(served.held_here()) and served.held_here()[0][0] == "held", timeout=_PATIENCE)
    ((verdict, reason),) = served.held_here()
    assert "rating.again" in str(reason)
    assert served.at_the_centre() == [(1, "clerk3")], "the first one counts"
    line = sheets.line(served.live.desk)
    assert (line.rejected, line.pending, verdict) == (0, 0, "held")


def test_the_manager_follows_up_what_another_desk_never_hears_of(served: Served, qtbot: QtBot) -> None:
    served.serve()
    touch(served.screen.rating.faces[1])
    touch(served.screen.rating.send)
    qtbot.waitUntil(lambda: served.held_here() == [("held", None)], timeout=_PATIENCE)
    centre = HttpCentre(served.live.centre.address)
    other = centre.sign_in(SignIn(user="clerk4", password="demo", window=None)).token
    assert not [event for event in centre.pull(token=other, after=0, limit=1000).events if event.stream == "rating"]
    manager = centre.sign_in(SignIn(user="manager", password="demo")).token
    asked = HttpRatings(centre)
    (one,) = asked.follow_ups(token=manager).follow_ups
    assert (one.score, one.clerk, one.window, one.applicant) == (1, "clerk3", "3", "李*")
    told = asked.take_step(one.rating, StepWords(step=Step.CONTACTED, remark="已打电话，说明情况"), token=manager)
    assert [step.remark for step in told.steps] == ["已打电话，说明情况"]
    assert asked.phone(one.rating, token=manager).phone == PHONE
    centre.close()
