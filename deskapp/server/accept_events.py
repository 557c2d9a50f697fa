"""Judges what desks send: the same rules as at the desk, asked of what the centre knows to be true.

Nothing is dropped. What is accepted gets its number; what is rejected is kept with its reason until somebody settles
it; what names pages that have not come waits at its desk. One bad event holds up its own case only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.ids import CaseId, EventId, PageDigest
from deskapp.journal import judging, people
from deskapp.journal.chain import START, digest_of
from deskapp.journal.kinds import CASE, RATING, SPECIAL_GIVEN_UP, TICKET, Fact, from_payload, unread
from deskapp.journal.outbox import belongs_to
from deskapp.journal.page_names import pages_named
from deskapp.journal.people import Principal
from deskapp.journal.reasons import reason_text
from deskapp.journal.streams import FOLDED, permits
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import SCHEMA, Event, Push, Status, Verdict
from deskapp.rules import access
from deskapp.rules.case import CaseFact
from deskapp.rules.deadline import WorkingDays
from deskapp.server import bundle_asks, rated
from deskapp.server.office_asks import OfficeAsks
from deskapp.server.sound import ask_sense, is_key, unsound

_LONGEST = 100  # characters of a name that anything sound can have


@dataclass
class Bench:
    """What is read once for a whole batch."""

    who: Principal
    known: dict[str, judging.Known]
    taken: dict[tuple[int, int], str]  # (epoch, serial) → digest, for the neighbours of a chain
    clerks: set[str]
    roles: dict[str, tuple[str, ...]]
    departments: dict[str, str]
    pages: frozenset[PageDigest]
    rejected: dict[str, tuple[int, int]]  # stream → the first unsettled (epoch, serial) this desk had rejected in it
    asks: OfficeAsks
    waiting: set[str] = field(default_factory=set)
    calendar: WorkingDays = field(default_factory=WorkingDays)


@dataclass(frozen=True, slots=True)
class JudgingTerms:
    """`waiting`: the streams that wait already; `calendar`: the one by which this hall counts days."""

    waiting: Collection[str] = ()
    calendar: WorkingDays = field(default_factory=WorkingDays)


_USUAL = JudgingTerms()


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts in the order of the events. The numbers given are known once the transaction is written."""

    verdicts: Sequence[Verdict]
    written: Mapping[EventId, Event]

    def numbered(self) -> list[Verdict]:
        """The verdicts with their numbers; to be asked after the commit."""
        return [
            replace(verdict, seq=self.written[verdict.id].seq) if verdict.status is Status.ACCEPTED else verdict
            for verdict in self.verdicts
        ]


def streams_of(events: Iterable[Event]) -> list[str]:
    """What must be kept from other processes while these events are judged."""
    names: set[str] = set()
    for event in events:
        names.update(belongs_to(event))
        for number in (event.payload.get("number"), event.payload.get("bundle_number")):
            if event.stream in (CASE, TICKET) and isinstance(number, str) and number:
                names.add(f"number:{number}")
    return sorted(name for name in names if name.isprintable() and len(name) <= _LONGEST)


def accept(
    facts: Writing, who: Principal, words: Push, pages: frozenset[PageDigest], terms: JudgingTerms = _USUAL
) -> Judged:
    """Judge a batch in its order, and say what follows from it for cases that waited. `pages` are those it names that
    are kept.

    Refusal `upgrade_required` when the desk is newer than this centre can read, ContentTrouble `json.not_this_shape`
    when a key is none: then nothing of the batch is kept.
    """
    faults = {place: unsound(event) for place, event in enumerate(words.events)}
    sound = [event for place, event in enumerate(words.events) if faults[place] is None]
    newest = max((event.schema for event in sound), default=SCHEMA)
    if newest > SCHEMA:
        raise Refusal("upgrade_required", schema=newest)
    keys = _keys(words, sound)
    bench = _bench(facts, who, sound, pages, terms.calendar)
    bench.waiting.update(terms.waiting)
    bench.calendar = terms.calendar
    facts.keep_keys(keys)
    verdicts = []
    for place, event in enumerate(words.events):
        fault = faults[place]
        verdict = _judge(facts, bench, event) if fault is None else _quarantine(facts, bench, event, fault)
        if verdict.status is Status.WAITING:
            bench.waiting |= {event.stream_id, *bundle_asks.sisters_of(facts, event)}
        verdicts.append(verdict)
    return Judged(verdicts, facts.written)


