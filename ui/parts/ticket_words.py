"""What happened to a ticket, and where it stands, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from deskapp.clock import OFFICE_TIME
from deskapp.protocol.door import StoryMoment, TicketStory
from deskapp.rules.ticket import TicketState
from ui import texts


def state_words(state: str) -> str:
    """Where a ticket is in its life."""
    known = {
        TicketState.WAITING.value: QCoreApplication.translate("ticket", "等候"),
        TicketState.CALLED.value: QCoreApplication.translate("ticket", "已叫号"),
        TicketState.SERVING.value: QCoreApplication.translate("ticket", "正在办理"),
        TicketState.HELD.value: QCoreApplication.translate("ticket", "挂起"),
        TicketState.FINISHED.value: QCoreApplication.translate("ticket", "办完"),
        TicketState.NO_SHOW.value: QCoreApplication.translate("ticket", "已过号"),
        TicketState.CANCELLED.value: QCoreApplication.translate("ticket", "已退号"),
    }
    return known.get(state, state)


def standing_words(story: TicketStory) -> str:
    """ "等候 · 前面 3 人", "已叫号 · 3 号窗"."""
    said = [state_words(story.state)]
    if story.before is not None:
        said.append(QCoreApplication.translate("ticket", "前面 {n} 人").format(n=story.before))
    place = story.sent_to if story.before is not None else story.window
    if place:
        said.append(QCoreApplication.translate("ticket", "{window} 号窗").format(window=place))
    return " · ".join(said)


def moment_time(moment: StoryMoment) -> str:
    """The second at the office: it is the second that is disputed."""
    return moment.at.astimezone(OFFICE_TIME).strftime("%H:%M:%S")


def moment_words(moment: StoryMoment, call: int = 0) -> str:
    """One thing that happened. `call`: the so-many-eth call of the ticket, where it is one."""
    window = QCoreApplication.translate("ticket", "{window} 号窗").format(window=moment.where)
    until = texts.clock_time(moment.until) if moment.until is not None else ""
    sent = window if moment.where else QCoreApplication.translate("ticket", "{queue} 队列").format(queue=moment.queue)
    known = {
        "ticket.issued": QCoreApplication.translate("ticket", "取号，{queue} 队列").format(queue=moment.queue),
        "ticket.joined": QCoreApplication.translate("ticket", "同一人再排了一队"),
        "ticket.called": QCoreApplication.translate("ticket", "{window} 叫号").format(window=window),
        "ticket.called_again": QCoreApplication.translate("ticket", "{window} 再叫，第 {n} 次").format(
            window=window, n=call
        ),
        "ticket.shown": QCoreApplication.translate("ticket", "叫号屏 {name} 显示了第 {n} 次叫号").format(
            name=moment.where, n=moment.call
        ),
        "ticket.spoken": QCoreApplication.translate("ticket", "喇叭 {name} 播报了第 {n} 次叫号").format(
            name=moment.where, n=moment.call
        ),
        "ticket.call_undone": QCoreApplication.translate("ticket", "{window} 撤回叫号").format(window=window),
        "ticket.arrived": QCoreApplication.translate("ticket", "到了 {window}").format(window=window),
        "ticket.held": QCoreApplication.translate("ticket", "{window} 挂起，等到 {time}").format(
            window=window, time=until
        ),
        "ticket.taken_up": QCoreApplication.translate("ticket", "{window} 接回").format(window=window),
        "ticket.finished": QCoreApplication.translate("ticket", "{window} 办完").format(window=window),
        "ticket.no_show": QCoreApplication.translate("ticket", "{window} 过号：叫了没来").format(window=window),
        "ticket.back_in_line": QCoreApplication.translate("ticket", "回到队列"),
        "ticket.transferred": QCoreApplication.translate("ticket", "转到 {place}").format(place=sent),
        "ticket.carried_over": QCoreApplication.translate("ticket", "顺延到第二天"),
        "ticket.cancelled": QCoreApplication.translate("ticket", "退号"),
    }
    said = known.get(moment.kind, moment.kind)
    return f"{said} · {moment.remark}" if moment.remark else said
