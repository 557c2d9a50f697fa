"""The centre over HTTP, as a desk sees it: the one place that knows httpx.

Whatever answers is a stranger until its answer has the shape that only our centre's has: a captive portal's 200, a
proxy's page and half a JSON are all LineTrouble. No redirect is followed, and no answer is read beyond its cap, nor for
longer than anybody waits for it.
"""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import httpx
import httpx_sse

from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal
from deskapp.ids import PageDigest, WindowId
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import (
    Batch,
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
from deskapp.protocol.problems import read_problem
from deskapp.sync import tus

T = TypeVar("T")
_CAP = 32 * 1024 * 1024  # bytes of one answer
_SMALL_PAGE = 1024 * 1024  # pages below go in one PUT
_USUAL = httpx.Timeout(10, connect=3)
_PATIENCE = 60.0  # seconds for one answer, however it trickles
_CALL = httpx.Timeout(0.8)  # a clerk who called the next person waits no longer for the line
_CALL_PATIENCE = 1.0
_LAST_NUMBER = 18  # digits of a number a database can hold


class HttpCentre:
    """Implements `protocol.messages.Centre`. Safe to use from several threads."""

    def __init__(
        self, address: str, *, ca_file: str | None = None, on_time: Callable[[datetime], None] | None = None
    ) -> None:
        self._on_time = on_time
        trust: ssl.SSLContext | bool = ssl.create_default_context(cafile=ca_file) if ca_file else True
        self._http = httpx.Client(
            base_url=address.rstrip("/"),
            timeout=_USUAL,
            verify=trust,
            follow_redirects=False,
            trust_env=False,
            headers={"Accept": "application/json, application/problem+json"},
        )

    def close(self) -> None:
        self._http.close()

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        return self._told("POST", "/api/v1/sign-in", SignedInAnswer, body=words)

    def sign_out(self, *, token: str) -> None:
        self._asked("POST", "/api/v1/sign-out", token=token)

    def windows(self) -> Sequence[WindowId]:
        return self._told("GET", "/api/v1/windows", WindowNames).windows

    def call(self, *, token: str, finish: bool) -> TicketAnswer | None:
        status, data = self._asked(
            "POST", "/api/v1/tickets/call", token=token, body={"finish": finish}, timeout=_CALL, patience=_CALL_PATIENCE
        )
        return None if status == httpx.codes.NO_CONTENT else _shaped(data, TicketAnswer)

    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer:
        body = {"queue": words.queue, "class": words.ticket_class, "item": words.item}
        return self._told("POST", "/api/v1/tickets", TicketAnswer, token=token, body=body)

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

    def upload(self, page: Upload, *, token: str) -> None:
        try:
            if page.size < _SMALL_PAGE:
                status, data = self._asked("PUT", f"/pages/{page.digest}", token=token, raw=b"".join(page.read_from(0)))
                if status not in _KEPT or data:
                    raise LineTrouble("line.not_our_centre", status=status)
            else:
                tus.send(self._http, page, token=token)
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise _no_line(error) from error

    def listen(self, *, token: str, after: int) -> Iterator[int]:
        headers = {"Authorization": f"Bearer {token}"}
        silence = httpx.Timeout(40, connect=3)  # the centre says something at least every 15 s
        try:
            with httpx_sse.connect_sse(
                self._http, "GET", f"/api/v1/journal/stream?after={after}", headers=headers, timeout=silence
            ) as source:
                if source.response.status_code != httpx.codes.OK:
                    raise LineTrouble("line.not_our_centre")
                for told in source.iter_sse():
                    if told.id.isascii() and told.id.isdecimal() and len(told.id) <= _LAST_NUMBER:
                        yield int(told.id)
        except (httpx.HTTPError, httpx_sse.SSEError, UnicodeEncodeError) as error:
            raise _no_line(error) from error

    def _told(self, method: str, path: str, shape: type[T], *, token: str | None = None, body: object = None) -> T:
        _, data = self._asked(method, path, token=token, body=body)
        return _shaped(data, shape)

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
                data = _capped(answer, until)
        except (httpx.HTTPError, UnicodeEncodeError) as error:  # a token that is no header is nobody's we know
            raise _no_line(error) from error
        if answer.is_success:
            if data and not answer.headers.get("content-type", "").startswith("application/json"):
                raise LineTrouble("line.not_our_centre", status=answer.status_code)
            self._hear_time(answer)
            return answer.status_code, data
        raise _failure(answer, data)

    def _hear_time(self, answer: httpx.Response) -> None:
        """Tell what time it is at the centre, from what every HTTP server says (RFC 9110, 6.6.1)."""
        if self._on_time is None:
            return
        with contextlib.suppress(ValueError):
            said = parsedate_to_datetime(answer.headers.get("date", ""))
            if said.tzinfo is not None:
                self._on_time(said)


def _capped(answer: httpx.Response, until: float) -> bytes:
    data = bytearray()
    for part in answer.iter_bytes():
        data += part
        if len(data) > _CAP:
            raise LineTrouble("line.not_our_centre")
        if time.monotonic() > until:
            raise LineTrouble("line.slow")
    return bytes(data)


def _shaped(data: bytes, shape: type[T]) -> T:
    try:
        return decode(data, shape)
    except ContentTrouble as error:
        raise LineTrouble("line.not_our_centre") from error


def _no_line(error: Exception) -> LineTrouble:
    why = "line.slow" if isinstance(error, httpx.TimeoutException) else "line.down"
    if isinstance(error, httpx.ConnectError) and "CERTIFICATE" in str(error):
        why = "line.not_trusted"
    return LineTrouble(why)


_KEPT = frozenset({httpx.codes.CREATED, httpx.codes.NO_CONTENT})  # a page is kept, now or before
# What the centre says no to is a Refusal; what is wrong with the centre itself is the line's trouble.
_CENTRE_ILL = 500


def _failure(answer: httpx.Response, data: bytes) -> Failure:
    code, values = _problem(answer, data)
    if code is None:
        return LineTrouble("line.not_our_centre", status=answer.status_code)
    if answer.status_code >= _CENTRE_ILL:
        return LineTrouble("line.centre_ill")
    return Refusal(code, **values)


def _problem(answer: httpx.Response, data: bytes) -> tuple[str | None, dict[str, Any]]:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return None, {}
    code, values = read_problem(data)
    return code, dict(values)
