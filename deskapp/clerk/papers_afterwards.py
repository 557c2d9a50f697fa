"""The papers of an accepted case: the clock stopped or extended, decided, handed out, moved, filed away."""

from __future__ import annotations

from deskapp.clerk import subjects
from deskapp.clerk.facts_on_paper import EXTENSION_DAYS, extension_of, ground_of, handover_of, stop_of
from deskapp.clerk.subjects import Subject, about, last
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
from deskapp.papers.grounds import BY_REGIME
from deskapp.papers.hand_out import ResultPaper
from deskapp.papers.pixels import Pixels
from deskapp.papers.sheet import Imprint
from deskapp.rules import case as cases
from deskapp.rules.masking import mask_id, mask_name

_KEPT = "按档案管理规定"
_TO_COLLECT = "请持领取凭证或者有效身份证件到本大厅领取。"


def draw_special_procedure(subject: Subject, imprint: Imprint) -> bytes:
    """特别程序通知书."""
    fact, day = last(subject, cases.Paused)
    stop = stop_of(fact)
    paper = special_procedure.SpecialProcedure(
        imprint, about(subject), stop.procedures, stop.since or day, None, stop.until, fact.reason if fact else ""
    )
    return special_procedure.draw(paper)


def draw_extension(subject: Subject, imprint: Imprint) -> bytes:
    """延长办理期限通知书. Refusal `paper.nothing_to_say` for a case that was not extended."""
    accepted, accepted_on = last(subject, cases.Accepted)
    told = extension_of(subject.history)
    if told is None or accepted is None:
        raise Refusal("paper.nothing_to_say")
    paper = extension.Extension(
        imprint, about(subject), accepted_on, accepted.statutory_day, told.statutory_day, EXTENSION_DAYS, told.reason,
        told.approved_by or extension.USUAL_APPROVAL, told.provisional,
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
        subject.item.result, fact.reason if fact else "", ground_of(fact, law.grant if granted else law.refuse),
        collect=_TO_COLLECT if granted else "",
    )  # fmt: skip
    return decision.draw(paper)


def draw_hand_out(subject: Subject, imprint: Imprint) -> bytes:
    """领取凭证."""
    return hand_out.draw(_hand_out(subject, imprint))


def draw_hand_out_slip(subject: Subject, imprint: Imprint) -> bytes:
    """领取凭证, from the roll."""
    return slips.printed(hand_out.strip(_hand_out(subject, imprint)), hand_out.TITLE, imprint)


def draw_proof_of_delivery(subject: Subject, imprint: Imprint, signature: Pixels | None = None) -> bytes:
    """送达回证."""
    told = next((told for told in reversed(subject.history) if isinstance(told.fact, cases.Delivered)), None)
    handover = handover_of(told.fact if told else None, subject.item.result if subject.case.granted else "")
    receiver = handover.receiver
    paper = proof_of_delivery.ProofOfDelivery(
        imprint, about(subject), [ResultPaper(name) for name in handover.papers], handover.way,
        told.at if told else imprint.printed_at, mask_name(receiver.name) if receiver else subjects.name(subject),
        mask_id(receiver.id_number) if receiver else subject.masked.id_number, "代领人" if receiver else "本人",
        detail=handover.remark, signature=signature,
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
        _KEPT, pages, fact.package if fact else "",
    )  # fmt: skip
    return archive_cover.draw(paper)


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
    return hand_out.HandOut(imprint, about(subject), results, day if ready else decided_on, f"{imprint.hall}出件窗口")
