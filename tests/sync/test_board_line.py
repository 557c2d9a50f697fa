"""A speaker's line to a real centre, and to what is none."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.failures import Failure, LineTrouble, Refusal
from deskapp.ids import TicketId
from deskapp.protocol.board import CallBoard, SpokenWords
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.ticket import Spoken
from deskapp.sync.board_line import HttpBoardLine
from tests.clerk.office import FrozenClock
from tests.fakes.streams import HEAD, chunk, goes, serving, stays
from tests.server.hall import Hall, open_hall
from tests.waiting import eventually


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


def facts(hall: Hall, ticket: str) -> list[object]:
    with hall.parts.journal.reading() as reading:
        return [moment.fact for moment in timeline(reading, TicketId(ticket))]


def test_a_speaker_hears_a_call_with_its_words_and_the_centres_time_and_confirms_it(
    tmp_path: Path, clock: FrozenClock
) -> None:
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'h.db'}", clock) as hall:
        line = HttpBoardLine(hall.address)
        line.sign_in("board", "demo")
        boards = line.boards()
        assert next(boards)[0].calls == []
        ticket = hall.issue(hall.sign_in("greeter"))["id"]
        clock.move(timedelta(minutes=7))
        hall.sign_in("clerk3", "3").call()
        board, at = next(told for told in boards if told[0].calls)
        (call,) = board.calls
        assert at == clock.moment, "nobody's own clock has to be right"
        assert [words.text for words in call.say] == [
            "请A零零一号，到三号窗口办理", "Ticket A, zero, zero, one, please proceed to window three",
        ]  # fmt: skip
        for _ in range(2):
            line.confirm(TicketId(ticket), SpokenWords("east", 1))
        assert facts(hall, ticket).count(Spoken("east", 1)) == 1
        line.break_off()
        with pytest.raises(LineTrouble):
            next(boards)
        line.close()


@pytest.mark.parametrize(("user", "password", "code"), [
    ("board", "wrong", "sign_in.wrong"), ("clerk3", "demo", "access.denied"), ("manager", "demo", "access.denied"),
])  # fmt: skip
def test_no_other_account_makes_a_speaker(
    user: str, password: str, code: str, tmp_path: Path, clock: FrozenClock
) -> None:
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'h.db'}", clock) as hall:
        line = HttpBoardLine(hall.address)
        with pytest.raises(Refusal) as told:
            line.sign_in(user, password)
        assert told.value.code == code
        line.close()


def test_a_reading_is_broken_off_at_once(tmp_path: Path, clock: FrozenClock) -> None:
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'h.db'}", clock) as hall:
        line = HttpBoardLine(hall.address)
        heard: list[CallBoard] = []
        failed: list[str] = []

        def read() -> None:
            try:
                heard.extend(board for board, _ in line.boards())
            except Failure as failure:
                failed.append(failure.code)

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        eventually(lambda: line._socket is not None, "the line")
        line.break_off()
        reader.join(5)
        assert not reader.is_alive()
        assert list(line.boards()) == [], "over is over"
        line.close()


def trouble(address: str) -> str:
    line = HttpBoardLine(address)
    try:
        with pytest.raises(LineTrouble) as told:
            list(line.boards())
    finally:
        line.close()
    return told.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"event: board\nid: 2026-11-23T02:00:00.000000Z\ndata: {}\n\n",
        b"event: board\nid: 2026-11-23T02:00:00.000000Z\ndata: nothing\n\n",
        b'event: board\ndata: {"hall": "", "calls": [], "queues": []}\n\n',
        b'event: board\nid: soon\ndata: {"hall": "", "calls": [], "queues": []}\n\n',
        b'event: board\nid: 2026-11-23T02:00:00.000000Z\ndata: {"hall": "", "calls": [1], "queues": []}\n\n',
    ],
)
def test_what_no_centre_of_ours_says_is_a_strangers_word(data: bytes) -> None:
    with serving(stays(HEAD, chunk(data))) as server:
        assert trouble(server.address) == "line.not_our_centre"


def test_a_page_where_a_stream_should_be_and_nobody_at_all_are_no_line() -> None:
    def page(spoken: socket.socket) -> None:
        spoken.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi")

    with serving(page) as server:
        assert trouble(server.address) == "line.not_our_centre"
    assert trouble("http://127.0.0.1:9") == "line.down"


def test_a_centre_that_ends_its_stream_is_gone() -> None:
    with serving(goes(HEAD, chunk(b": here\n\n"), b"0\r\n\r\n")) as server:
        assert trouble(server.address) == "line.down"
