"""One line to a centre over HTTP: what is asked goes out, and only an answer of our centre's shape comes back.

Whatever answers is a stranger until its answer has the shape that only our centre's has: a captive portal's 200, a
proxy's page and half a JSON are all LineTrouble. No redirect is followed, and no answer is read beyond its cap, nor for
longer than anybody waits for it.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx

from deskapp.failures import LineTrouble
from deskapp.ids import HallId
from deskapp.protocol.json import encode
from deskapp.protocol.messages import Health
from deskapp.sync.answers import capped, failure, no_line, shaped

T = TypeVar("T")
_USUAL = httpx.Timeout(10, connect=3)
_UPLOAD_BUFFER = 256 * 1024  # bytes
_SLICE = 32 * 1024
_PATIENCE = 60.0  # seconds for one answer, however it trickles


class HttpLine:
    """Asks and hears. Safe to use from several threads."""

    def __init__(
        self, address: str, *, ca_file: str | None = None, on_time: Callable[[datetime], None] | None = None
    ) -> None:
        self._on_time = on_time
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context(trust_env=False)
        self._http = _client(address, trust, httpx.Limits(max_connections=100, max_keepalive_connections=20))
        # A stream has a connection of its own, made for it: only that one can be broken off at once.
        self._streams = _client(address, trust, httpx.Limits(max_keepalive_connections=0))

        # What lies in the machine's own buffers stands before a call: for pages and new versions they are small.
        self._uploads = _client(address, trust, httpx.Limits(max_connections=8), buffer=_UPLOAD_BUFFER)

    def close(self) -> None:
        self._http.close()
        self._uploads.close()
        self._streams.close()

    def hall(self) -> HallId:
        """The hall that this centre is of. Raises LineTrouble."""
        return self.told("GET", "/api/v1/health", Health).hall

    def told(
        self, method: str, path: str, shape: type[T], *, token: str | None = None, body: object = None, key: str = ""
    ) -> T:
        """What the centre answers, in its shape. `key`: our word for what is asked, the same when it is asked again."""
        _, data = self._asked(method, path, token=token, body=body, key=key)
        return shaped(data, shape)

    def fetched(self, path: str, *, token: str) -> bytes:
        """What is kept under this path, as it is: whose it is, nobody knows before it was looked at."""
        until = time.monotonic() + _PATIENCE
        try:
            with self._http.stream("GET", path, headers={"Authorization": f"Bearer {token}"}) as answer:
                data = capped(answer, until)
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise no_line(error) from error
        if not answer.is_success:
            raise failure(answer, data)
        return data

    def part(self, path: str, start: int, size: int, whole: int, *, tag: str, token: str) -> Iterator[bytes]:
        """So many bytes of a file from a place on, as they come; `tag` and `whole`: which file, and how long it is.

        LineTrouble when it breaks off, or is not what was asked for; the centre's Refusal before the first byte.
        """
        last = start + size - 1
        headers = {"Authorization": f"Bearer {token}", "Range": f"bytes={start}-{last}", "Accept-Encoding": "identity"}
        try:
            with self._uploads.stream("GET", path, headers=headers) as answer:
                if answer.status_code != httpx.codes.PARTIAL_CONTENT:
                    raise failure(answer, capped(answer, time.monotonic() + _PATIENCE))
                told = (answer.headers.get("content-range"), answer.headers.get("etag"))
                if told != (f"bytes {start}-{last}/{whole}", f'"{tag}"'):
                    raise LineTrouble("line.not_our_centre", status=answer.status_code)
                left = size
                for piece in answer.iter_raw(_SLICE):
                    left -= len(piece)
                    if left < 0:
                        raise LineTrouble("line.not_our_centre", status=answer.status_code)
                    yield piece
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise no_line(error) from error
        if left:
            raise LineTrouble("line.down")

    def _asked(
        self,
        method: str,
        path: str,
        *,
        token: str | None = None,
        body: object = None,
        raw: bytes | None = None,
        key: str = "",
        timeout: httpx.Timeout = _USUAL,
        patience: float = _PATIENCE,
    ) -> tuple[int, bytes]:
        until = time.monotonic() + patience
        headers = {"Content-Type": "application/json" if raw is None else "application/octet-stream"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        if key:
            headers["Idempotency-Key"] = key
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


def _client(address: str, trust: ssl.SSLContext, limits: httpx.Limits, *, buffer: int | None = None) -> httpx.Client:
    both = (socket.SO_SNDBUF, socket.SO_RCVBUF)
    options = [] if buffer is None else [(socket.SOL_SOCKET, way, buffer) for way in both]
    return httpx.Client(
        base_url=address.rstrip("/"),
        timeout=_USUAL,
        transport=httpx.HTTPTransport(verify=trust, limits=limits, trust_env=False, socket_options=options),
        follow_redirects=False,
        trust_env=False,
        headers={"Accept": "application/json, application/problem+json"},
    )
