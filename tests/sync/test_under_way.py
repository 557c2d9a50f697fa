"""Several pages on their way at once: how many, in which order, and what one that fails does to the others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.protocol.messages import Upload
from deskapp.sync.under_way import AT_ONCE, under_way

_PATIENCE = 10.0  # seconds; nobody waits so long unless it is wrong


def page(number: int) -> Upload:
    return Upload(
        digest=PageDigest(f"{number:064x}"), size=1, read_from=lambda _: iter(()), location=None, located=lambda _: None
    )


def number(sent: Upload) -> int:
    return int(sent.digest, 16)


@dataclass
class Road:
    """Remembers what is on it. `act` says what happens to a page on its way."""

    act: Callable[[int], None] = lambda _: None
    begun: list[int] = field(default_factory=list)
    most: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, sent: Upload) -> None:
        with self._lock:
            self.begun.append(number(sent))
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            self.act(number(sent))
        finally:
            with self._lock:
                self._now -= 1


def fails_at(which: int, failure: BaseException) -> Callable[[int], None]:
    def act(asked: int) -> None:
        if asked == which:
            raise failure

    return act


def meeting(many: int) -> Callable[[int], None]:
    """Nobody goes on before so many are there."""
    together = threading.Barrier(many)

    def act(_: int) -> None:
        together.wait(_PATIENCE)

    return act


def slowly() -> None:
    """As a page goes on a slow line: nothing comes that could be waited for."""
    threading.Event().wait(0.1)


def test_no_page_needs_nothing() -> None:
    assert under_way(Road().send, []) == {}


def test_every_page_goes_once() -> None:
    road = Road()

    failed = under_way(road.send, [page(n) for n in range(25)])

    assert failed == {}
    assert sorted(road.begun) == list(range(25))


def test_as_many_at_once_as_are_said_and_no_more() -> None:
    road = Road(meeting(AT_ONCE))

    under_way(road.send, [page(n) for n in range(3 * AT_ONCE)])

    assert road.most == AT_ONCE


def test_pages_are_begun_in_their_order() -> None:
    """Who needs a page most has it sent first."""
    road = Road(meeting(AT_ONCE))

    under_way(road.send, [page(n) for n in range(5 * AT_ONCE)])

    for first in range(0, 5 * AT_ONCE, AT_ONCE):
        assert sorted(road.begun[first : first + AT_ONCE]) == list(range(first, first + AT_ONCE))


@pytest.mark.parametrize(
    "failure",
    [Refusal("page.digest_differs"), ContentTrouble("page.damaged"), StoreTrouble("page.no_room")],
    ids=lambda failure: failure.code,
)
@pytest.mark.parametrize("pages", [1, 2, 12])
def test_a_page_that_cannot_go_alone_holds_up_no_other(pages: int, failure: Failure) -> None:
    road = Road(fails_at(0, failure))

    failed = under_way(road.send, [page(n) for n in range(pages)])

    assert failed == {page(0).digest: failure}
    assert sorted(road.begun) == list(range(pages))


def test_each_page_has_its_own_reason() -> None:
    def act(asked: int) -> None:
        if asked % 2:
            raise Refusal("page.digest_differs", number=asked)

    failed = under_way(Road(act).send, [page(n) for n in range(9)])

    assert {int(digest, 16): failure.values["number"] for digest, failure in failed.items()} == {1: 1, 3: 3, 5: 5, 7: 7}


@pytest.mark.parametrize("pages", [1, 2, 60])
def test_a_cut_line_is_told(pages: int) -> None:
    road = Road(fails_at(0, LineTrouble("line.no_centre")))

    with pytest.raises(LineTrouble) as trouble:
        under_way(road.send, [page(n) for n in range(pages)])

    assert trouble.value.code == "line.no_centre"


def test_nothing_is_begun_on_a_cut_line() -> None:
    def act(asked: int) -> None:
        if asked == 0:
            raise LineTrouble("line.no_centre")
        slowly()

    road = Road(act)

    with pytest.raises(LineTrouble):
        under_way(road.send, [page(n) for n in range(60)])

    assert len(road.begun) < 60


def test_what_is_on_its_way_ends_before_the_cut_line_is_told() -> None:
    """Nobody writes to the journal after the round that began it has ended."""
    ended = threading.Event()
    other_begun = threading.Event()

    def act(asked: int) -> None:
        if asked == 0:
            other_begun.wait(_PATIENCE)
            raise LineTrouble("line.no_centre")
        other_begun.set()
        slowly()
        ended.set()

    with pytest.raises(LineTrouble):
        under_way(Road(act).send, [page(0), page(1)])

    assert ended.is_set()


def test_the_first_cut_in_the_row_is_the_one_that_is_told() -> None:
    together = threading.Barrier(2)

    def act(asked: int) -> None:
        together.wait(_PATIENCE)
        raise LineTrouble("line.no_centre", page=asked)

    with pytest.raises(LineTrouble) as trouble:
        under_way(Road(act).send, [page(0), page(1)])

    assert trouble.value.values == {"page": 0}


def test_a_fault_of_our_own_is_not_taken_for_a_page_that_cannot_go() -> None:
    with pytest.raises(ZeroDivisionError):
        under_way(Road(fails_at(1, ZeroDivisionError())).send, [page(n) for n in range(6)])


def test_no_thread_is_left_behind() -> None:
    before = set(threading.enumerate())

    under_way(Road().send, [page(n) for n in range(12)])
    with pytest.raises(LineTrouble):
        under_way(Road(fails_at(3, LineTrouble("line.no_centre"))).send, [page(n) for n in range(12)])

    assert set(threading.enumerate()) <= before
