"""The papers of an archived case, drawn anew from its journal: the same on every desk and at the centre.

What the journal does not know is not on them: the clerk stands there by the account and not by the name, and what was
typed for one printing alone (a remark on a checklist notice) is gone. Everything else is as it was at that moment: the
case, its history up to then, the day and the hour.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from deskapp.archives import contents
from deskapp.archives.case_file import CaseFile, DrawnPaper, ReadPage, Redraw
from deskapp.clerk import office_seals, subjects
from deskapp.clerk.printing import KINDS, Kind
from deskapp.clerk.subjects import Subject, Told
from deskapp.clock import office_day
from deskapp.failures import Failure
from deskapp.journal.chain import moment_of
from deskapp.journal.personal import PERSONAL, people_in
from deskapp.papers import pixels
from deskapp.papers.imprint import Imprint
from deskapp.papers.pixels import Pixels
from deskapp.protocol.messages import HALL_OFFICE, Event
from deskapp.rules import case as cases
from deskapp.rules.barcode import notice_digits
from deskapp.rules.masking import Masked, mask_person

SealOf = Callable[[str], Pixels | None]  # department, "" for the hall → its seal
_COVER = "archive_cover"


def redraw(file: CaseFile, read_page: ReadPage, *, seal_of: SealOf) -> tuple[list[DrawnPaper], bytes]:
    """The papers that came out before the case was archived, in their order, and its cover."""
    drawn = []
    for place, fact in enumerate(file.closed.facts):
        if isinstance(fact, cases.PaperPrinted):
            drawn.append(_paper(file, place, fact, read_page, seal_of))
    closing = _subject(file, len(file.closed.steps), with_archived=True)
    cover = KINDS[_COVER]
    return drawn, cover.draw(closing, _imprint(file, closing, file.closed.archived, cover, before=0, seal_of=seal_of))


def by(seal_of: SealOf) -> Redraw:
    """`redraw` for a place that has these seals."""
    return partial(redraw, seal_of=seal_of)


def seals_from(pictures: dict[str, bytes]) -> SealOf:
    """Seals as the centre has them: office → PNG."""

    def seal(department: str) -> Pixels | None:
        data = pictures.get(department or HALL_OFFICE)
        return None if data is None else pixels.seal(data)

    return seal


def _paper(file: CaseFile, place: int, fact: cases.PaperPrinted, read_page: ReadPage, seal_of: SealOf) -> DrawnPaper:
    step = file.closed.steps[place]
    kind = KINDS.get(fact.paper)
    pdf = None
    if kind is not None:
        subject = _subject(file, place)
        before = max(1, subjects.printed_before(subject, fact.paper)) if fact.again else 0
        if kind.signed:
            subject = replace(subject, signature=_signature(subject, read_page))
        try:
            pdf = kind.draw(subject, _imprint(file, subject, step, kind, before=before, seal_of=seal_of))
        except Failure:  # of a case that a later step made another one: there is nothing to say any more
            pdf = None
    return DrawnPaper(fact.paper[:40], _title(fact.paper), step.occurred_at, pdf)


def _title(kind: str) -> str:
    return _TITLES.get(kind, kind[:40])


_TITLES = {
    "receipt": "收件回执", "acceptance": "受理通知书", "checklist_notice": "一次性告知单", "correction": "补正告知书",
    "declined": "不予受理通知书", "withdrawn": "撤回凭证", "commitment": "告知承诺书", "deferral": "容缺受理承诺书",
    "special_procedure": "特别程序通知书", "extension": "延长办理期限通知书", "decision": "决定书",
    "hand_out": "领取凭证", "proof_of_service": "送达回证", "archive_cover": "归档封面", "transfer": "材料移交单",
    "labels": "卷宗标签", "separators": "分隔页",
    "receipt_slip": "收件回执（小票）", "hand_out_slip": "领取凭证（小票）",
    "label_80": "卷宗标签", "label_62": "卷宗标签",
}  # fmt: skip


def _subject(file: CaseFile, place: int, *, with_archived: bool = False) -> Subject:
    """The case as a paper saw it that came out as the step at this place."""
    steps, facts = file.closed.steps[:place], file.closed.facts[:place]
    case = contents.folded(steps, facts)
    history = [
        Told(fact, moment_of(step.occurred_at)) for step, fact in zip(steps, facts, strict=True) if fact is not None
    ]
    at = file.closed.archived if with_archived else file.closed.steps[place]
    if with_archived:
        history.append(Told(file.closed.fact, moment_of(at.occurred_at)))
    told = next((step for step in reversed(steps) if step.kind in PERSONAL), None)
    applicant, agent = (None, None) if told is None else people_in(told, file.key)
    today = office_day(moment_of(at.occurred_at))
    return Subject(
        case=case, item=file.item, catalog=file.catalog, checklist=cases.checklist_of(case, file.catalog),
        applicant=applicant, agent=agent,
        masked=mask_person(applicant, today) if applicant else Masked("", "", ""), today=today,
        history=tuple(history),
    )  # fmt: skip


def _signature(subject: Subject, read_page: ReadPage) -> Pixels | None:
    fact, _ = subjects.last(subject, cases.Delivered)
    if fact is None or fact.signature is None:
        return None
    try:
        return pixels.signature(read_page(fact.signature))
    except Failure:
        return None


def _imprint(file: CaseFile, subject: Subject, step: Event, kind: Kind, *, before: int, seal_of: SealOf) -> Imprint:
    case, facts = subject.case, file.hall
    department = "" if kind.by_hall else subject.item.department
    return Imprint(
        hall=facts.name, phone=facts.phone, window=case.window or "", clerk=step.actor,
        printed_at=moment_of(step.occurred_at), number=case.number, again=before,
        track_url=f"{facts.track_url.rstrip('/')}/{case.track}" if facts.track_url else None,
        heading=office_seals.heading_of(facts, department), seal=seal_of(department),
        code=notice_digits(case.id) if kind.comes_back else "",
    )  # fmt: skip
