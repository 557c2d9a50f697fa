"""Events and what is true of streams, as rows of the tables and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from db.tables import bookings, cases, events, tickets, windows
from deskapp.clock import office_day
from deskapp.ids import ClerkId, DeviceId, EventId, HallId, WindowId
from deskapp.journal.chain import moment_of, moment_text
from deskapp.journal.kinds import BOOKING, CASE, TICKET, WINDOW
from deskapp.journal.streams import Standing
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.rules.booking import NO_MOMENT, Booking, BookingState
from deskapp.rules.case import Case, lifted_answers
from deskapp.rules.case_clock import watch_day
from deskapp.rules.case_state import State
from deskapp.rules.ticket import Ticket, TicketState
from deskapp.rules.window import Window

Row = dict[str, Any]

EVENT_COLUMNS = (
    events.c.id, events.c.hall, events.c.stream, events.c.stream_id, events.c.version, events.c.kind, events.c.schema,
    events.c.payload, events.c.actor, events.c.device, events.c.epoch, events.c.device_seq, events.c.occurred_at,
    events.c.prev, events.c.digest, events.c.seq, events.c.received_at,
)  # fmt: skip


def event_row(event: Event, *, verdict: str, reason: str | None = None) -> Row:
    """An event as a row of `events`."""
    return {
        "hall": event.hall, "id": event.id, "stream": event.stream, "stream_id": event.stream_id,
        "version": event.version, "kind": event.kind, "schema": event.schema,
        "payload": canonical(event.payload).decode(), "actor": event.actor, "device": event.device,
        "epoch": event.epoch, "device_seq": event.device_seq, "occurred_at": event.occurred_at, "prev": event.prev,
        "digest": event.digest, "seq": event.seq, "received_at": event.received_at, "verdict": verdict,
        "reason": reason,
    }  # fmt: skip


def event_of(row: Any) -> Event:
    """A row that was selected by EVENT_COLUMNS, as an event."""
    return Event(
        id=EventId(row[0]), hall=HallId(row[1]), stream=row[2], stream_id=row[3], version=row[4], kind=row[5],
        schema=row[6], payload=msgspec.json.decode(row[7]), actor=ClerkId(row[8]), device=DeviceId(row[9]),
        epoch=row[10], device_seq=row[11], occurred_at=row[12], prev=row[13], digest=row[14], seq=row[15],
        received_at=row[16],
    )  # fmt: skip


_CASE = msgspec.json.Decoder(Case)
_TICKET = msgspec.json.Decoder(Ticket)
_WINDOW = msgspec.json.Decoder(Window)
_BOOKING = msgspec.json.Decoder(Booking)


def _case_of(body: str) -> Case:
    """A case as it was kept, also by a program that knew answers as a list only."""
    try:
        return _CASE.decode(body)
    except msgspec.ValidationError:
        old = msgspec.json.decode(body, type=dict[str, Any])
        return msgspec.convert(old | {"answers": lifted_answers(old.get("answers", []))}, Case)


_DECODERS: Mapping[str, Callable[[str], Any]] = {
    CASE: _case_of, TICKET: _TICKET.decode, WINDOW: _WINDOW.decode, BOOKING: _BOOKING.decode,
}  # fmt: skip

TABLES: Mapping[str, tuple[sa.Table, sa.Column[Any]]] = {
    "case": (cases, cases.c.case_id),
    "ticket": (tickets, tickets.c.ticket_id),
    "window": (windows, windows.c.window),
    "booking": (bookings, bookings.c.booking_id),
}


def standing_of(stream: str, row: Any) -> Standing:
    """A projection's row as what is true."""
    if stream == CASE:
        return Standing(_case_of(row.body), first_at=row.opened_at)
    if stream == TICKET:
        return Standing(_TICKET.decode(row.body), row.issued_at, row.called_at, row.ended_at)
    if stream == BOOKING:
        return Standing(_BOOKING.decode(row.body))
    return Standing(_WINDOW.decode(row.body))


def rewritten(stream: str, row: Row) -> Row:
    """A projection's row as this program would write it: one of an earlier program has fewer fields in its body.

    A body that cannot be read is left as it is.
    """
    with suppress(msgspec.DecodeError):
        state = _DECODERS[stream](row["body"])
        return row | {"body": msgspec.json.encode(state, order="sorted").decode()}
    return row


def projection_row(hall: HallId, standing: Standing) -> Row | None:
    """What is true as a projection's row; None for a stream whose first event was nothing it begins with."""
    state = standing.state
    body = msgspec.json.encode(state, order="sorted").decode()
    if isinstance(state, Case):
        return None if state.state is None else _case_row(hall, state, state.state, standing, body)
    if isinstance(state, Ticket):
        return None if state.state is None else _ticket_row(hall, state, state.state, standing, body)
    if isinstance(state, Booking):
        return None if state.state is None else _booking_row(hall, state, state.state, body)
    return {"hall": hall, "window": state.id, "version": state.version, "state": state.state.value, "body": body}


