"""The pages that lie over the board, and the tabs that lead to them: figures, forecast, replay."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout

from ui.hall.figures_page import FiguresPage
from ui.hall.forecast_page import ForecastPage
from ui.hall.page import HallPage
from ui.hall.replay_page import ReplayPage
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen
from ui.parts.look import button
from ui.parts.spoken import Spoken


class PageTabs(Spoken):
    """One button for each page, with its key."""

    def __init__(self, screen: AskedScreen) -> None:
        super().__init__()
        self._screen = screen
        self.buttons = {ask: button("flat") for ask in (Ask.FIGURES, Ask.FORECAST, Ask.REPLAY)}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for ask, tab in self.buttons.items():
            row.addWidget(tab)
            tab.clicked.connect(lambda _=False, ask=ask: screen.ask(ask))
        self.say()

    def say(self) -> None:
        """Say everything again."""
        words = {Ask.FIGURES: self.tr("数据"), Ask.FORECAST: self.tr("预测"), Ask.REPLAY: self.tr("回放")}
        for ask, tab in self.buttons.items():
            tab.setText(f"{words[ask]} {self._screen.keys.text(ask)}")


class Pages:
    """What a screen needs to know of its pages."""

    def __init__(self, screen: AskedScreen) -> None:
        key = screen.keys.text(Ask.PRIMARY)
        self.tabs = PageTabs(screen)
        self.figures = FiguresPage(screen, key)
        self.forecast = ForecastPage(screen, key)
        self.replay = ReplayPage(screen, key)
        self.all: tuple[HallPage, ...] = (self.figures, self.forecast, self.replay)
        self.asks = tuple(self.tabs.buttons)

    def answer(self) -> bool:
        """Let the page that is open take the primary key. False when none is."""
        page = next((page for page in self.all if page.isVisible()), None)
        if page is None:
            return False
        page.answer()
        return True
