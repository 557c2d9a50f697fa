"""Papers: drawn from what the journal says, printed after it has said so, and the printing noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from deskapp.clerk import joint, office_seals, result_papers, subjects
from deskapp.clerk import papers_afterwards as afterwards
from deskapp.clerk import papers_at_window as window
from deskapp.clerk.subjects import FORMS, STANDINGS, Subject
from deskapp.desk import Desk
from deskapp.devices.printer.contract import Document
from deskapp.failures import Failure, Refusal, Trouble
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.papers import pixels, sheet
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Imprint
from deskapp.queries.was_signed import was_signed
from deskapp.rules import case as cases
from deskapp.rules import signing
from deskapp.rules.barcode import notice_digits
from deskapp.rules.case import Case, How
from deskapp.rules.case_papers import papers_waiting
from deskapp.rules.case_state import AT_THE_WINDOW, State

__all__ = [
    "FORMS", "KINDS", "STANDINGS", "Kind", "Offer", "Paper", "draw_paper", "get_ready", "offered", "print_paper",
    "put_out",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was drawn. `barcode` is what its barcode holds, "" for none; `again`: how often it came out; `of`:
    the cases it is about, where they are several of a bundle.
    """

    kind: str
    file: str
    pdf: bytes
    barcode: str
    again: int = 0
    of: tuple[CaseId, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A paper that may be printed of a case now; `before`: how often it has come out; `waiting`: it has still to."""

    kind: str
    before: int = 0
    waiting: bool = False
    roll: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of paper is drawn, when it may be, and whose name and seal close it.

    `told` asks for the history of the case, `signed` for the signature it carries; `roll`: it is for a
    printer of slips or labels; `comes_back`: shown at the door by whoever brings what was missing, it keeps their
    place.
    """

    draw: Callable[[Subject, Imprint], bytes]
    may: Callable[[Case], bool]
    by_hall: bool = False
    told: bool = True
    signed: bool = False
    roll: bool = False
    comes_back: bool = False
    ends: bool = False  # perhaps what was never accepted, and has no number

    def code_of(self, case: Case) -> str:
        """The digits of a barcode that is not that of the case number."""
        return notice_digits(case.id) if self.comes_back or (self.ends and case.number is None) else ""


def _always(case: Case) -> bool:
    return case.state is not None


def _numbered(case: Case) -> bool:
    return case.number is not None


def _settled(case: Case, how: How) -> bool:
    return any(settled.how is how for settled in case.settled.values())


def _decided(case: Case) -> bool:
    return case.state in (State.DECIDED, State.READY, State.DELIVERED, State.ARCHIVED)


def _delivered(case: Case) -> bool:
    return case.state in (State.DELIVERED, State.ARCHIVED)


def _corrected(case: Case) -> bool:
    return case.corrections > 0


def _extended(case: Case) -> bool:
    return case.extended


# Every paper there is, in the order in which they are offered.
KINDS: dict[str, Kind] = {
    "receipt": Kind(window.draw_receipt, _always, by_hall=True, told=False, signed=True),
    "acceptance": Kind(window.draw_acceptance, _numbered, told=False),
    "checklist_notice": Kind(window.draw_checklist_notice, lambda case: case.state in AT_THE_WINDOW, comes_back=True),
    "correction": Kind(window.draw_correction, _corrected, comes_back=True),
    "declined": Kind(window.draw_declined, lambda case: case.state is State.DECLINED, ends=True),
    "withdrawn": Kind(window.draw_withdrawn, lambda case: case.state is State.WITHDRAWN, signed=True, ends=True),
    "commitment": Kind(window.draw_commitment, lambda case: _settled(case, How.COMMITTED), signed=True),
    "deferral": Kind(window.draw_deferral, lambda case: _settled(case, How.DEFERRED), signed=True),
    "special_procedure": Kind(afterwards.draw_special_procedure, lambda case: case.state is State.PAUSED),
    "extension": Kind(afterwards.draw_extension, _extended),
    "decision": Kind(afterwards.draw_decision, _decided),
    "hand_out": Kind(afterwards.draw_hand_out, _decided, by_hall=True),
    "proof_of_service": Kind(afterwards.draw_proof_of_delivery, _delivered, by_hall=True, signed=True),
    "archive_cover": Kind(afterwards.draw_archive_cover, lambda case: case.state is State.ARCHIVED, by_hall=True),
    "transfer": Kind(afterwards.draw_transfer, _numbered, by_hall=True),
    "labels": Kind(window.draw_labels, _numbered, by_hall=True),
    "separators": Kind(window.draw_separators, lambda case: case.state in AT_THE_WINDOW, by_hall=True, told=False),
    "receipt_slip": Kind(window.draw_receipt_slip, _always, by_hall=True, roll=True),
    "hand_out_slip": Kind(afterwards.draw_hand_out_slip, _decided, by_hall=True, roll=True),
    "label_80": Kind(partial(window.draw_label, roll="80"), _numbered, by_hall=True, roll=True),
    "label_62": Kind(partial(window.draw_label, roll="62"), _numbered, by_hall=True, roll=True),
}


def get_ready() -> None:
    """Read ahead what the first paper would wait for; takes 0.3 s once."""
    sheet.get_ready()


def offered(desk: Desk, case_id: CaseId) -> tuple[Offer, ...]:
    """The papers that may be printed of a case as it stands."""
    with desk.journal.reading() as reading:
        subject = subjects.read(desk, reading, case_id, history=True)
        corrected = joint.corrected(reading, subject.case)
        told = subject if corrected is None else subjects.read(desk, reading, corrected.id, history=True)
    given = tuple(Offer(name, subjects.printed_before(subject, name)) for name in result_papers.kinds(subject.case))
    own = tuple(
        Offer(name, subjects.printed_before(about, name), name in papers_waiting(about.case), kind.roll)
        for name, kind in KINDS.items()
        if kind.may((about := told if name == joint.CORRECTION else subject).case)
    )
    return own + given


def draw_paper(desk: Desk, case_id: CaseId, kind: str, *, again: bool = False, remark: str = "") -> Paper:
    """Draw a paper as it would come out now. Nothing is printed and nothing noted.

    With `again` it is marked with how often it came out before. Refusal `paper.unknown`.
    """
    if result_papers.is_one(kind):
        return _given(desk, case_id, kind, again=again)
    sort = KINDS.get(kind)
    if sort is None:
        raise Refusal("paper.unknown", kind=kind[:40])
    with desk.journal.reading() as reading:
        history = sort.told or again or (sort.signed and was_signed(reading, case_id))
        subject = subjects.read(desk, reading, case_id, history=history, remark=remark)
        together = joint.about(reading, subject.case, kind)
        if together is not None and subject.case.id not in {case.id for case in together.cases}:
            subject = subjects.read(desk, reading, together.cases[0].id, history=history, remark=remark)
        if together is not None:
            subject = joint.subject(reading, subject, together)
        before = max(1, subjects.printed_before(subject, kind)) if again else 0
        imprint = _imprint(desk, reading, subject, sort, before)
    if sort.signed:
        subject = replace(subject, signature=_signature(desk, subject, kind))
    mark = imprint.number or imprint.printed_at.strftime("%Y%m%d%H%M%S%f")
    of = () if together is None else tuple(case.id for case in together.cases)
    pdf = sort.draw(subject, imprint)
    return Paper(kind, f"{kind}-{mark}.pdf", pdf, imprint.code or imprint.number or "", before, of)


def _given(desk: Desk, case_id: CaseId, kind: str, *, again: bool) -> Paper:
    """A paper of the department's own, as it gave it: nothing is marked on it, however often it comes out."""
    with desk.journal.reading() as reading:
        subject = subjects.read(desk, reading, case_id, history=again)
        before = max(1, subjects.printed_before(subject, kind)) if again else 0
    pdf = result_papers.paper_of(desk, subject.case, kind)
    return Paper(kind, f"{kind}-{subject.case.number or case_id}.pdf", pdf, "", before)


def put_out(desk: Desk, case_id: CaseId, paper: Paper, *, printer: str = "") -> Failure | None:
    """Print a paper that was drawn, and note it with every case it is about; why it did not come out, or None.

    `printer` names one of `desk.printers`; "" is the one this desk is set up with.
    """
    try:
        chosen = desk.printer if not printer else desk.printer_of(printer)
        chosen.print(Document(paper.file, paper.pdf))
    except Trouble as trouble:
        return trouble
    with desk.journal.writing() as facts:
        first = (case_id,) if case_id in paper.of or not paper.of else ()  # else it is about its sisters alone
        for one in dict.fromkeys((*first, *paper.of)):
            facts.add(desk.clerk.id, cases.PaperPrinted(paper.kind, paper.again > 0), of=one)
    return None


def print_paper(
    desk: Desk, case_id: CaseId, kind: str, *, again: bool = False, remark: str = ""
) -> tuple[Paper, Failure | None]:
    """Draw a paper and print it; the second value says why it did not come out.

    Whatever the printer does, the case stays as it is: the disk came first.
    """
    paper = draw_paper(desk, case_id, kind, again=again, remark=remark)
    printer = desk.settings.slip_printer if kind in KINDS and KINDS[kind].roll else ""
    return paper, put_out(desk, case_id, paper, printer=printer)


def _signature(desk: Desk, subject: Subject, paper: str) -> Pixels | None:
    """The signature that this paper carries. One that is not here, or no longer whole, leaves its line to the pen: a
    paper that does not come out would prove less.
    """
    signed = signing.counts_for((told.fact for told in subject.history), paper)
    given = None if signed is None else signed.signature
    if paper == signing.PROOF:
        fact, _ = subjects.last(subject, cases.Delivered)
        given = fact.signature if fact is not None and fact.signature is not None else given
    if given is None:
        return None
    try:
        return pixels.signature(desk.vault.get(given))
    except Trouble:
        return None


def _imprint(desk: Desk, reading: Reading, subject: Subject, kind: Kind, before: int) -> Imprint:
    case, facts, bundle = subject.case, desk.facts, subject.bundle
    department = "" if kind.by_hall or bundle is not None else subject.item.department
    number, code = (case.number, case.track) if bundle is None else (bundle.number or None, bundle.track)
    track = f"{facts.track_url.rstrip('/')}/{code}" if facts.track_url else None
    return Imprint(
        hall=facts.name, phone=facts.phone, address=facts.address, window=desk.clerk.window, clerk=desk.clerk.name,
        printed_at=desk.clock.now(), number=number, track_url=track, again=before,
        practice=desk.settings.practice == "yes", heading=office_seals.heading_of(facts, department),
        seal=office_seals.seal_of(reading, facts, department), code=kind.code_of(case),
        comes_back=kind.comes_back,
    )  # fmt: skip
