"""The papers of an accepted case: the clock stopped or extended, decided, handed out, moved, filed away."""

from __future__ import annotations

from datetime import date

from deskapp.clerk import subjects
from deskapp.clerk.subjects import Subject, Together, about, ground_of, last
from deskapp.failures import Refusal
from deskapp.papers import (
    archive_cover,
    decision,
    extension,
    hand_out,
    proof_of_delivery,
    slips,
    special_procedure,
    transfer,
)
from deskapp.papers.hand_out import ResultPaper
from deskapp.papers.sheet import Imprint
from deskapp.rules import case as cases
from deskapp.rules import retention
from deskapp.rules.case_steps import EXTENSION_DAYS
from deskapp.rules.grounds import BY_REGIME
from deskapp.rules.masking import mask_id, mask_name

_TO_COLLECT = "请持领取凭证或者有效身份证件到本大厅领取。"


def draw_special_procedure(subject: Subject, imprint: Imprint) -> bytes:
    """特别程序通知书."""
    fact, day = last(subject, cases.Paused)
    paper = special_procedure.SpecialProcedure(
        imprint,
        about(subject),
        frozenset({fact.procedure} if fact and fact.procedure else ()),
        (fact.since if fact else None) or day,
        None,
        fact.until if fact else None,
        fact.reason if fact else "",
    )
    return special_procedure.draw(paper)


def draw_extension(subject: Subject, imprint: Imprint) -> bytes:
    """延长办理期限通知书. Refusal `paper.nothing_to_say` for a case that was not extended."""
    accepted, accepted_on = last(subject, cases.Accepted)
    told, _ = last(subject, cases.Extended)
    if told is None or accepted is None:
        raise Refusal("paper.nothing_to_say")
    paper = extension.Extension(
        imprint, about(subject), accepted_on, _day_before(subject, told), told.statutory_day, EXTENSION_DAYS,
        told.reason, told.approved_by or extension.USUAL_APPROVAL, told.provisional,
    )  # fmt: skip
    return extension.draw(paper)


def draw_decision(subject: Subject, imprint: Imprint) -> bytes:
    """准予 / 不予决定书."""
    fact, day = last(subject, cases.Decided)
    accepted, accepted_on = last(subject, cases.Accepted)
    granted = bool(subject.case.granted)
    law = BY_REGIME[subject.item.regime]
    paper = decision.Decision(
        imprint, about(subject), subject.item.kind, granted, accepted_on if accepted else day, day,
        subject.item.result, fact.reason if fact else "", ground_of(fact, (law.grant if granted else law.refuse).cited),
        collect=_TO_COLLECT if granted else "",
    )  # fmt: skip
    return decision.draw(paper)


def draw_hand_out(subject: Subject, imprint: Imprint) -> bytes:
    """领取凭证."""
    return hand_out.draw(_hand_out(subject, imprint))


def draw_hand_out_slip(subject: Subject, imprint: Imprint) -> bytes:
    """领取凭证, from the roll."""
    return slips.printed(hand_out.strip(_hand_out(subject, imprint)), hand_out.TITLE, imprint)


def draw_proof_of_delivery(subject: Subject, imprint: Imprint) -> bytes:
    """送达回证, with the signature that was given at the window. Refusal `paper.nothing_to_say` before the hand-out."""
    handed_over = subjects.last_at(subject, cases.Delivered)
    if handed_over is None:
        raise Refusal("paper.nothing_to_say")
    fact, at = handed_over
    own = (subject.item.result,) if subject.case.granted and subject.item.result else ()
    given = [ResultPaper(name) for name in fact.papers or own] if subject.bundle is None else _results(subject.bundle)
    who, number, relation = _receiver(subject, fact)
    known = fact.how in set(cases.Handed)
    paper = proof_of_delivery.ProofOfDelivery(
        imprint, about(subject), given,
        cases.Handed(fact.how) if known else None, at, who, number, relation,
        detail=fact.remark or ("" if known else fact.how), signature=subject.signature,
    )  # fmt: skip
    return proof_of_delivery.draw(paper)


def draw_transfer(subject: Subject, imprint: Imprint) -> bytes:
    """材料移交单: the papers of this one case go to the department that decides."""
    lines = [line for line in subject.checklist.lines if line.material in subject.case.settled]
    brought = [line for line in lines if subject.case.settled[line.material].how is cases.How.RECEIVED]
    moved = transfer.Moved(
        number=imprint.number or "—", item=subject.item.name, applicant=subjects.name(subject),
        materials=[line.name for line in brought],
        copies=sum(subject.case.settled[line.material].copies for line in brought),
        pages=sum(len(pages) for pages in subject.case.pages.values()),
    )  # fmt: skip
    paper = transfer.Transfer(imprint, imprint.hall, subjects.department(subject), [moved], subject.today)
    return transfer.draw(paper)


def draw_archive_cover(subject: Subject, imprint: Imprint) -> bytes:
    """归档封面."""
    fact, day = last(subject, cases.Archived)
    decided, decided_on = last(subject, cases.Decided)
    names = {line.material: line.name for line in subject.checklist.lines}
    pages = [
        archive_cover.FiledPage(names.get(material, material), digest)
        for material, digests in subject.case.pages.items()
        for digest in digests
    ]
    paper = archive_cover.ArchiveCover(
        imprint, about(subject), subjects.first_day(subject), decided_on if decided else day, _outcome(subject), day,
        retention.name_of(fact.keep if fact else ""), pages, fact.package if fact else "",
    )  # fmt: skip
    return archive_cover.draw(paper)


def _day_before(subject: Subject, told: cases.Extended) -> date:
    """The statutory day that was extended: moved already where the clock had stood still before."""
    day = told.statutory_day
    for fact in (one.fact for one in subject.history):
        if fact is told:
            break
        if isinstance(fact, (cases.Accepted, cases.Resumed)):
            day = fact.statutory_day or day
    return day


def _receiver(subject: Subject, fact: cases.Delivered) -> tuple[str, str, str]:
    """Who signs, the number they are known by, masked, and what they are to the applicant. An agent may be erased."""
    if fact.receiver is not None:
        return mask_name(fact.receiver.name), mask_id(fact.receiver.id_number), "代领人"
    if fact.by_agent:
        return "—", "", "代领人"
    return subjects.name(subject), subject.masked.id_number, "本人"


def _results(bundle: Together) -> list[ResultPaper]:
    """What is handed out of a bundle: the result of each case, under its own number."""
    return [
        ResultPaper(
            (member.case.result or member.item.result) if member.case.granted
            else f"{member.item.name}：{decision.title(False, member.item.kind)}",
            member.case.number or "",
        )
        for member in bundle.members
    ]  # fmt: skip


def _outcome(subject: Subject) -> str:
    if subject.case.granted is not None:
        return "准予" if subject.case.granted else "不予"
    if last(subject, cases.Declined)[0] is not None:
        return "不予受理"
    return "申请人撤回" if last(subject, cases.Withdrawn)[0] is not None else "—"


def _hand_out(subject: Subject, imprint: Imprint) -> hand_out.HandOut:
    ready, day = last(subject, cases.ResultReady)
    _, decided_on = last(subject, cases.Decided)
    name = ready.result if ready else subject.item.result
    results = (
        [ResultPaper(name)]
        if name and subject.case.granted is not False
        else [ResultPaper(decision.title(False, subject.item.kind))]
    )
    if subject.bundle is not None:
        results = _results(subject.bundle)
    return hand_out.HandOut(imprint, about(subject), results, day if ready else decided_on, f"{imprint.hall}出件窗口")
