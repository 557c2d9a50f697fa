"""What is asked of pages, done in their own lane and in the order of the keys; and taken back, step by step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QObject

from deskapp.clerk import page_steps
from deskapp.clerk.page_steps import Undone
from deskapp.failures import Failure
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.page_making import Craft, Making
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone

LANE = "pages"
T = TypeVar("T")


class PageWires(QObject):
    """Joins the pages to the use cases of `deskapp.clerk.page_steps`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._offers = 0  # of the strip, when the last step with pages was taken
        screen = session.screen
        pages = screen.pages
        pages.making_asked.connect(self._make)
        pages.move_asked.connect(lambda digests, material: self._move(digests, material, ""))
        pages.order_asked.connect(self._move)
        pages.remove_asked.connect(self._remove)
        screen.checklist.pages_move_asked.connect(lambda digests, material: self._move(digests, material, ""))
        screen.when(Ask.UNDO, self.undo)

    def stepped(self) -> None:
        """A step with pages was taken: Ctrl+Z is its, and no older step's."""
        self._offers = self._s.screen.accept_bar.undo_strip.offers

    def undo(self) -> None:
        """Take back what was done last: the step that the strip offers, or one with pages, and then the one before."""
        strip = self._s.screen.accept_bar.undo_strip
        case, desk = self._s.case_id, self._s.desk
        if case is None or (strip.offered and strip.offers != self._offers):
            strip.undo()
        else:
            self._s.do(LANE, lambda: page_steps.undo(desk, case), self._undone, self._not_undone)

    def _make(self, digests: list[str], making: Making) -> None:
        desk = self._s.desk
        self._step(
            digests, lambda case, pages: page_steps.make(desk, case, pages, making), lambda _: self._made(making)
        )

    def _move(self, digests: list[str], material: str, before: str) -> None:
        desk = self._s.desk
        ahead = PageDigest(before) if before else None
        self._step(digests, lambda case, pages: page_steps.move(desk, case, pages, MaterialCode(material), ahead))

    def _remove(self, digests: list[str]) -> None:
        desk = self._s.desk
        self._step(digests, lambda case, pages: page_steps.remove(desk, case, pages))

    def _step(
        self,
        digests: Sequence[str],
        step: Callable[[CaseId, tuple[PageDigest, ...]], T],
        then: Callable[[T], None] | None = None,
    ) -> None:
        """Keys are quicker than pixels: a step is done to what stands in a page's place when its turn comes."""
        case, desk = self._s.case_id, self._s.desk
        if case is not None and digests:
            self.stepped()
            pages = tuple(map(PageDigest, digests))
            self._s.do(LANE, lambda: step(case, page_steps.standing(desk, case, pages)), then)

    def _made(self, making: Making) -> None:
        if making.craft is Craft.REDACT:
            self._s.say("page.made", Tone.GOOD, lambda: self.tr("已涂黑，原件封存。Ctrl+Z 撤销"))

    def _undone(self, undone: Undone) -> None:
        words = self.tr("已撤销：{step}（{n} 页）")
        self._s.say("page.made", Tone.GOOD, lambda: words.format(step=_step_words(undone), n=undone.pages))

    def _not_undone(self, failure: Failure) -> None:
        strip = self._s.screen.accept_bar.undo_strip
        if strip.offered:
            strip.undo()
        else:
            self._s.say_failure(failure)


def _step_words(undone: Undone) -> str:
    if undone.removed:
        return QCoreApplication.translate("PageWires", "删页")
    if undone.craft is None:
        return QCoreApplication.translate("PageWires", "移动")
    return {
        Craft.TURN: QCoreApplication.translate("PageWires", "旋转"),
        Craft.STRAIGHTEN: QCoreApplication.translate("PageWires", "摆正"),
        Craft.CROP: QCoreApplication.translate("PageWires", "裁剪"),
        Craft.SPLIT: QCoreApplication.translate("PageWires", "拆开"),
        Craft.MERGE: QCoreApplication.translate("PageWires", "合并"),
        Craft.FLATTEN: QCoreApplication.translate("PageWires", "拉平"),
        Craft.REDACT: QCoreApplication.translate("PageWires", "涂黑"),
    }[undone.craft]
