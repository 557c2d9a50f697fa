"""A ticket's story in words: "nobody called me" is settled by who, where and to the second."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from deskapp.ids import ClerkId, QueueId, TicketId, WindowId
from deskapp.journal.kinds import BY_FACT
from deskapp.protocol.door import StoryMoment, TicketStory
from deskapp.rules.ticket import TicketFact, TicketState
from ui import texts
from ui.parts.ticket_words import moment_time, moment_words, standing_words, state_words

AT = datetime(2026, 11, 23, 1, 42, 7, tzinfo=UTC)
KINDS = sorted(BY_FACT[kind].name for kind in TicketFact.__args__)


def moment(kind: str, *, where: str = "3", queue: str = "A", remark: str = "", call: int = 2) -> StoryMoment:
    until = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)
    return StoryMoment(
        at=AT, kind=kind, where=where, who=ClerkId("clerk3"), call=call, queue=QueueId(queue), remark=remark,
        until=until if kind == "ticket.held" else None,
    )  # fmt: skip


def story(
    state: TicketState, *, before: int | None = None, window: str | None = None, sent_to: str | None = None
) -> TicketStory:
    return TicketStory(
        id=TicketId("t"), number="A012", queue=QueueId("A"), state=state.value, ticket_class="normal", issued_at=AT,
        before=before, window=WindowId(window) if window else None, sent_to=WindowId(sent_to) if sent_to else None,
        moments=(),
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_everything_that_can_happen_to_a_ticket_has_words(dressed: QApplication, lang: str, kind: str) -> None:
    texts.speak(dressed, lang)
    said = moment_words(moment(kind), 2)
    assert said != kind
    assert "{" not in said
    assert said.isascii() or lang == "zh"


def test_what_a_later_program_says_is_shown_by_its_name(dressed: QApplication) -> None:
    assert moment_words(moment("ticket.sung")) == "ticket.sung"
    assert state_words("singing") == "singing"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("ticket.issued", "取号，A 队列"),
        ("ticket.called", "3 号窗 叫号"),
        ("ticket.called_again", "3 号窗 再叫，第 2 次"),
        ("ticket.held", "3 号窗 挂起，等到 10:15"),
        ("ticket.finished", "3 号窗 办完"),
    ],
)
def test_who_did_it_stands_in_it(dressed: QApplication, kind: str, said: str) -> None:
    assert moment_words(moment(kind), 2) == said


@pytest.mark.parametrize(("where", "place"), [("5", "转到 5 号窗"), ("", "转到 B 队列")])
def test_somebody_is_sent_to_a_window_or_to_a_queue(dressed: QApplication, where: str, place: str) -> None:
    assert moment_words(moment("ticket.transferred", where=where, queue="B")) == place


def test_which_call_a_board_showed_is_said_and_not_which_it_is_among_all(dressed: QApplication) -> None:
    """A board may confirm the first call after the second was made."""
    assert "第 1 次" in moment_words(moment("ticket.shown", where="东侧", call=1), 2)
    assert "东侧" in moment_words(moment("ticket.spoken", where="东侧", call=1), 2)


def test_a_remark_is_said_behind_it(dressed: QApplication) -> None:
    assert moment_words(moment("ticket.cancelled", remark="{window} 走了")) == "退号 · {window} 走了"


def test_it_is_the_second_at_the_office_that_counts(dressed: QApplication) -> None:
    assert moment_time(moment("ticket.called")) == "09:42:07"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (story(TicketState.WAITING, before=3), "等候 · 前面 3 人"),
        (story(TicketState.WAITING, before=0), "等候 · 前面 0 人"),
        (story(TicketState.WAITING, before=0, sent_to="5"), "等候 · 前面 0 人 · 5 号窗"),
        (story(TicketState.WAITING, before=1, window="3"), "等候 · 前面 1 人"),
        (story(TicketState.CALLED, window="3"), "已叫号 · 3 号窗"),
        (story(TicketState.SERVING, window="3", sent_to="5"), "正在办理 · 3 号窗"),
        (story(TicketState.CANCELLED), "已退号"),
    ],
)
def test_where_somebody_stands(dressed: QApplication, told: TicketStory, said: str) -> None:
    assert standing_words(told) == said


def test_every_state_has_its_word(dressed: QApplication) -> None:
    words = [state_words(state.value) for state in TicketState]
    assert len(set(words)) == len(words)
    assert not any(word.isascii() for word in words)