def set_aside(facts: Writing, who: Principal, event: Event) -> Judged:
    """Keep aside an event that the database does not take as it is: a desk must not be held up by it for ever."""
    judging.quarantine(facts, event, who.device, "event.no_sense")
    return Judged([Verdict(id=event.id, status=Status.QUARANTINED, reason="event.no_sense")], facts.written)


def _bench(
    facts: Writing, who: Principal, events: Sequence[Event], pages: frozenset[PageDigest], calendar: WorkingDays
) -> Bench:
    by_stream: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.stream in FOLDED:
            by_stream[event.stream].add(event.stream_id)
    for stream, ids in by_stream.items():
        facts.standings(stream, ids)
    streams = [event.stream_id for event in events]
    actors = {str(event.actor) for event in events}
    return Bench(
        who=who,
        known=judging.known(facts, [event.id for event in events]),
        taken=judging.places(facts, who.device, events),
        clerks=people.authors_at(facts, who.device, who.user),
        roles=people.roles_of(facts, actors),
        departments=people.departments_of(facts, actors),
        pages=pages,
        rejected=judging.first_rejected(facts, who.device, streams),
        asks=OfficeAsks(facts, events, calendar),
    )


def _keys(words: Push, events: Sequence[Event]) -> dict[CaseId, str]:
    """The keys of cases that the batch speaks of: nobody leaves a key for a case of others."""
    named = {event.stream_id for event in events if event.stream == CASE}
    keys = {case: key for case, key in words.keys.items() if case in named}
    if not all(is_key(key) for key in keys.values()):
        raise ContentTrouble("json.not_this_shape", shape="Push")
    return keys


def _judge(facts: Writing, bench: Bench, event: Event) -> Verdict:
    known = bench.known.get(event.id)
    if known is not None:
        return _known(facts, bench, event, known)
    wrong = _not_what_it_says(facts, bench, event)
    if wrong is not None:
        return _quarantine(facts, bench, event, wrong)
    if event.stream == RATING:
        return _hold(facts, bench, event)
    try:
        fact = _ask_rules(facts, bench, event)
    except Failure as failure:
        return _reject(facts, bench, event, failure)
    if event.stream_id in bench.waiting or not bench.pages.issuperset(pages_named(event)):
        return Verdict(id=event.id, status=Status.WAITING)
    bench.asks.note(event)
    _note(bench, event, "accepted")
    facts.record(event, verdict="accepted", fact=fact)
    if event.stream == CASE and isinstance(fact, CaseFact):
        bundle_asks.follow(facts, CaseId(event.stream_id), fact, bench.calendar)
    return Verdict(id=event.id, status=Status.ACCEPTED)


def _hold(facts: Writing, bench: Bench, event: Event) -> Verdict:
    """A rating: kept here and told to nobody, whether it counts or not."""
    if not bench.waiting.isdisjoint(belongs_to(event)):
        return Verdict(id=event.id, status=Status.WAITING)
    reason = None
    try:
        ask_sense(event, rated.read(event))
        rated.count(facts, event)
    except Failure as failure:
        reason = failure.code
    _note(bench, event, "held")
    bench.known[event.id] = judging.Known(event.digest, None, "held", reason, {})
    facts.record(event, verdict="held", reason=None if reason is None else reason_text(reason, {}))
    return Verdict(id=event.id, status=Status.HELD, reason=reason)


