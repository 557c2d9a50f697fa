"""What can happen to a case, as facts. Old shapes are lifted to these when they are read (`journal.kinds`).

Days stand in the facts and not in whoever folds them: a fold asks no clock and no calendar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from deskapp.ids import BundleId, EventId, ItemCode, MaterialCode, PageDigest, TicketId, WindowId
from deskapp.rules.material_state import Form
from deskapp.rules.page_making import Doubt, Making
from deskapp.rules.page_places import Place


class Usual(StrEnum):
    """The five usual reasons not to accept (不予受理), as the boxes of the notice have them."""

    NOT_NEEDED = "not_needed"
    NOT_COMPETENT = "not_competent"
    NOT_COMPLETE = "not_complete"
    FALSE_STATEMENTS = "false_statements"
    OTHERWISE = "otherwise"


class Procedure(StrEnum):
    """The procedures whose time is not counted (特别程序). No other stops the clock."""

    HEARING = "hearing"
    TENDER = "tender"
    AUCTION = "auction"
    INSPECTION = "inspection"
    TESTING = "testing"
    QUARANTINE = "quarantine"
    APPRAISAL = "appraisal"
    EXPERT_REVIEW = "expert_review"


class Handed(StrEnum):
    """How a result reaches whoever it is for."""

    WINDOW = "window"
    POST = "post"
    ELECTRONIC = "electronic"


@dataclass(frozen=True, slots=True)
class InBundle:
    """To which bundle (联办件) a case belongs: it was applied for with the other items of a theme (一件事)."""

    id: BundleId
    theme: str  # its code in the catalogue the case keeps
    track: str  # ≥ 128 random bits: the bundle's own progress code


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who applies, or who came for them. Personal data: stands in events only sealed."""

    name: str
    id_number: str  # resident ID number, or unified social credit code of an organisation
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    item: ItemCode
    catalog: str  # the version of the catalogue this case keeps
    window: WindowId
    track: str  # ≥ 128 random bits: the code in the receipt's QR
    applicant: Person | None  # None once erased
    agent: Person | None = None
    answers: Mapping[str, str] = field(default_factory=dict)  # by question (`rules.questions`)
    ticket: TicketId | None = None
    received_on: date | None = None  # the day of receipt: a limit that runs out unused counts from it
    answer_by: date | None = None  # the last day to say what is missing; None where silence says nothing
    bundle: InBundle | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """An application that came over the net (网上申报). Its number is its own from the start: the portal shows it."""

    item: ItemCode
    catalog: str
    number: str
    track: str
    portal: str
    reference: str  # what the portal itself calls it
    applicant: Person | None
    received_on: date
    agent: Person | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class PreReviewed:
    """A window has looked through what was filed (预审) and goes on with it as with any other."""

    window: WindowId
    taken_on: date
    ticket: TicketId | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ApplicantCorrected:
    """Who applies is written down anew, and with it everything that was answered."""

    applicant: Person | None
    agent: Person | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question of the item was answered, or answered anew; None takes the answer back."""

    question: str
    answer: str | None


@dataclass(frozen=True, slots=True)
class MaterialReceived:
    material: MaterialCode
    form: Form
    copies: int = 1
    by_page: bool = False  # its first page came, and nobody ticked it by hand


@dataclass(frozen=True, slots=True)
class MaterialReturned:
    """What was received, promised or put off is so no longer."""

    material: MaterialCode


@dataclass(frozen=True, slots=True)
class CommitmentMade:
    material: MaterialCode


@dataclass(frozen=True, slots=True)
class MaterialDeferred:
    material: MaterialCode
    due: date


@dataclass(frozen=True, slots=True)
class PagesAdded:
    """Scanned pages, kept on the disk before this is said, and what was seen of them."""

    material: MaterialCode
    pages: tuple[PageDigest, ...]
    doubts: tuple[tuple[PageDigest, Doubt], ...] = ()


@dataclass(frozen=True, slots=True)
class PagesRemoved:
    pages: tuple[PageDigest, ...]
    by_itself: bool = False  # empty pages, which nobody had to look at


@dataclass(frozen=True, slots=True)
class PagesMoved:
    """Pages stand together, in this order, before a page of the material; at its end where none is named."""

    pages: tuple[PageDigest, ...]
    material: MaterialCode
    before: PageDigest | None = None


@dataclass(frozen=True, slots=True)
class PagesMade:
    """Pages were made from others and stand in their place. Those they were made from are kept as they are."""

    sources: tuple[PageDigest, ...]
    made: tuple[PageDigest, ...]
    making: Making
    doubts: tuple[tuple[PageDigest, Doubt], ...] = ()
    by_itself: bool = False  # turned upright by a code on it


@dataclass(frozen=True, slots=True)
class PagesPutBack:
    """A step with pages was undone by whoever took it: pages go, and others stand again where they stood."""

    steps: tuple[EventId, ...]
    gone: tuple[PageDigest, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    number: str
    promised_day: date
    statutory_day: date
    provisional: bool = False  # the calendar of that year is not published yet (暂定)
    since: date | None = None  # the clock starts on the day after
    by_silence: bool = False  # nobody said in time what was missing: it counts as accepted (视为受理)
    promised_at: datetime | None = None  # where the item's limit is in hours
    statutory_at: datetime | None = None
    bundle_number: str = ""  # of the bundle it was accepted with


@dataclass(frozen=True, slots=True)
class AcceptanceUndone:
    number: str


@dataclass(frozen=True, slots=True)
class CorrectionRequested:
    missing: tuple[MaterialCode, ...]
    remark: str
    due: date
    ground: str = ""
    handed_back: bool = False  # everything goes back to the applicant, who files again complete


@dataclass(frozen=True, slots=True)
class Declined:
    reason: str
    ground: str
    usual: Usual | None = None  # which of the five boxes of the notice
    missing: tuple[MaterialCode, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    reason: str


@dataclass(frozen=True, slots=True)
class Dispatched:
    """The department has taken the case over (转办接收). The clock runs on: it began with the acceptance."""

    department: str
    taken_on: date


@dataclass(frozen=True, slots=True)
class Paused:
    """The statutory clock stands still: for a special procedure alone (Administrative Licence Law art. 45)."""

    reason: str
    procedure: Procedure | None = None  # None in what was written before it was asked for
    since: date | None = None
    until: date | None = None  # for how long, as the applicant is told in writing


@dataclass(frozen=True, slots=True)
class Resumed:
    """The clock goes on, its days moved by the working days it stood still."""

    promised_day: date | None = None
    statutory_day: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class TurnCome:
    """What this case of a bundle waited for was granted: its own days begin to count."""

    since: date
    promised_day: date
    statutory_day: date
    provisional: bool = False
    promised_at: datetime | None = None
    statutory_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Extended:
    """Ten more working days, once, by the head of the office (art. 42)."""

    reason: str
    approved_by: str
    promised_day: date
    statutory_day: date
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    granted: bool
    reason: str = ""
    ground: str = ""
    decided_on: date | None = None
    deliver_by: date | None = None  # within ten working days (art. 44)


@dataclass(frozen=True, slots=True)
class ResultPapersGiven:
    """The papers that the department made of its decision, each a PDF kept like a page. They take the place of those
    that were given before.
    """

    papers: tuple[PageDigest, ...]


@dataclass(frozen=True, slots=True)
class ResultReady:
    result: str  # what lies ready: 营业执照 …


@dataclass(frozen=True, slots=True)
class Delivered:
    how: str  # a `Handed`
    receiver: Person | None = None  # the agent who took it; None: the applicant did, or they were erased
    by_agent: bool = False  # their authorisation was seen and their identity checked
    papers: tuple[str, ...] = ()
    delivered_on: date | None = None
    signature: PageDigest | None = None  # a picture of it, kept like a page
    remark: str = ""
    handing: str = ""  # names the one act in which several cases of a bundle were handed out: one proof tells of it


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody put their name to what they were shown. `text` is the SHA-256 of those very words, in UTF-8: a signature
    without what was signed proves nothing. It counts for these papers as long as nothing of them has changed since.
    """

    signature: PageDigest  # a picture of it, kept like a page
    papers: tuple[str, ...]
    text: str
    signed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Archived:
    package: str  # digest of what the archive package holds
    seen: int | None = None  # the centre's newest number that the desk knew; None in what was written before
    keep: str = ""  # a `retention.Keep`


