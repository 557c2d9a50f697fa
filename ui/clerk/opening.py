"""Joins the clerk's screen to its wires."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from deskapp.clerk import scanning, settling, sheets
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.sentences import sentence
from ui import texts
from ui.background import Background
from ui.barcode_keys import BarcodeKeys
from ui.citizen.wires import CitizenWires
from ui.clerk.accept_wires import AcceptWires
from ui.clerk.archive_wires import ArchiveWires
from ui.clerk.barcode_wires import BarcodeWires, GoesTo
from ui.clerk.calling_wires import CallingWires
from ui.clerk.camera_wires import CameraWires
from ui.clerk.card_wires import CardWires
from ui.clerk.character_wires import CharacterWires
from ui.clerk.checklist_wires import ChecklistWires
from ui.clerk.correction_wires import CorrectionWires
from ui.clerk.emergency_wires import EmergencyWires
from ui.clerk.find_wires import FindWires
from ui.clerk.hand_out_wires import HandOutWires
from ui.clerk.intake_wires import IntakeWires
from ui.clerk.issue_wires import IssueWires
from ui.clerk.items_wires import ItemsWires
from ui.clerk.life_wires import LifeWires
from ui.clerk.line_wires import LineWires
from ui.clerk.look_wires import LookWires
from ui.clerk.one_step import OneStep
from ui.clerk.open_wires import OpenWires
from ui.clerk.page_wires import PageWires
from ui.clerk.paper_wires import PaperWires
from ui.clerk.picture_wires import PictureWires
from ui.clerk.put_away_wires import PutAwayWires
from ui.clerk.questions_wires import QuestionsWires
from ui.clerk.reading_wires import ReadingWires
from ui.clerk.scan_wires import ScanWires
from ui.clerk.scanner_wires import ScannerWires
from ui.clerk.screen import ClerkScreen
from ui.clerk.session import Session
from ui.clerk.stack_wires import StackWires
from ui.clerk.status_bar import Who
from ui.clerk.told_wires import ToldWires
from ui.clerk.transfer_wires import TransferWires
from ui.clerk.waiting_wires import WaitingWires
from ui.clerk.watch_wires import WatchWires
from ui.parts.messages import Tone
from ui.parts.story_wires import StoryWires


@dataclass(frozen=True, slots=True)
class ClerkWindow:
    """The screen, the session behind it, and what must end with it."""

    screen: ClerkScreen
    session: Session
    scans: ScanWires
    line: LineWires
    look: LookWires
    emergency: EmergencyWires
    cards: CardWires
    citizen: CitizenWires
    scanner: ScannerWires
    reading: ReadingWires
    camera: CameraWires

    def end(self) -> None:
        """Stop hearing and asking. What is under way in a lane ends by itself and is answered to nobody."""
        self.line.end()
        self.look.end()
        self.emergency.end()
        self.cards.end()
        self.citizen.end()
        self.reading.end()
        self.camera.end()
        self.session.end()


def open_window(
    desk: Desk, background: Background, app: QApplication, scanner: BarcodeKeys, screen: ClerkScreen
) -> ClerkWindow:
    """Give the screen to this clerk and bring back what was in hand before a crash."""
    screen.build_whole()
    session = Session(desk, screen, background)
    calling = CallingWires(session)
    TransferWires(session, calling)
    WaitingWires(session, calling)
    IssueWires(session, calling)
    stories = StoryWires(
        screen,
        background,
        lambda words: sheets.find_tickets(desk, words),
        lambda ticket: sheets.story(desk, ticket),
        failed=session.say_failure,
    )
    items = ItemsWires(session)
    intake = IntakeWires(session, items)
    CorrectionWires(session, intake)
    questions, checklist = QuestionsWires(session), ChecklistWires(session)
    PictureWires(session)
    stacks, pages = StackWires(session), PageWires(session)
    scans = ScanWires(session, intake, checklist, pages, stacks)
    scanners = ScannerWires(session)
    reading = ReadingWires(session, scans, checklist)
    camera = CameraWires(session, intake, checklist, pages)
    steps = OneStep(session)
    AcceptWires(session, intake, LifeWires(session, steps, questions), steps, questions)
    ArchiveWires(session)
    hand_out = HandOutWires(session, steps)
    PaperWires(session)
    WatchWires(session)
    cards = CardWires(session, intake, hand_out)
    CharacterWires(session)
    cases = OpenWires(session, intake)
    BarcodeWires(session, scanner, GoesTo(calling, intake, hand_out, cases, stories))
    find = FindWires(session, cases, items, stories, PutAwayWires(session, intake))
    line, emergency = LineWires(session), EmergencyWires(session)
    ToldWires(session)
    look = LookWires(session, app, find)
    app.installEventFilter(scanner)  # the last one installed hears first: digits held back go where they were typed
    intake.begun.connect(calling.arrive)
    intake.opened.connect(calling.keep_call)
    screen.status.show_who(Who(desk.clerk.name, desk.clerk.window, desk.clerk.offline))
    citizen = CitizenWires(session, app)
    session.do(
        "reading",
        lambda: (sheets.current_case(desk), settling.open_work(desk)),
        lambda left: _bring_back(session, *left),
    )
    stacks.offer()
    session.do(
        "scanner",
        lambda: scanning.sources(desk),
        lambda sources: screen.status.show_devices("" if sources else _no_scanner()),
        lambda failure: _say_devices(screen, failure),
    )
    return ClerkWindow(screen, session, scans, line, look, emergency, cards, citizen, scanners, reading, camera)


def _bring_back(session: Session, case: CaseId | None, left_open: int) -> None:
    if case is not None and session.case_id is None:
        session.take_case(case)
    if left_open > 1:
        words = QCoreApplication.translate("ClerkScreen", "您还有 {n} 件没有办完，按 Ctrl+F 查找。").format(n=left_open)
        session.say("work.open", Tone.OWED, lambda: words, stays=True)


def _no_scanner() -> str:
    return QCoreApplication.translate("ClerkScreen", "没有扫描仪，可按 Ctrl+O 从文件添加")


def _say_devices(screen: ClerkScreen, failure: Failure) -> None:
    screen.status.show_devices(sentence(failure, texts.language()))
