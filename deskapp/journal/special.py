"""Events that are not folded into a state but remembered in a table of their own."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import catalogs, events
from deskapp.failures import Failure
from deskapp.ids import EventId
from deskapp.journal.kinds import SPECIAL_GIVEN_UP, Fact, from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.journal.rows import Row, insert_absent
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.rules.case import StepsGivenUp
from deskapp.rules.happening import CatalogPublished


def remember(connection: sa.Connection, event: Event) -> None:
    """Write what such an event says where it is looked for. An event that cannot be read is left to `verify`."""
    if event.kind == SPECIAL_GIVEN_UP:
        fact = _read(event)
        if isinstance(fact, StepsGivenUp):
            _settle(connection, event, fact, settled=True)
    elif event.kind == "catalog.published":
        row = catalog_row(event)
        if row is not None:
            insert_absent(connection, catalogs, [row])  # a version that was published is never changed


def catalog_row(event: Event) -> Row | None:
    """A published catalogue as a row of `catalogs`."""
    fact = _read(event)
    if not isinstance(fact, CatalogPublished):
        return None
    return {
        "hall": event.hall,
        "version": fact.version,
        "valid_from": fact.valid_from,
        "body": canonical(fact.catalog).decode(),
    }


def _read(event: Event) -> Fact | None:
    try:
        return from_payload(event.kind, event.schema, event.payload, unread)
    except Failure:
        return None


def not_given_up(reading: Reading, event_id: EventId) -> None:
    """A giving up was itself rejected: what it named is to be settled still, unless another gave it up as well."""
    event = reading.event(event_id)
    if event is None:
        return
    fact = _read(event)
    if isinstance(fact, StepsGivenUp):
        _settle(reading.connection, event, fact, settled=False)
        for other in reading.events_of(event.stream_id):
            if other.kind == event.kind:
                remember(reading.connection, other)


def _settle(connection: sa.Connection, event: Event, fact: StepsGivenUp, *, settled: bool) -> None:
    """Of a desk's own steps only: nobody gives up what others did."""
    connection.execute(
        sa.update(events)
        .where(events.c.hall == event.hall, events.c.id.in_(fact.steps), events.c.stream_id == event.stream_id)
        .where(events.c.device == event.device)
        .values(settled=settled)
    )