@dataclass(frozen=True, slots=True)
class StepTakenBack:
    """The last step was a slip of the finger and is undone by whoever took it."""

    step: str  # the name of its fact


@dataclass(frozen=True, slots=True)
class Urged:
    """The department was asked to hurry (催办)."""

    department: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """What a supervisor did about a case that is late."""

    remark: str


@dataclass(frozen=True, slots=True)
class PaperPrinted:
    """A paper came out, or came out again. Says nothing about the case's state."""

    paper: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Somebody held the key that shows personal data in full."""

    what: str


@dataclass(frozen=True, slots=True)
class StepsGivenUp:
    """Steps the centre would not accept are given up; the case goes on from where the centre has it."""

    steps: tuple[EventId, ...]
    remark: str


CaseFact = (
    Opened | Filed | PreReviewed | ApplicantCorrected | Answered | MaterialReceived | MaterialReturned | CommitmentMade
    | MaterialDeferred | PagesAdded | PagesRemoved | PagesMoved | PagesMade | PagesPutBack | Accepted | AcceptanceUndone
    | CorrectionRequested | Declined | Withdrawn | TurnCome | Dispatched | Paused | Resumed | Extended | Decided
    | ResultPapersGiven | ResultReady | Delivered | Archived | Signed
    | StepTakenBack | Urged | FollowedUp | PaperPrinted | LookedAt | StepsGivenUp
)  # fmt: skip
