"""Judges what desks send: the same rules as at the desk, asked of what the centre knows to be true.

Nothing is dropped. What is accepted gets its number; what is rejected is kept with its reason until somebody settles
it; what names pages that have not come waits at its desk. One bad event holds up its own case only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

from deskapp.failures import Failure, Refusal
from deskapp.ids import PageDigest
from deskapp.journal import judging, people
from deskapp.journal.chain import digest_of
from deskapp.journal.kinds import CASE, SPECIAL_GIVEN_UP, Fact, from_payload, unread
from deskapp.journal.outbox import pages_named
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading, reason_text
from deskapp.journal.streams import FOLDED, permits
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event, Push, Status, Verdict
from deskapp.queries import catalogs
from deskapp.rules import access
from deskapp.rules import case as cases
from deskapp.rules.catalog import Catalog, Handling
from deskapp.rules.numbering import read_case_number

HavePages = Callable[[Collection[PageDigest]], frozenset[PageDigest]]


@dataclass
class Bench:
    """What is read once for a whole batch."""

    who: Principal
    known: dict[str, judging.Known]
    taken: dict[tuple[int, int], str]  # (epoch, serial) → digest, for the neighbours of a chain
    clerks: set[str]
    roles: dict[str, tuple[str, ...]]
    pages: frozenset[PageDigest]
    rejected: dict[str, int]  # stream → the first unsettled serial this desk had rejected in it
    waiting: set[str] = field(default_factory=set)
    catalogs: dict[str, Catalog] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)


def accept(facts: Writing, who: Principal, words: Push, have_pages: HavePages) -> list[Verdict]:
    """Judge a batch in its order. Refusal `upgrade_required` when the desk is newer than this centre can read."""
    bench = _bench(facts, who, words, have_pages)
    facts.keep_keys(words.keys)
    verdicts = []
    for event in words.events:
        verdict = _judge(facts, bench, event)
        if verdict.status is Status.WAITING:
            bench.waiting.add(event.stream_id)
        verdicts.append(verdict)
    return verdicts


def _bench(facts: Writing, who: Principal, words: Push, have_pages: HavePages) -> Bench:
    events = words.events
    by_stream: dict[str, set[str]] = defaultdict(set)
    for event in events:
        if event.stream in FOLDED:
            by_stream[event.stream].add(event.stream_id)
    judging.lock_streams(facts, [event.stream_id for event in events])
    for stream, ids in by_stream.items():
        facts.standings(stream, ids)
    return Bench(
        who=who,
        known=judging.known(facts, [event.id for event in events]),
        taken=judging.places(facts, who.device, events),
        clerks=people.clerks_of(facts, who.device),
        roles=people.roles_of(facts, {event.actor for event in events}),
        pages=have_pages({page for event in events for page in pages_named(event)}),
        rejected=judging.first_rejected(facts, who.device, [event.stream_id for event in events]),
    )


def _judge(facts: Writing, bench: Bench, event: Event) -> Verdict:
    known = bench.known.get(event.id)
    if known is not None:
        return _known(facts, event, known)
    wrong = _not_what_it_says(facts, bench, event)
    if wrong is not None:
        judging.quarantine(facts, event, wrong)
        return Verdict(id=event.id, status=Status.QUARANTINED, reason=wrong)
    if event.stream_id in bench.waiting or not bench.pages.issuperset(pages_named(event)):
        return Verdict(id=event.id, status=Status.WAITING)
    try:
        _ask_rules(facts, bench, event)
    except Failure as failure:
        return _reject(facts, bench, event, failure)
    _note(bench, event, "accepted")
    facts.record(event, verdict="accepted")
    return Verdict(id=event.id, status=Status.ACCEPTED)


def _known(facts: Writing, event: Event, known: judging.Known) -> Verdict:
    """It came before: the answer was lost. The same answer again; another body under the same id is no answer to it."""
    if known.digest != event.digest or digest_of(event) != event.digest:
        judging.quarantine(facts, event, "event.other_body")
        return Verdict(id=event.id, status=Status.QUARANTINED, reason="event.other_body")
    return Verdict(id=event.id, status=Status.KNOWN, seq=known.seq, reason=known.code, values=known.values)


def _not_what_it_says(facts: Writing, bench: Bench, event: Event) -> str | None:
    """The code of what is wrong with the envelope: its digest, its place in the chain, its origin."""
    if event.hall != facts.hall or event.device != bench.who.device:
        return "access.not_this_device"
    if digest_of(event) != event.digest:
        return "event.digest"
    place = (event.epoch, event.device_seq)
    if place in bench.taken:
        return "event.serial_taken"
    before = bench.taken.get((event.epoch, event.device_seq - 1))
    behind = bench.taken.get((event.epoch, -event.device_seq - 1))  # what the next one says came before it
    if (before is not None and before != event.prev) or (behind is not None and behind != event.digest):
        return "event.chain"
    return None


def _ask_rules(facts: Writing, bench: Bench, event: Event) -> None:
    """Raise whatever speaks against it."""
    if event.actor not in bench.clerks:
        raise Refusal("access.unknown_actor")
    try:
        fact = from_payload(event.kind, event.schema, event.payload, unread)
    except Refusal as refusal:
        raise Refusal("upgrade_required", schema=event.schema) from refusal
    first = bench.rejected.get(event.stream_id)
    if first is not None and event.device_seq > first and event.kind != SPECIAL_GIVEN_UP:
        raise Refusal("case.earlier_step_rejected")
    state = facts.standing(event.stream, event.stream_id).state if event.stream in FOLDED else None
    access.require(
        bench.roles.get(event.actor, ()), access.fact_permission(event.kind, at_once=_at_once(facts, bench, state))
    )
    if state is None:
        return
    permits(state, fact)
    if isinstance(state, cases.Case):
        _ask_office(facts, bench, state, fact, event)


def _ask_office(facts: Writing, bench: Bench, case: cases.Case, fact: Fact, event: Event) -> None:
    """What only the centre can know, or must not take a desk's word for."""
    if isinstance(fact, cases.Opened):
        _catalog(facts, bench, fact.catalog).item(fact.item)
    elif isinstance(fact, cases.Accepted):
        number = read_case_number(fact.number)
        if number.hall != facts.hall or (event.actor and number.window != case.window):
            raise Refusal("case.number_of_another_window", number=fact.number)
        if fact.number in bench.numbers or judging.number_taken(facts, fact.number, event.stream_id):
            raise Refusal("case.number_taken", number=fact.number)
        checklist = cases.checklist_of(case, _catalog(facts, bench, case.catalog))
        if not checklist.complete:
            raise Refusal("case.incomplete", missing=[line.name for line in checklist.owed])
        bench.numbers.add(fact.number)


