"""Joins the list of bad ratings to the centre: looked at every minute, so that what is due is said in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer

from deskapp.desk import Desk
from deskapp.failures import Failure, LineTrouble
from deskapp.hall import following_up
from deskapp.ids import EventId
from deskapp.protocol.ratings import FollowUp
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.deadline import Lamp
from deskapp.rules.rating import Step
from ui.background import Background
from ui.hall.screen import HallScreen
from ui.hall.wires import HallWires
from ui.keys import Ask
from ui.parts.messages import Tone

T = TypeVar("T")
LANE = "line"
LOOK_MS = 60_000


class FollowUpsWires(QObject):
    """The centre alone knows them: with the line cut the list stays as it was read last, and the line says so."""

    def __init__(self, desk: Desk, screen: HallScreen, background: Background, hall: HallWires) -> None:
        super().__init__(screen)
        self._desk, self._screen, self._background, self._hall = desk, screen, background, hall
        self._said = 0
        self._looking = QTimer(self)
        self._looking.setInterval(LOOK_MS)
        if not access.allows(desk.clerk.roles, Permission.SUPERVISE):
            screen.ratings_button.hide()
            return
        screen.when(Ask.FOLLOW_UPS, self.open)
        screen.follow_ups.step_taken.connect(self._step)
        screen.follow_ups.phone_asked.connect(self._phone)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self.look()

    def open(self) -> None:
        """Show the list, and read it anew."""
        self._screen.follow_ups.start()
        self._run(lambda: following_up.follow_ups(self._desk), self._show, self._hall.say_failure)

    def look(self) -> None:
        """Read it, and say nothing when the line is down."""
        self._run(lambda: following_up.follow_ups(self._desk), self._show, self._not_read)

    def _show(self, found: tuple[FollowUp, ...]) -> None:
        self._screen.follow_ups.show_follow_ups(found)
        opened = [one for one in found if one.due is not None]
        late = sum(one.lamp is Lamp.RED for one in opened)
        new = sum(not one.steps for one in opened)
        self._screen.show_ratings(late, len(opened))
        if late + new > self._said:
            key = self._screen.keys.text(Ask.FOLLOW_UPS)
            words = self.tr("差评待联系 {new} 条，超期 {late} 条，按 {key} 处理。")
            self._hall.say("ratings.due", Tone.OWED, lambda: words.format(new=new, late=late, key=key))
        self._said = late + new

    def _not_read(self, failure: Failure) -> None:
        if not isinstance(failure, LineTrouble):
            self._hall.say_failure(failure)

    def _step(self, rating: str, step: str, remark: str) -> None:
        desk = self._desk
        self._run(
            lambda: following_up.take_step(desk, EventId(rating), Step(step), remark),
            lambda _: self._taken(),
            self._hall.say_failure,
        )

    def _taken(self) -> None:
        self._hall.say("ratings.step", Tone.GOOD, lambda: self.tr("已记下这一步。"))
        self.look()

    def _phone(self, rating: str) -> None:
        desk = self._desk
        self._run(
            lambda: following_up.phone(desk, EventId(rating)),
            lambda phone: self._screen.follow_ups.show_phone(rating, phone),
            self._hall.say_failure,
        )

    def _run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Failure], None]) -> None:
        self._background.run(LANE, work, owner=self, then=then, failed=failed)
