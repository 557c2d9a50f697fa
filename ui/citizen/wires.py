"""Joins the citizen's screen to the case in hand. Nothing here waits for the citizen, nothing holds the clerk up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from deskapp import settings
from deskapp.clerk import rating, sheets, signing
from deskapp.clerk.rating import Asked, Served
from deskapp.clerk.signing import ToSign
from deskapp.failures import Failure
from deskapp.ids import CaseId, TicketId
from deskapp.queries.citizen_sheet import CitizenSheet
from deskapp.rules.masking import mask_id
from deskapp.rules.rating import Opinion, occasion_of
from deskapp.rules.ticket import TicketState
from ui.citizen.confirm_page import Line
from ui.citizen.displays import OFF, WINDOW, Displays
from ui.citizen.entered import entered_lines, line_names, sheet_lines
from ui.citizen.own_keys import OwnKeys
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox
from ui.parts.messages import Tone

LANE = "journal"


class CitizenWires(QObject):
    """What the clerk enters is mirrored; what the citizen says is told to the clerk in words, but for the rating."""

    def __init__(self, session: Session, app: QApplication) -> None:
        super().__init__(session)
        self._s = session
        self.screen = session.screen.citizen
        self.displays = Displays(app, self.screen, session.screen, session.desk.settings.citizen)
        self._sheet: CitizenSheet | None = None
        self._signing: ToSign | None = None
        self._asked: Served | None = None
        self._asked_of: TicketId | None = None
        self._mark: int | None = None
        self._words: Callable[[], str] = _nothing
        self.screen.show_place(session.desk.facts.name, session.desk.clerk.window)
        self._bind()
        self._own_keys = OwnKeys(self.screen)
        self._app = app
        app.installEventFilter(self._own_keys)
        session.do("reading", lambda: rating.mark(session.desk), self._begin)
        self.displays.begin()

    @cached_property
    def box(self) -> FindBox:
        """What can be asked of the citizen; made when somebody first wants to."""
        made = FindBox(self._s.screen, lambda: self.tr("群众屏"), lambda: self.tr("做什么"), chinese=False)
        self._s.screen.add_overlays(made)
        made.chosen.connect(self._chosen)
        return made

    def end(self) -> None:
        """The clerk has gone: so has everything that stood there, if the program has not ended it already."""
        if not shiboken6.isValid(self.screen):
            return
        self._app.removeEventFilter(self._own_keys)
        self.screen.leave()
        self.screen.cover(True)
        self.displays.end()
        self.screen.deleteLater()

    def open(self) -> None:
        """F11: show it; when it is there, offer what can be asked."""
        if not self.displays.shown:
            self.displays.open()
            return
        self.box.offer(self._choices())

    def blank(self) -> None:
        """Show nothing of anybody, at once: something broke."""
        self.screen.leave()
        self.screen.cover(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The clerk's screen was covered or uncovered: nothing of anybody shows while the clerk is away."""
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self.screen.cover(event.type() is QEvent.Type.Show)
        return False

    def _bind(self) -> None:
        session, screen = self._s, self.screen
        session.screen.when(Ask.CITIZEN, self.open)
        session.screen.cover.installEventFilter(self)
        session.screen.applicant.changed.connect(lambda _: self._show())
        session.case_shown.connect(self._case_shown)
        session.cleared.connect(self._cleared)
        session.call_shown.connect(self._call_shown)
        self.displays.chosen.connect(self._remember)
        self.displays.moved.connect(self._moved)
        screen.close_asked.connect(lambda: self.displays.choose(OFF))
        screen.confirmed.connect(lambda: self._tell(lambda: self.tr("群众已确认")))
        screen.looking.connect(lambda: self._tell(lambda: self.tr("群众说有不对，正在指出")))
        screen.wrong.connect(self._wrong)
        screen.writing.connect(lambda: self._tell(lambda: self.tr("群众正在签名")))
        screen.signed.connect(self._signed)
        screen.on_paper_asked.connect(self._on_paper)
        screen.thinking.connect(lambda: self._tell(lambda: self.tr("群众正在评价")))
        screen.rated.connect(self._rated)
        screen.language_chosen.connect(lambda _: self._language())

    # what was entered

    def _case_shown(self) -> None:
        case, desk = self._s.case_id, self._s.desk
        if case is None:
            self._sheet = None
            self._show()
            return
        self._s.do("reading", lambda: sheets.citizen(desk, case), self._show_sheet)

    def _show_sheet(self, sheet: CitizenSheet) -> None:
        if sheet.case != self._s.case_id:
            return  # somebody else is in hand by now
        self._sheet = sheet
        asked = self._asked
        if asked is not None and asked.case == sheet.case and occasion_of(sheet.state) is None:
            self.screen.ask_no_more_to_rate()
            self._asked = None
            self._tell(_nothing)
        self._show()

    def _show(self) -> None:
        self.screen.show_lines(self._lines())

    def _lines(self) -> list[Line]:
        if self._sheet is not None:
            return sheet_lines(self._sheet, self.screen.lang)
        typed = self._s.screen.applicant.typed
        return entered_lines(typed, mask_id) if typed.begun and self._s.case_id is None else []

    def _wrong(self, name: str) -> None:
        said = line_names().get(name, "")
        words = self.tr("群众说“{line}”不对，请当面核对。") if said else self.tr("群众说有不对，请当面核对。")
        self._tell(lambda: self.tr("群众说有不对"))
        self._s.say("citizen.wrong", Tone.OWED, lambda: words.format(line=said))

    # signing

    def _ask_to_sign(self) -> None:
        desk, lang = self._s.desk, self.screen.lang
        panel = self._s.screen.hand_out
        cases = [CaseId(line.case) for line in panel.marked] if panel.isVisible() else []
        if not cases and self._s.case_id is not None:
            cases = [self._s.case_id]
        if cases:
            self._s.do("reading", lambda: signing.to_sign(desk, cases, lang), self._to_sign)

    def _to_sign(self, asked: ToSign) -> None:
        self._signing = asked
        self.screen.ask_to_sign(asked.text)
        self._tell(lambda: self.tr("等群众签名"))

    def _signed(self, picture: bytes) -> None:
        asked, desk = self._signing, self._s.desk
        self._signing = None
        if asked is not None:
            self._s.do(
                LANE,
                lambda: signing.sign(desk, asked, picture),
                lambda _: self._tell(lambda: self.tr("群众已签名")),
                self._not_signed,
            )

    def _not_signed(self, failure: Failure) -> None:
        self._tell(lambda: self.tr("签名没有采用"))
        self._s.say_failure(failure)

    def _on_paper(self) -> None:
        self._signing = None
        self._tell(lambda: self.tr("群众要在纸上签"))

    # the rating

    def _begin(self, mark: int) -> None:
        self._mark = mark
        self._s.refresh.watch("rating", lambda: rating.to_ask(self._s.desk, self._mark or 0), self._to_ask)

    def _to_ask(self, asked: Asked) -> None:
        self._mark = max(self._mark or 0, asked.mark)
        if asked.service is None or not self.displays.shown:
            return  # nobody can be asked here: they may at home
        self._asked = asked.service
        self._asked_of = self._s.call.ticket if self._s.call is not None else None
        self.screen.ask_to_rate()
        self._tell(lambda: self.tr("请群众评价"))

    def _rated(self, opinion: Opinion) -> None:
        """Closed up and sent without a look at it: all that is said here is that they are done."""
        asked, desk = self._asked, self._s.desk
        self._asked = None
        self._tell(lambda: self.tr("评价已结束"))
        if asked is not None:
            self._s.do(LANE, lambda: rating.give(desk, asked, opinion), None, self._not_given)

    def _not_given(self, failure: Failure) -> None:
        if not failure.code.startswith("rating."):  # what only says how they rated is not for the clerk
            self._s.say_failure(failure)

    # people come and go

    def _call_shown(self) -> None:
        call = self._s.call
        here = call is not None and call.ticket is not None and call.ticket_state is not TicketState.CALLED
        if self._asked is not None and here and call is not None and call.ticket != self._asked_of:
            self.screen.rating.cut_short()  # the next one sits there now

    def _cleared(self) -> None:
        self._sheet = self._signing = None
        self.screen.leave()
        if self._asked is None:
            self._tell(_nothing)

    def _language(self) -> None:
        self._show()
        if self._signing is not None:
            self._ask_to_sign()  # they sign the words they can read

    def _moved(self) -> None:
        if not self.displays.shown:
            self.screen.rating.cut_short()
            self.screen.ask_to_sign("")
            self._signing = None
            self._tell(_nothing)

    # the clerk's choices

    def _choices(self) -> list[Choice]:
        found = []
        if (self._sheet is not None and self._sheet.to_sign) or self._s.screen.hand_out.isVisible():
            found.append(Choice("sign", self.tr("请群众签名"), self.tr("已收材料、承诺或者领取的结果")))
        if self._sheet is not None:
            found.append(Choice("confirm", self.tr("请群众再核对一次")))
        if self._signing is not None:
            found.append(Choice("paper", self.tr("不等签名，改在纸上签")))
        found += [
            Choice(f"display:{one.name()}", self.tr("移到显示器 {n}").format(n=one.name()))
            for one in self.displays.others()
            if one.name() != self.displays.on_display
        ]
        if self.displays.on_display or not self.displays.shown:
            found.append(Choice("window", self.tr("放到小窗里")))
        found.append(Choice("hide", self.tr("关掉群众屏")))
        return found

    def _chosen(self, what: str) -> None:
        if what == "sign":
            self._ask_to_sign()
        elif what == "confirm":
            self.screen.ask_to_confirm()
        elif what == "paper":
            self._on_paper()
            self.screen.ask_to_sign("")
        elif what == "window":
            self.displays.choose(WINDOW)
        elif what == "hide":
            self.displays.choose(OFF)
        elif what.startswith("display:"):
            self.displays.choose(what.removeprefix("display:"))

    def _remember(self, choice: str) -> None:
        home = self._s.desk.settings.home
        self._s.do(LANE, lambda: settings.keep(home, {"citizen": choice}))

    def _tell(self, words: Callable[[], str]) -> None:
        self._words = words
        self._s.screen.status.show_citizen(words())


def _nothing() -> str:
    return ""
