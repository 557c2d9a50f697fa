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
from deskapp.archives.case_file import RESULT_TITLE, CaseFile, DrawnPaper, ReadPage, Redraw, Story
from deskapp.clerk import joint, office_seals, subjects
from deskapp.clerk.printing import KINDS, Kind
from deskapp.clerk.subjects import Subject, Told
from deskapp.clock import office_day
from deskapp.failures import Failure
from deskapp.ids import CaseId
from deskapp.journal.chain import moment_of
from deskapp.journal.personal import PERSONAL, people_in
from deskapp.papers import pixels
from deskapp.papers.imprint import Imprint
from deskapp.papers.pixels import Pixels
from deskapp.protocol.messages import HALL_OFFICE, Event
from deskapp.rules import bundle, signing
from deskapp.rules import case as cases
from deskapp.rules.case import Case
from deskapp.rules.case_papers import RESULT_PAPER
from deskapp.rules.masking import Masked, mask_person

SealOf = Callable[[str], Pixels | None]  # department, "" for the hall → its seal
_COVER = "archive_cover"


def redraw(file: CaseFile, read_page: ReadPage, *, seal_of: SealOf) -> tuple[list[DrawnPaper], bytes]:
    """The papers that came out before the case was archived, in their order, and its cover."""
    drawn = []
    for place, fact in enumerate(file.closed.facts):
        if isinstance(fact, cases.PaperPrinted):
            drawn.append(_paper(file, place, fact, read_page, seal_of))
    closing = _closing(file)
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
        subject, before = _as_it_was(file, step, fact)
        if kind.signed:
            subject = replace(subject, signature=_signature(subject, fact.paper, read_page))
        try:
            pdf = kind.draw(subject, _imprint(file, subject, step, kind, before=before, seal_of=seal_of))
        except Failure:  # of a case that a later step made another one: there is nothing to say any more
            pdf = None
    return DrawnPaper(fact.paper[:40], _title(fact.paper), step.occurred_at, pdf)


def _as_it_was(file: CaseFile, step: Event, fact: cases.PaperPrinted) -> tuple[Subject, int]:
    """What a paper told when it came out, and how often it had come out before.

    One that came out for several cases of a bundle is noted with each, one note behind the other, that of the case in
    hand first: it is drawn as of that case, and so is the same in the package of each.
    """
    notes = _notes_up_to(file, step, fact)
    while True:
        hand, first = notes[0]
        subject, about = _together(file, hand, first, fact.paper)
        if len(notes) <= about:
            return subject, max(1, subjects.printed_before(subject, fact.paper)) if fact.again else 0
        notes = notes[about:]


def _notes_up_to(file: CaseFile, step: Event, fact: cases.PaperPrinted) -> list[tuple[Story, Event]]:
    """The notes of the same paper that stand in the desk's chain without a gap before this one, and this one last."""
    noted = {
        (event.device, event.epoch, event.device_seq): (story, event)
        for story in (file.own, *file.sisters)
        for event, said in zip(story.steps, story.facts, strict=True)
        if said == fact
    }
    found = [(file.own, step)]
    while (before := noted.get((step.device, step.epoch, found[0][1].device_seq - 1))) is not None:
        found.insert(0, before)
    return found


def _together(file: CaseFile, hand: Story, at: Event, kind: str) -> tuple[Subject, int]:
    """The subject of all cases that the paper is about, as they stood then, and how many they are."""
    subject = _subject(file, hand, hand.steps.index(at), at)
    of = subject.case.bundle
    theme = None if of is None else file.catalog.themes.get(of.theme)
    if theme is None:
        return subject, 1
    stood: dict[CaseId, tuple[Case, tuple[cases.CaseFact | None, ...]]] = {}
    for story in (file.own, *file.sisters):
        known = [one for one in zip(story.steps, story.facts, strict=True) if _stands_before(one[0], at)]
        facts = tuple(said for _, said in known)
        case = contents.folded([event for event, _ in known], facts)
        if case.state is not None:
            stood[case.id] = (case, facts)
    found = joint.among(theme, subject.case, bundle.in_order([case for case, _ in stood.values()], theme), kind)
    if found is None:
        return subject, 1
    return joint.told(subject, found, lambda one: subjects.asked_in(one, stood[one.id][1])), len(found.cases)


def _stands_before(event: Event, at: Event) -> bool:
    """Whether this was said before: in the same desk's chain by its place there, else by the clock."""
    if (event.device, event.epoch) == (at.device, at.epoch):
        return event.device_seq < at.device_seq
    return event.occurred_at <= at.occurred_at


def _title(kind: str) -> str:
    if kind.startswith(RESULT_PAPER):  # it stands among the results, as the department gave it
        return f"{RESULT_TITLE} {kind.removeprefix(RESULT_PAPER)}"[:40]
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


def _closing(file: CaseFile) -> Subject:
    """The case as its cover tells it, closed by the last step."""
    subject = _subject(file, file.own, len(file.closed.steps), file.closed.archived)
    closed = Told(file.closed.fact, moment_of(file.closed.archived.occurred_at))
    return replace(subject, history=(*subject.history, closed))


def _subject(file: CaseFile, story: Story, place: int, at: Event) -> Subject:
    """The case as a paper saw it that came out as the step at this place."""
    steps, facts = story.steps[:place], story.facts[:place]
    case = contents.folded(steps, facts)
    history = tuple(
        Told(fact, moment_of(step.occurred_at)) for step, fact in zip(steps, facts, strict=True) if fact is not None
    )
    told = next((step for step in reversed(steps) if step.kind in PERSONAL), None)
    applicant, agent = (None, None) if told is None else people_in(told, story.key)
    today = office_day(moment_of(at.occurred_at))
    return Subject(
        case=case, item=file.item if case.item is None else file.catalog.item(case.item), catalog=file.catalog,
        checklist=cases.checklist_of(case, file.catalog), applicant=applicant, agent=agent,
        masked=mask_person(applicant, today) if applicant else Masked("", "", ""), today=today, history=history,
        asked=subjects.asked_in(case, facts),
    )  # fmt: skip


def _signature(subject: Subject, paper: str, read_page: ReadPage) -> Pixels | None:
    """The signature that the paper carried (`printing` chooses in the same way)."""
    signed = signing.counts_for((told.fact for told in subject.history), paper)
    given = None if signed is None else signed.signature
    if paper == signing.PROOF:
        fact, _ = subjects.last(subject, cases.Delivered)
        given = fact.signature if fact is not None and fact.signature is not None else given
    if given is None:
        return None
    try:
        return pixels.signature(read_page(given))
    except Failure:
        return None


def _imprint(file: CaseFile, subject: Subject, step: Event, kind: Kind, *, before: int, seal_of: SealOf) -> Imprint:
    case, facts, together = subject.case, file.hall, subject.bundle
    department = "" if kind.by_hall or together is not None else subject.item.department
    number, track = (case.number, case.track) if together is None else (together.number or None, together.track)
    return Imprint(
        hall=facts.name, phone=facts.phone, address=facts.address, window=case.window or "", clerk=step.actor,
        printed_at=moment_of(step.occurred_at), number=number, again=before,
        track_url=f"{facts.track_url.rstrip('/')}/{track}" if facts.track_url else None,
        heading=office_seals.heading_of(facts, department), seal=seal_of(department),
        code=kind.code_of(case), comes_back=kind.comes_back,
    )  # fmt: skip