def _known(facts: Writing, bench: Bench, event: Event, known: judging.Known) -> Verdict:
    """It came before: the answer was lost. The same answer again; another body under the same id is no answer to it."""
    if known.digest != event.digest or digest_of(event) != event.digest:
        return _quarantine(facts, bench, event, "event.other_body")
    if known.verdict == "held":
        return Verdict(id=event.id, status=Status.HELD, reason=known.code)
    return Verdict(id=event.id, status=Status.KNOWN, seq=known.seq, reason=known.code, values=known.values)


def _quarantine(facts: Writing, bench: Bench, event: Event, why: str) -> Verdict:
    judging.quarantine(facts, event, bench.who.device, why)
    return Verdict(id=event.id, status=Status.QUARANTINED, reason=why)


def _not_what_it_says(facts: Writing, bench: Bench, event: Event) -> str | None:
    """The code of what is wrong with the envelope: its origin, its digest, its place in the chain.

    What says it comes from another desk is not kept among that desk's events: it would take a serial of theirs.
    """
    if event.hall != facts.hall or event.device != bench.who.device:
        return "access.not_this_device"
    if digest_of(event) != event.digest:
        return "event.digest"
    place = (event.epoch, event.device_seq)
    if place in bench.taken:
        return "event.serial_taken"
    before = START if event.device_seq == 1 else bench.taken.get((event.epoch, event.device_seq - 1))
    behind = bench.taken.get((event.epoch, -event.device_seq - 1))  # what the next one says came before it
    if (before is not None and before != event.prev) or (behind is not None and behind != event.digest):
        return "event.chain"
    return None


def _ask_rules(facts: Writing, bench: Bench, event: Event) -> Fact:
    """Raise whatever speaks against it; returns what it says. Says nothing yet of one that has to wait."""
    if event.actor not in bench.clerks:
        raise Refusal("access.unknown_actor")
    fact = from_payload(event.kind, event.schema, event.payload, unread)
    ask_sense(event, fact)
    # a ticket's or a window's steps do not build on one another: each is judged by what is true when it comes
    first = bench.rejected.get(event.stream_id) if event.stream == CASE else None
    if first is not None and (event.epoch, event.device_seq) > first and event.kind != SPECIAL_GIVEN_UP:
        raise Refusal("case.earlier_step_rejected")
    state = facts.standing(event.stream, event.stream_id).state if event.stream in FOLDED else None
    at_once = bench.asks.at_once(state)
    permission, roles = access.fact_permission(event.kind, at_once=at_once), bench.roles.get(event.actor, ())
    access.require(roles, permission)
    if access.confined(roles, permission):
        bench.asks.ask_own_department(state, bench.departments.get(event.actor))
    if state is not None and event.stream_id not in bench.waiting:
        permits(state, fact)
        bench.asks.ask(state, fact, event)
    bench.asks.ask_new(fact)
    return fact


def _reject(facts: Writing, bench: Bench, event: Event, failure: Failure) -> Verdict:
    values = {
        name: value if isinstance(value, (str, int, list)) else str(value) for name, value in failure.values.items()
    }
    _note(bench, event, "rejected")
    bench.rejected.setdefault(event.stream_id, (event.epoch, event.device_seq))
    facts.record(event, verdict="rejected", reason=reason_text(failure.code, values))
    return Verdict(id=event.id, status=Status.REJECTED, reason=failure.code, values=values)


def _note(bench: Bench, event: Event, verdict: str) -> None:
    bench.known[event.id] = judging.Known(event.digest, None, verdict, None, {})
    bench.taken[event.epoch, event.device_seq] = event.digest
    bench.taken[event.epoch, -event.device_seq] = event.prev
    if event.kind == SPECIAL_GIVEN_UP and verdict == "accepted" and event.stream == CASE:
        bench.rejected.pop(event.stream_id, None)
