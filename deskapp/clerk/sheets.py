"""The sheets that the screens ask for, read in one view of the journal each."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, TicketId
from deskapp.journal.reading import Reading
from deskapp.protocol.door import FoundTicket, TicketStory
from deskapp.queries import (
    call_sheet,
    case_sheet,
    catalogs,
    citizen_sheet,
    found,
    found_all,
    found_people,
    line_sheet,
    ticket_story,
    watch_list,
    window_line,
    window_told,
)
from deskapp.queries.came_before import case_numbered
from deskapp.queries.work import cases_left_open
from deskapp.queries.working_days import working_days
from deskapp.rules import barcode, finding


def case(desk: Desk, case_id: CaseId, *, alone: bool = False) -> case_sheet.CaseSheet:
    """The case in hand; one of a bundle with the others as one, unless `alone`."""
    with desk.journal.reading() as reading:
        return case_sheet.case_sheet(reading, case_id, desk.clerk.roles, desk.facts, alone=alone)


def citizen(desk: Desk, case_id: CaseId) -> citizen_sheet.CitizenSheet:
    """The case in hand, for the person it is about."""
    with desk.journal.reading() as reading:
        return citizen_sheet.citizen_sheet(reading, case_id)


def call(desk: Desk) -> call_sheet.CallSheet:
    """The call bar."""
    with desk.journal.reading() as reading:
        return call_sheet.call_sheet(reading, desk.clerk.window, desk.clock.today(), _item_names(desk, reading))


def line(desk: Desk) -> line_sheet.LineSheet:
    """The line lamp and the outbox."""
    with desk.journal.reading() as reading:
        return line_sheet.line_sheet(reading, desk.line.link, desk.line.ahead, desk.clerk.id)


def window(desk: Desk) -> window_line.WindowLine:
    """Everybody this window may call or take up."""
    with desk.journal.reading() as reading:
        return window_line.window_line(reading, desk.clerk.window, _item_names(desk, reading))


def places(desk: Desk) -> window_line.Places:
    """Where somebody may be sent from here, or get a ticket for. Refusal `catalog.none`."""
    with desk.journal.reading() as reading:
        return window_line.places(reading, desk.clerk.window, desk.clock.today())


def told(desk: Desk) -> window_told.WindowTold | None:
    """What others said of this window since it was opened."""
    with desk.journal.reading() as reading:
        return window_told.window_told(reading, desk.clerk.window, desk.clerk.id)


def find_items(desk: Desk, words: str) -> tuple[finding.Found, ...]:
    """Items, themes and cancelled proofs by name, initials, code or everyday word."""
    with desk.journal.reading() as reading:
        return finding.find(catalogs.index_in_force(reading, desk.clock.today()), words)


def find_cases(desk: Desk, words: str) -> tuple[found.FoundCase, ...]:
    """Cases by a number or its end, an ID number, a name or part of it, a telephone number, or a ticket of today."""
    with desk.journal.reading() as reading:
        return found.found_cases(reading, words)


def scanned_case(desk: Desk, seen: barcode.Scanned) -> CaseId | None:
    """The case that a paper is about; None when it never came here. A ticket and a booking are about none."""
    with desk.journal.reading() as reading:
        if isinstance(seen, barcode.ScannedReceipt):
            return case_numbered(reading, seen.number)
        if isinstance(seen, barcode.ScannedTrack):
            return found.case_of_track(reading, seen.code)
        if isinstance(seen, (barcode.ScannedNotice, barcode.ScannedSeparator)):
            return seen.case if reading.case(seen.case).state is not None else None
    return None


def find(desk: Desk, words: str) -> found_all.FindSheet:
    """Everything that words find: people, cases, tickets, items, themes and cancelled proofs."""
    with desk.journal.reading() as reading:
        return found_all.find(reading, words)


def get_ready_to_find(desk: Desk) -> None:
    """Load what finding needs, before anybody waits for it: the readings of characters, today's items."""
    with desk.journal.reading() as reading:
        found_all.find(reading, "wxy")


def person(desk: Desk, case_id: CaseId, *, as_agent: bool) -> found_people.PersonSheet:
    """The cases of the applicant of a case together, or of who came for them. Refusal `case.erased`."""
    with desk.journal.reading() as reading:
        return found_people.person_sheet(reading, case_id, as_agent=as_agent)


def find_tickets(desk: Desk, words: str) -> tuple[FoundTicket, ...]:
    """Tickets by the beginning of their number, or by their barcode."""
    with desk.journal.reading() as reading:
        return ticket_story.found_tickets(reading, words, desk.clock.today())


def story(desk: Desk, ticket: TicketId) -> TicketStory:
    """Where a ticket stands, and what became of it. Refusal `ticket.unknown`."""
    with desk.journal.reading() as reading:
        return ticket_story.story(reading, ticket)


def cases_to_continue(desk: Desk, id_number: str) -> tuple[found.FoundCase, ...]:
    """What waits for the person of this number: filed and not looked at, to be completed, to be handed out."""
    with desk.journal.reading() as reading:
        return found.cases_to_continue(reading, id_number.strip().upper())


def watched(desk: Desk) -> tuple[watch_list.WatchLine, ...]:
    """What of this window's own is late or nearly so."""
    with desk.journal.reading() as reading:
        share = desk.facts.yellow_share
        return watch_list.watch_list(reading, desk.clock.now(), working_days(reading), share, window=desk.clerk.window)


def current_case(desk: Desk) -> CaseId | None:
    """The case in hand: after a crash it is the one that was on the screen."""
    with desk.journal.reading() as reading:
        sheet = call_sheet.call_sheet(reading, desk.clerk.window, desk.clock.today(), {})
        if sheet.ticket is not None:
            return sheet.case
        return next(iter(cases_left_open(reading, desk.clerk.id)), None)


def _item_names(desk: Desk, reading: Reading) -> dict[ItemCode, str]:
    try:
        catalog = catalogs.in_force(reading, desk.clock.today())
    except Refusal:
        return {}  # before the first round nothing has a name
    return {
        **{ItemCode(code): theme.name for code, theme in catalog.themes.items()},
        **{code: item.name for code, item in catalog.items.items()},
    }
