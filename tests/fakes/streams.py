"""Servers that hold a stream open, and do with it what a bad line or a stranger would."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
HERE = b": here\n\n"


def chunk(data: bytes) -> bytes:
    """A piece of a body whose end is not known."""
    return b"%x\r\n%s\r\n" % (len(data), data)


def told(number: object, data: str = "{}") -> bytes:
    """A hint, as the centre writes it."""
    return f"id: {number}\nevent: grown\ndata: {data}\n\n".encode()


@dataclass
class Server:
    """A server whose every connection is given to `answer`. Many at once; all are dropped when it ends."""

    answer: Callable[[socket.socket], None]
    tls: ssl.SSLContext | None = None
    asked: list[bytes] = field(default_factory=list)  # the heads of the requests
    address: str = ""
    _lines: list[socket.socket] = field(default_factory=list)

    def drop(self) -> None:
        """Every connection ends, as when a cable is pulled."""
        for line in self._lines:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def serve(self, listener: socket.socket) -> None:
        """Until the listener is closed."""
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        with line, suppress(OSError):
            line.settimeout(20)
            spoken = self.tls.wrap_socket(line, server_side=True) if self.tls else line
            self._lines.append(spoken)
            with spoken:
                self.asked.append(spoken.recv(65536))
                self.answer(spoken)


def stays(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Says this, and then nothing more, but does not go."""

    def answer(line: socket.socket) -> None:
        for piece in pieces:
            line.sendall(piece)
        while line.recv(4096):
            pass

    return answer


def goes(*pieces: bytes) -> Callable[[socket.socket], None]:
    """Says this and is gone."""

    def answer(line: socket.socket) -> None:
        for piece in pieces:
            line.sendall(piece)

    return answer


@contextmanager
def serving(answer: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Such a server, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(answer, tls)
    server.address = f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    thread = threading.Thread(target=server.serve, args=(listener,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        server.drop()
        thread.join(5)
