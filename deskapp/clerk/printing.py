"""Papers: drawn from what the journal says, printed after it has said so, and the printing noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from deskapp.desk import Desk
from deskapp.devices.printer.contract import Document
from deskapp.failures import Failure, Trouble
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.papers import acceptance, checklist_notice, receipt, sheet
from deskapp.papers.sheet import Imprint
from deskapp.queries import catalogs
from deskapp.rules import case as cases
from deskapp.rules.case import Case, Person, checklist_of
from deskapp.rules.catalog import Catalog, Item, Regime
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.masking import Masked, mask_name, mask_person
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import in_words

FORMS = {Form.ORIGINAL: "原件", Form.COPY: "复印件", Form.ELECTRONIC: "电子件"}
STANDINGS = {
    Standing.OWED: "未交",
    Standing.RECEIVED: "已收",
    Standing.COMMITTED: "告知承诺",
    Standing.DEFERRED: "容缺后补",
    Standing.SHARED: "免提交",
    Standing.NOT_NEEDED: "不需要",
    Standing.OPTIONAL: "可不交",
    Standing.UNDECIDED: "视回答而定",
}

# What a step rests on where it is not the Administrative Licence Law.
GROUNDS = {
    Regime.REGISTRATION: "《中华人民共和国市场主体登记管理条例》",
    Regime.REAL_ESTATE: "《不动产登记暂行条例》",
    Regime.SERVICE: "有关法律、法规和本事项办事指南",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was drawn. `barcode` is what its barcode holds, "" for none."""

    kind: str
    file: str
    pdf: bytes
    barcode: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about, read in one view of the journal."""

    case: Case
    item: Item
    catalog: Catalog
    checklist: Checklist
    applicant: Person | None
    agent: Person | None
    masked: Masked
    today: date


def get_ready() -> None:
    """Read ahead what the first paper would wait for; takes 0.3 s once."""
    sheet.get_ready()


def print_paper(
    desk: Desk, case_id: CaseId, kind: str, *, again: bool = False, remark: str = ""
) -> tuple[Paper, Failure | None]:
    """Draw a paper and print it; the second value says why it did not come out.

    Whatever the printer does, the case stays as it is: the disk came first.
    """
    with desk.journal.reading() as reading:
        subject = _subject(desk, reading, case_id)
    paper = _DRAWN[kind](subject, _imprint(desk, subject.case, again=again), remark)
    try:
        desk.printer.print(Document(paper.file, paper.pdf))
    except Trouble as trouble:
        return paper, trouble
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, cases.PaperPrinted(kind, again), of=case_id)
    return paper, None


def _subject(desk: Desk, reading: Reading, case_id: CaseId) -> Subject:
    case = reading.case(case_id)
    catalog = catalogs.of_version(reading, case.catalog)
    applicant, agent = reading.people(case_id)
    today = desk.clock.today()
    return Subject(
        case=case,
        item=catalog.item(case.item) if case.item else cases.no_such_case(),
        catalog=catalog,
        checklist=checklist_of(case, catalog),
        applicant=applicant,
        agent=agent,
        masked=mask_person(applicant, today) if applicant else Masked("", "", ""),
        today=today,
    )


def _imprint(desk: Desk, case: Case, *, again: bool) -> Imprint:
    track = f"{desk.facts.track_url.rstrip('/')}/{case.track}" if desk.facts.track_url else None
    return Imprint(
        hall=desk.facts.name, phone=desk.facts.phone, window=desk.clerk.window, clerk=desk.clerk.name,
        printed_at=desk.clock.now(), number=case.number, track_url=track, again=again,
    )  # fmt: skip


def _receipt(subject: Subject, imprint: Imprint, _: str) -> Paper:
    paper = receipt.Receipt(
        imprint=imprint, item=subject.item.name, department=_department(subject), applicant=_name(subject),
        id_number=subject.masked.id_number, agent=_agent(subject), lines=_received(subject),
    )  # fmt: skip
    return _paper(receipt.KIND, imprint, receipt.draw(paper))


def _received(subject: Subject) -> tuple[receipt.ReceiptLine, ...]:
    settled = (Standing.RECEIVED, Standing.COMMITTED, Standing.DEFERRED, Standing.SHARED)
    return tuple(_receipt_line(subject, line) for line in subject.checklist.lines if line.standing in settled)


def _receipt_line(subject: Subject, line: Line) -> receipt.ReceiptLine:
    settled = subject.case.settled.get(line.material)
    form = FORMS[settled.form] if settled and settled.form else "—"
    pages = len(subject.case.pages.get(line.material, ()))
    copies = settled.copies if settled else 0
    return receipt.ReceiptLine(line.name, form, copies, pages, STANDINGS[line.standing], due=line.due)


def _acceptance(subject: Subject, imprint: Imprint, _: str) -> Paper:
    case, item = subject.case, subject.item
    paper = acceptance.Acceptance(
        imprint=imprint, item=item.name, department=_department(subject), applicant=_name(subject),
        id_number=subject.masked.id_number, agent=_agent(subject), accepted_on=subject.today,
        promised_day=case.promised_day or subject.today, statutory_day=case.statutory_day or subject.today,
        promised_days=item.promised_days, statutory_days=item.statutory_days, provisional=case.provisional,
        fee=item.fee, result=item.result,
        deferred=tuple((line.name, line.due) for line in subject.checklist.lines if line.due is not None),
        committed=tuple(line.name for line in subject.checklist.lines if line.standing is Standing.COMMITTED),
        materials=_received(subject), ground=GROUNDS.get(item.regime, acceptance.LICENCE_LAW),
    )  # fmt: skip
    return _paper(acceptance.KIND, imprint, acceptance.draw(paper))


def _checklist_notice(subject: Subject, imprint: Imprint, remark: str) -> Paper:
    settled = [line for line in subject.checklist.lines if line.standing is not Standing.OWED]
    paper = checklist_notice.ChecklistNotice(
        imprint=imprint, item=subject.item.name, department=_department(subject), applicant=_name(subject),
        id_number=subject.masked.id_number,
        owed=tuple((line.name, _forms(line), _ways(line)) for line in subject.checklist.owed),
        done=tuple((line.name, _why(line)) for line in settled), remark=remark,
        ground=GROUNDS.get(subject.item.regime, checklist_notice.LICENCE_LAW),
    )  # fmt: skip
    return _paper(checklist_notice.KIND, imprint, checklist_notice.draw(paper))


def _why(line: Line) -> str:
    """How a material stands; of one that is not needed also which answers say so."""
    if line.standing is not Standing.NOT_NEEDED or not line.because:
        return STANDINGS[line.standing]
    said = "；".join(f"{one.question.name}：{in_words(one.question, one.answer)[0]}" for one in line.because)
    return f"{STANDINGS[line.standing]}（{said}）"


def _forms(line: Line) -> str:
    return "或".join(FORMS[form] for form in line.forms)


def _ways(line: Line) -> str:
    ways = [word for word, may in (("可告知承诺", line.demand.commitment), ("可容缺后补", line.demand.deferral)) if may]
    return "、".join(ways) or f"{line.demand.copies} 份"


def _paper(kind: str, imprint: Imprint, pdf: bytes) -> Paper:
    mark = imprint.number or imprint.printed_at.strftime("%Y%m%d%H%M%S%f")
    return Paper(kind, f"{kind}-{mark}.pdf", pdf, imprint.number or "")


def _name(subject: Subject) -> str:
    """The applicant's whole name: the paper is theirs."""
    return subject.applicant.name if subject.applicant else ""


def _agent(subject: Subject) -> str:
    return mask_name(subject.agent.name) if subject.agent else ""


def _department(subject: Subject) -> str:
    return subject.catalog.departments[subject.item.department].name


_DRAWN: dict[str, Callable[[Subject, Imprint, str], Paper]] = {
    receipt.KIND: _receipt,
    acceptance.KIND: _acceptance,
    checklist_notice.KIND: _checklist_notice,
}
