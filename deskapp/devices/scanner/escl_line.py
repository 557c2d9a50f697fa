"""One conversation with a device in the network that may be slow, hostile, or gone.

Everything is bounded: how long a connection may take, how long nothing may be heard, how long one answer may take as a
whole (a device that sends a byte now and then is not alive), and how much it may send. No redirect is followed, and no
proxy is asked. Whoever waits can stop waiting within POLL.

    LineBroken       refused, not found, cut off, no HTTP
    LineSilent       nothing heard for too long, or not done in its time
    TooMuch          the answer is longer than anything a scanner has to say
    Unwanted         nobody wants the answer any more
"""

from __future__ import annotations

import http.client
import io
import selectors
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from deskapp.devices.child import never
from deskapp.devices.scanner.escl_address import Address
from deskapp.devices.scanner.escl_trust import Pins

POLL = 0.05  # s between two looks whether the answer is still wanted
_PIECE = 256 * 1024  # bytes taken from the network at once
_SENDING = 5.0  # s; what we send is a kilobyte
_MOST_PLACES = 4  # addresses behind one name that are tried


class LineBroken(Exception):
    """There is no connection, or no longer."""


class LineSilent(Exception):
    """The device did not answer in its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"silent for {seconds} s")
        self.seconds = seconds


class TooMuch(Exception):
    """More came than may come."""


class Unwanted(Exception):
    """Whoever asked does not want the answer any more."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far one question may go: bytes of its answer; seconds for the whole, seconds without a byte; and how many
    seconds the answer is still waited for after nobody wants it (a job just begun has to be known to be ended)."""

    most: int
    within: float
    silence: float
    grace: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. Header names as the device wrote them; look them up with `header`."""

    status: int
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        return next((value.strip() for key, value in self.headers if key.lower() == name.lower()), "")


class Line:
    """A kept connection to one address; for one thread. `stop` is asked from that thread while it waits."""

    def __init__(
        self, address: Address, pins: Pins, *, connecting: float = 5.0, stop: Callable[[], bool] = never
    ) -> None:
        self._address = address
        self._pins = pins
        self._connecting = connecting
        self._stop = stop
        self._wire: _Wire | None = None
        self._talk: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, bounds: Bounds, body: bytes = b"") -> Answer:
        """One question and its whole answer, whatever its status."""
        watch = _Watch(bounds, self._stop)
        watch.mind()
        kept = False
        try:
            talk, wire = self._open(watch)
            wire.watch = watch
            headers = {"Accept-Encoding": "identity", "User-Agent": "OneWindow"}
            if body:
                headers["Content-Type"] = "text/xml"
            talk.request(method, path, body or None, headers)
            with talk.getresponse() as response:
                data = _body(response, method, bounds.most)
                kept = not response.will_close
                return Answer(response.status, data, tuple(response.getheaders()))
        except (OSError, http.client.HTTPException, UnicodeError) as error:  # UnicodeError: no name of a host
            raise LineBroken(type(error).__name__) from error
        finally:
            if not kept:
                self.close()

    def close(self) -> None:
        """Hang up; the next question calls again."""
        if self._talk is not None:
            self._talk.close()
        if self._wire is not None:
            self._wire.hang_up()
        self._talk = self._wire = None

    def _open(self, watch: _Watch) -> tuple[http.client.HTTPConnection, _Wire]:
        if self._wire is not None and self._wire.dead():
            self.close()  # a device that hung up meanwhile has not heard the question: asking again is safe
        if self._talk is None or self._wire is None:
            self._wire = _Wire(_connected(self._address, self._pins, self._connecting, watch))
            self._talk = http.client.HTTPConnection(self._address.host, self._address.port)
            self._talk.auto_open = 0
            self._talk.sock = self._wire  # stands in for a socket: three of its methods are used
        return self._talk, self._wire


class _Watch:
    """The clock of one question."""

    def __init__(self, bounds: Bounds, stop: Callable[[], bool]) -> None:
        self._bounds = bounds
        self._stop = stop
        self._stopped_at: float | None = None
        self._begun = self._heard = time.monotonic()

    def heard(self) -> None:
        self._heard = time.monotonic()

    def mind(self) -> None:
        """Raises Unwanted and LineSilent."""
        now = time.monotonic()
        if self._stopped_at is None and self._stop():
            self._stopped_at = now
        if self._stopped_at is not None and now >= self._stopped_at + self._bounds.grace:
            raise Unwanted
        if now - self._heard > self._bounds.silence:
            raise LineSilent(self._bounds.silence)
        if now - self._begun > self._bounds.within:
            raise LineSilent(self._bounds.within)


