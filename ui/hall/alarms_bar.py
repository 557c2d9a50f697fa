"""What asks for the manager's eye, on top of the board: calls for help first, and one more at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from deskapp.rules.alarms import Alarm, Sort, Step
from ui import texts
from ui.parts.elided import Elided
from ui.parts.look import button, label, set_tone
from ui.parts.spoken import Spoken

CALLS_SHOWN = 3
_HEIGHT = 40


def step_name(step: Step) -> str:
    """What a button does."""
    return {
        Step.COME: QCoreApplication.translate("alarms", "有人去了"),
        Step.SETTLE: QCoreApplication.translate("alarms", "已处理"),
        Step.RELEASE: QCoreApplication.translate("alarms", "放开它的号"),
        Step.PAUSE: QCoreApplication.translate("alarms", "暂停"),
        Step.CLOSE: QCoreApplication.translate("alarms", "关窗"),
    }[step]


def short_words(alarm: Alarm, now: datetime) -> str:
    """What it is about, on the window's card."""
    if alarm.sort is Sort.HELP:
        coming = QCoreApplication.translate("alarms", "已有人去")
        return coming if alarm.coming else QCoreApplication.translate("alarms", "紧急呼叫")
    said = {
        Sort.UNHEARD: QCoreApplication.translate("alarms", "没有消息 {n} 分钟"),
        Sort.IDLE: QCoreApplication.translate("alarms", "没有叫号 {n} 分钟"),
        Sort.OVERLONG: QCoreApplication.translate("alarms", "办得太久"),
    }[alarm.sort]
    return said.format(n=texts.whole_minutes(alarm.since, now))


def words(alarm: Alarm, now: datetime) -> str:
    """What it is about, and what is proposed."""
    minutes = texts.whole_minutes(alarm.since, now)
    if alarm.sort is Sort.HELP:
        return _help_words(alarm, minutes)
    if alarm.sort is Sort.UNHEARD:
        said = QCoreApplication.translate("alarms", "{window} 号窗 {n} 分钟没有消息").format(
            window=alarm.window, n=minutes
        )
    elif alarm.sort is Sort.IDLE:
        said = QCoreApplication.translate("alarms", "{window} 号窗 {n} 分钟没有叫号，{k} 人在等").format(
            window=alarm.window, n=minutes, k=alarm.waiting
        )
    else:
        said = QCoreApplication.translate(
            "alarms", "{window} 号窗 {number} 已办 {n} 分钟，平常九成不过 {m} 分钟"
        ).format(window=alarm.window, number=alarm.number, n=minutes, m=alarm.usual)
    return said + _proposed(alarm)


def cover_words(alarm: Alarm, now: datetime) -> str:
    """A call for help on a screen that is locked: where and since when, and no person's name."""
    said = QCoreApplication.translate("alarms", "{window} 号窗紧急呼叫，{time} 起 {n} 分钟。请马上去人")
    time = texts.clock_time(alarm.since)
    return said.format(window=alarm.window, time=time, n=texts.whole_minutes(alarm.since, now))


def _help_words(alarm: Alarm, minutes: int) -> str:
    time = texts.clock_time(alarm.since)
    if alarm.coming:
        said = QCoreApplication.translate("alarms", "{window} 号窗紧急呼叫（{time} 起）：{who} 已应答，有人去了")
        return said.format(window=alarm.window, time=time, who=alarm.coming)
    said = QCoreApplication.translate("alarms", "{window} 号窗紧急呼叫：{who}，{time} 起 {n} 分钟。请马上去人")
    return said.format(window=alarm.window, who=alarm.clerk, time=time, n=minutes)


def _proposed(alarm: Alarm) -> str:
    if alarm.step is Step.RELEASE:
        return QCoreApplication.translate("alarms", "：留给它的号让别的窗口叫？")
    if alarm.step is Step.CLOSE:
        return QCoreApplication.translate("alarms", "：关窗，让只等它的人回到队列？")
    if alarm.sort is Sort.OVERLONG:
        return QCoreApplication.translate("alarms", "：暂停它？手上的人照办")
    return QCoreApplication.translate("alarms", "：暂停，先不指望它叫号？")


