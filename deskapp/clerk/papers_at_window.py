"""The papers of an application at the window, from a case: taken in, accepted, corrected, promised, ended."""

from __future__ import annotations

from deskapp.clerk import subjects
from deskapp.clerk.subjects import FORMS, STANDINGS, Subject, Together, about, ground_of, last
from deskapp.ids import MaterialCode
from deskapp.papers import (
    acceptance,
    checklist_notice,
    commitment,
    correction,
    declined,
    deferral,
    labels,
    receipt,
    separators,
    slips,
    withdrawal,
)
from deskapp.papers import bundle as papers_of_bundle
from deskapp.papers.sheet import Imprint
from deskapp.rules import case as cases
from deskapp.rules.barcode import separator_digits
from deskapp.rules.case import How, checklist_of
from deskapp.rules.checklist import Line
from deskapp.rules.grounds import BY_REGIME
from deskapp.rules.masking import mask_name
from deskapp.rules.material_state import Standing
from deskapp.rules.questions import in_words

_NOT_BROUGHT = (Standing.NOT_NEEDED, Standing.SHARED, Standing.PRODUCED)
_SETTLED = (Standing.RECEIVED, Standing.COMMITTED, Standing.DEFERRED, Standing.SHARED)


def draw_receipt(subject: Subject, imprint: Imprint) -> bytes:
    """收件回执."""
    if subject.bundle is not None:
        return papers_of_bundle.draw(_of_bundle(subject, subject.bundle, imprint, accepted=False))
    return receipt.draw(_receipt(subject, imprint))


def draw_receipt_slip(subject: Subject, imprint: Imprint) -> bytes:
    """收件回执, from the roll."""
    return slips.printed(receipt.strip(_receipt(subject, imprint)), receipt.TITLE, imprint)


def draw_acceptance(subject: Subject, imprint: Imprint) -> bytes:
    """受理通知书."""
    if subject.bundle is not None:
        return papers_of_bundle.draw(_of_bundle(subject, subject.bundle, imprint, accepted=True))
    case, item = subject.case, subject.item
    paper = acceptance.Acceptance(
        imprint=imprint, item=item.name, department=subjects.department(subject), applicant=subjects.name(subject),
        id_number=subject.masked.id_number, agent=subjects.agent(subject), accepted_on=subject.today,
        promised_day=case.promised_day or subject.today, statutory_day=case.statutory_day or subject.today,
        promised=item.promised, statutory=item.statutory, provisional=case.provisional,
        fee=item.fee, result=item.result,
        deferred=tuple((line.name, line.due) for line in subject.checklist.lines if line.due is not None),
        committed=tuple(line.name for line in subject.checklist.lines if line.standing is Standing.COMMITTED),
        materials=received(subject), ground=BY_REGIME[item.regime].accept.cited,
    )  # fmt: skip
    return acceptance.draw(paper)


def draw_checklist_notice(subject: Subject, imprint: Imprint) -> bytes:
    """一次性告知单."""
    asked, _ = last(subject, cases.CorrectionRequested)
    settled = [line for line in subject.checklist.lines if line.standing is not Standing.OWED]
    paper = checklist_notice.ChecklistNotice(
        imprint=imprint, item=subject.item.name, department=subjects.department(subject),
        applicant=subjects.name(subject), id_number=subject.masked.id_number,
        owed=tuple((line.name, subjects.forms(line), _ways(line)) for line in subject.checklist.owed),
        done=tuple((line.name, _why(line)) for line in settled),
        remark=subject.remark or (asked.remark if asked else ""),
        ground=BY_REGIME[subject.item.regime].correct.whole,
    )  # fmt: skip
    return checklist_notice.draw(paper)


def draw_correction(subject: Subject, imprint: Imprint) -> bytes:
    """补正告知书: what the request named, not what is owed today."""
    asked, _ = last(subject, cases.CorrectionRequested)
    missing = subject.asked.missing if asked else tuple(line.material for line in subject.checklist.owed)
    back = tuple(subject.catalog.materials[code].name for code in subject.asked.back)
    lines = {line.material: line for line in subject.checklist.lines}
    points = tuple(
        correction.Point(
            lines[code].name,
            f"{subjects.forms(lines[code])} {lines[code].demand.copies} 份",
            _opinion(subject, lines[code]),
        )
        for code in missing
        if code in lines
    )
    paper = correction.Correction(
        imprint, about(subject), subjects.first_day(subject), points, BY_REGIME[subject.item.regime],
        remark=asked.remark if asked else subject.remark, due=asked.due if asked else None,
        back=back,
    )  # fmt: skip
    return correction.draw(paper)


def draw_declined(subject: Subject, imprint: Imprint) -> bytes:
    """不予受理通知书."""
    fact, day = last(subject, cases.Declined)
    usual = (fact.usual if fact else None) or cases.Usual.OTHERWISE  # None before it was asked for
    law = BY_REGIME[subject.item.regime].of(usual)
    paper = declined.Declined(
        imprint, about(subject), subjects.first_day(subject), day, {usual},
        fact.reason if fact else "", ground_of(fact, law.cited),
    )  # fmt: skip
    return declined.draw(paper)


