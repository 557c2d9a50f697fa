"""The scanned pages of the marked material: one large, all of them small below it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from deskapp.queries.case_sheet import CaseSheet, MaterialLine, PageLine
from ui.clerk.preview import STEP, Preview
from ui.clerk.thumbnails import Thumbnails
from ui.parts.elided import Elided
from ui.parts.look import button, card, label
from ui.parts.spoken import Spoken

LOW = 420


class PagesPage(Spoken):
    """In: the case and which of its materials is marked, and pictures as they come. Out: what was asked of a page."""

    picture_wanted = Signal(str)
    thumbnail_wanted = Signal(str)
    remove_asked = Signal(str)
    move_asked = Signal(str, str)
    emptied = Signal()  # the last page went while the thumbnails had the focus

    def __init__(self) -> None:
        super().__init__()
        self._case: CaseSheet | None = None
        self._material = ""
        self._wanted: set[str] = set()
        self._shown = ""
        self._busy = False
        self.title = Elided(1.15, bold=True)
        self.count = label(1.0, tone="quiet")
        self.preview = Preview()
        self.thumbnails = Thumbnails()
        self.nearer = button("flat")
        self.farther = button("flat")
        self.remove = button("flat")
        column = card(self, margin=8, gap=6)
        head = QHBoxLayout()
        head.setContentsMargins(6, 2, 0, 0)
        head.addWidget(self.title, 1)
        for made in (self.count, self.farther, self.nearer, self.remove):
            head.addWidget(made)
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        column.addWidget(self.thumbnails)
        self.setTabOrder(self.preview, self.thumbnails)
        self.setFocusProxy(self.thumbnails)
        self.nearer.clicked.connect(lambda: self.preview.come_nearer(STEP))
        self.farther.clicked.connect(lambda: self.preview.come_nearer(1 / STEP))
        self.remove.clicked.connect(lambda: self.remove_asked.emit(self._shown))
        self.thumbnails.page_chosen.connect(self._choose)
        self.thumbnails.remove_asked.connect(self.remove_asked)
        self.thumbnails.move_asked.connect(self._move)
        self.say()

    def show_sheet(self, sheet: CaseSheet | None, material: str) -> None:
        """Show the pages of this material of the case."""
        self._case, self._material = sheet, material
        pages = self._pages()
        if not pages and self.thumbnails.hasFocus():
            self.emptied.emit()  # before the focus falls to whatever comes next, a button perhaps
        self.thumbnails.pages_model.show_pages(pages)
        for page in pages:
            if page.digest not in self.thumbnails.pages_model.pictures and page.digest not in self._wanted:
                self._wanted.add(page.digest)
                self.thumbnail_wanted.emit(page.digest)
        if self._shown not in {page.digest for page in pages}:
            self._show_last(pages)
        self.say()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the large page its room."""
        super().resizeEvent(event)
        self.thumbnails.show_low(self.height() < LOW)

    def show_busy(self, busy: bool) -> None:
        """Say that pages are coming from the scanner."""
        self._busy = busy
        self.say()

    def show_thumbnail(self, digest: str, picture: QImage) -> None:
        """A small picture came."""
        self._wanted.discard(digest)
        self.thumbnails.pages_model.show_picture(digest, picture)

    def show_picture(self, digest: str, picture: QImage) -> None:
        """A large picture came; shown only when it is still the one that is chosen."""
        if digest == self._shown:
            self.preview.show_picture(picture, self._warning(digest), "")

    def say(self) -> None:
        """Say everything again."""
        line, pages = self._line(), self._pages()
        self.title.setText(line.name if line is not None else self.tr("页面"))
        self.count.setText(
            self.tr("扫描中…") if self._busy else self.tr("{n} 页").format(n=len(pages)) if pages else ""
        )
        self.nearer.setText(self.tr("放大 +"))
        self.farther.setText(self.tr("缩小 −"))
        self.remove.setText(self.tr("删页 Del"))
        self.thumbnails.setAccessibleName(self.tr("扫描页"))
        self.preview.setAccessibleName(self.tr("页面大图"))
        for made in (self.nearer, self.farther, self.remove, self.thumbnails):
            made.setVisible(bool(pages))
        if not pages:
            nothing = (
                self.tr("还没有扫描页。\n放好材料按 F5 扫描，或按 Ctrl+O 从文件添加。") if line is not None else ""
            )
            self.preview.show_picture(None, "", nothing)

    def _line(self) -> MaterialLine | None:
        lines = self._case.lines if self._case is not None else ()
        return next((line for line in lines if line.code == self._material), None)

    def _pages(self) -> tuple[PageLine, ...]:
        line = self._line()
        return line.pages if line is not None else ()

    def _warning(self, digest: str) -> str:
        page = next((page for page in self._pages() if page.digest == digest), None)
        if page is None or not (page.blank or page.blurred):
            return ""
        return self.tr("这一页是空白的，Del 删去") if page.blank else self.tr("这一页看不清，请趁人还在时重扫 F5")

    def _show_last(self, pages: tuple[PageLine, ...]) -> None:
        """Show the page that came last: it is the one the clerk has just put in."""
        self._shown = ""
        if pages:
            self.thumbnails.setCurrentIndex(self.thumbnails.pages_model.index(len(pages) - 1))

    @Slot(str)
    def _choose(self, digest: str) -> None:
        if digest != self._shown:
            self._shown = digest
            if self.preview.empty:
                self.preview.show_picture(None, "", self.tr("正在打开这一页…"))
            self.picture_wanted.emit(digest)

    @Slot(str, int)
    def _move(self, digest: str, number: int) -> None:
        lines = self._case.lines if self._case is not None else ()
        if number < len(lines):
            self.move_asked.emit(digest, lines[number].code)