class AlarmRow(Spoken):
    """One alarm with its one button, and a way to say that it was seen."""

    asked = Signal(object, object)  # the alarm, and the step
    seen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("alarm")
        self.setFixedHeight(_HEIGHT)
        self._alarm: Alarm | None = None
        self._now: datetime | None = None
        self._key = ""
        self._more = 0
        self.text = Elided(1.05, bold=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = label(0.9)
        self.go: QPushButton = button()
        self.settle: QPushButton = button()
        self.dismiss: QPushButton = button("flat")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 6, 2)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        for part in (self.more, self.go, self.settle, self.dismiss):
            row.addWidget(part)
        self.go.clicked.connect(lambda: self._ask(None))
        self.settle.clicked.connect(lambda: self._ask(Step.SETTLE))
        self.dismiss.clicked.connect(lambda: self.seen.emit(self._alarm) if self._alarm else None)

    def show_alarm(self, alarm: Alarm, now: datetime, key: str, more: int) -> None:
        """Show it; `key` does what its first button does, "" for none; so many more are not shown."""
        self._alarm, self._now, self._key, self._more = alarm, now, key, more
        self.say()

    def say(self) -> None:
        """Say everything again."""
        alarm, now = self._alarm, self._now
        if alarm is None or now is None:
            return
        set_tone(self, "loud" if alarm.loud else "bad" if alarm.sort is Sort.HELP else "owed")
        for part in (self.text, self.more):
            set_tone(part, "on_loud" if alarm.loud else "")
        self.text.setText(f"⚠ {words(alarm, now)}")
        self.more.setText(self.tr("还有 {n} 条").format(n=self._more) if self._more else "")
        self.more.setVisible(bool(self._more))
        self.go.setText(f"{step_name(alarm.step)} {self._key}".strip())
        self.settle.setText(step_name(Step.SETTLE))
        self.settle.setVisible(alarm.step is Step.COME)
        self.dismiss.setText(self.tr("知道了"))
        self.dismiss.setVisible(alarm.sort is not Sort.HELP)

    def _ask(self, step: Step | None) -> None:
        if self._alarm is not None:
            self.asked.emit(self._alarm, step or self._alarm.step)


class AlarmsBar(Spoken):
    """In: the alarms, the most urgent first, and what is not known. Out: the step that was asked for."""

    asked = Signal(object, object)
    seen = Signal(object)

    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        self._alarms: tuple[Alarm, ...] = ()
        self._now: datetime | None = None
        self.rows = [AlarmRow() for _ in range(CALLS_SHOWN + 1)]
        self.unknown = Elided(0.95, tone="owed")
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 0)
        column.setSpacing(4)
        for row in self.rows:
            row.asked.connect(self.asked)
            row.seen.connect(self.seen)
            column.addWidget(row)
        column.addWidget(self.unknown)
        self.show_unknown("")
        self.show_alarms((), None)

    def show_alarms(self, alarms: Sequence[Alarm], now: datetime | None) -> None:
        """Show the calls for help, at most three of them, and the first of the others."""
        self._alarms, self._now = tuple(alarms), now
        calls = [alarm for alarm in alarms if alarm.sort is Sort.HELP][:CALLS_SHOWN]
        others = [alarm for alarm in alarms if alarm.sort is not Sort.HELP][:1]
        shown = [*calls, *others]
        for place, row in enumerate(self.rows):
            there = place < len(shown) and now is not None
            if there and now is not None:
                last = place == len(shown) - 1
                row.show_alarm(shown[place], now, "" if place else self._key, len(alarms) - len(shown) if last else 0)
            row.setVisible(there)
        self._place()

    def show_unknown(self, words: str) -> None:
        """Say why nothing is known of the windows; "" when it is."""
        self.unknown.setText(words)
        self.unknown.setVisible(bool(words))
        self._place()

    def first(self) -> Alarm | None:
        """The most urgent one, which the key is about."""
        return self._alarms[0] if self._alarms else None

    def _place(self) -> None:
        self.setVisible(bool(self._alarms) or bool(self.unknown.text()))
