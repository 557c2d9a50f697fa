"""Events that are not folded into a state but remembered in a table of their own."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import catalogs, events
from deskapp.failures import Failure
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.rows import upsert
from deskapp.protocol.json import canonical
from deskapp.protocol.messages import Event
from deskapp.rules.case import StepsGivenUp
from deskapp.rules.happening import CatalogPublished

_SPECIAL = frozenset({"catalog.published", "case.steps_given_up"})


def remember(connection: sa.Connection, event: Event) -> None:
    """Write what such an event says where it is looked for. An event that cannot be read is left to `verify`."""
    if event.kind not in _SPECIAL:
        return
    try:
        fact = from_payload(event.kind, event.schema, event.payload, unread)
    except Failure:
        return
    if isinstance(fact, CatalogPublished):
        row = {
            "hall": event.hall,
            "version": fact.version,
            "valid_from": fact.valid_from,
            "body": canonical(fact.catalog).decode(),
        }
        upsert(connection, catalogs, [row])
    elif isinstance(fact, StepsGivenUp):
        connection.execute(
            sa.update(events)
            .where(events.c.hall == event.hall, events.c.id.in_(fact.steps), events.c.stream_id == event.stream_id)
            .values(settled=True)
        )
