"""From the feeder, a file or the clipboard into the marked material."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from deskapp.clerk import scanning, scanning_ahead, tidying
from deskapp.clerk.stacking import SMALL, ComingPage, Run, Taken, Told
from deskapp.failures import Failure, StoreTrouble
from deskapp.ids import CaseId, MaterialCode
from deskapp.rules.spot import Spot, Why
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.ahead_wires import AheadWires
from ui.clerk.checklist_rows import files_in
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.page_wires import PageWires
from ui.clerk.session import Session
from ui.clerk.stack_wires import StackWires
from ui.keys import Ask
from ui.page_images import decode, png_of
from ui.parts.messages import Tone, Way

SCANNER = "scanner"


Work = Callable[[Told, Callable[[Run], None]], Taken]


@dataclass(frozen=True, slots=True)
class Came:
    """What a scan brought, how many empty pages were taken out of it, and why it ended early."""

    taken: Taken
    blank: int
    failure: Failure | None = None


class ScanWires(QObject):
    """Joins the pages to the use cases of `deskapp.clerk.scanning`."""

    def __init__(
        self,
        session: Session,
        intake: IntakeWires,
        checklist: ChecklistWires,
        pages: PageWires,
        stacks: StackWires,
    ) -> None:
        super().__init__(session)
        self._s = session
        self._intake = intake
        self._checklist = checklist
        self._pages = pages
        self._stacks = stacks
        self.ahead = AheadWires(session, intake, checklist, pages, stacks)
        self._rest: tuple[Spot, Spot | Why] | None = None  # of a stack that a jam cut in two: asked for, goes on
        self._stop: threading.Event | None = None
        self._next_wanted = False
        self._next_due = False
        screen = session.screen
        screen.when(Ask.SCAN, self._scan_asked)
        screen.when(Ask.FILES, self._files_asked)
        screen.when(Ask.BACK, self._back)
        screen.pages.files_asked.connect(lambda files: self._files_came(list(map(Path, files))))
        screen.checklist.files_asked.connect(lambda files, code: self.add(list(map(Path, files)), code))
        screen.when(Ask.PASTE, self._paste)
        screen.messages.chosen.connect(self._way_chosen)
        session.case_shown.connect(self._go_on)  # connected after the checklist's own: the mark has moved by then

    @property
    def busy(self) -> bool:
        """Whether pages are coming now."""
        return self._stop is not None

    def _scan_asked(self) -> None:
        desk = self._s.desk
        if self._intake.unknown:
            self._take_ahead(lambda stack, told, stop: scanning_ahead.scan(desk, stack, told, stop))
        else:
            self._intake.with_case(self._scan)

    def _files_asked(self) -> None:
        if self._intake.unknown:
            self._choose_files()
        else:
            self._intake.with_case(lambda _: self._choose_files())

    def _files_came(self, paths: Sequence[Path]) -> None:
        desk = self._s.desk
        if self._intake.unknown:
            self._take_ahead(lambda stack, told, stop: scanning_ahead.add(desk, stack, paths, told, stop))
        else:
            self._intake.with_case(lambda _: self.add(paths))

    def add(self, paths: Sequence[Path], code: str = "") -> None:
        """Put files to a material, the marked one where none is named."""
        material, desk = MaterialCode(code) if code else self._material(), self._s.desk
        case = self._s.case_id
        if case is not None and material and paths and not self.busy:
            self._stop = stop = threading.Event()
            spot = Spot(case, material)
            self._take(spot, lambda told, begun: scanning.add_stack(desk, spot, paths, told, stop=stop, begun=begun))

    def _paste(self) -> None:
        """Files or a picture that another program has laid on the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        files = files_in(data) if data.hasUrls() else []
        if files:
            self._files_came(list(map(Path, files)))
        elif data.hasImage():
            self._picture_came(QImage(QGuiApplication.clipboard().image()))
        else:
            words = self.tr("剪贴板里没有图片或文件。先复制，再按 Ctrl+V。")
            self._s.say("clipboard.nothing", Tone.OWED, lambda: words)

    def _picture_came(self, picture: QImage) -> None:
        desk = self._s.desk
        if self._intake.unknown:
            self._take_ahead(lambda stack, told, _: scanning_ahead.paste(desk, stack, png_of(picture), told))
        else:
            self._intake.with_case(lambda case: self._add_picture(case, picture))

    def _add_picture(self, case: CaseId, picture: QImage) -> None:
        material, desk = self._material(), self._s.desk
        if material and not self.busy:
            spot = Spot(case, material)
            self._take(spot, lambda told, begun: scanning.paste_stack(desk, spot, png_of(picture), told, begun=begun))

    def _scan(self, case: CaseId) -> None:
        if self.busy:
            self._next_wanted = True  # F5 hit while pages still come: the next material follows by itself
            self._s.say("scanner.scanning", Tone.GOOD, lambda: self.tr("正在扫描，接着扫下一项；Esc 停止。"))
            return
        if self.ahead.placing:
            self._next_due = True  # into what is owed when the pages that came before the case stand in it
            return
        material, desk = self._material(), self._s.desk
        stop = threading.Event()
        if material:
            self._stop = stop
            spot = Spot(case, material)
            goal = self._rest[1] if self._rest is not None and self._rest[0] == spot else None
            self._take(
                spot, lambda told, begun: scanning.scan_stack(desk, spot, told, stop, goal=goal, begun=begun)
            )  # fmt: skip

    def _take(self, spot: Spot, work: Work) -> None:
        self._stop = self._stop or threading.Event()
        self._rest = None
        desk = self._s.desk

        def take_and_tidy(tell: Callable[[ComingPage], None]) -> Came:
            runs: list[Run] = []
            ended: Failure | None = None
            try:
                work(Told(lambda _: None, tell), runs.append)
            except Failure as failure:  # what came before it is tidied as well
                if not runs:
                    raise
                ended = failure
            taken = runs[0].taken
            blank = sum(tidying.tidy(desk, there.case, pages) for there, pages in taken.placed.items())
            return Came(taken, blank, ended)

        for code in ("scanner", "scanner.nothing", "stack.rest"):
            self._s.screen.messages.withdraw(code)
        self._checklist.show_pages_of(spot.material)
        self._s.screen.pages.show_busy(True)
        self._s.background.stream(
            SCANNER,
            take_and_tidy,
            owner=self,
            progress=self._coming,
            then=lambda came: self._scanned(spot, came),
            failed=self._not_scanned,
        )

    def _take_ahead(self, work: Callable[[str, Told, threading.Event], Taken]) -> None:
        """Pages come although there is no case yet: they wait, and are read for the form."""
        if self.busy:
            return
        self._stop = stop = threading.Event()
        stack = self.ahead.begin()
        for code in ("scanner", "scanner.nothing"):
            self._s.screen.messages.withdraw(code)
        self._s.screen.pages.show_busy(True)
        self._s.background.stream(
            SCANNER,
            lambda tell: work(stack, Told(lambda _: None, tell), stop),
            owner=self,
            progress=self._coming,
            then=lambda taken: self._came_ahead(stack, taken),
            failed=self._cut_short_ahead,
        )

    def _came_ahead(self, stack: str, taken: Taken) -> None:
        self._over()
        self.ahead.came()
        kept = self.ahead.holds(stack)
        if not taken.pages and not taken.separators:
            self._s.say("scanner.nothing", Tone.OWED, lambda: self.tr("没有扫到页面。请放好材料后按 F5。"))
        others = [why for why in taken.waiting if why is not Why.AHEAD or not kept]
        if others:
            self._stacks.say_waiting(others)

    def _cut_short_ahead(self, failure: Failure) -> None:
        self._not_scanned(failure)
        self.ahead.came()

    def _coming(self, page: ComingPage) -> None:
        self._s.screen.pages.show_coming(page.digest, decode(page.picture, SMALL))

    def _scanned(self, spot: Spot, came: Came) -> None:
        taken = came.taken
        if came.failure is not None:
            self._cut_short(spot, taken, came.failure)
            return
        self._next_due = self._next_wanted and taken.pages > 0
        self._over()
        if not taken.pages and not taken.separators:
            self._s.say("scanner.nothing", Tone.OWED, lambda: self.tr("没有扫到页面。请放好材料后按 F5。"))
            return
        if came.blank or taken.turned or taken.straightened or taken.cropped:
            self._pages.stepped()
        said = partial(self._words, came)
        if said():
            self._s.say("pages.tidied", Tone.GOOD, said)
        if taken.waiting:
            self._stacks.say_waiting(taken.waiting)
        self._checklist.go_on()
        self._s.refresh.stale("case")

    def _words(self, came: Came) -> str:
        taken = came.taken
        done = [self.tr("已去掉 {n} 张空白页").format(n=came.blank)] * bool(came.blank)
        done += [self.tr("已转正 {n} 页").format(n=taken.turned)] * bool(taken.turned)
        done += [self.tr("已摆正 {n} 页").format(n=taken.straightened)] * bool(taken.straightened)
        done += [self.tr("已裁去 {n} 页的空边").format(n=taken.cropped)] * bool(taken.cropped)
        back = texts.listed(done) + self.tr("，Ctrl+Z 找回") if done else ""
        if not taken.separators:
            return back
        words = self.tr("按分隔页归类：{pages} 页，{materials} 项材料，{cases} 件")
        pages, cases = sum(map(len, taken.placed.values())), len({spot.case for spot in taken.placed})
        sorted_so = words.format(pages=pages, materials=len(taken.placed), cases=cases)
        return self.tr("{sorted}。{done}").format(sorted=sorted_so, done=back) if back else sorted_so

    def _cut_short(self, spot: Spot, taken: Taken, failure: Failure) -> None:
        """Pages came, and then something failed: what is left in the feeder goes on where the stack stood. What failed
        is said last, and so first.
        """
        if taken.pages:
            self._s.refresh.stale("case")
        if taken.waiting:
            self._stacks.say_waiting(taken.waiting)
        if taken.goal is not None:
            self._rest = (spot, taken.goal)
            words = self.tr("剩下的纸不用再放分隔页：按 F5，接着刚才的分隔页归类。")
            self._s.say("stack.rest", Tone.OWED, lambda: words)
        self._not_scanned(failure)

    def _not_scanned(self, failure: Failure) -> None:
        self._over()
        if isinstance(failure, StoreTrouble):
            self._stacks.offer()  # what was kept and could not be put anywhere is there, and can be found
        file = str(failure.values.get("file", ""))
        if file and failure.code != "page.file_unreadable":  # which has the name in its sentence
            words = self.tr("{file}：{why}")
            why = partial(sentence, failure)
            self._s.say(failure.code, Tone.BAD, lambda: words.format(file=file, why=why(texts.language())))
            return
        self._s.say_failure(
            failure, Way("scan", lambda: self.tr("重试"), "F5"), Way("files", lambda: self.tr("从文件"), "Ctrl+O")
        )

    def _go_on(self) -> None:
        if self._next_due and self._s.case is not None and self._s.case.owed and not self.ahead.placing:
            self._next_due = False
            self._scan(self._s.case.case)

    def _over(self) -> None:
        self._stop = None
        self._next_wanted = False
        self._s.screen.pages.show_busy(False)

    def _back(self) -> None:
        """A panel closes first; then pages stop coming, whatever the strip says; then a message goes."""
        if self._stop is None or self._s.screen.close_overlays():
            self._s.screen.back()
            return
        self._next_wanted = False
        self._s.screen.messages.withdraw("scanner.scanning")
        self._stop.set()

    def _material(self) -> MaterialCode:
        return MaterialCode(self._s.screen.checklist.current)

    def _choose_files(self) -> None:
        kinds = self.tr("图片和 PDF") + " (*.jpg *.jpeg *.png *.tif *.tiff *.bmp *.webp *.pdf *.heic *.heif)"
        dialog = QFileDialog(self._s.screen, self.tr("从文件添加页面"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda names: self._files_came([Path(name) for name in names]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _way_chosen(self, _: str, way: str) -> None:
        if way in ("scan", "files"):
            self._s.screen.ask(Ask.SCAN if way == "scan" else Ask.FILES)
