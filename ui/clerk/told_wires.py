"""What the manager did with this window, told at once: other queues, a pause, its end."""

from __future__ import annotations

from PySide6.QtCore import QObject

from deskapp.clerk import sheets
from deskapp.ids import EventId
from deskapp.queries.window_told import WindowTold
from ui import texts
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

CODE = "window.told"


class ToldWires(QObject):
    """Says each word of others once, in place of the one before."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._said: EventId | None = None
        session.refresh.watch("told", lambda: sheets.told(session.desk), self._tell)

    def _tell(self, told: WindowTold | None) -> None:
        if told is None:
            self._s.screen.messages.withdraw(CODE)
        elif told.event != self._said:
            self._said = told.event
            tone = Tone.GOOD if told.kind == "window.resumed" else Tone.OWED
            self._s.say(CODE, tone, lambda: self._words(told), stays=True)

    def _words(self, told: WindowTold) -> str:
        if told.kind == "window.queues_changed":
            return self._queues_words(told)
        if told.kind == "window.paused":
            key = self._s.screen.keys.text(Ask.PAUSE)
            said = self.tr("值班长暂停了本窗：手上的人照办，不再叫下一位。{key} 可以恢复。").format(key=key)
        elif told.kind == "window.closed":
            said = self.tr("值班长关了本窗：手上的人照办；要接着叫号，请退出后重新登录。")
        else:
            said = self.tr("值班长恢复了本窗，可以叫号。")
        return said + self._why(told)

    def _queues_words(self, told: WindowTold) -> str:
        english = texts.language() == "en"
        queues = texts.listed([f"{queue.id} {queue.en if english else queue.name}" for queue in told.queues])
        if told.usual:
            return self.tr("时间到了，下一次叫号起本窗照旧办 {queues}。").format(queues=queues)
        if told.until is None:
            return self.tr("值班长让本窗改办 {queues}，下一次叫号起。").format(queues=queues) + self._why(told)
        time = texts.clock_time(told.until)
        said = self.tr("值班长让本窗改办 {queues}，下一次叫号起，到 {time}。")
        return said.format(queues=queues, time=time) + self._why(told)

    def _why(self, told: WindowTold) -> str:
        return self.tr("原因：{why}").format(why=told.why) if told.why else ""
