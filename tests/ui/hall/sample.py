"""A hall's board with everything on it at once, to be looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.queries.hall_board import BoardTicket, HallBoard, QueueColumn, WindowCard
from deskapp.rules.alarms import Alarm, Sort, Step
from deskapp.rules.turns import Plan
from deskapp.rules.window import CallForHelp, WindowState
from tests.ui import sheets

MINUTE = timedelta(minutes=1)
NAMES = (("A", "个人事项", "Personal"), ("B", "企业事项", "Business"), ("C", "社会保障", "Social insurance"))


def ticket(number: str, minutes: int) -> BoardTicket:
    queue = QueueId(number[0])
    return BoardTicket(TicketId(number), number, queue, "normal", sheets.NOW - minutes * MINUTE)


def card(window: int, state: WindowState = WindowState.OPEN, number: str = "", minutes: int = 0) -> WindowCard:
    return WindowCard(
        window=WindowId(str(window)), state=state,
        clerk=ClerkId(f"clerk{window}") if state is not WindowState.CLOSED else None,
        plan=Plan(tuple(QueueId(queue) for queue in "AB")), until=None, number=number, serving=bool(number),
        since=sheets.NOW - minutes * MINUTE if number else None, held=0, own_line=0, served=window * 3,
    )  # fmt: skip


def board(*alarms: Alarm) -> HallBoard:
    columns = tuple(
        QueueColumn(
            QueueId(code), name, en, tuple(ticket(f"{code}{20 + n:03}", 32 - 4 * n) for n in range(waiting)),
            (WindowId("3"), WindowId("5")), tuple([8.0, 9.0, 10.0, 11.0] * 5),
        )
        for (code, name, en), waiting in zip(NAMES, (7, 2, 4), strict=True)
    )  # fmt: skip
    cards = [
        card(1, number="A012", minutes=4),
        card(2, number="B003", minutes=52),
        card(3),
        card(4, WindowState.PAUSED),
    ]
    cards += [card(5, number="A013", minutes=2), card(6), card(7), card(8, WindowState.CLOSED)]
    in_need = {alarm.window for alarm in alarms if alarm.sort is Sort.HELP}
    cards = [
        replace(one, help=CallForHelp(ClerkId("clerk7"), sheets.NOW)) if one.window in in_need else one for one in cards
    ]
    return HallBoard(columns, tuple(cards), (), 84, 30 * MINUTE, alarms)


def alarm(window: int, sort: Sort, minutes: float, step: Step, **more: object) -> Alarm:
    return replace(Alarm(WindowId(str(window)), sort, sheets.NOW - minutes * MINUTE, step), **more)  # type: ignore[arg-type]


CALLED = alarm(7, Sort.HELP, 1, Step.COME, clerk=ClerkId("clerk7"))
ANSWERED = alarm(1, Sort.HELP, 4, Step.SETTLE, clerk=ClerkId("clerk1"), coming=ClerkId("manager"))
UNHEARD = alarm(6, Sort.UNHEARD, 6, Step.RELEASE)
IDLE = alarm(3, Sort.IDLE, 14, Step.PAUSE, waiting=9)
OVERLONG = alarm(2, Sort.OVERLONG, 52, Step.PAUSE, number="B003", usual=21)
