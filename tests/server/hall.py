"""The sample hall as programs meet it: over HTTP, with the real parts behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import httpx

from deskapp.server.parts import CentreParts
from tests.clerk.office import FrozenClock
from tests.server.running import running_centre

API = "/api/v1"


@dataclass
class Person:
    """Somebody who is signed in, and their line."""

    hall: Hall
    line: httpx.Client
    answer: dict[str, Any]

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.line.get(API + path, **more)

    def post(self, path: str, body: object = None, **more: Any) -> httpx.Response:
        return self.line.post(API + path, json={} if body is None else body, **more)

    def call(self, *, finish: bool = False, key: str | None = None) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        return self.post("/tickets/call", {"finish": finish}, headers=headers)

    def by_desk_token(self) -> Person:
        """The desk behind the person: what it may by its own token."""
        line = self.hall.stranger()
        line.headers["Authorization"] = f"Bearer {self.answer['desk_token']}"
        return Person(self.hall, line, self.answer)


@dataclass
class Hall:
    """A running centre and everybody who asks it."""

    address: str
    parts: CentreParts
    clock: FrozenClock
    lines: ExitStack = field(default_factory=ExitStack)

    def stranger(self) -> httpx.Client:
        """A line of somebody who is not signed in."""
        return self.lines.enter_context(httpx.Client(base_url=self.address, trust_env=False, timeout=20))

    def asks_to_sign_in(self, user: str, window: str | None = None, **more: Any) -> httpx.Response:
        shown = {"credential": f"what {more['device']} shows"} if "device" in more else {}
        body = {"user": user, "password": "demo", "window": window} | shown | more
        return self.stranger().post(f"{API}/sign-in", json=body)

    def sign_in(self, user: str, window: str | None = None, **more: Any) -> Person:
        answer = self.asks_to_sign_in(user, window, **more)
        assert answer.status_code == 200, answer.text
        line = self.stranger()
        line.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        return Person(self, line, answer.json())

    def issue(self, greeter: Person, queue: str = "A", **more: Any) -> dict[str, Any]:
        answer = greeter.post("/tickets", {"queue": queue} | more)
        assert answer.status_code == 201, answer.text
        issued: dict[str, Any] = answer.json()
        return issued


@contextmanager
def open_hall(
    home: Path,
    database: str,
    clock: FrozenClock | None,
    kiosks: Mapping[str, str] = MappingProxyType({}),
    office: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Hall]:
    """A hall until the block ends; without a clock by the machine's own. `kiosks`: account → address of a printer;
    `office`: what its administrator says of it.
    """
    now = clock.clock() if clock else None
    with running_centre(home, database=database, clock=now, kiosks=kiosks, office=office) as running:
        opened = Hall(running.address, running.parts, clock or FrozenClock())
        with opened.lines:
            yield opened


def code_of(answer: httpx.Response) -> str:
    """The code of a problem document; that it is one is part of the promise."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    told: str = answer.json()["type"]
    assert answer.json()["status"] == answer.status_code
    return told.removeprefix("urn:onewindow:problem:")
