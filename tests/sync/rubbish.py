"""Servers that are not our centre: each answers every request with one kind of rubbish."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Answer = Callable[[socket.socket], None]


def said(status: str, body: bytes, kind: str = "application/json", *more: str) -> Answer:
    """A whole answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    data = "\r\n".join(head).encode() + b"\r\n\r\n" + body
    return lambda line: line.sendall(data)


def half(line: socket.socket) -> None:
    """An answer that breaks off."""
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"windows": ["1"')


def nonsense(line: socket.socket) -> None:
    line.sendall(b"\x00\x01\x02 220 mail.example ESMTP ready\r\n")


def silence(line: socket.socket) -> None:
    with suppress(OSError):
        line.settimeout(3)
        while line.recv(4096):
            pass


def endless(line: socket.socket) -> None:
    """A body without an end."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    with suppress(OSError):
        for _ in range(100):
            line.sendall(b" " * 1024 * 1024)


BOMB = said("200 OK", gzip.compress(b" " * 100 * 1024 * 1024), "application/json", "Content-Encoding: gzip")
PORTAL = said("200 OK", b"<html><title>Please sign in to this network</title></html>", "text/html")


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """The address of a server that answers so."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, suppress(OSError):
                line.settimeout(5)
                line.recv(65536)
                answer(line)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