def _at_once(facts: Writing, bench: Bench, state: object) -> bool:
    if not isinstance(state, cases.Case) or state.item is None:
        return False
    return _catalog(facts, bench, state.catalog).item(state.item).handling is Handling.AT_ONCE


def _catalog(facts: Writing, bench: Bench, version: str) -> Catalog:
    if version not in bench.catalogs:
        bench.catalogs[version] = catalogs.of_version(facts, version)
    return bench.catalogs[version]


def _reject(facts: Writing, bench: Bench, event: Event, failure: Failure) -> Verdict:
    if failure.code == "upgrade_required":
        raise failure
    values = {
        name: value if isinstance(value, (str, int, list)) else str(value) for name, value in failure.values.items()
    }
    _note(bench, event, "rejected")
    bench.rejected.setdefault(event.stream_id, event.device_seq)
    facts.record(event, verdict="rejected", reason=reason_text(failure.code, values))
    return Verdict(id=event.id, status=Status.REJECTED, reason=failure.code, values=values)


def _note(bench: Bench, event: Event, verdict: str) -> None:
    bench.known[event.id] = judging.Known(event.digest, None, verdict, None, {})
    bench.taken[event.epoch, event.device_seq] = event.digest
    bench.taken[event.epoch, -event.device_seq] = event.prev
    if event.kind == SPECIAL_GIVEN_UP and verdict == "accepted" and event.stream == CASE:
        bench.rejected.pop(event.stream_id, None)


def numbered(reading: Reading, verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts with the numbers that were given as the transaction was written."""
    given = judging.known(reading, [v.id for v in verdicts if v.status is Status.ACCEPTED])
    return [
        Verdict(id=v.id, status=v.status, seq=given[v.id].seq, reason=v.reason, values=v.values) if v.id in given else v
        for v in verdicts
    ]
