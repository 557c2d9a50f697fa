"""A department's own program that is told things: it checks every signature, and fails as it is told to fail."""

from __future__ import annotations

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class HookReceiver:
    """What came, and how the next words are answered: a status, "cut", "silent" or "elsewhere"."""

    secrets: list[bytes]
    address: str = ""
    tolerance: float | None = None
    answers: list[int | str] = field(default_factory=list)
    came: list[dict[str, Any]] = field(default_factory=list)  # all of them, also those that were not taken
    taken: list[dict[str, Any]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    elsewhere: int = 0
    release: threading.Event = field(default_factory=threading.Event)

    def types(self) -> list[str]:
        return [word["type"] for word in self.taken]

    def ids(self) -> list[str]:
        return [word["id"] for word in self.taken]


def signed_rightly(secrets: list[bytes], headers: Any, body: bytes) -> bool:
    """As the Standard Webhooks specification has it, written a second time."""
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = {"v1," + base64.b64encode(hmac.new(one, signed, sha256).digest()).decode() for one in secrets}
    return bool(right & set(headers["webhook-signature"].split(" ")))


@contextmanager
def hook_receiver(*secrets: bytes) -> Iterator[HookReceiver]:
    """One that listens on a port of its own until the block ends."""
    receiver = HookReceiver(list(secrets))

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/elsewhere":
                receiver.elsewhere += 1
                self._say(200)
                return
            receiver.raw.append(body)
            word = json.loads(body) | {"id": self.headers["webhook-id"]}
            receiver.came.append(word)
            if not signed_rightly(receiver.secrets, self.headers, body):
                receiver.wrong.append(self.headers["webhook-id"])
            answer = receiver.answers.pop(0) if receiver.answers else 204
            if answer == "cut":
                self.connection.close()
                return
            if answer == "silent":
                receiver.release.wait(30)
                return
            if answer == "endless":
                self._endless()
                return
            if answer == "elsewhere":
                self._say(307, {"Location": "/elsewhere"})
                return
            if isinstance(answer, int) and answer < 300:
                receiver.taken.append(word)
            self._say(int(answer))

        def _say(self, status: int, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": "0", **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()

        def _endless(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while not receiver.release.is_set():
                    self.wfile.write(b"x" * 65536)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    server.daemon_threads = True
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/told"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.release.set()
        server.shutdown()
        server.server_close()
        thread.join(5)
