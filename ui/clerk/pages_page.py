"""The scanned pages of the marked material: one large, all of them small below it, and what can be done to them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout

from deskapp.queries.case_sheet import CaseSheet, MaterialLine, PageLine
from deskapp.rules.case_state import ENDED
from deskapp.rules.page_making import Box, Craft, Making
from ui.clerk.checklist_rows import files_in
from ui.clerk.page_bar import PageBar
from ui.clerk.page_tools import DRAWN, PageTool
from ui.clerk.preview import STEP, Fit, Preview
from ui.clerk.read_strip import ReadStrip
from ui.clerk.thumbnails import Thumbnails
from ui.parts.elided import Elided
from ui.parts.look import button, card, label
from ui.parts.spoken import Spoken

LOW = 420
_CRAFT_KEYS = {
    Qt.Key.Key_L: Making(Craft.TURN, turn=270),
    Qt.Key.Key_R: Making(Craft.TURN, turn=90),
    Qt.Key.Key_U: Making(Craft.STRAIGHTEN),
    Qt.Key.Key_M: Making(Craft.MERGE, across=True),
}
_TOOL_KEYS = {Qt.Key.Key_X: Craft.CROP, Qt.Key.Key_S: Craft.SPLIT, Qt.Key.Key_B: Craft.REDACT}


class PagesPage(Spoken):
    """In: the case and which of its materials is marked, and pictures as they come. Out: what was asked of pages."""

    picture_wanted = Signal(str)
    original_wanted = Signal(str)
    thumbnail_wanted = Signal(str)
    tile_wanted = Signal(str, int, int, int)
    remove_asked = Signal(list)
    move_asked = Signal(list, str)
    order_asked = Signal(list, str, str)  # the pages, their material, and before which page; "" at the end
    making_asked = Signal(list, object)
    files_asked = Signal(list)
    large_asked = Signal()
    emptied = Signal()  # the last page went while the thumbnails had the focus

    def __init__(self) -> None:
        super().__init__()
        self._case: CaseSheet | None = None
        self._material = ""
        self._wanted: set[str] = set()
        self._shown = ""
        self._row = -1
        self._busy = False
        self._came = 0  # pages of the scan that is under way
        self._large = False
        self._lit: tuple[str, Box | None] = ("", None)
        self._ahead: tuple[PageLine, ...] = ()  # came before their case was opened
        self._original = False  # the scan is shown in place of what was made of it, while its key is held
        self.title = Elided(1.15, bold=True)
        self.count = label(1.0, tone="quiet")
        self.preview = Preview()
        self.thumbnails = Thumbnails()
        self.read = ReadStrip()
        self.bar = PageBar()
        self.nearer, self.farther, self.fits, self.large = (button("flat") for _ in range(4))
        self._lay_out()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.thumbnails)
        self._join()
        self.say()

    def _lay_out(self) -> None:
        column = card(self, margin=8, gap=6)
        head = QHBoxLayout()
        head.setContentsMargins(6, 2, 0, 0)
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        for made in (self.count, self.farther, self.nearer, self.fits, self.large):
            head.addWidget(made)
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        column.addWidget(self.read)
        column.addWidget(self.bar)
        column.addWidget(self.thumbnails)
        self.setTabOrder(self.preview, self.thumbnails)

    def _join(self) -> None:
        self.nearer.clicked.connect(lambda: self.preview.come_nearer(STEP))
        self.farther.clicked.connect(lambda: self.preview.come_nearer(1 / STEP))
        self.fits.clicked.connect(self.preview.fit_next)
        self.large.clicked.connect(self.large_asked)
        self.bar.key_asked.connect(self._ask)
        self.bar.finish_asked.connect(self.preview.finish)
        self.bar.leave_asked.connect(lambda: self.preview.take_tool(None))
        self.preview.making_asked.connect(lambda making: self.making_asked.emit([self._shown], making))
        self.preview.tool_changed.connect(self._tool_changed)
        self.preview.fit_changed.connect(self._say_fit)
        self.preview.tile_wanted.connect(
            lambda layer, column, row: self.tile_wanted.emit(self._shown, layer, column, row)
        )
        self.preview.installEventFilter(self)
        self.thumbnails.page_chosen.connect(self._choose)
        self.thumbnails.remove_asked.connect(self.remove_asked)
        self.thumbnails.move_asked.connect(self._move)
        self.thumbnails.order_asked.connect(
            lambda digests, before: self.order_asked.emit(digests, self._material, before)
        )
        self.thumbnails.key_asked.connect(self.keyPressEvent)

    def show_sheet(self, sheet: CaseSheet | None, material: str) -> None:
        """Show the pages of this material of the case. What was marked stays marked; where the chosen page went, the
        one that stands in its place is chosen.
        """
        same = material == self._material
        self._case, self._material = sheet, material
        pages, marked = self._pages(), self.thumbnails.marked if same else []
        if not pages and self.thumbnails.hasFocus():
            self.emptied.emit()  # before the focus falls to whatever comes next, a button perhaps
        changed = self.thumbnails.pages_model.pages != pages
        self.thumbnails.pages_model.show_pages(pages)
        for page in pages:
            if page.digest not in self.thumbnails.pages_model.pictures and page.digest not in self._wanted:
                self._wanted.add(page.digest)
                self.thumbnail_wanted.emit(page.digest)
        here = [str(page.digest) for page in pages]
        if self._shown in here:
            if changed:
                self.thumbnails.mark(marked, self._shown)
        else:
            row = min(self._row, len(pages) - 1) if same and self._row >= 0 else len(pages) - 1
            self._shown = ""  # at first the page that came last: it is the one the clerk has just put in
            self.thumbnails.mark([], here[row] if here else "")
        self._row = here.index(self._shown) if self._shown in here else -1
        self.say()

    def show_ahead(self, pages: tuple[PageLine, ...]) -> None:
        """Show pages that came before their case was opened, as long as there is none."""
        self._ahead = pages
        if self._case is None:
            self.show_sheet(None, self._material)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the large page its room."""
        super().resizeEvent(event)
        self.thumbnails.show_low(self._large or self.height() < LOW)

    def show_large(self, large: bool) -> None:
        """Have the room of the form, so that the page is as wide as the view; or have it no longer."""
        self._large = large
        self.thumbnails.show_low(large or self.height() < LOW)
        self.preview.fit(Fit.WIDTH if large else Fit.PAGE)

    def show_busy(self, busy: bool) -> None:
        """Say that pages are coming from the scanner."""
        self._busy = busy
        self._came = 0
        self.thumbnails.pages_model.end_coming()
        self.say()

    def show_coming(self, digest: str, picture: QImage) -> None:
        """A page has arrived, and is being looked at."""
        self._came += 1
        self.thumbnails.pages_model.show_coming(digest, picture)
        self.thumbnails.setVisible(True)
        self.thumbnails.scrollToBottom()
        self.count.setText(self.tr("扫描中… {n} 页").format(n=self._came))

    def show_thumbnail(self, digest: str, picture: QImage) -> None:
        """A small picture came."""
        self._wanted.discard(digest)
        self.thumbnails.pages_model.show_picture(digest, picture)

    def show_picture(self, digest: str, picture: QImage, full: QSize | None = None) -> None:
        """A large picture came; shown only when it is still the one that is chosen. `full`: the pixels of the page."""
        if digest == self._shown:
            self.preview.show_page(picture, full or picture.size(), self._warning(digest))
            self._light()

    def light(self, digest: str, place: Box | None) -> None:
        """Show a place on a page wherever that page is shown; None when nothing is spoken of any more."""
        self._lit = (digest, place)
        self._light()

    @property
    def shown(self) -> str:
        """The page that is shown large; "" for none."""
        return self._shown

    def show_original(self, digest: str, picture: QImage, full: QSize) -> None:
        """The scan of which a page was made, while its key is held."""
        if digest == self._shown and self._original:
            self.preview.show_page(picture, full, self.tr("这是扫描原件"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter does something to the marked pages, or to how they are looked at."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier & ~Qt.KeyboardModifier.ShiftModifier
        if held or not self._ask(Qt.Key(event.key()), repeated=event.isAutoRepeat()):
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key of the original is let go."""
        if event.key() == Qt.Key.Key_O and not event.isAutoRepeat() and self._original:
            self._show_made()
        else:
            super().keyReleaseEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What the preview does not take for itself is asked of the page it shows."""
        if isinstance(event, QKeyEvent) and self.preview.tool is None:
            if event.type() == QEvent.Type.KeyPress and event.key() in (*_CRAFT_KEYS, *_TOOL_KEYS, *_OTHERS):
                self.keyPressEvent(event)
                return True
            if event.type() == QEvent.Type.KeyRelease and event.key() == Qt.Key.Key_O:
                self.keyReleaseEvent(event)
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of this computer may be put here."""
        if files_in(event.mimeData()) and (self._line() is not None or self._case is None):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Files come to the marked material."""
        event.setDropAction(Qt.DropAction.CopyAction)  # whatever the other program proposes: its file stays its own
        event.accept()
        self.files_asked.emit(files_in(event.mimeData()))

    def _ask(self, key: Qt.Key, *, repeated: bool = False) -> bool:
        marked = self.thumbnails.marked
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.preview.come_nearer(1 / STEP if key == Qt.Key.Key_Minus else STEP)
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Z):
            self.preview.fit() if key == Qt.Key.Key_0 else self.preview.fit_next()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.large_asked.emit()
        elif not marked or repeated:
            return key in _CRAFT_KEYS or key in _TOOL_KEYS
        elif key == Qt.Key.Key_Delete:
            self.remove_asked.emit(marked)
        elif key == Qt.Key.Key_O:
            self._show_scan()
        elif key in _TOOL_KEYS:
            self._begin(_TOOL_KEYS[key])
        elif key in _CRAFT_KEYS:
            making = _CRAFT_KEYS[key]
            if making.craft is not Craft.MERGE:
                for digest in marked:
                    self.making_asked.emit([digest], making)
            elif len(marked) > 1:
                self.making_asked.emit(marked, making)
        else:
            return False
        return True

    def _begin(self, craft: Craft) -> None:
        if craft in DRAWN and not self.preview.empty and self._at_the_window():
            self.preview.take_tool(PageTool(craft))

    def _tool_changed(self) -> None:
        self.bar.show_tool(self.preview.tool.craft if self.preview.tool is not None else None)
        if self.preview.tool is None and QApplication.focusWidget() is self.preview:
            self.thumbnails.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_scan(self) -> None:
        page = self._page(self._shown)
        if page is not None and page.made and not self._original:
            self._original = True
            self.original_wanted.emit(self._shown)

    def _show_made(self) -> None:
        self._original = False
        self.picture_wanted.emit(self._shown)

    def _light(self) -> None:
        digest, place = self._lit
        self.preview.light(place if digest == self._shown and not self._original else None)

    def _at_the_window(self) -> bool:
        return self._case is not None and self._case.editable

    def say(self) -> None:
        """Say everything again."""
        line, pages = self._line(), self._pages()
        ahead = self._case is None and bool(self._ahead)
        self.title.setText(line.name if line is not None else self.tr("先扫的页") if ahead else self.tr("页面"))
        self.count.setText(
            (self.tr("扫描中… {n} 页").format(n=self._came) if self._came else self.tr("扫描中…"))
            if self._busy
            else self.tr("{n} 页").format(n=len(pages))
            if pages
            else ""
        )
        self.nearer.setText("+")
        self.farther.setText("−")
        self.nearer.setToolTip(self.tr("放大 +"))
        self.farther.setToolTip(self.tr("缩小 −"))
        self.nearer.setAccessibleName(self.tr("放大 +"))
        self.farther.setAccessibleName(self.tr("缩小 −"))
        self.large.setText(self.tr("大图") + " ⏎")
        self._say_fit()
        self.bar.say()
        self.thumbnails.setAccessibleName(self.tr("扫描页"))
        self.preview.setAccessibleName(self.tr("页面大图"))
        for made in (self.nearer, self.farther, self.fits, self.large):
            made.setVisible(bool(pages))
        self.thumbnails.setVisible(bool(self.thumbnails.pages_model.rows))
        self.bar.setVisible(bool(pages) and self._at_the_window())
        if not pages:
            nothing = (
                self.tr("还没有扫描页。\n放好材料按 F5 扫描，或按 Ctrl+O 从文件添加；也可以把文件拖到这里。")
                if line is not None and self._case is not None and self._case.state not in ENDED
                else ""
            )
            self.preview.show_picture(None, "", nothing)

    def _say_fit(self) -> None:
        words = {
            Fit.PAGE: self.tr("整页"), Fit.WIDTH: self.tr("同宽"), Fit.DOTS: "1:1", Fit.FREE: self.tr("自由"),
        }  # fmt: skip
        self.fits.setText(words[self.preview.fitted] + " Z")

    def _line(self) -> MaterialLine | None:
        lines = self._case.lines if self._case is not None else ()
        return next((line for line in lines if line.code == self._material), None)

    def _pages(self) -> tuple[PageLine, ...]:
        line = self._line()
        return line.pages if line is not None else self._ahead if self._case is None else ()

    def _page(self, digest: str) -> PageLine | None:
        return next((page for page in self._pages() if page.digest == digest), None)

    def _warning(self, digest: str) -> str:
        page = self._page(digest)
        if page is None or not page.doubtful:
            return ""
        if page.blank:
            return self.tr("这一页是空白的，Del 删去")
        if page.dark:
            return self.tr("这一页太暗，请趁人还在时重扫 F5")
        if page.cut_off:
            return self.tr("边上的字被切掉了，请摆正后重扫 F5")
        return self.tr("这一页看不清，请趁人还在时重扫 F5")

    @Slot(str)
    def _choose(self, digest: str) -> None:
        if digest != self._shown:
            self._shown, self._original = digest, False
            self._row = self.thumbnails.currentIndex().row()
            self._light()
            if self.preview.empty:
                self.preview.show_picture(None, "", self.tr("正在打开这一页…"))
            self.picture_wanted.emit(digest)

    @Slot(list, int)
    def _move(self, digests: list[str], number: int) -> None:
        lines = self._case.lines if self._case is not None else ()
        if number < len(lines):
            self.move_asked.emit(digests, lines[number].code)


_OTHERS = (Qt.Key.Key_Delete, Qt.Key.Key_O, Qt.Key.Key_Return, Qt.Key.Key_Enter)
