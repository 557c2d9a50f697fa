"""A paper before it is printed: its pages as they will come out, which printer, print or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.clerk.printing import Offer
from ui.clerk.paper_names import paper_name
from ui.clerk.preview import Preview
from ui.paper_images import PaperPage
from ui.parts.choices import Choice, Choices
from ui.parts.look import button, label
from ui.parts.overlay import Overlay


class PaperPanel(Overlay):
    """In: the papers that may be printed, a page of one of them. Out: what was asked.

    The page has the focus: + − 0 and the arrows bring it nearer, PgUp and PgDn turn it, ↑ ↓ choose another paper while
    the page is whole, P the next printer.
    """

    paper_wanted = Signal(str)
    page_wanted = Signal(int)
    print_asked = Signal(str, str)  # kind, printer ("" for the usual one)

    def __init__(self, screen: QWidget, key: str) -> None:
        super().__init__(screen, QSize(1180, 900))
        self._key = key
        self._offers: tuple[Offer, ...] = ()
        self._printers: tuple[str, ...] = ()
        self._page: PaperPage | None = None
        self._drawn = ""  # the kind whose page is shown
        self.papers = Choices()
        self.papers.setFixedWidth(250)
        self.papers.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.papers.selectionModel().currentChanged.connect(lambda *_: self._chosen())
        self.preview = Preview()
        self.counted = label(tone="quiet")
        self.counted.setMinimumWidth(130)
        self.printer = QComboBox()
        self.printer.setMinimumWidth(200)
        self.printer_label = label(tone="quiet")
        self.go = button("primary")
        self.go.clicked.connect(self.print_now)
        self.help = label(0.9, tone="quiet")
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.counted)
        foot.addWidget(self.help, 1)
        foot.addWidget(self.printer_label)
        foot.addWidget(self.printer)
        foot.addWidget(self.go)
        right = QVBoxLayout()
        right.addWidget(self.preview, 1)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.papers)
        columns.addLayout(right, 1)
        self.body.addLayout(columns, 1)
        self.body.addLayout(foot)
        self.say()

    @property
    def kind(self) -> str:
        """The paper that is marked, "" for none."""
        row = self.papers.currentIndex().row()
        return self._offers[row].kind if 0 <= row < len(self._offers) else ""

    def start(self, offers: Sequence[Offer], printers: Sequence[str], wanted: str = "") -> None:
        """Open it over these papers; `wanted` is marked, or else the first that waits."""
        self._page, self._drawn = None, ""
        self._printers = tuple(printers)
        self.printer.clear()
        self.printer.addItems(["", *(name.partition(":")[2] or name for name in printers)])
        self.preview.show_picture(None, "", "")
        self._offers = tuple(offers)
        self.open_panel(self.preview)
        self._mark(wanted or next((offer.kind for offer in offers if offer.waiting), ""))

    def show_offers(self, offers: Sequence[Offer], wanted: str) -> None:
        """The papers as they stand after one was printed."""
        self._offers = tuple(offers)
        self._page, self._drawn = None, ""
        self.say()
        self._mark(wanted)

    def show_page(self, kind: str, page: PaperPage) -> None:
        """Show a page of this paper, unless another was chosen meanwhile."""
        if kind != self.kind:
            return
        near = self.preview.near if self._drawn == kind else 1.0
        self._page, self._drawn = page, kind
        self.preview.show_picture(page.picture, "", "")
        self.preview.come_nearer(near)
        self.say()

    def print_now(self) -> None:
        """Ask for what is shown. What nobody has seen is not printed."""
        if self.isVisible() and self.go.isEnabled():
            at = self.printer.currentIndex()
            self.print_asked.emit(self._drawn, self._printers[at - 1] if at > 0 else "")

    def say(self) -> None:
        """Say everything again."""
        self.title.setText(self.tr("打印预览"))
        self._say_papers()
        page = self._page
        self.counted.setText(
            self.tr("第 {n} 页，共 {count} 页").format(n=page.number, count=page.count) if page else ""
        )
        self.help.setText(self.tr("+ − 0 缩放 · PgUp PgDn 翻页 · ↑ ↓ 换文书 · P 换打印机"))
        self.printer_label.setText(self.tr("打印机"))
        self.printer.setItemText(0, self.tr("本窗常用"))
        for part in (self.printer, self.printer_label):
            part.setVisible(len(self._printers) > 1)
        again = any(offer.kind == self._drawn and offer.before for offer in self._offers)
        words = self.tr("补打") if again else self.tr("打印")
        self.go.setText(f"{words}  {self._key}")
        self.go.setEnabled(page is not None)
        super().say()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages, choose papers and printers."""
        key, page = Qt.Key(event.key()), self._page
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if key in turns:
            wanted = page.number + turns[key] if page is not None else 0
            if page is not None and 1 <= wanted <= page.count:
                self.page_wanted.emit(wanted)
        elif key in steps:
            self.papers.step(steps[key])
        elif key == Qt.Key.Key_P and self.printer.isVisible():
            self.printer.setCurrentIndex((self.printer.currentIndex() + 1) % self.printer.count())
        elif key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _say_papers(self) -> None:
        """Name the papers again, the mark where it was."""
        choices = [Choice(offer.kind, paper_name(offer.kind), self._detail(offer)) for offer in self._offers]
        if tuple(choices) != self.papers.choices:
            row = self.papers.currentIndex().row()
            self.papers.show_choices(choices)
            if 0 <= row < len(choices):
                self.papers.setCurrentIndex(self.papers.model().index(row, 0))

    def _detail(self, offer: Offer) -> str:
        if offer.waiting:
            return self.tr("待打")
        return self.tr("已打 {n} 次").format(n=offer.before) if offer.before else ""

    def _mark(self, kind: str) -> None:
        row = next((row for row, offer in enumerate(self._offers) if offer.kind == kind), 0)
        self.papers.setCurrentIndex(self.papers.model().index(row, 0))
        self._chosen()

    def _chosen(self) -> None:
        """Another paper is marked: what was shown is of the one before."""
        if not self.isVisible() or not self.kind or self.kind == self._drawn:
            return
        self._page, self._drawn = None, ""
        self.go.setEnabled(False)
        self.counted.setText("")
        self.preview.show_picture(None, "", self.tr("正在准备…"))
        self.paper_wanted.emit(self.kind)
