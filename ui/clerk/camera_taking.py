"""Pictures on their way from the camera into the marked material, one by one, and out when they are retaken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from deskapp.clerk import page_steps, photographing, scanning
from deskapp.clerk.photographing import Photograph, Photographed
from deskapp.devices.camera.contract import Look, Shot
from deskapp.devices.camera.profile import Profile
from deskapp.failures import Failure
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.sentences import sentence
from ui import texts
from ui.clerk.camera_sheet import Sides
from ui.clerk.camera_words import taken_words
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.page_wires import LANE, PageWires
from ui.clerk.session import Session
from ui.page_images import decode

SMALL = 480  # pixels of the longer side of the page that is shown beside the camera


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be said beside the picture."""

    sides: Sides
    words: str = ""
    doubtful: bool = False
    retakable: bool = False
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A picture that was asked of the camera, and where it goes whatever is marked when it comes."""

    number: int
    case: CaseId
    material: MaterialCode
    sides: Sides


class CameraTaking(QObject):
    """One picture is awaited at a time; those that came are worked on in the lane of pages, in their order."""

    def __init__(
        self, session: Session, checklist: ChecklistWires, pages: PageWires, changed: Callable[[], None]
    ) -> None:
        super().__init__(session)
        self._s = session
        self._checklist = checklist
        self._pages = pages
        self._changed = changed
        self._numbers = 0
        self._awaited: _Awaited | None = None
        self._front: tuple[PageDigest, ...] = ()
        self._last: tuple[PageDigest, ...] = ()
        self._coming = 0  # pictures that came and are not pages yet
        self._taken = Taken(Sides.APART)

    @property
    def free(self) -> bool:
        """Whether no picture is awaited."""
        return self._awaited is None and not self._coming

    @property
    def stage(self) -> Sides:
        """Which side of a card is next."""
        return self._taken.sides

    def said(self) -> Taken:
        """What is to be said beside the picture."""
        return self._taken

    def begin(self) -> None:
        """The panel was opened: nothing has been taken with it."""
        self._front = self._last = ()
        self._taken = Taken(Sides.APART)

    def forget(self) -> None:
        """The camera is closed: what was asked of it does not come any more."""
        self._awaited = None

    def switch_sides(self) -> None:
        """Two sides of a card become one page, or each its own."""
        self._front = ()
        apart = self._taken.sides is not Sides.APART
        self._tell(replace(self._taken, sides=Sides.APART if apart else Sides.FRONT))

    def apart(self) -> None:
        """Another material is next: the other side of this card does not go there."""
        if self._taken.sides is Sides.BACK:
            self._front = ()
            self._tell(replace(self._taken, sides=Sides.FRONT))

    def ask(self, look: Look) -> int:
        """The number by which to ask for a picture; 0, and said, when there is nowhere to put it."""
        case, material = self._s.case_id, self._s.screen.checklist.current
        if self._awaited is not None or case is None:
            return 0
        if not material:
            self._say(self.tr("先选一项材料"))
            return 0
        if self._taken.sides is not Sides.APART and len(look.sight.sheets) != 1:
            self._say(self.tr("证件两面合一页时，画面里要有一张证件，四边都看得见"))
            return 0
        self._numbers += 1
        self._awaited = _Awaited(self._numbers, case, MaterialCode(material), self._taken.sides)
        return self._numbers

    def take(self, shot: Shot, profile: Profile) -> None:
        """A picture came: keep it, and make the page of it."""
        asked, self._awaited = self._awaited, None
        if asked is None or asked.number != shot.asked:
            return
        desk, front = self._s.desk, self._front
        seen = Photograph(shot.data, shot.width, shot.height, shot.sheets, profile.turn, profile.paper)

        def keep() -> Photographed:
            done = photographing.photograph(desk, asked.case, asked.material, seen)
            if asked.sides is Sides.BACK and done.flat and front:
                sides = (*page_steps.standing(desk, asked.case, front), *done.pages)
                return replace(done, pages=photographing.join_sides(desk, asked.case, sides))
            return done

        self._coming += 1
        self._say(self.tr("正在收下…"))
        self._pages.stepped()
        self._checklist.show_pages_of(asked.material)
        self._s.do(LANE, keep, lambda done: self._kept(asked, done), self._not_kept)

    def retake(self) -> None:
        """Take the last page out again; what it was made of goes with it."""
        case, desk, last = self._s.case_id, self._s.desk, self._last
        if case is None or not last or self._coming:
            return
        self._last = self._front = ()
        self._pages.stepped()
        self._s.do(LANE, lambda: page_steps.remove(desk, case, page_steps.standing(desk, case, last)))
        back = Sides.APART if self._taken.sides is Sides.APART else Sides.FRONT
        self._tell(Taken(back, self.tr("已去掉，请重拍")))

    def _kept(self, asked: _Awaited, done: Photographed) -> None:
        self._coming -= 1
        self._pages.stepped()
        if asked.case != self._s.case_id:
            return
        sides = self._taken.sides
        if asked.sides is Sides.FRONT and done.flat and sides is Sides.FRONT:
            self._front, sides = done.pages, Sides.BACK
        elif asked.sides is Sides.BACK and sides is Sides.BACK:
            self._front, sides = (), Sides.FRONT
        self._last = done.pages
        self._tell(
            Taken(
                sides,
                taken_words(done),
                bool(done.doubts) or not done.flat,
                retakable=True,
                picture=self._taken.picture,
            )
        )
        self._s.refresh.stale("case")
        desk, page = self._s.desk, done.pages[-1]
        self._s.do(LANE, lambda: decode(scanning.thumbnail(desk, page, SMALL), SMALL), self._show)

    def _not_kept(self, failure: Failure) -> None:
        self._coming -= 1
        self._say(sentence(failure, texts.language()))
        self._s.say_failure(failure)

    def _show(self, picture: QImage) -> None:
        self._tell(replace(self._taken, picture=picture))

    def _say(self, words: str) -> None:
        self._tell(replace(self._taken, words=words, doubtful=False))

    def _tell(self, taken: Taken) -> None:
        self._taken = taken
        self._changed()
