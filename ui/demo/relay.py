"""A line that can be cut: a relay between the desk and the centre, on this machine's own loopback.

Cutting it closes every connection and refuses new ones, as a pulled cable does once it is noticed. The centre goes on
running and the desk is told nothing.
"""

from __future__ import annotations

import contextlib
import socket
import threading

_PIECE = 65536


class Relay:
    """Passes bytes between a port of its own and the centre's."""

    def __init__(self, centre_port: int) -> None:
        self._centre = ("127.0.0.1", centre_port)
        self._guard = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener: socket.socket | None = None
        self._closed = False
        first = _listen(0)
        self.port: int = first.getsockname()[1]
        self._serve(first)

    def cut(self) -> None:
        """Cut the line."""
        with self._guard:
            listener, self._listener = self._listener, None
            connections, self._open = self._open, set()
        if listener is not None:
            _shut(listener)
        for connection in connections:
            _shut(connection)

    def restore(self) -> None:
        """Join the line again, at the same port."""
        if self._listener is None and not self._closed:
            self._serve(_listen(self.port))

    def close(self) -> None:
        """Cut for good."""
        self._closed = True
        self.cut()

    def _serve(self, listener: socket.socket) -> None:
        with self._guard:
            self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), name="relay", daemon=True).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                if self._listener is not listener:
                    return  # cut
                continue
            try:
                far = socket.create_connection(self._centre, timeout=3)
            except OSError:  # the centre is gone: so is who calls it
                _shut(near)
                continue
            far.settimeout(None)
            with self._guard:
                alive = self._listener is listener
                if alive:
                    self._open |= {near, far}
            if not alive:
                _shut(near)
                _shut(far)
                return
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), name="relay", daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(_PIECE):
                other.sendall(piece)
        with self._guard:
            self._open -= {one, other}
        _shut(one)
        _shut(other)


def _listen(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(64)
    return listener


def _shut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
