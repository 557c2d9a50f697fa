"""The hall at any moment: counted a second time by folding everything anew for each."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import ClerkId, DeviceId, QueueId, TicketId, WindowId
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.calling import in_order
from deskapp.rules.line_terms import NORMAL
from deskapp.rules.replay import Frame, Happened, Replay, every, frames
from deskapp.rules.ticket import ENDED, WITH_SOMEBODY, Ticket, TicketFact, TicketState
from deskapp.rules.window import WindowFact, WindowState

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
A, B = QueueId("A"), QueueId("B")
W3, W5 = WindowId("3"), WindowId("5")
T1, T2 = TicketId("t1"), TicketId("t2")


def at(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def issued(ticket: TicketId, minutes: float, queue: QueueId = A, wait: float = 30) -> Happened:
    fact = tickets.Issued(f"{queue}001", queue, NORMAL, at(minutes), at(minutes + wait))
    return Happened(at(minutes), ticket, fact)


def of(one: TicketId | WindowId, *steps: tuple[float, TicketFact | WindowFact]) -> list[Happened]:
    return [Happened(at(minutes), one, fact) for minutes, fact in steps]


MORNING = [
    *of(W3, (-60, windows.WindowDefined(windows.WindowKind.INTAKE, (A,)))),
    *of(W3, (0, windows.WindowOpened(ClerkId("clerk3"), DeviceId("D1"))), (50, windows.WindowClosed())),
    issued(T1, 5), issued(T2, 6, wait=0),
    *of(T2, (10, tickets.Called(W3)), (11, tickets.Arrived(W3)), (20, tickets.Held(W3, at(30)))),
    *of(T1, (20, tickets.Called(W3)), (25, tickets.Finished(W3))),
]  # fmt: skip


def seen(frame: Frame) -> tuple[dict[str, list[str]], dict[str, list[str]], dict[str, str]]:
    return (
        {queue: [ticket.id for ticket in line] for queue, line in frame.waiting.items()},
        {window: sorted(f"{t.id} {t.state}" for t in has) for window, has in frame.with_window.items()},
        {name: window.state.value for name, window in frame.windows.items()},
    )


@pytest.mark.parametrize(
    ("minutes", "waiting", "with_window", "window"),
    [
        (-1, {}, {}, "closed"),
        (0, {}, {}, "open"),
        (5, {"A": ["t1"]}, {}, "open"),
        (9.9, {"A": ["t2", "t1"]}, {}, "open"),
        (10, {"A": ["t1"]}, {"3": ["t2 called"]}, "open"),
        (19, {"A": ["t1"]}, {"3": ["t2 serving"]}, "open"),
        (21, {}, {"3": ["t1 called", "t2 held"]}, "open"),
        (60, {}, {"3": ["t2 held"]}, "closed"),
    ],
)
def test_a_morning_at_any_moment(
    minutes: float, waiting: dict[str, list[str]], with_window: dict[str, list[str]], window: str
) -> None:
    (frame,) = frames(MORNING, [at(minutes)])
    assert seen(frame) == (waiting, with_window, {"3": window})


def test_somebody_whom_two_windows_called_is_with_both() -> None:
    both = [issued(T1, 0), *of(T1, (1, tickets.Called(W3)), (2, tickets.Called(W5, offline=True)))]
    (frame,) = frames(both, [at(3)])
    assert {window: [t.id for t in has] for window, has in frame.with_window.items()} == {W3: [T1], W5: [T1]}


def test_a_step_dated_before_the_one_before_it_happened_no_earlier() -> None:
    back = [issued(T1, 10), *of(T1, (2, tickets.Called(W3)), (12, tickets.Finished(W3)))]
    before, between, after = frames(back, [at(9), at(10), at(12)])
    assert (before.waiting, before.with_window) == ({}, {})
    assert [ticket.state for ticket in between.with_window[W3]] == [TicketState.CALLED]
    assert after.ended[TicketState.FINISHED] == 1


def test_a_replay_goes_forward_only() -> None:
    with pytest.raises(ValueError, match="forward"):
        list(frames(MORNING, [at(5), at(4)]))
    with pytest.raises(ValueError, match="forward"):
        list(every(timedelta(0), at(0), at(1)))


@pytest.mark.parametrize(
    ("step", "last", "moments"), [(10, 30, [0, 10, 20, 30]), (10, 25, [0, 10, 20, 25]), (60, 25, [0, 25]), (5, 0, [0])]
)
def test_moments_lie_so_far_apart_and_end_with_the_last(step: float, last: float, moments: list[float]) -> None:
    assert list(every(timedelta(minutes=step), at(0), at(last))) == [at(one) for one in moments]


FACTS: list[TicketFact] = [
    tickets.Called(W3), tickets.Called(W5), tickets.Called(W5, offline=True), tickets.Arrived(W3),
    tickets.Held(W3, NOW), tickets.TakenUp(W3), tickets.Finished(W3), tickets.Finished(W5), tickets.NoShow(W3),
    tickets.CallUndone(W3), tickets.BackInLine(at(40)), tickets.Transferred(B), tickets.Transferred(A, "", W5),
    tickets.Cancelled(), tickets.CarriedOver(date(2026, 11, 24)), tickets.CalledAgain(W3), tickets.Shown("b", 1),
]  # fmt: skip
WINDOW_FACTS: list[WindowFact] = [
    windows.WindowDefined(windows.WindowKind.INTAKE, (A, B)), windows.WindowOpened(ClerkId("c"), DeviceId("D")),
    windows.WindowPaused(), windows.WindowResumed(), windows.WindowClosed(), windows.QueuesChanged((B,)),
]  # fmt: skip
some_steps = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["t1", "t2", "t3"]), st.sampled_from(FACTS)))
window_steps = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["3", "5"]), st.sampled_from(WINDOW_FACTS)))
some_moments = st.lists(st.integers(-9, 70), max_size=8).map(sorted)


@given(some_steps, window_steps, st.permutations(["t1", "t2", "t3"]), some_moments)
def test_every_frame_is_what_a_count_from_the_beginning_finds(
    steps: list[tuple[int, str, TicketFact]],
    of_windows: list[tuple[int, str, WindowFact]],
    order: list[str],
    moments: list[int],
) -> None:
    told = [issued(TicketId(name), number, wait=30 - number) for number, name in enumerate(order)]
    told += [Happened(at(minutes), TicketId(name), fact) for minutes, name, fact in steps]
    told += [*of(W3, (-9, WINDOW_FACTS[0])), *of(W5, (-9, WINDOW_FACTS[0]))]
    told += [Happened(at(minutes), WindowId(name), fact) for minutes, name, fact in of_windows]
    for minutes, frame in zip(moments, frames(told, [at(one) for one in moments]), strict=True):
        alive = [_folded(told, TicketId(name), at(minutes)) for name in order]
        assert frame.waiting == {q: tuple(line) for q in (A, B) if (line := in_order(alive, [q]))}
        counted = Counter(t.state for t in alive if t.state in ENDED)
        assert frame.ended == {state: counted[state] for state in ENDED}
        with_windows = Counter(w for t in alive if t.state in WITH_SOMEBODY for w in {t.window, *t.also_called_by})
        assert {w: len(has) for w, has in frame.with_window.items()} == dict(with_windows)
        waits, has = sum(map(len, frame.waiting.values())), {t.id for h in frame.with_window.values() for t in h}
        assert waits + len(has) + sum(counted.values()) == sum(t.state is not None for t in alive)
        for name in ("3", "5"):
            is_open = frame.windows[WindowId(name)].state is not WindowState.CLOSED
            assert is_open == _open_by_a_naive_look(of_windows, name, minutes)


def _folded(told: list[Happened], ticket: TicketId, moment: datetime) -> Ticket:
    """The ticket by all that was heard of it, up to the first thing that is dated later."""
    state = Ticket(ticket)
    for step in (step for step in told if step.of == ticket):
        if step.at > moment:
            break
        assert not isinstance(step.fact, WindowFact)
        state = tickets.fold(state, step.fact)
    return state


def _open_by_a_naive_look(steps: list[tuple[int, str, WindowFact]], name: str, minutes: int) -> bool:
    """Open from its opening to its closing."""
    is_open = False
    for when, of_window, fact in steps:
        if of_window == name and when > minutes:
            break
        if of_window == name and isinstance(fact, windows.WindowOpened | windows.WindowClosed):
            is_open = isinstance(fact, windows.WindowOpened)
    return is_open


def test_a_day_is_gone_through_in_any_order_and_shows_the_same() -> None:
    """Forwards, back, over thousands of steps: always what the walk from the beginning shows."""
    chance = random.Random(4)
    happened = []
    for number in range(700):
        at = NOW + timedelta(seconds=number * 7)
        ticket = TicketId(f"t{number:04}")
        happened.append(
            Happened(at, ticket, tickets.Issued(f"A{number:03}", A, NORMAL, at, at + timedelta(minutes=30)))
        )
        if number % 3:
            called = at + timedelta(seconds=chance.randint(1, 900))
            happened.append(Happened(called, ticket, tickets.Called(W3)))
            happened.append(Happened(called + timedelta(seconds=chance.randint(1, 200)), ticket, tickets.Finished(W3)))
    day = Replay(happened)
    moments = [NOW + timedelta(seconds=chance.randint(-60, 7000)) for _ in range(60)]
    walked = {frame.at: frame for frame in frames(happened, sorted(moments))}
    for moment in moments:
        assert day.at(moment) == walked[moment]


def test_what_happens_next_and_what_did_before() -> None:
    one, two = NOW, NOW + timedelta(minutes=1)
    ticket = TicketId("t")
    day = Replay(
        [Happened(one, ticket, tickets.Issued("A001", A, NORMAL, one, two)), Happened(two, ticket, tickets.Called(W3))]
    )
    assert (day.next_after(one), day.next_after(two)) == (two, None)
    assert (day.last_before(two), day.last_before(one)) == (one, None)
    assert day.next_after(one - timedelta(days=1)) == one
