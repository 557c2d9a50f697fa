"""The clerk's screen: where everything stands. It joins widgets and keys, and decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.citizen.screen import CitizenScreen, Pages
from ui.clerk.accept_bar import AcceptBar
from ui.clerk.applicant_page import ApplicantPage
from ui.clerk.asks import ask_words
from ui.clerk.calling_bar import CallingBar
from ui.clerk.checklist_page import ChecklistPage
from ui.clerk.hand_out_panel import HandOutPanel
from ui.clerk.help_panel import HelpPanel
from ui.clerk.items_page import ItemsPage
from ui.clerk.pages_page import PagesPage
from ui.clerk.paper_panel import PaperPanel
from ui.clerk.person_panel import PersonPanel
from ui.clerk.questions_page import QuestionsPage
from ui.clerk.remark_panel import RemarkPanel
from ui.clerk.scanner_panel import ScannerPanel
from ui.clerk.stack_panel import StackPanel
from ui.clerk.status_bar import StatusBar
from ui.keys import Ask
from ui.parts.asked_screen import AskedScreen
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox
from ui.parts.lock_cover import LockCover
from ui.parts.messages import Messages
from ui.parts.outbox_panel import OutboxPanel
from ui.parts.watch_panel import WatchPanel

if TYPE_CHECKING:
    from ui.clerk.camera_panel import CameraPanel
    from ui.parts.character_box import CharacterBox

SMALLEST = QSize(920, 500)  # 1920 × 1080 at 200 % leaves 960 × 540
COMFORTABLE = QSize(1366, 768)


_OF_FORM = frozenset(
    {Ask.APPLICANT, Ask.MATERIALS, Ask.QUESTIONS, Ask.FIND_ITEM, Ask.CORRECT, Ask.PRIMARY, Ask.CALL_NEXT}
)
# what goes on from who applies: what is typed in the form to correct it is kept before
_GOES_ON = frozenset(
    {
        Ask.PRIMARY, Ask.CALL_NEXT, Ask.NO_SHOW, Ask.TRANSFER, Ask.HOLD, Ask.LINE, Ask.NOTICE, Ask.PRINT_AGAIN,
        Ask.PREVIEW, Ask.HAND_OUT, Ask.REFUSE, Ask.WITHDRAW, Ask.EXTEND, Ask.PAUSE_CASE, Ask.SEPARATORS,
    }
)  # fmt: skip
_LOOKS = ("language ", "theme ")  # commands that change how things look and nothing else
_BESIDE_CAMERA = frozenset({Ask.FOOT_SWITCH, Ask.UNDO})


class ClerkScreen(AskedScreen):
    """All parts of the clerk's screen. What a key or a button asks is answered by whoever called `when`."""

    locking = Signal()

    def __init__(self, table: Mapping[Ask, str], *, at_once: bool = True) -> None:
        super().__init__(table)
        self.put_away: Callable[[], bool] = lambda: False  # what was only looked up
        self.first: Callable[[Callable[[], object]], bool] = lambda _: False  # whether something has to be kept before
        self.setMinimumSize(SMALLEST)
        self.resize(COMFORTABLE)
        self.characters: CharacterBox | None = None  # made when somebody first asks for it
        self.camera: CameraPanel | None = None  # as well
        self._shown = {ask: self.keys.text(ask) for ask in Ask}
        self._citizen_pages = Pages()
        self._left: Iterator[Callable[[], object]] = iter(
            (
                self._build_bars,
                self._build_applicant,
                self._build_material,
                self._lay_out,
                self._build_boxes,
                self._build_small_boxes,
                self._build_panels,
                self._build_hand_out,
                self._build_lists,
                self._bind,
                lambda: self._citizen_pages.waiting,
                lambda: self._citizen_pages.confirm,
                lambda: self._citizen_pages.sign,
                self._build_citizen,
            )
        )
        if at_once:
            self.build_whole()

    def build_more(self) -> bool:
        """Build one part more of a screen that was not built at once; False when it is whole."""
        build = next(self._left, None)
        if build is not None:
            build()
        return build is not None

    def build_whole(self) -> None:
        """Build what is left."""
        while self.build_more():
            pass

    def panel_answers(self) -> bool:
        """What a panel asks for is given by the key of the step; a paper that is shown is printed by it."""
        if self.characters is not None and self.characters.isVisible():  # lies over every other
            self.characters.found.enter()
            return True
        if self.papers.isVisible():
            self.papers.print_now()
            return True
        for panel in (self.remark, self.hand_out, self.scanner, self.stack):
            if panel.isVisible():
                panel.answer()
                return True
        if self.camera is not None and self.camera.isVisible():
            self.camera.answer()
            return True
        return False

    def commands_of(self, words: str) -> list[Choice]:
        """The commands that these words find; all of them for none."""
        return self.found_commands(words, [(ask, ask_words(ask)) for ask in Ask])

    @property
    def half_said(self) -> bool:
        """Whether a panel lies open in which something is being said of the case in hand."""
        return any(panel.isVisible() for panel in (self.remark, self.papers, self.sure))

    def back(self) -> bool:
        """One step back: a panel, what was found, a message, a correction, a case that was looked up. False when there
        is nothing to go back from.
        """
        if self.characters is not None and self.characters.isVisible():
            self.characters.close_panel()
            return True
        if self.close_overlays():
            return True
        if self._form[0].isHidden():
            self.show_large()
            return True
        if self.items.parts.hasFocus():
            self.ask(Ask.MATERIALS)
            return True
        # who types there gives up what is typed; who works elsewhere answers first what is nearer
        if not self.applicant.has_keys and (self.items.close_search() or self.messages.dismiss()):
            return True
        left = self.applicant.give_up() or self.items.close_search() or self.messages.dismiss()
        return left or self.put_away()

    def ask(self, ask: Ask) -> None:
        """What is asked of the form is answered where it can be seen; a page, by the panel that tries one."""
        if ask is Ask.SCAN and self.scanner.isVisible():
            self.scanner.try_page()
            return
        if ask in _BESIDE_CAMERA and self.camera is not None and self.camera.isVisible():
            self._answers[ask]()  # whoever takes a picture again has not put the camera away
            return
        if ask in _OF_FORM and self._form[0].isHidden():
            self.show_large()
        if ask in _GOES_ON and self.first(partial(self.ask, ask)):
            return
        super().ask(ask)

    def command(self, name: str) -> None:
        """A command was chosen: who applies is kept before it."""
        beside = name not in self._extra_commands or name.startswith(_LOOKS)
        if beside or not self.first(partial(self.command, name)):
            super().command(name)

    def lock(self, who: str) -> None:
        """Cover everything. What can be kept of what is being typed is kept."""
        self.locking.emit()
        super().lock(who)

    def unlock(self) -> None:
        """Uncover: the focus is where it was, or where the work goes on when that is there no more."""
        super().unlock()
        if self.focusWidget() in (None, self):
            self.take_keys()

    def take_keys(self) -> None:
        """Put the keys where the work goes on: into the form, or to the materials of the case in hand."""
        if self.applicant.editing:
            self.applicant.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.ask(Ask.MATERIALS)

    def show_large(self) -> None:
        """Give the pages the room of the form, or give it back."""
        large = all(part.isVisible() for part in self._form)
        for part in self._form:
            part.setVisible(not large)
        self.pages.show_large(large)
        if large:
            self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_title(self) -> None:
        """Name the screen for the desktop."""
        self.setWindowTitle(self.tr("一窗 · 综合窗口"))

    def _build_citizen(self) -> None:
        self.citizen = CitizenScreen(self._citizen_pages)

    def _build_bars(self) -> None:
        self.calling_bar = CallingBar(self._shown)
        self.messages = Messages()
        self.accept_bar = AcceptBar(self._shown)
        self.status = StatusBar(self._shown[Ask.COMMANDS])

    def _build_applicant(self) -> None:
        self.applicant = ApplicantPage(self._shown[Ask.CORRECT], self._shown[Ask.BACK])

    def _build_material(self) -> None:
        self.items = ItemsPage(self._shown[Ask.FIND_ITEM])
        self.questions = QuestionsPage(self._shown[Ask.QUESTIONS])
        self.checklist = ChecklistPage()
        self.pages = PagesPage()

    def _build_boxes(self) -> None:
        self.outbox = OutboxPanel(self)
        self.find_case = FindBox(self, lambda: self.tr("找办件"), lambda: self.tr("编号、姓名、证件号、手机"))
        self.commands = FindBox(
            self,
            lambda: self.tr("查找"),
            lambda: self.tr("编号或后几位、姓名或拼音首字母、证件号、手机、号票、事项、操作"),
            size=QSize(680, 520),
        )

    def _build_small_boxes(self) -> None:
        self.queues = FindBox(
            self,
            lambda: self.tr("转到哪里"),
            lambda: self.tr("队列字母或名称、窗口号"),
            chinese=False,
            remark=lambda: self.tr("留言给接待的窗口（可不填）"),
        )
        self.line = FindBox(self, lambda: self.tr("等候的人"), lambda: self.tr("号码"), chinese=False)
        self.sure = FindBox(self, lambda: "", lambda: self.tr("选一项"), chinese=False)
        self.issue = FindBox(self, lambda: self.tr("取号"), lambda: self.tr("队列字母、名称或类别"))

    def _build_panels(self) -> None:
        self.remark = RemarkPanel(self, self._shown[Ask.PRIMARY])
        self.papers = PaperPanel(self, self._shown[Ask.PRIMARY])

    def _build_hand_out(self) -> None:
        self.hand_out = HandOutPanel(self, self._shown[Ask.PRIMARY])
        self.scanner = ScannerPanel(self, self._shown[Ask.PRIMARY], self._shown[Ask.SCAN])

    def _build_lists(self) -> None:
        self.person = PersonPanel(self)
        self.watch = WatchPanel(self)
        self.stack = StackPanel(self, self._shown[Ask.PRIMARY])
        self.help = HelpPanel(self, self._shown)
        self.cover = LockCover(self)
        boxes = (self.find_case, self.commands, self.queues, self.line, self.sure, self.issue)
        panels = (
            self.remark, self.papers, self.hand_out, self.scanner, self.person, self.watch, self.stack, self.help,
        )  # fmt: skip
        self._overlays = (self.outbox, *boxes, *panels)

    def _bind(self) -> None:
        self.say_title()
        for ask in Ask:
            if ask is not Ask.LOCK:  # tapped or held: not a shortcut
                self.keys.bind(ask, partial(self.ask, ask))
        for bar in (self.calling_bar, self.accept_bar):
            bar.asked.connect(self._pressed)
        self.when(Ask.BACK, self.back)
        self.when(Ask.UNDO, self.accept_bar.undo_strip.undo)
        self.when(Ask.HELP, self.help.start)
        self.when(Ask.COMMANDS, self.commands.start)
        self.when(Ask.FIND_CASE, self.find_case.start)
        self.when(Ask.FIND_ITEM, self.items.open_search)
        self.when(Ask.APPLICANT, lambda: self.applicant.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.when(Ask.MATERIALS, lambda: self.checklist.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.when(Ask.LARGE, self.show_large)
        self.pages.large_asked.connect(self.show_large)
        self.when(Ask.PAGES, lambda: self.pages.setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.status.lamp.opened.connect(lambda: self.outbox.open_panel(self.outbox.steps))
        self.status.find_asked.connect(lambda: self.ask(Ask.COMMANDS))
        self.applicant.correct_asked.connect(lambda: self.ask(Ask.CORRECT))

    def _pressed(self, ask: Ask) -> None:
        self.keys.press(ask, partial(self.ask, ask))

    @Slot()
    def _show_items(self) -> None:
        """What was found stands below the form: it comes into sight, now that the list has got its room."""
        self._form_column.ensureWidgetVisible(self.items, 0, 0)

    def _lay_out(self) -> None:
        left = QWidget()
        left_column = QVBoxLayout(left)
        left_column.setContentsMargins(0, 0, 0, 0)
        left_column.setSpacing(8)
        left_column.addWidget(self.applicant)
        left_column.addWidget(self.items, 1)
        scroll = QScrollArea()
        scroll.setWidget(left)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(230)
        scroll.setMaximumWidth(420)
        self._form_column = scroll
        self.items.found_shown.connect(self._show_items, Qt.ConnectionType.QueuedConnection)
        self.checklist.setMinimumWidth(330)
        centre = QWidget()
        middle = QVBoxLayout(centre)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(8)
        self._form = (scroll, centre)
        middle.addWidget(self.questions)
        middle.addWidget(self.checklist, 1)
        self.pages.setMinimumWidth(250)
        columns = QHBoxLayout()
        columns.setContentsMargins(10, 0, 10, 8)
        columns.setSpacing(8)
        columns.addWidget(scroll, 26)
        columns.addWidget(centre, 42)
        columns.addWidget(self.pages, 34)
        strip = QHBoxLayout()
        strip.setContentsMargins(10, 6, 10, 6)
        strip.addWidget(self.messages)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.calling_bar)
        column.addLayout(strip)
        column.addLayout(columns, 1)
        column.addWidget(self.accept_bar)
        column.addWidget(self.status)