def draw_withdrawn(subject: Subject, imprint: Imprint) -> bytes:
    """撤回申请确认书."""
    fact, day = last(subject, cases.Withdrawn)
    returned = tuple(
        (line.name, FORMS[settled.form] if settled.form else "—", settled.copies)
        for line in subject.checklist.lines
        if (settled := subject.case.settled.get(line.material)) is not None and settled.how is How.RECEIVED
    )
    paper = withdrawal.Withdrawal(
        imprint, about(subject), subjects.first_day(subject), day, fact.reason if fact else "", returned,
        accepted=subject.case.number is not None, signature=subject.signature,
    )  # fmt: skip
    return withdrawal.draw(paper)


def draw_commitment(subject: Subject, imprint: Imprint) -> bytes:
    """告知承诺书."""
    promised = [
        commitment.Promise(line.name) for line in subject.checklist.lines if line.standing is Standing.COMMITTED
    ]
    _, day = last(subject, cases.CommitmentMade)
    paper = commitment.Commitment(imprint, about(subject), promised, day, signature=subject.signature)
    return commitment.draw(paper)


def draw_deferral(subject: Subject, imprint: Imprint) -> bytes:
    """容缺受理承诺书."""
    missing = [
        deferral.Missing(line.name, subjects.forms(line), line.due)
        for line in subject.checklist.lines
        if line.standing is Standing.DEFERRED and line.due is not None
    ]
    _, day = last(subject, cases.MaterialDeferred)
    return deferral.draw(deferral.Deferral(imprint, about(subject), missing, day, signature=subject.signature))


def draw_label(subject: Subject, imprint: Imprint, roll: str = "80") -> bytes:
    """卷宗标签, one from a roll."""
    return labels.draw_single(label(subject, imprint), roll)


def draw_labels(subject: Subject, imprint: Imprint) -> bytes:
    """卷宗标签, on a sheet of A4."""
    return labels.draw([label(subject, imprint)])


def draw_separators(subject: Subject, imprint: Imprint) -> bytes:
    """分隔页: one for each material that may be brought, of a bundle for each once."""
    cases_told = [(member.case, member.item.name) for member in subject.bundle.members] if subject.bundle else []
    sheets: dict[MaterialCode, separators.Separator] = {}
    for case, item in cases_told or [(subject.case, subject.item.name)]:
        for place, line in enumerate(checklist_of(case, subject.catalog).lines, start=1):
            if line.standing not in _NOT_BROUGHT and line.material not in sheets:
                sheets[line.material] = separators.Separator(
                    separator_digits(case.id, place), place, line.name, item, mask_name(subjects.name(subject)),
                    imprint.hall, imprint.window, imprint.practice,
                )  # fmt: skip
    return separators.draw(list(sheets.values()))


def label(subject: Subject, imprint: Imprint) -> labels.Label:
    """What stands on the label of this case's file."""
    return labels.Label(
        number=imprint.number or "", item=subject.item.name, applicant=mask_name(subjects.name(subject)),
        department=subjects.department(subject), hall=imprint.hall, practice=imprint.practice,
    )  # fmt: skip


def received(subject: Subject) -> tuple[receipt.ReceiptLine, ...]:
    """The materials that are settled, each as it stands."""
    return tuple(_receipt_line(subject, line) for line in subject.checklist.lines if line.standing in _SETTLED)


def _receipt(subject: Subject, imprint: Imprint) -> receipt.Receipt:
    return receipt.Receipt(
        imprint=imprint, item=subject.item.name, department=subjects.department(subject),
        applicant=subjects.name(subject), id_number=subject.masked.id_number, agent=subjects.agent(subject),
        lines=received(subject), signature=subject.signature,
    )  # fmt: skip


def _receipt_line(subject: Subject, line: Line) -> receipt.ReceiptLine:
    settled = subject.case.settled.get(line.material)
    form = FORMS[settled.form] if settled and settled.form else "—"
    pages = len(subject.case.pages.get(line.material, ()))
    copies = settled.copies if settled else 0
    return receipt.ReceiptLine(line.name, form, copies, pages, STANDINGS[line.standing], due=line.due)


def _why(line: Line) -> str:
    """How a material stands; of one that is not needed also which answers say so."""
    if line.standing is not Standing.NOT_NEEDED or not line.because:
        return STANDINGS[line.standing]
    said = "；".join(f"{one.question.name}：{in_words(one.question, one.answer)[0]}" for one in line.because)
    return f"{STANDINGS[line.standing]}（{said}）"


def _opinion(subject: Subject, line: Line) -> str:
    ways = _ways(line)
    said = f"缺少，请提交；{ways}。" if line.demand.commitment or line.demand.deferral else "缺少，请提交。"
    needed = () if subject.bundle is None else subject.bundle.needed.get(line.material, ())
    return f"{said}用于：{'、'.join(needed)}。" if needed else said


def _of_bundle(subject: Subject, bundle: Together, imprint: Imprint, *, accepted: bool) -> papers_of_bundle.Bundle:
    parts = [
        papers_of_bundle.BundleCase(
            member.item.name, member.department, member.case.number or "", member.case.promised_day,
            member.case.provisional,
        )
        for member in bundle.members
    ]  # fmt: skip
    return papers_of_bundle.Bundle(
        imprint=imprint, theme=subject.item.name, applicant=subjects.name(subject),
        id_number=subject.masked.id_number, agent=subjects.agent(subject), cases=parts, lines=received(subject),
        on=(subject.case.since if accepted else subject.case.received_on) or subject.today, accepted=accepted,
    )  # fmt: skip


def _ways(line: Line) -> str:
    ways = [word for word, may in (("可告知承诺", line.demand.commitment), ("可容缺后补", line.demand.deferral)) if may]
    return "、".join(ways) or f"{line.demand.copies} 份"
