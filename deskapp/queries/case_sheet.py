"""What the clerk's screen shows of the case in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.rules.case import State
from deskapp.rules.catalog import Form, Handling
from deskapp.rules.checklist import Standing


class NextStep(StrEnum):
    """The one primary action (F9) for the state the case is in."""

    SETTLE_OWED = "settle_owed"  # something is owed: F9 shows what, and jumps there
    ACCEPT = "accept"  # 受理并打印回执
    PRINT_AGAIN = "print_again"  # accepted, a paper is still to be printed
    DONE = "done"  # nothing more to do here: call the next (F2)


@dataclass(frozen=True, slots=True)
class PageLine:
    digest: PageDigest
    blank: bool
    blurred: bool


@dataclass(frozen=True, slots=True)
class MaterialLine:
    code: MaterialCode
    name: str
    standing: Standing
    forms: tuple[Form, ...]
    copies: int
    may_commit: bool
    may_defer: bool
    shared_from: str | None  # name of the department that holds it already
    due: date | None
    pages: tuple[PageLine, ...]


@dataclass(frozen=True, slots=True)
class CaseSheet:
    """Everything about one case that the screen shows. Personal data is masked already."""

    case: CaseId
    state: State
    item: ItemCode
    item_name: str
    department: str
    handling: Handling
    promised_days: int
    statutory_days: int
    fee: int  # fen
    applicant: str  # masked name
    id_number: str  # masked
    phone: str  # masked
    agent: str  # masked name, "" when the applicant came
    answers: tuple[str, ...]  # conditions that hold
    conditions: tuple[str, ...]  # conditions the item asks about
    lines: tuple[MaterialLine, ...]
    number: str | None
    promised_day: date | None
    statutory_day: date | None
    provisional: bool
    papers_waiting: int  # papers not printed yet
    rejected: str | None  # the code with which the centre refused something of this case
    sent: bool  # the centre has everything that was said of this case
    erased: bool  # the personal data has been destroyed

    @property
    def owed(self) -> tuple[MaterialLine, ...]:
        return tuple(line for line in self.lines if line.standing is Standing.OWED)

    @property
    def next_step(self) -> NextStep:
        if self.state in (State.OPENED, State.CORRECTION_REQUESTED):
            return NextStep.SETTLE_OWED if self.owed else NextStep.ACCEPT
        return NextStep.PRINT_AGAIN if self.papers_waiting else NextStep.DONE
