"""Everything that one line of typing finds, each sort by its own query, in one view of the journal.

A further sort (the bundles of themes) joins here: one more field of `FindSheet`, filled in `find`, and one group of
rows in `ui.clerk.find_rows`.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.failures import Refusal
from deskapp.journal.reading import Reading
from deskapp.protocol.door import FoundTicket
from deskapp.queries import catalogs, found, found_people, ticket_story
from deskapp.queries.found import FoundCase
from deskapp.queries.found_people import FoundPerson
from deskapp.rules import finding

_TICKETS, _ITEMS = 5, 8


@dataclass(frozen=True, slots=True)
class FindSheet:
    """What was found, each sort best first. `more`: more cases were found than are shown."""

    words: str
    people: tuple[FoundPerson, ...] = ()
    cases: tuple[FoundCase, ...] = ()
    more: bool = False
    tickets: tuple[FoundTicket, ...] = ()
    items: tuple[finding.Found, ...] = ()


def find(reading: Reading, words: str) -> FindSheet:
    """Find it all. Words that say nothing find nothing."""
    today = reading.terms.clock.today()
    ranked = found.ranked(reading, words, today)
    return FindSheet(
        words=words,
        people=found_people.found_people(reading, ranked, words),
        cases=found.listed(reading, ranked[: found.SHOWN]),
        more=len(ranked) > found.SHOWN,
        tickets=ticket_story.found_tickets(reading, words, today)[:_TICKETS] if words.isprintable() else (),
        items=_items(reading, words),
    )


def _items(reading: Reading, words: str) -> tuple[finding.Found, ...]:
    try:
        index = catalogs.index_in_force(reading, reading.terms.clock.today())
    except Refusal:
        return ()  # before the first round there is no catalogue
    return finding.find(index, words, _ITEMS)
