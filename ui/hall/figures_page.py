"""The figures page: which days, by what, a table, two charts, and a file to take away."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QDate, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLabel, QWidget

from deskapp.clock import office_day
from deskapp.hall.figures import FiguresSheet
from deskapp.protocol.ratings import RatingFigure, RatingFigures
from deskapp.queries.reports import Report
from deskapp.rules.figures import By, Figures, Spread
from ui import texts
from ui.hall.bar_chart import Bar, BarChart
from ui.hall.figures_table import FiguresTable, group_name
from ui.hall.page import HallPage
from ui.parts.look import button, label

_MOST_BARS = 24


class Days(StrEnum):
    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    CHOSEN = "chosen"


class FiguresPage(HallPage):
    """In: a sheet of figures. Out: which days and by what is asked, and that a file is wanted."""

    asked = Signal(object, object, object)  # the first day, the last, By
    file_asked = Signal()

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen)
        self._key = key
        self._today = date(2000, 1, 1)
        self._sheet: FiguresSheet | None = None
        self._now: datetime | None = None
        self.days, self.by = QComboBox(), QComboBox()
        self.first, self.last = QDateEdit(), QDateEdit()
        self._days_name, self._by_name, self._to = QLabel(), QLabel(), QLabel("–")
        self.summary = label(1.05, bold=True)
        self.table = FiguresTable()
        self.waits, self.services = BarChart(), BarChart()
        self.ratings = label()
        self.ratings.setWordWrap(True)
        self._rated: RatingFigures | None = None
        self.file_button = button("primary")
        self._lay_out()
        self._bind()

    def open_on(self, today: date) -> None:
        """Show it, on today unless days were chosen before."""
        if self._today != today:
            self._today = today
            self._set_days()
        self.open_panel(self.days)
        self.ask()

    def ask(self) -> None:
        """Ask for the figures that are chosen."""
        self.asked.emit(_day(self.first), _day(self.last), list(By)[max(0, self.by.currentIndex())])

    def answer(self) -> None:
        """The primary key wants the file."""
        if self.file_button.isEnabled():
            self.file_asked.emit()

    def show_sheet(self, sheet: FiguresSheet) -> None:
        """Show these figures."""
        self._sheet = sheet
        self.file_button.setEnabled(True)
        self.table.figures.show_report(sheet.report)
        self._show_charts(sheet.report)
        self._say_sheet()

    def show_ratings(self, rated: RatingFigures | None) -> None:
        """Show how services were rated on these days; None: only the centre knows, and it was not reached."""
        self._rated = rated
        self._say_ratings()

    @property
    def sheet(self) -> FiguresSheet | None:
        """What is shown."""
        return self._sheet

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("大厅数据"))
        self._days_name.setText(self.tr("日期"))
        self._by_name.setText(self.tr("按"))
        _fill(self.days, (self.tr("今天"), self.tr("昨天"), self.tr("本周"), self.tr("自选起止")))
        _fill(
            self.by,
            (self.tr("队列"), self.tr("事项"), self.tr("窗口"), self.tr("窗口人员"), self.tr("取号时段")),
        )
        self.days.setAccessibleName(self.tr("日期"))
        self.by.setAccessibleName(self.tr("按什么分"))
        self.first.setAccessibleName(self.tr("起始日"))
        self.last.setAccessibleName(self.tr("结束日"))
        self.table.setAccessibleName(self.tr("等候与办理时间"))
        self.file_button.setText(f"{self.tr('导出表格')}  {self._key}")
        self.table.figures.say()
        self._say_ratings()
        if self._sheet is not None:
            self._show_charts(self._sheet.report)
            self._say_sheet()
        super().say()

    def _lay_out(self) -> None:
        chosen = QHBoxLayout()
        chosen.setSpacing(8)
        for part in (self._days_name, self.days, self.first, self._to, self.last, self._by_name, self.by):
            chosen.addWidget(part)
        chosen.addStretch(1)
        chosen.addWidget(self.summary)
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
        charts = QHBoxLayout()
        charts.setSpacing(14)
        charts.addWidget(self.waits)
        charts.addWidget(self.services)
        self.body.addLayout(chosen)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(charts, 1)
        self.body.addWidget(self.ratings)
        self.foot.addWidget(self.stands_on, 1)
        self.foot.addWidget(self.file_button)
        self.end_body()
        self.file_button.setEnabled(False)

    def _bind(self) -> None:
        self.days.activated.connect(lambda _: self._days_chosen())
        self.by.activated.connect(lambda _: self.ask())
        self.first.dateChanged.connect(lambda _: self._day_chosen())
        self.last.dateChanged.connect(lambda _: self._day_chosen())
        self.file_button.clicked.connect(self.answer)
        self.say()
        self._set_days()

    def _days_chosen(self) -> None:
        self._set_days()
        self.ask()

    def _day_chosen(self) -> None:
        self.days.setCurrentIndex(list(Days).index(Days.CHOSEN))
        self.ask()

    def _set_days(self) -> None:
        which, today = list(Days)[max(0, self.days.currentIndex())], self._today
        span = {
            Days.TODAY: (today, today),
            Days.YESTERDAY: (today - timedelta(days=1), today - timedelta(days=1)),
            Days.WEEK: (today - timedelta(days=today.weekday()), today),
        }.get(which)
        if span is None:
            return
        for edit, day in zip((self.first, self.last), span, strict=True):
            with QSignalBlocker(edit):
                edit.setDate(QDate(day.year, day.month, day.day))

    def _show_charts(self, report: Report) -> None:
        told = self.tr("柱：中位数，线：九成不超过")
        unit = self.tr("分钟 · {told}").format(told=told)
        for chart, name, pick in (
            (self.waits, self.tr("等候"), _in_line), (self.services, self.tr("办理"), _at_window),
        ):  # fmt: skip
            spreads = [(group_name(row.key, report), pick(row)) for row in report.rows[:_MOST_BARS]]
            chart.show_bars([Bar(_short(name), one.samples, one.median, one.p90) for name, one in spreads])
            chart.call(name, unit, texts.listed([self._words(group, one) for group, one in spreads]))

    def _say_ratings(self) -> None:
        told = self._rated
        if told is None:
            self.ratings.setText(self.tr("好差评只在中心，连上后可看。"))
            return
        said = [self.tr("好差评：{words}").format(words=self._rating_words(told.hall))]
        chosen = list(By)[max(0, self.by.currentIndex())]
        groups = told.windows if chosen is By.WINDOW else told.items if chosen is By.ITEM else ()
        for one in groups:
            name = self.tr("{n} 号窗").format(n=one.key) if chosen is By.WINDOW else one.name
            said.append(f"{name}  {self._rating_words(one)}")
        self.ratings.setText("　|　".join(said))

    def _rating_words(self, one: RatingFigure) -> str:
        if not one.rated:
            return self.tr("评价 0 · 未评价 {k}").format(k=one.unrated)
        words = self.tr("评价 {n} · 满意 {share}% · 平均 {mean} · 未评价 {k}")
        share = round(100 * one.satisfied / one.rated)
        return words.format(n=one.rated, share=share, mean=f"{one.average:.1f}", k=one.unrated)

    def _words(self, group: str, spread: Spread) -> str:
        """A group of a chart, in words."""
        if spread.median is None:
            return self.tr("{group} 样本不足（{n}）").format(group=group, n=spread.samples)
        if spread.p90 is None:
            return self.tr("{group} 中位数 {m} 分钟").format(group=group, m=f"{spread.median:.0f}")
        said = self.tr("{group} 中位数 {m} 分钟，九成不超过 {p} 分钟")
        return said.format(group=group, m=f"{spread.median:.0f}", p=f"{spread.p90:.0f}")

    def _say_sheet(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        everybody = sheet.report.everybody
        self.summary.setText(
            self.tr("{n} 人 · 办结 {k}").format(n=everybody.people, k=everybody.served)
            if everybody.legs
            else self.tr("这些天没有人取号")
        )
        time = texts.clock_time(sheet.read_at)
        said = self.tr("本机日志 {time} 读出").format(time=time)
        if sheet.cut_since is not None:
            since = f"{texts.day(office_day(sheet.cut_since))} {texts.clock_time(sheet.cut_since)}"
            said = self.tr("线路 {since} 起中断，之后别的窗口的事还没有收到 · {said}").format(since=since, said=said)
        elif not sheet.online:
            said = self.tr("还没有连上中心，只有本机日志里已有的 · {said}").format(said=said)
        few = self.tr("中位数至少 5 个样本，按时率 10 个，九成值 20 个，不足不报")
        self.stands_on.setText(f"{said} · {few}")


def _in_line(row: Figures) -> Spread:
    return row.waits


def _at_window(row: Figures) -> Spread:
    return row.services


def _short(name: str) -> str:
    """An hour without its end: there is little room below a bar."""
    return name.split("–", 1)[0]


def _day(edit: QDateEdit) -> date:
    chosen = edit.date()
    return date(chosen.year(), chosen.month(), chosen.day())


def _fill(combo: QComboBox, names: tuple[str, ...]) -> None:
    with QSignalBlocker(combo):
        chosen = max(0, combo.currentIndex())
        combo.clear()
        combo.addItems(list(names))
        combo.setCurrentIndex(chosen)
