"""Facts in: one transaction's additions, folded as they are added and written together at its end."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from db.tables import case_keys, case_pages, counters, events, local_facts
from deskapp.ids import CaseId, ClerkId, EventId, new_id
from deskapp.journal import people_found
from deskapp.journal.asking import among
from deskapp.journal.chain import START, digest_of, head_after, moment_text, with_place
from deskapp.journal.kinds import BY_FACT, CASE, Fact, Kind, to_payload
from deskapp.journal.page_names import case_page_rows
from deskapp.journal.personal import PERSONAL, seal_place
from deskapp.journal.reading import Reading, applicant_row
from deskapp.journal.rows import TABLES, event_row, insert, insert_absent, projection_row, put, upsert
from deskapp.journal.seals import new_key, seal
from deskapp.journal.special import remember
from deskapp.journal.streams import FOLDED, Standing, State, after_event, nothing, permits
from deskapp.journal.terms import Terms
from deskapp.protocol.messages import SCHEMA, Event


class Writing(Reading):
    """A transaction that adds. What it read it has locked, so that what it decided on stays true until it commits."""

    def __init__(self, connection: sa.Connection, terms: Terms) -> None:
        super().__init__(connection, terms)
        self.grown: set[tuple[str, str]] = set()
        self.written: dict[EventId, Event] = {}  # as they were written, with their numbers; whole after the commit
        self._standings_read: dict[tuple[str, str], Standing] = {}
        self._touched: set[tuple[str, str]] = set()
        self._new: list[tuple[Event, str, str | None]] = []  # event, verdict, reason
        self._place: tuple[int, str] | None = None  # the last serial and digest of our own chain

    def standings(self, stream: str, ids: Collection[str]) -> dict[str, Standing]:
        """What is true of many streams, with this transaction's own additions; locks them until the commit."""
        missing = [stream_id for stream_id in ids if (stream, stream_id) not in self._standings_read]
        if missing:
            for stream_id, standing in self._standings(stream, missing, lock=True).items():
                self._standings_read[stream, stream_id] = standing
        return {stream_id: self._standings_read[stream, stream_id] for stream_id in ids}

    def standing(self, stream: str, stream_id: str) -> Standing:
        """What is true of a stream, with this transaction's own additions; locks it until the commit."""
        known = self._standings_read.get((stream, stream_id))
        return self.standings(stream, [stream_id])[stream_id] if known is None else known

    def remember_standing(self, stream: str, stream_id: str, standing: Standing) -> Standing:
        """Note what was read of a stream beside the journal; returns what is true here, with our own additions."""
        return self._standings_read.setdefault((stream, stream_id), standing)

    @property
    def additions(self) -> Sequence[tuple[Event, str]]:
        """What this transaction has added so far, each with its verdict: no question finds it before it ends."""
        return [(event, verdict) for event, verdict, _ in self._new]

    def begun(self, stream: str) -> list[State]:
        """What is true of the streams of a sort that this transaction has begun: no list shows them before it ends."""
        ids = [event.stream_id for event, _, _ in self._new if event.stream == stream and event.version == 1]
        return [self._standings_read[stream, stream_id].state for stream_id in ids]

    def changed(self, stream: str) -> list[State]:
        """What is true of the streams of a sort that this transaction has changed: lists show them as they were."""
        touched = [one for one in self._touched if one[0] == stream]
        return [self._standings_read[one].state for one in sorted(touched)]

    def add(self, actor: ClerkId, fact: Fact, *, of: str, held: bool = False) -> Event:
        """Add a fact of our own to a stream. Raises the rules' Refusal when it may not happen there now.

        `held`: the centre keeps it to itself, without a number; no desk is told of it.
        """
        kind, payload = to_payload(fact, lambda plain, field: self._seal(plain, of, fact, field))
        version = 0
        if kind.stream in FOLDED:
            standing = self.standing(kind.stream, of)
            permits(standing.state, fact)
            version = standing.state.version
        event = self._signed(kind, of, version + 1, payload, actor)
        if kind.stream in FOLDED:
            # folded from the event, where the person is sealed: a projection never holds one
            self._stand(kind.stream, of, after_event(standing, event))
        self._keep(event, "held" if held else "accepted" if self.terms.numbers else "pending", None)
        return event

    def record(self, event: Event, *, verdict: str, reason: str | None = None, fact: Fact | None = None) -> None:
        """Keep an event that another installation signed, after whatever it was checked for. Folds an accepted one.

        `fact` is what the event says, for whom it was read already.
        """
        if verdict == "accepted" and event.stream in FOLDED:
            standing = self.standing(event.stream, event.stream_id)
            self._stand(event.stream, event.stream_id, after_event(standing, event, fact))
        self._keep(event, verdict, reason)

    def refold(self, stream: str, ids: Iterable[str]) -> None:
        """Fold streams anew from their events: their order changed, or one of them was rejected."""
        self._write_events()
        for stream_id in ids:
            standing = nothing(stream, stream_id)
            for event in self.events_of(stream_id):
                if event.stream == stream:
                    standing = after_event(standing, event)
            self._stand(stream, stream_id, standing)
            if stream == CASE:
                self.index_person(CaseId(stream_id))

    def keep_key(self, case_id: CaseId, key: bytes) -> None:
        """Keep the key of a case. A key that was destroyed stays destroyed."""
        row = {"hall": self.hall, "case_id": case_id, "secret": self.terms.keeper.wrap(key, case_id)}
        if case_id not in self._known_keys([case_id]):
            self.connection.execute(sa.insert(case_keys), [row])

    def keep_keys(self, keys: Mapping[CaseId, str]) -> None:
        """Keep keys that came over the line (base64), those that are new."""
        known = self._known_keys(list(keys))
        rows = [
            {"hall": self.hall, "case_id": case_id, "secret": self.terms.keeper.wrap(base64.b64decode(key), case_id)}
            for case_id, key in keys.items()
            if case_id not in known
        ]
        if rows:
            self.connection.execute(sa.insert(case_keys), rows)

    def erase(self, case_id: CaseId) -> None:
        """Destroy the key of a case, and with it everything personal that was ever said of it."""
        upsert(self.connection, case_keys, [{"hall": self.hall, "case_id": case_id, "secret": None}])
        people_found.forget(self.connection, self.hall, case_id)
        self.grown.add((CASE, case_id))

    def index_person(self, case_id: CaseId) -> None:
        """Write who a case is about into the index they are found by, where the whole database is encrypted."""
        if not self.terms.keeps_people:
            return
        people_found.forget(self.connection, self.hall, case_id)
        row = applicant_row(self, case_id)
        if row is not None:
            people_found.keep(self.connection, [row])

    def note(self, name: str, value: str) -> None:
        """Note something for this installation alone."""
        upsert(self.connection, local_facts, [{"hall": self.hall, "name": name, "value": value}])

    def finish(self) -> None:
        """Write everything; called by `Journal.writing` before it commits."""
        self._write_projections()
        self._write_events()

    def _signed(self, kind: Kind, of: str, version: int, payload: dict[str, object], actor: ClerkId) -> Event:
        author = self.terms.author
        serial, prev = self._place or self._last_place()
        event = Event(
            id=EventId(new_id()), hall=self.hall, stream=kind.stream, stream_id=of, version=version, kind=kind.name,
            schema=SCHEMA, payload=payload, actor=actor, device=author.device, epoch=author.epoch,
            device_seq=serial + 1, occurred_at=moment_text(self.terms.clock.now()), prev=prev, digest="",
        )  # fmt: skip
        signed = with_place(event, digest_of(event), None, None)
        self._place = (signed.device_seq, signed.digest)
        return signed

    def _last_place(self) -> tuple[int, str]:
        author = self.terms.author
        row = self.connection.execute(
            _last_of_device(), {"hall": self.hall, "device": author.device, "epoch": author.epoch}
        ).first()
        return (0, START) if row is None else (row.device_seq, row.digest)

    def _seal(self, plain: bytes, case_id: str, fact: Fact, field: str) -> str:
        key = self.key_of(CaseId(case_id))
        if key is None:
            key = new_key()
            self.keep_key(CaseId(case_id), key)
        return seal(plain, key, seal_place(self.hall, case_id, BY_FACT[type(fact)].name, field))

    def _known_keys(self, case_ids: list[CaseId]) -> set[str]:
        question = _keys_among(self.connection.dialect.name)
        return set(self.connection.execute(question, {"hall": self.hall, "among": case_ids}).scalars())

    def _stand(self, stream: str, stream_id: str, standing: Standing) -> None:
        self._standings_read[stream, stream_id] = standing
        self._touched.add((stream, stream_id))

    def _keep(self, event: Event, verdict: str, reason: str | None) -> None:
        self._new.append((event, verdict, reason))
        self.grown.add((event.stream, event.stream_id))

    def _write_projections(self) -> None:
        for name, (table, key) in TABLES.items():
            rows, gone = [], []
            for stream, stream_id in sorted(self._touched):
                if stream != name:
                    continue
                row = projection_row(self.hall, self._standings_read[stream, stream_id])
                if row is None:
                    gone.append(stream_id)
                else:
                    rows.append(row)
            put(self.connection, table, rows)
            if gone:
                self.connection.execute(sa.delete(table).where(table.c.hall == self.hall, key.in_(gone)))
        self._touched.clear()

    def _write_events(self) -> None:
        """Number what is accepted (the counter row is taken here, last of all), and insert."""
        new, self._new = self._new, []
        if not new:
            return
        if self.terms.numbers:
            new = self._numbered(new)
        rows = [event_row(event, verdict=verdict, reason=reason) for event, verdict, reason in new]
        insert(self.connection, events, rows)
        for event, verdict, _ in new:
            self.written[event.id] = event
            if verdict != "rejected":
                remember(self.connection, event)
        if self.terms.numbers:
            named = [row for event, verdict, _ in new if verdict != "rejected" for row in case_page_rows(event)]
            insert_absent(self.connection, case_pages, named)
        for case_id in sorted({e.stream_id for e, verdict, _ in new if e.kind in PERSONAL and verdict != "rejected"}):
            self.index_person(CaseId(case_id))

    def _numbered(self, new: list[tuple[Event, str, str | None]]) -> list[tuple[Event, str, str | None]]:
        accepted = sum(verdict == "accepted" for _, verdict, _ in new)
        row = self.connection.execute(_counter_moved(), {"of_hall": self.hall, "more": accepted}).first()
        if row is None:
            self.connection.execute(sa.insert(counters), [{"hall": self.hall, "seq": accepted, "head": START}])
        seq, head = (0, START) if row is None else (row.seq - accepted, row.head)
        at = moment_text(self.terms.clock.now())
        done: list[tuple[Event, str, str | None]] = []
        for event, verdict, reason in new:
            if verdict == "accepted":
                seq, head = seq + 1, head_after(head, event.digest, at)
                done.append((with_place(event, event.digest, seq, at), verdict, reason))
            else:
                done.append((with_place(event, event.digest, None, at), verdict, reason))
        self.connection.execute(_head_moved(), {"of_hall": self.hall, "new_head": head})
        return done


@cache
def _last_of_device() -> sa.Select[Any]:
    return (
        sa.select(events.c.device_seq, events.c.digest)
        .where(
            events.c.hall == sa.bindparam("hall"),
            events.c.device == sa.bindparam("device"),
            events.c.epoch == sa.bindparam("epoch"),
        )
        .order_by(events.c.device_seq.desc())
        .limit(1)
    )


@cache
def _keys_among(dialect: str) -> sa.Select[Any]:
    return sa.select(case_keys.c.case_id).where(
        case_keys.c.hall == sa.bindparam("hall"), among(dialect, case_keys.c.case_id)
    )


@cache
def _counter_moved() -> Any:
    moved = sa.update(counters).where(counters.c.hall == sa.bindparam("of_hall"))
    return moved.values(seq=counters.c.seq + sa.bindparam("more")).returning(counters.c.seq, counters.c.head)


@cache
def _head_moved() -> sa.Update:
    return sa.update(counters).where(counters.c.hall == sa.bindparam("of_hall")).values(head=sa.bindparam("new_head"))
