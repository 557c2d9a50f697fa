"""A stream is open when our centre speaks, and can be broken off at any moment; a stranger's is no stream."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from deskapp.failures import Failure, LineTrouble, Refusal
from deskapp.sentences import sentences
from deskapp.sync.client import HttpCentre
from deskapp.sync.event_stream import EventStream
from tests.fakes.faults import swapped
from tests.fakes.streams import HEAD, HERE, chunk, goes, serving, stays, told
from tests.sync import rubbish
from tests.sync.rubbish import own_certificate, said
from tests.waiting import eventually

Answer = Callable[[socket.socket], None]


@contextmanager
def stream(address: str, after: int = 0, silence: float = 20.0, ca: str | None = None) -> Iterator[EventStream]:
    """As the client makes it, but for how long silence may last."""
    centre = HttpCentre(address, ca_file=ca)
    try:
        yield EventStream(centre._streams, token="t", after=after, silence=httpx.Timeout(silence))
    finally:
        centre.close()


class Ear:
    """Somebody who reads a stream on a thread of their own."""

    def __init__(self, hints: EventStream) -> None:
        self.heard: list[int] = []
        self.failure: Failure | None = None
        self._hints = hints
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            for number in self._hints:
                self.heard.append(number)
        except Failure as failure:
            self.failure = failure

    def over(self, patience: float = 5.0) -> bool:
        self._thread.join(patience)
        return not self._thread.is_alive()


def test_the_numbers_are_heard_as_they_are_told() -> None:
    answer = stays(HEAD, chunk(HERE), chunk(told(8) + told(9)), chunk(HERE), chunk(told(10)))
    with serving(answer) as server, stream(server.address, after=7) as hints:
        ear = Ear(hints)
        assert eventually(lambda: ear.heard[-1:] == [10])
        assert list(dict.fromkeys(ear.heard)) == [8, 9, 10]
        hints.close()
        assert ear.over()
        assert not hints.open
    head = server.asked[0].decode().lower()
    assert head.startswith("get /api/v1/journal/stream?after=7 ")
    assert "last-event-id: 7" in head
    assert "authorization: bearer t" in head


def test_it_is_open_with_the_first_word_and_not_with_the_first_line() -> None:
    with serving(stays(HEAD)) as server, stream(server.address) as hints:
        ear = Ear(hints)
        eventually(lambda: server.asked)
        assert not hints.open
        hints.close()
        assert ear.over()
    with serving(stays(HEAD, chunk(HERE))) as server, stream(server.address) as hints:
        ear = Ear(hints)
        assert eventually(lambda: hints.open)
        hints.close()
        assert ear.over()


STRANGERS: dict[str, tuple[Answer, str]] = {
    "a captive portal": (rubbish.PORTAL, "line.not_our_centre"),
    "a portal that never ends": (
        stays(HEAD.replace(b"text/event-stream", b"text/html"), chunk(b"<html>")),
        "line.not_our_centre",
    ),
    "an empty 200": (said("200 OK", b""), "line.not_our_centre"),
    "a redirect": (said("302 Found", b"", "text/html", "Location: http://127.0.0.1:9/"), "line.not_our_centre"),
    "a proxy's error page": (said("502 Bad Gateway", b"<html>", "text/html"), "line.not_our_centre"),
    "no HTTP at all": (rubbish.nonsense, "line.down"),
    "a packed stream": (
        said("200 OK", gzip.compress(HERE * 9), "text/event-stream", "Content-Encoding: gzip"),
        "line.not_our_centre",
    ),
    "a 204 with nothing": (goes(b"HTTP/1.1 204 No Content\r\n\r\n"), "line.not_our_centre"),
    "a centre with a fault": (
        said("500 X", b'{"type": "urn:onewindow:problem:centre.fault", "status": 500}', "application/problem+json"),
        "line.centre_ill",
    ),
    "an event without an end": (
        stays(HEAD, *[chunk(b"data: " + b"x" * 1024 * 1024 + b"\n")] * 40),
        "line.not_our_centre",
    ),
    "a line without an end": (stays(HEAD, *[chunk(b"x" * 1024 * 1024)] * 40), "line.not_our_centre"),
}


@pytest.mark.parametrize("kind", sorted(STRANGERS))
def test_a_stranger_is_no_open_stream(kind: str) -> None:
    answer, code = STRANGERS[kind]
    with serving(answer) as server, stream(server.address) as hints:
        ear = Ear(hints)
        assert ear.over()
        assert not hints.open
    assert ear.heard == []
    assert isinstance(ear.failure, LineTrouble)
    assert ear.failure.code == code
    assert ear.failure.code in sentences()


def test_what_the_centre_refuses_keeps_its_code() -> None:
    body = b'{"type": "urn:onewindow:problem:access.not_signed_in", "status": 401}'
    with (
        serving(said("401 Unauthorized", body, "application/problem+json")) as server,
        stream(server.address) as hints,
        pytest.raises(Refusal) as refused,
    ):
        list(hints)
    assert refused.value.code == "access.not_signed_in"


def test_a_stream_that_stops_in_the_middle_of_an_event_has_not_told_it() -> None:
    with serving(goes(HEAD, chunk(told(1)), chunk(told(2)[:-1]))) as server, stream(server.address) as hints:
        ear = Ear(hints)
        assert ear.over()
    assert ear.heard == [1]
    assert ear.failure is not None
    assert ear.failure.code == "line.down"


def test_nor_has_one_that_ends_as_if_it_were_done() -> None:
    answer = goes(HEAD, chunk(told(1)), chunk(told(2)[:-1]), b"0\r\n\r\n")
    with serving(answer) as server, stream(server.address) as hints:
        assert list(hints) == [1]
        assert not hints.open


def test_what_is_no_number_of_a_journal_is_not_heard() -> None:
    ids = ["-1", "٣", "1e3", "", "9" * 19, "0x10", "１２", "1\x00", "nil", 12]
    answer = goes(HEAD, chunk(b"".join(told(one) for one in ids)), b"0\r\n\r\n")
    with serving(answer) as server, stream(server.address) as hints:
        assert set(hints) == {12}


@pytest.mark.parametrize("charset", ["zlib_codec", "utf-16", "base64_codec", "nobody-knows", "idna"])
def test_an_answer_does_not_choose_how_it_is_read(charset: str) -> None:
    head = HEAD.replace(b"event-stream", f"event-stream; charset={charset}".encode())
    with serving(goes(head, chunk(told(1, '"张伟"')), b"0\r\n\r\n")) as server, stream(server.address) as hints:
        assert list(hints) == [1]


def test_silence_beyond_the_heart_beat_is_a_line_that_is_no_good() -> None:
    for answer in (stays(HEAD, chunk(HERE)), stays(HEAD), stays()):
        with serving(answer) as server, stream(server.address, silence=0.3) as hints:
            ear = Ear(hints)
            assert ear.over(3)
        assert ear.failure is not None
        assert ear.failure.code == "line.slow"


@pytest.mark.parametrize(
    "answer",
    [stays(), stays(HEAD), stays(HEAD, chunk(HERE)), stays(HEAD, chunk(told(1)[:-3]))],
    ids=["before any word", "after the head", "between two events", "in an event"],
)
@pytest.mark.parametrize("secured", [False, True], ids=["plain", "tls"])
def test_it_is_broken_off_at_once(answer: Answer, secured: bool, tmp_path: Path) -> None:
    own, tls = own_certificate(tmp_path)
    with (
        serving(answer, tls if secured else None) as server,
        stream(server.address, ca=str(own) if secured else None) as hints,
    ):
        ear = Ear(hints)
        eventually(lambda: server.asked)
        hints.close()
        assert ear.over(), "the server stays silent for as long as it is listened to"
        assert ear.failure is None


def test_one_that_was_closed_before_it_began_asks_nothing() -> None:
    with serving(stays(HEAD, chunk(told(1)))) as server, stream(server.address) as hints:
        hints.close()
        assert list(hints) == []
    assert server.asked == []


def test_one_that_is_closed_while_it_connects_ends_too() -> None:
    """The socket is shut by whoever sees last that both are there: the socket, and the wish to end."""
    with serving(stays(HEAD, chunk(told(1)))) as server, stream(server.address) as hints:
        learnt = hints._trace

        def closed_meanwhile(happened: str, what: dict[str, Any]) -> None:
            if happened == "connection.connect_tcp.started":
                hints.close()
            learnt(happened, what)

        with swapped(hints, "_trace", closed_meanwhile):
            ear = Ear(hints)
            assert ear.over(2)
        assert (ear.heard, ear.failure) == ([], None)
