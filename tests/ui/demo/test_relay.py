"""The line that can be cut: it passes on what it is given, and is as dead as a pulled cable once it is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

import pytest

from tests.waiting import eventually
from ui.demo.relay import Relay


class Echo:
    """A centre that says everything back."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.seen = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def end(self) -> None:
        with contextlib.suppress(OSError):  # it has ended already
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _serve(self) -> None:
        while True:
            try:
                there, _ = self.listener.accept()
            except OSError:
                return
            self.seen += 1
            threading.Thread(target=self._answer, args=(there,), daemon=True).start()

    def _answer(self, there: socket.socket) -> None:
        with there:
            try:
                while piece := there.recv(4096):
                    there.sendall(piece)
            except OSError:
                return


@pytest.fixture
def echo() -> Iterator[Echo]:
    made = Echo()
    yield made
    made.end()


@pytest.fixture
def relay(echo: Echo) -> Iterator[Relay]:
    made = Relay(echo.port)
    yield made
    made.close()


def said(line: socket.socket, words: bytes) -> bytes:
    line.sendall(words)
    got = b""
    while len(got) < len(words):
        piece = line.recv(65536)
        if not piece:
            break
        got += piece
    return got


def is_dead(line: socket.socket) -> bool:
    """Ended or reset, whichever the system says first; and not silent."""
    with line:
        try:
            return line.recv(1) == b""
        except ConnectionResetError:
            return True


def call(relay: Relay) -> socket.socket:
    return socket.create_connection(("127.0.0.1", relay.port), timeout=5)


@pytest.mark.parametrize("size", [1, 1000, 65_536, 3_000_000])
def test_what_goes_in_comes_back_whole(relay: Relay, size: int) -> None:
    words = bytes(number % 251 for number in range(size))
    with call(relay) as line:
        writer = threading.Thread(target=line.sendall, args=(words,))
        writer.start()
        got = b""
        while len(got) < size:
            got += line.recv(65536)
        writer.join()
    assert got == words


def test_many_talk_at_once_and_each_hears_its_own(relay: Relay) -> None:
    lines = [call(relay) for _ in range(20)]
    for number, line in enumerate(lines):
        assert said(line, b"%04d" % number) == b"%04d" % number
    for line in lines:
        line.close()


def test_cut_it_ends_who_talks_and_lets_nobody_in(relay: Relay) -> None:
    line = call(relay)
    assert said(line, b"here") == b"here"
    relay.cut()
    assert is_dead(line)
    with pytest.raises(ConnectionRefusedError):
        call(relay)


def test_restored_it_is_at_the_same_port(relay: Relay, echo: Echo) -> None:
    port = relay.port
    relay.cut()
    relay.restore()
    assert relay.port == port
    with call(relay) as line:
        assert said(line, b"again") == b"again"
    eventually(lambda: echo.seen >= 1)


def test_cut_or_restored_twice_it_stays_as_it_is(relay: Relay) -> None:
    relay.cut()
    relay.cut()
    relay.restore()
    relay.restore()
    with call(relay) as line:
        assert said(line, b"once") == b"once"


def test_closed_it_is_not_restored(relay: Relay) -> None:
    relay.close()
    relay.restore()
    with pytest.raises(ConnectionRefusedError):
        call(relay)


def test_a_centre_that_is_gone_ends_the_caller_and_not_the_relay(relay: Relay, echo: Echo) -> None:
    echo.end()
    assert is_dead(call(relay))
    relay.cut()
    relay.restore()
    assert is_dead(call(relay))