class _Wire:
    """A connected socket as `http.client` uses one, with reads that mind the clock."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self.watch: _Watch | None = None

    def sendall(self, data: Any) -> None:
        self._socket.settimeout(_SENDING)
        self._socket.sendall(data)
        self._socket.settimeout(POLL)

    def makefile(self, _: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self), _PIECE)

    def read_into(self, buffer: Any) -> int:
        while True:
            assert self.watch is not None  # noqa: S101 - a question is under way
            self.watch.mind()
            try:
                count = self._socket.recv_into(buffer)
            except TimeoutError:
                continue
            self.watch.heard()
            return count

    def dead(self) -> bool:
        """Between two questions nothing may come: an end, or words nobody asked for."""
        return _ready(self._socket, selectors.EVENT_READ, 0)

    def close(self) -> None:
        """`http.client` hangs up before it has read an answer that ends with the line: the reader still needs it."""

    def hang_up(self) -> None:
        self._socket.close()


class _Reader(io.RawIOBase):
    def __init__(self, wire: _Wire) -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._wire.read_into(buffer)


def _body(response: http.client.HTTPResponse, method: str, most: int) -> bytes:
    """The whole body. `http.client` takes a body that ends early for a short one; here it is a broken line."""
    if response.length is not None:
        if response.length > most:
            raise TooMuch
        length = response.length
        data = response.read()
        if len(data) != length and method != "HEAD":
            raise LineBroken("cut short")
        return data
    parts = []
    left = most
    while part := response.read(min(left + 1, _PIECE)):
        left -= len(part)
        if left < 0:
            raise TooMuch
        parts.append(part)
    return b"".join(parts)


def _connected(address: Address, pins: Pins, patience: float, watch: _Watch) -> socket.socket:
    places = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    until = time.monotonic() + patience
    last: OSError = ConnectionError("no address")
    for family, kind, protocol, _, place in places[:_MOST_PLACES]:
        with ExitStack() as unless_done:
            made = socket.socket(family, kind, protocol)
            unless_done.callback(made.close)
            try:
                _connect(made, place, until, watch)
                made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if address.secure:
                    made = _secured(made, until, watch, unless_done)
                    pins.check(f"{address.host}:{address.port}", made.getpeercert(binary_form=True) or b"")
            except OSError as error:
                last = error
                continue
            unless_done.pop_all()
            return made
    raise last


def _connect(made: socket.socket, place: Any, until: float, watch: _Watch) -> None:
    made.settimeout(0)
    try:
        made.connect(place)
    except BlockingIOError:
        _wait(made, selectors.EVENT_WRITE, until, watch)
    refused = made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if refused:
        raise OSError(refused, "not connected")


def _secured(made: socket.socket, until: float, watch: _Watch, unless_done: ExitStack) -> ssl.SSLSocket:
    terms = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    terms.check_hostname = False  # a printer's certificate names no address; the pin is what is checked
    terms.verify_mode = ssl.CERT_NONE
    wrapped = terms.wrap_socket(made, do_handshake_on_connect=False)
    unless_done.callback(wrapped.close)
    while True:
        try:
            wrapped.do_handshake()
        except ssl.SSLWantReadError:
            _wait(wrapped, selectors.EVENT_READ, until, watch)
        except ssl.SSLWantWriteError:
            _wait(wrapped, selectors.EVENT_WRITE, until, watch)
        else:
            return wrapped


def _wait(made: socket.socket, wanted: int, until: float, watch: _Watch) -> None:
    while not _ready(made, wanted, POLL):
        watch.mind()
        if time.monotonic() > until:
            raise TimeoutError("not connected in time")


def _ready(made: socket.socket, wanted: int, patience: float) -> bool:
    # Not select() itself: it knows no descriptor beyond 1023, and this program keeps many files open.
    with selectors.DefaultSelector() as looking:
        looking.register(made, wanted)
        return bool(looking.select(patience))
