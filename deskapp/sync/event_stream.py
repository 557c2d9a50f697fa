"""The centre's server-sent events, as they come: a hint in each that the journal has grown (WHATWG HTML, 9.2).

Reading them blocks, so somebody else must be able to break it off: `close` shuts the socket down under the one who
reads. The socket is learnt as soon as it is connected, because a server may also be silent before its first word.
"""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import httpx_sse

from deskapp.failures import LineTrouble
from deskapp.sync.answers import CAP, capped, failure, no_line

# The centre says something at least every 15 s: two such words may be lost or late, and then it is no line any more.
SILENCE = 35.0
_TIMES = httpx.Timeout(SILENCE, connect=3)
_REFUSING = 10.0  # seconds for the words of a refusal
_LAST_NUMBER = 18  # digits of a number a database can hold
_CONNECTED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})


class EventStream:
    """Implements `protocol.messages.Hints`. One reader; `close` and `open` from any thread."""

    def __init__(self, http: httpx.Client, *, token: str, after: int, silence: httpx.Timeout = _TIMES) -> None:
        self._http = http
        self._after = after
        self._silence = silence
        self._headers = {
            "Authorization": f"Bearer {token}",
            "Last-Event-ID": str(after),
            "Accept-Encoding": "identity",  # what is packed may be a bomb, and gains nothing in single events
        }
        self._socket: socket.socket | None = None
        self._heard = False
        self._closed = False

    @property
    def open(self) -> bool:
        """Whether the centre's first word has come, and the end has not."""
        return self._heard and not self._closed

    def close(self) -> None:
        """Break off, also in the middle of a read."""
        self._closed = True
        self._shut(self._socket)

    def __iter__(self) -> Iterator[int]:
        try:
            if not self._closed:
                yield from self._read()
        except httpx_sse.SSEError as error:  # a web page where a stream should be
            raise LineTrouble("line.not_our_centre") from error
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            if not self._closed:
                raise no_line(error) from error
        finally:
            self._closed = True

    def _read(self) -> Iterator[int]:
        with httpx_sse.connect_sse(
            self._http,
            "GET",
            f"/api/v1/journal/stream?after={self._after}",
            headers=self._headers,
            timeout=self._silence,
            extensions={"trace": self._trace},
        ) as source:
            answer = source.response
            if answer.status_code != httpx.codes.OK:
                raise failure(answer, capped(answer, time.monotonic() + _REFUSING))
            if "content-encoding" in answer.headers:
                raise LineTrouble("line.not_our_centre", status=answer.status_code)
            answer.stream = _Watched(answer.stream, self)
            answer.encoding = "utf-8"  # always, by the standard: an answer must not choose how it is read
            for told in source.iter_sse():
                if told.id.isascii() and told.id.isdecimal() and len(told.id) <= _LAST_NUMBER:
                    yield int(told.id)

    def hear(self) -> None:
        """Something came: the stream is open."""
        self._heard = True

    def _trace(self, happened: str, told: dict[str, Any]) -> None:
        """httpx tells what it does; of all that we want the socket."""
        if happened in _CONNECTED:
            self._socket = told["return_value"].get_extra_info("socket")
            if self._closed:  # by somebody who did not see the socket yet
                self._shut(self._socket)

    @staticmethod
    def _shut(connected: socket.socket | None) -> None:
        if connected is not None:
            with contextlib.suppress(OSError):
                # the plain socket's own: TLS's takes its state away from under the one who reads
                socket.socket.shutdown(connected, socket.SHUT_RDWR)


class _Watched(httpx.SyncByteStream):
    """The bytes of a stream, with an ear on them, and never more between two ends than an event may have."""

    def __init__(self, parts: Any, stream: EventStream) -> None:
        self._parts = parts
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        since = 0
        for part in self._parts:
            self._stream.hear()
            end = max(part.rfind(b"\n\n"), part.rfind(b"\r\r"), part.rfind(b"\r\n\r\n"))
            since = since + len(part) if end < 0 else len(part) - end
            if since > CAP:
                raise LineTrouble("line.not_our_centre")
            yield part

    def close(self) -> None:
        self._parts.close()
