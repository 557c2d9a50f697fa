"""The outbox: our own events that the centre has not judged. It is no second queue but a question to the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import cases, events, pages, tickets
from deskapp.ids import CaseId, EventId, PageDigest
from deskapp.journal.asking import NOT_ACCEPTED, NOT_CONFIRMED
from deskapp.journal.chain import moment_of
from deskapp.journal.kinds import AT_ONCE, CASE, RATING, SPECIAL_GIVEN_UP
from deskapp.journal.order import overtaken
from deskapp.journal.page_names import NAMING_PAGES, pages_named
from deskapp.journal.reading import Reading
from deskapp.journal.reasons import reason_text
from deskapp.journal.rows import EVENT_COLUMNS, event_of
from deskapp.journal.special import not_given_up
from deskapp.journal.streams import FOLDED
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event, Status, Verdict
from deskapp.rules.case_state import RUNNING, State
from deskapp.rules.upload_pace import DuePage, in_order

_MANY = 500  # events held in memory
_WAITED_FOR = sorted(state.value for state in {*RUNNING, State.DECIDED, State.READY})


@dataclass(frozen=True, slots=True)
class Unjudged:
    """The next events to send, and what may not be sent yet."""

    events: tuple[Event, ...]
    keys: dict[CaseId, str]
    held: int  # those before the last of them that wait for their pages, or for an earlier step of their own case


def belongs_to(event: Event) -> frozenset[str]:
    """The streams that an event waits for: its own, and the case that a rating is of."""
    if event.stream != RATING:
        return frozenset({event.stream_id})
    return frozenset({event.stream_id, str(event.payload.get("case", ""))})


def unsent(reading: Reading, *, limit: int = 500, only_at_once: bool = False) -> Unjudged:
    """The next events to send, in device order; but a call for help before everything else, or alone.

    An event whose pages the centre has not confirmed is held back, and so are the later events of the same stream and
    of its bundle, whose cases may rest on it; other streams go on.
    """
    author = reading.terms.author
    question = (
        sa.select(*EVENT_COLUMNS)
        .where(
            events.c.hall == reading.hall,
            events.c.device == author.device,
            events.c.verdict == "pending",
        )
        .order_by(sa.case((events.c.kind.in_(sorted(AT_ONCE)), 0), else_=1), events.c.epoch, events.c.device_seq)
        .execution_options(yield_per=_MANY)
    )
    if only_at_once:
        question = question.where(events.c.kind.in_(sorted(AT_ONCE)))
    ready: list[Event] = []
    waiting: set[str] = set()
    held = 0
    with reading.connection.execute(question) as rows:  # read as far as need be: those held back hide nobody
        for event in map(event_of, rows):
            named = pages_named(event)
            if not waiting.isdisjoint(belongs_to(event)) or not _confirmed(reading, named).issuperset(named):
                waiting |= {event.stream_id, *_sisters(reading, event)}
                held += 1
                continue
            ready.append(event)
            if len(ready) == limit:
                break
    opened = {CaseId(event.stream_id) for event in ready if event.stream == CASE}
    keys, _ = reading.keys_of(opened)
    return Unjudged(tuple(ready), keys, held)


def _sisters(reading: Reading, event: Event) -> set[str]:
    """The cases of the same bundle."""
    if event.stream != CASE:
        return set()
    mine = sa.select(cases.c.bundle).where(cases.c.hall == reading.hall, cases.c.case_id == event.stream_id)
    question = sa.select(cases.c.case_id).where(cases.c.hall == reading.hall, cases.c.bundle == mine.scalar_subquery())
    return set(reading.connection.execute(question).scalars())


def pages_to_send(reading: Reading) -> tuple[PageDigest, ...]:
    """Pages that unsent events name and the centre has not confirmed, in the order in which they are to go."""
    return tuple(one.page for one in pages_due(reading))


def pages_due(reading: Reading) -> tuple[DuePage, ...]:
    """The same, with since when each has been here and whether somebody elsewhere waits for its case."""
    question = (
        sa.select(pages.c.digest, pages.c.kept_at)
        .where(pages.c.hall == reading.hall, NOT_CONFIRMED)
        .order_by(pages.c.kept_at, pages.c.digest)
    )
    unconfirmed = reading.connection.execute(question).all()
    if not unconfirmed:
        return ()
    author = reading.terms.author
    named_by = (
        sa.select(*EVENT_COLUMNS)
        .where(
            events.c.hall == reading.hall,
            events.c.device == author.device,
            NOT_ACCEPTED,
            events.c.verdict == "pending",
            events.c.kind.in_(sorted(NAMING_PAGES)),
        )
        .order_by(events.c.epoch, events.c.device_seq)
    )
    named: dict[str, set[str]] = {}
    for event in map(event_of, reading.connection.execute(named_by)):
        for page in pages_named(event):
            named.setdefault(page, set()).add(event.stream_id)
    waited_for = _waited_for(reading, {case for cases_of in named.values() for case in cases_of})
    due = [
        DuePage(PageDigest(row.digest), moment_of(row.kept_at), not waited_for.isdisjoint(named[row.digest]))
        for row in unconfirmed
        if row.digest in named
    ]
    return in_order(due, reading.terms.clock.now())


def _waited_for(reading: Reading, case_ids: Collection[str]) -> set[str]:
    """Those cases that lie with a department or are handed out, and those whose person was sent on to other windows."""
    sent_on = sa.and_(tickets.c.state == "waiting", tickets.c.line.is_not(None))
    found: set[str] = set()
    ids = sorted(case_ids)
    for start in range(0, len(ids), _MANY):
        question = (
            sa.select(cases.c.case_id)
            .select_from(
                cases.outerjoin(tickets, sa.and_(tickets.c.hall == cases.c.hall, tickets.c.ticket_id == cases.c.ticket))
            )
            .where(cases.c.hall == reading.hall, cases.c.case_id.in_(ids[start : start + _MANY]))
            .where(sa.or_(cases.c.state.in_(_WAITED_FOR), sent_on))
        )
        found.update(reading.connection.execute(question).scalars())
    return found


def confirm_pages(writing: Writing, digests: Sequence[PageDigest]) -> None:
    """The centre has these pages whole."""
    if digests:
        writing.connection.execute(
            sa.update(pages).where(pages.c.hall == writing.hall, pages.c.digest.in_(digests)).values(confirmed=True)
        )


def judged(writing: Writing, verdicts: Sequence[Verdict]) -> int:
    """Write down what the centre said of our events; returns how many are settled by it.

    Only a pending event of our own can be judged, and once: a verdict that comes late or twice changes nothing.
    """
    author = writing.terms.author
    done = 0
    refold: set[tuple[str, str]] = set()
    numbered: dict[str, tuple[str, int | None]] = {}
    streams: dict[str, str] = {}
    for verdict in verdicts:
        values = _judgement(verdict)
        if values is None:
            if verdict.status is Status.WAITING:
                _ask_for_pages_again(writing, verdict.id)
            continue
        changed = writing.connection.execute(
            sa.update(events)
            .where(
                events.c.hall == writing.hall,
                events.c.id == verdict.id,
                events.c.device == author.device,
                events.c.verdict == "pending",
            )
            .values(**values)
            .returning(events.c.stream, events.c.stream_id, events.c.kind)
        ).first()
        if changed is None:
            continue
        done += 1
        writing.grown.add((changed.stream, changed.stream_id))
        if changed.kind == SPECIAL_GIVEN_UP and values["verdict"] == "rejected":
            not_given_up(writing, verdict.id)
        if changed.stream not in FOLDED:
            continue
        if values["verdict"] == "rejected" or changed.kind in AT_ONCE:  # which goes before steps made earlier here
            refold.add((changed.stream, changed.stream_id))
        else:
            numbered[verdict.id] = (changed.stream_id, verdict.seq)
            streams[changed.stream_id] = changed.stream
    # our own later unsent steps stay behind in the same order: only a stranger's step can stand between
    refold |= {(streams[stream_id], stream_id) for stream_id in overtaken(writing, numbered)}
    for stream, stream_id in sorted(refold):
        writing.refold(stream, [stream_id])
    return done


def _ask_for_pages_again(writing: Writing, event_id: EventId) -> None:
    """The centre says that a step's pages are not there: what was thought to be confirmed is to be sent once more."""
    event = writing.event(event_id)
    if event is None or event.device != writing.terms.author.device:
        return
    writing.connection.execute(
        sa.update(pages)
        .where(pages.c.hall == writing.hall, pages.c.digest.in_(sorted(pages_named(event))))
        .values(confirmed=False)
    )


def _judgement(verdict: Verdict) -> dict[str, object] | None:
    if verdict.status in (Status.ACCEPTED, Status.KNOWN) and verdict.seq is not None:
        return {"verdict": "accepted", "seq": verdict.seq}
    if verdict.status is Status.HELD:
        reason = None if not verdict.reason else reason_text(verdict.reason, dict(verdict.values))
        return {"verdict": "held", "reason": reason}
    if verdict.status in (Status.REJECTED, Status.QUARANTINED, Status.KNOWN) and verdict.reason:
        return {"verdict": "rejected", "reason": reason_text(verdict.reason, dict(verdict.values))}
    return None


def _confirmed(reading: Reading, digests: Sequence[PageDigest]) -> set[str]:
    if not digests:
        return set()
    question = sa.select(pages.c.digest).where(
        pages.c.hall == reading.hall, pages.c.digest.in_(sorted(set(digests))), pages.c.confirmed
    )
    return set(reading.connection.execute(question).scalars())
