"""Who is called next, against the plainest way to say it: the first who is due, of those this window may have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.ids import QueueId, TicketId, WindowId, new_id
from deskapp.journal.calling import CallAsk, at_window, in_hand, take_next
from deskapp.journal.journal import Journal
from deskapp.rules import ticket as tickets
from deskapp.rules.ticket import Ticket
from tests.builders import CLERK, MORNING

QUEUES = tuple(QueueId(letter) for letter in "ABC")
WINDOWS = tuple(WindowId(name) for name in "1234")
_SERIAL = count(1)  # no number is given twice, in whatever example
NOBODY: frozenset[WindowId] = frozenset()


@dataclass(frozen=True)
class Person:
    """Somebody in the line. `left_to`: the windows with a cut line to which they are left."""

    queue: QueueId
    due: int  # minutes
    sent_to: WindowId | None = None
    left_to: frozenset[WindowId] = NOBODY
    waits: bool = True


PEOPLE = st.lists(
    st.builds(
        Person,
        queue=st.sampled_from(QUEUES),
        due=st.integers(0, 30),
        sent_to=st.sampled_from([None, None, None, *WINDOWS]),
        left_to=st.sampled_from([NOBODY, NOBODY, NOBODY, frozenset(WINDOWS[:1]), frozenset(WINDOWS[:2])]),
        waits=st.sampled_from([True, True, True, False]),
    ),
    max_size=14,
)
TURNS = st.lists(st.frozensets(st.sampled_from(QUEUES), min_size=1), min_size=1, max_size=3).map(tuple)
ASK = st.builds(CallAsk, window=st.sampled_from(WINDOWS), turns=TURNS)
ASKS = st.lists(ASK, min_size=1, max_size=6, unique_by=lambda ask: ask.window)


def line_up(kept: Journal, people: Sequence[Person]) -> dict[TicketId, Person]:
    """Everybody with a ticket. Who does not wait was called already, and came."""
    made: dict[TicketId, Person] = {}
    with kept.writing() as facts:
        for person in people:
            ticket = TicketId(new_id())
            due = MORNING + timedelta(minutes=person.due)
            number = f"{person.queue}{next(_SERIAL):05d}"
            facts.add(CLERK, tickets.Issued(number, person.queue, "normal", MORNING, due), of=ticket)
            if person.sent_to is not None:
                facts.add(CLERK, tickets.Transferred(person.queue, "", person.sent_to), of=ticket)
            if not person.waits:
                facts.add(CLERK, tickets.Called(WindowId("9")), of=ticket)
            made[ticket] = person
    return made


def may_have(window: WindowId, queues: frozenset[QueueId], person: Person) -> bool:
    """Whether a window may call somebody at all."""
    sent_here = person.sent_to == window or (person.sent_to is None and person.queue in queues)
    return sent_here and person.left_to <= {window}


def expected(line: dict[TicketId, Person], asks: Sequence[CallAsk]) -> list[TicketId | None]:
    """Each ask in its turn takes the first by due time whom it may have, from its first queues that have anybody."""
    taken: set[TicketId] = set()
    answers: list[TicketId | None] = []
    in_order = sorted(line, key=lambda ticket: (line[ticket].due, ticket))
    for ask in asks:
        found = None
        for queues in ask.turns:
            mine = (
                ticket
                for ticket in in_order
                if ticket not in taken and line[ticket].waits and may_have(ask.window, queues, line[ticket])
            )
            found = next(mine, None)
            if found is not None:
                break
        if found is not None:
            taken.add(found)
        answers.append(found)
    return answers


@given(PEOPLE, ASKS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everybody_is_called_as_the_rule_says(kept: Journal, people: list[Person], asks: list[CallAsk]) -> None:
    with kept.writing() as facts:  # whoever an earlier example left in the line goes home
        for _, left in list(_everybody(kept)):
            facts.add(CLERK, tickets.Cancelled(), of=left)
    line = line_up(kept, people)

    def left_to(ticket: Ticket) -> frozenset[WindowId]:
        return line[ticket.id].left_to

    with kept.writing() as facts:
        assert take_next(facts, asks, left_to) == expected(line, asks)


def _everybody(kept: Journal) -> list[tuple[str, TicketId]]:
    import sqlalchemy as sa

    from db.tables import tickets as table

    with kept.reading() as reading:
        question = sa.select(table.c.number, table.c.ticket_id).where(table.c.state.in_(["waiting", "called"]))
        return [(row.number, TicketId(row.ticket_id)) for row in reading.connection.execute(question)]


def nobody(_: Ticket) -> frozenset[WindowId]:
    return NOBODY


def ask(window: str = "1", *queues: str) -> CallAsk:
    return CallAsk(WindowId(window), (frozenset(QueueId(queue) for queue in queues or ("A",)),))


def test_nobody_waits_for_a_window_without_queues(kept: Journal) -> None:
    line_up(kept, [Person(QUEUES[0], 1)])
    with kept.writing() as facts:
        assert take_next(facts, [CallAsk(WINDOWS[0], ())], nobody) == [None]
        assert take_next(facts, [], nobody) == []


def test_who_was_sent_to_a_window_is_called_by_it_though_it_serves_another_queue(kept: Journal) -> None:
    line = line_up(kept, [Person(QUEUES[1], 1, sent_to=WINDOWS[0])])
    with kept.writing() as facts:
        assert take_next(facts, [CallAsk(WINDOWS[0], ()), ask("2", "B")], nobody) == [next(iter(line)), None]


def test_a_hundred_windows_get_a_hundred_people_in_their_order(kept: Journal) -> None:
    line = line_up(kept, [Person(QUEUES[0], place) for place in range(105)])
    asks = [ask(str(window)) for window in range(110)]
    with kept.writing() as facts:
        called = take_next(facts, asks, nobody)
    assert called == [*line, *[None] * 5]


def test_one_person_in_two_lines_is_called_once(kept: Journal) -> None:
    first, second = TicketId(new_id()), TicketId(new_id())
    with kept.writing() as facts:
        due = MORNING + timedelta(minutes=30)
        facts.add(CLERK, tickets.Issued("A001", QUEUES[0], "normal", MORNING, due), of=first)
        facts.add(CLERK, tickets.Joined(), of=first)
        facts.add(CLERK, tickets.Issued("B001", QUEUES[1], "normal", MORNING, due, visit=first), of=second)
    with kept.writing() as facts:
        assert take_next(facts, [ask("1", "A"), ask("2", "B")], nobody) == [first, None]
        facts.add(CLERK, tickets.Called(WINDOWS[0]), of=first)
    with kept.writing() as facts:
        assert take_next(facts, [ask("2", "B")], nobody) == [None], "they sit at window 1"
        assert at_window(facts, facts.ticket(second)) == WINDOWS[0]
        assert at_window(facts, facts.ticket(first)) is None
        facts.add(CLERK, tickets.Finished(WINDOWS[0]), of=first)
    with kept.writing() as facts:
        assert take_next(facts, [ask("2", "B")], nobody) == [second]


@pytest.mark.parametrize(
    ("told", "has_it"),
    [
        ([tickets.Called(WINDOWS[0])], True),
        ([tickets.Called(WINDOWS[0]), tickets.Arrived(WINDOWS[0])], True),
        ([tickets.Called(WINDOWS[0]), tickets.CallUndone(WINDOWS[0])], False),
        ([tickets.Called(WINDOWS[0]), tickets.Held(WINDOWS[0], MORNING)], False),
        ([tickets.Called(WINDOWS[0]), tickets.Finished(WINDOWS[0])], False),
        ([tickets.Called(WINDOWS[1])], False),
        ([], False),
    ],
    ids=["called", "served", "put back", "held", "finished", "another's", "waits"],
)
def test_a_window_has_in_hand_whom_it_called_and_not_yet_ended(
    kept: Journal, told: Sequence[tickets.TicketFact], has_it: bool
) -> None:
    (ticket,) = line_up(kept, [Person(QUEUES[0], 1)])
    with kept.writing() as facts:
        for fact in told:
            facts.add(CLERK, fact, of=ticket)
    with kept.writing() as facts:
        hand = in_hand(facts, [WINDOWS[0], WINDOWS[2]])
    assert {window: [held.id for held in has] for window, has in hand.items()} == (
        {WINDOWS[0]: [ticket]} if has_it else {}
    )


def test_what_was_ended_in_this_very_transaction_is_in_nobodys_hand(kept: Journal) -> None:
    (ticket,) = line_up(kept, [Person(QUEUES[0], 1)])
    with kept.writing() as facts:
        facts.add(CLERK, tickets.Called(WINDOWS[0]), of=ticket)
    with kept.writing() as facts:
        facts.add(CLERK, tickets.Finished(WINDOWS[0]), of=ticket)
        assert in_hand(facts, [WINDOWS[0]]) == {}
