"""Somebody comes back with what was missing: the paper they were given is their place in the line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, QueueId
from deskapp.journal.people import Principal
from deskapp.journal.reading import Reading
from deskapp.queries import sisters
from deskapp.queries.came_before import case_numbered
from deskapp.rules import access, barcode
from deskapp.rules.access import Permission
from deskapp.rules.case import Case, may_come_back
from deskapp.rules.catalog import Catalog
from deskapp.rules.numbering import as_typed

LONGEST = 64  # characters of a code as it is scanned or typed


@dataclass(frozen=True, slots=True)
class Return:
    """The case that is gone on with, the queue for it, and when the person was due before they were sent away."""

    case: CaseId
    queue: QueueId
    due_at: datetime | None


def read_return(reading: Reading, who: Principal, code: str, catalog: Catalog) -> Return:
    """What a notice's code, or a case number as typed, leads back to.

    Refusal `return.not_a_notice` for what is neither; `case.unknown`; `case.finished` or `case.nothing_to_bring` for a
    case that wants nothing more; `return.at_the_desk` for a case number at a kiosk: a number can be guessed, and would
    take the place of somebody else.
    """
    plain = as_typed(code) if len(code) <= LONGEST else ""
    seen = barcode.read(plain)
    if isinstance(seen, barcode.ScannedNotice):
        found: CaseId | None = seen.case
    elif isinstance(seen, barcode.ScannedReceipt):
        if not access.allows(who.roles, Permission.MOVE_PEOPLE):
            raise Refusal("return.at_the_desk")
        found = case_numbered(reading, seen.number)
    else:
        raise Refusal("return.not_a_notice")
    if found is None:
        raise Refusal("case.unknown")
    case = _that_waits(reading, reading.case(found))
    may_come_back(case)
    return _return(reading, case, catalog)


def _that_waits(reading: Reading, case: Case) -> Case:
    """The case itself, or of its bundle the first for which something may still be brought."""
    for one in (case, *sisters.with_sisters(reading, case)):
        with suppress(Refusal):
            may_come_back(one)
            return one
    return case


def _return(reading: Reading, case: Case, catalog: Catalog) -> Return:
    ticket = None if case.ticket is None else reading.ticket(case.ticket)
    queue = None if ticket is None else ticket.queue
    if queue not in catalog.queues:  # the case was opened without a ticket, or its queue is no more
        item = catalog.items.get(case.item or ItemCode(""))
        theme = None if case.bundle is None else catalog.themes.get(case.bundle.theme)
        queue = theme.queue if theme else item.queue if item is not None else next(iter(catalog.queues))
    return Return(case.id, queue or QueueId(""), None if ticket is None else ticket.due_at)