def _case_row(hall: HallId, case: Case, state: State, standing: Standing, body: str) -> Row:
    number = case.number or case.reserved
    return {
        "hall": hall, "case_id": case.id, "version": case.version, "state": state.value,
        "number": number, "number_from_end": number and number[::-1],
        "day": office_day(moment_of(standing.first_at)), "item": case.item, "window": case.window or "",
        "clerk": case.clerk, "ticket": case.ticket, "track": case.track, "opened_at": standing.first_at,
        "promised_day": case.promised_day, "statutory_day": case.statutory_day, "watch_day": watch_day(case),
        "bundle": case.bundle.id if case.bundle else None, "bundle_number": case.bundle_number or None,
        "bundle_track": case.bundle.track if case.bundle else None, "body": body,
    }  # fmt: skip


def _ticket_row(hall: HallId, ticket: Ticket, state: TicketState, standing: Standing, body: str) -> Row:
    return {
        "hall": hall, "ticket_id": ticket.id, "version": ticket.version, "state": state.value,
        "number": ticket.number, "day": office_day(moment_of(standing.first_at)), "queue": ticket.queue,
        "ticket_class": ticket.ticket_class, "issued_at": standing.first_at, "due_at": due_text(ticket),
        "called_at": standing.called_at, "ended_at": standing.ended_at, "item": ticket.item, "window": ticket.window,
        "line": own_line(ticket.sent_to) if ticket.sent_to else ticket.queue, "visit": ticket.visit,
        "person": ticket.person, "body": body,
    }  # fmt: skip


def _booking_row(hall: HallId, booking: Booking, state: BookingState, body: str) -> Row:
    begins = booking.begins or NO_MOMENT
    return {
        "hall": hall, "booking_id": booking.id, "version": booking.version, "state": state.value,
        "day": office_day(begins), "begins": moment_text(begins), "queue": booking.queue, "code": booking.code,
        "person": booking.person, "body": body,
    }  # fmt: skip


def own_line(window: WindowId) -> str:
    """The line of those who were sent to one window: no queue's letter looks like it."""
    return f"@{window}"


def due_text(ticket: Ticket) -> str:
    """When the ticket is due, in the one width that sorts."""
    return moment_text(ticket.due_at) if ticket.due_at else "9999"


def insert(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Insert rows whose columns JSON can hold."""
    if connection.dialect.name == "postgresql":
        connection.execute(_recordset_insert(table, tuple(rows[0])), {"rows": msgspec.json.encode(rows).decode()})
    else:
        names = tuple(rows[0])
        connection.exec_driver_sql(_plain_insert(table, names), [tuple(row.values()) for row in rows])


@cache
def _plain_insert(table: sa.Table, names: tuple[str, ...]) -> str:
    """The statement as the driver takes it, for values that need no translation."""
    columns = ", ".join(f'"{name}"' for name in names)
    return f"INSERT INTO {table.name} ({columns}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - our own names


def put(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """`upsert` for rows whose columns JSON can hold."""
    if not rows:
        return
    names = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        connection.execute(_recordset_put(table, names), {"rows": msgspec.json.encode(rows).decode()})
        return
    days = [name for name in names if isinstance(table.c[name].type, sa.Date)]
    for row in rows:
        for name in days:
            row[name] = row[name] and row[name].isoformat()  # as the column keeps a day
    connection.exec_driver_sql(_plain_put(table, names), [tuple(row.values()) for row in rows])


@cache
def _plain_put(table: sa.Table, names: tuple[str, ...]) -> str:
    keys = [column.name for column in table.primary_key.columns]
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name not in keys)
    place = ", ".join(f'"{name}"' for name in keys)
    return f"{_plain_insert(table, names)} ON CONFLICT ({place}) DO UPDATE SET {changed}"


@cache
def _recordset_insert(table: sa.Table, names: tuple[str, ...]) -> postgresql.Insert:
    """All rows as one parameter: PostgreSQL reads them from JSON in a fraction of the time it takes to send each."""
    quoted = [table.c[name].name for name in names]
    record = sa.text(f"json_populate_recordset(NULL::{table.name}, CAST(:rows AS json)) AS r")
    columns = [sa.literal_column(f'r."{name}"', table.c[name].type) for name in quoted]
    return postgresql.insert(table).from_select(list(names), sa.select(*columns).select_from(record))


@cache
def _recordset_put(table: sa.Table, names: tuple[str, ...]) -> postgresql.Insert:
    keys = [column.name for column in table.primary_key.columns]
    statement = _recordset_insert(table, names)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


def upsert(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Insert rows, or put them in the place of those with the same primary key."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key.columns]
    build: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = build(table)
    put = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=put), rows)


def insert_absent(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    """Insert rows, those whose primary key is not there yet."""
    build: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    if rows:
        connection.execute(build(table).on_conflict_do_nothing(), rows)
