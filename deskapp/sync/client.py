"""The centre over HTTP, as a desk sees it: the one place that knows httpx.

Whatever answers is a stranger until its answer has the shape that only our centre's has: a captive portal's 200, a
proxy's page and half a JSON are all LineTrouble. No redirect is followed, and no answer is read beyond its cap, nor for
longer than anybody waits for it.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import TypeVar
from urllib.parse import quote

import httpx
import msgspec

from deskapp.failures import Failure, LineTrouble
from deskapp.ids import HallId, PageDigest, TicketId, WindowId
from deskapp.protocol.json import encode
from deskapp.protocol.messages import (
    Batch,
    Health,
    IssueTicket,
    KnownPages,
    Push,
    PushAnswer,
    SignedInAnswer,
    SignIn,
    TicketAnswer,
    Upload,
    WindowNames,
)
from deskapp.sync import tus
from deskapp.sync.answers import capped, failure, no_line, shaped
from deskapp.sync.event_stream import EventStream
from deskapp.sync.under_way import under_way

T = TypeVar("T")
_SMALL_PAGE = 1024 * 1024  # pages below go in one PUT
_USUAL = httpx.Timeout(10, connect=3)
_PATIENCE = 60.0  # seconds for one answer, however it trickles
_CALL = httpx.Timeout(0.8)  # a clerk who called the next person waits no longer for the line
_CALL_PATIENCE = 1.0


class HttpCentre:
    """Implements `protocol.messages.Centre`. Safe to use from several threads."""

    def __init__(
        self, address: str, *, ca_file: str | None = None, on_time: Callable[[datetime], None] | None = None
    ) -> None:
        self._on_time = on_time
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context(trust_env=False)
        self._http = _client(address, trust, httpx.Limits(max_connections=100, max_keepalive_connections=20))
        # A stream has a connection of its own, made for it: only that one can be broken off at once.
        self._streams = _client(address, trust, httpx.Limits(max_keepalive_connections=0))

    def close(self) -> None:
        self._http.close()
        self._streams.close()

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        return self._told("POST", "/api/v1/sign-in", SignedInAnswer, body=words)

    def sign_out(self, *, token: str) -> None:
        self._asked("POST", "/api/v1/sign-out", token=token)

    def hall(self) -> HallId:
        """The hall that this centre is of. Raises LineTrouble."""
        return self._told("GET", "/api/v1/health", Health).hall

    def windows(self) -> Sequence[WindowId]:
        return self._told("GET", "/api/v1/windows", WindowNames).windows

    def call(self, *, token: str, finish: bool, ticket: TicketId | None = None) -> TicketAnswer | None:
        place = "/api/v1/tickets/call" if ticket is None else f"/api/v1/tickets/{quote(ticket, safe='')}/call"
        status, data = self._asked(
            "POST", place, token=token, body={"finish": finish}, timeout=_CALL, patience=_CALL_PATIENCE
        )
        return None if status == httpx.codes.NO_CONTENT else shaped(data, TicketAnswer)

    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer:
        named = msgspec.to_builtins(words)
        body = {"class": named.pop("ticket_class"), **{name: value for name, value in named.items() if value}}
        return self._told("POST", "/api/v1/tickets", TicketAnswer, token=token, body=body)

    def release(self, window: WindowId, *, token: str) -> None:
        self._asked("POST", f"/api/v1/windows/{quote(window, safe='')}/release", token=token)

    def push(self, words: Push, *, token: str) -> PushAnswer:
        answer = self._told("POST", "/api/v1/journal", PushAnswer, token=token, body=words)
        if [verdict.id for verdict in answer.verdicts] != [event.id for event in words.events]:
            raise LineTrouble("line.not_our_centre")
        return answer

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        return self._told("GET", f"/api/v1/journal?after={after}&limit={limit}", Batch, token=token)

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        body = {"digests": list(digests)}
        return frozenset(self._told("POST", "/pages/known", KnownPages, token=token, body=body).known)

    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        return under_way(partial(self._send, token=token), pages)

    def _send(self, page: Upload, *, token: str) -> None:
        try:
            if page.size < _SMALL_PAGE:
                status, data = self._asked("PUT", f"/pages/{page.digest}", token=token, raw=b"".join(page.read_from(0)))
                if status not in _KEPT or data:
                    raise LineTrouble("line.not_our_centre", status=status)
            else:
                tus.send(self._http, page, token=token)
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise no_line(error) from error

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        headers = {"Authorization": f"Bearer {token}"}
        until = time.monotonic() + _PATIENCE
        try:
            with self._http.stream("GET", f"/pages/{digest}", headers=headers) as answer:
                if not answer.is_success:
                    raise failure(answer, capped(answer, until))
                data = capped(answer, until)
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise no_line(error) from error
        if sha256(data).hexdigest() != digest:
            raise LineTrouble("line.not_our_centre", status=answer.status_code)
        return data

    def listen(self, *, token: str, after: int) -> EventStream:
        return EventStream(self._streams, token=token, after=after)

    def _told(self, method: str, path: str, shape: type[T], *, token: str | None = None, body: object = None) -> T:
        _, data = self._asked(method, path, token=token, body=body)
        return shaped(data, shape)

    def _asked(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: object = None,
        raw: bytes | None = None,
        timeout: httpx.Timeout = _USUAL,
        patience: float = _PATIENCE,
    ) -> tuple[int, bytes]:
        until = time.monotonic() + patience
        headers = {"Content-Type": "application/json" if raw is None else "application/octet-stream"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        content = raw if raw is not None else None if body is None else encode(body)
        try:
            with self._http.stream(method, path, headers=headers, content=content, timeout=timeout) as answer:
                data = capped(answer, until)
        except (httpx.HTTPError, UnicodeEncodeError) as error:  # a token that is no header is nobody's we know
            raise no_line(error) from error
        if answer.is_success:
            if data and not answer.headers.get("content-type", "").startswith("application/json"):
                raise LineTrouble("line.not_our_centre", status=answer.status_code)
            self._hear_time(answer)
            return answer.status_code, data
        raise failure(answer, data)

    def _hear_time(self, answer: httpx.Response) -> None:
        """Tell what time it is at the centre, from what every HTTP server says (RFC 9110, 6.6.1)."""
        if self._on_time is None:
            return
        with contextlib.suppress(ValueError):
            said = parsedate_to_datetime(answer.headers.get("date", ""))
            if said.tzinfo is not None:
                self._on_time(said)


_KEPT = frozenset({httpx.codes.CREATED, httpx.codes.NO_CONTENT})  # a page is kept, now or before


def _client(address: str, trust: ssl.SSLContext, limits: httpx.Limits) -> httpx.Client:
    return httpx.Client(
        base_url=address.rstrip("/"),
        timeout=_USUAL,
        verify=trust,
        limits=limits,
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json, application/problem+json"},
    )
