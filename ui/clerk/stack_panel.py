"""Pages that nobody could place: each with its picture and why it waits, to be put to the marked material or away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from deskapp.rules.spot import Why
from ui.parts.choices import Choice, Choices
from ui.parts.look import button, label
from ui.parts.overlay import Overlay

_WIDE = QSize(420, 560)


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """A page in no case: by what it is named, why it waits, and whether it was put away."""

    arrival: str
    why: Why
    put_away: bool = False


class StackPanel(Overlay):
    """In: the pages, a picture, where they would go. Out: which are to go there, which are put away or had back."""

    picture_wanted = Signal(str)
    place_asked = Signal(list)
    away_asked = Signal(list, bool)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(980, 680))
        self._key = key
        self._pages: tuple[WaitingPage, ...] = ()
        self._target = ""
        self.list = Choices()
        self.picture = QLabel()
        self.picture.setFixedSize(_WIDE)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.target = label(bold=True)
        self.target.setWordWrap(True)
        self.one, self.all = button(), button("primary")
        self.away = button()
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.list, 1)
        columns.addWidget(self.picture)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.target, 1)
        for made in (self.away, self.one, self.all):
            foot.addWidget(made)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)
        self.list.chosen.connect(lambda arrival: self._ask([arrival]))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._look())
        self.list.installEventFilter(self)
        self.one.clicked.connect(lambda: self._ask([page.arrival for page in self._marked()]))
        self.all.clicked.connect(self.answer)
        self.away.clicked.connect(self._put_away)
        self.say()

    def start(self, pages: Sequence[WaitingPage], target: str) -> None:
        """Open it. `target` says in words where pages would go, "" where no material is marked."""
        self._target = target
        self.show_pages(pages)
        self.open_panel(self.list)

    def show_pages(self, pages: Sequence[WaitingPage]) -> None:
        """Show what still waits; it closes when nothing does."""
        row = max(0, self.list.currentIndex().row())
        self._pages = tuple(pages)
        self.say()
        if not pages:
            self.close_panel()
            return
        self.list.setCurrentIndex(self.list.model().index(min(row, len(pages) - 1), 0))
        self._look()

    def show_picture(self, arrival: str, picture: QImage) -> None:
        """The picture of a page came."""
        if [page.arrival for page in self._marked()] == [arrival]:
            shown = picture.scaled(
                self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            self.picture.setPixmap(QPixmap.fromImage(shown))

    def answer(self) -> None:
        """Put everything that waits, and was not put away, to the marked material."""
        self._ask([page.arrival for page in self._pages if not page.put_away])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del puts the marked page away, or has it back."""
        if event.key() == Qt.Key.Key_Delete:
            self._put_away()
        else:
            super().keyPressEvent(event)

    def say(self) -> None:
        """Say everything again."""
        waiting = sum(not page.put_away for page in self._pages)
        self.title.setText(self.tr("没归类的页（{n}）").format(n=waiting))
        self.list.setAccessibleName(self.title.text())
        self.picture.setAccessibleName(self.tr("这一页的样子"))
        row = self.list.currentIndex().row()
        self.list.show_choices([self._choice(number, page) for number, page in enumerate(self._pages, start=1)])
        if 0 <= row < len(self._pages):
            self.list.setCurrentIndex(self.list.model().index(row, 0))
        self.target.setText(
            self.tr("放到：{target}").format(target=self._target)
            if self._target
            else self.tr("先打开要放的办件，选中材料，再放。")
        )
        self.one.setText(self.tr("放这一页") + " ⏎")
        self.all.setText(f"{self.tr('全部放入')} {self._key}")
        for made in (self.one, self.all):
            made.setEnabled(bool(self._target) and bool(self._pages))
        self._say_away()
        super().say()

    def _choice(self, number: int, page: WaitingPage) -> Choice:
        name = self.tr("第 {n} 页").format(n=number)
        hint = self.tr("已收起") if page.put_away else ""
        return Choice(page.arrival, name, why_words(page.why), hint)

    def _say_away(self) -> None:
        back = all(page.put_away for page in self._marked()) and bool(self._marked())
        self.away.setText((self.tr("取回") if back else self.tr("收起")) + " Del")

    def _marked(self) -> list[WaitingPage]:
        row = self.list.currentIndex().row()
        return [self._pages[row]] if 0 <= row < len(self._pages) else []

    def _look(self) -> None:
        self.picture.clear()
        self._say_away()
        for page in self._marked():
            self.picture_wanted.emit(page.arrival)

    def _ask(self, arrivals: list[str]) -> None:
        if self._target and arrivals:
            self.place_asked.emit(arrivals)

    def _put_away(self) -> None:
        for page in self._marked():
            self.away_asked.emit([page.arrival], not page.put_away)


def why_words(why: Why) -> str:
    """Why a page waits, and what helps."""
    return {
        Why.INTERRUPTED: QCoreApplication.translate("stack", "扫描中断，还没来得及归类"),
        Why.UNREAD: QCoreApplication.translate("stack", "前面的分隔页读不出来：请看是哪项材料，重打分隔页"),
        Why.DOUBLED: QCoreApplication.translate("stack", "两张分隔页叠在一起进纸：请看中间有没有漏扫"),
        Why.UNKNOWN: QCoreApplication.translate("stack", "本机没有分隔页上的办件"),
        Why.CLOSED: QCoreApplication.translate("stack", "分隔页上的办件已不收材料"),
        Why.NOT_YOURS: QCoreApplication.translate("stack", "分隔页上的办件是别的窗口的：请交给他们扫"),
        Why.NO_MATERIAL: QCoreApplication.translate("stack", "分隔页上的办件不要这项材料"),
        Why.AHEAD: QCoreApplication.translate("stack", "扫的时候还没打开办件"),
    }[why]
