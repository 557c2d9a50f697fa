"""The centre as a speaker sees it: the board's stream, and the word that a call was said.

The stream is open to everybody; only what is confirmed needs an account, one with the role of a screen.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

import httpx
import httpx_sse

from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import TicketId
from deskapp.journal.chain import moment_of
from deskapp.protocol.board import CallBoard, SpokenWords
from deskapp.protocol.messages import SignIn
from deskapp.rules.access import Permission, allows
from deskapp.sync.answers import CAP, capped, failure, no_line, shaped
from deskapp.sync.client import HttpCentre

SILENCE = 13.0  # s: three beats of the board, and a little
_TIMES = httpx.Timeout(SILENCE, connect=3)
_REFUSING = 10.0  # s for the words of a refusal
_CONNECTED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})


class HttpBoardLine:
    """Implements `protocol.board.BoardLine`. One reader; the rest from any thread."""

    def __init__(self, address: str, *, ca_file: str | None = None) -> None:
        self._centre = HttpCentre(address, ca_file=ca_file)
        trust = ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context(trust_env=False)
        self._http = httpx.Client(
            base_url=address.rstrip("/"), verify=trust, timeout=_TIMES, trust_env=False, follow_redirects=False
        )
        self._token = ""
        self._words: dict[str, Any] = {
            "headers": {"Accept-Encoding": "identity"},  # what is packed may be a bomb
            "extensions": {"trace": self._trace},
        }
        self._socket: socket.socket | None = None
        self._closed = False

    def sign_in(self, user: str, password: str) -> None:
        answer = self._centre.sign_in(SignIn(user=user, password=password))
        if not allows(answer.roles, Permission.TELL_PEOPLE):
            raise Refusal("access.denied", permission=Permission.TELL_PEOPLE.value)
        self._token = answer.token

    def boards(self) -> Iterator[tuple[CallBoard, datetime]]:
        if self._closed:
            return
        try:
            with httpx_sse.connect_sse(self._http, "GET", "/api/v1/board/stream", **self._words) as source:
                if source.response.status_code != httpx.codes.OK:
                    raise failure(source.response, capped(source.response, time.monotonic() + _REFUSING))
                for told in source.iter_sse():
                    if told.event == "board":
                        yield _board(told.data), _moment(told.id)
        except httpx_sse.SSEError as error:  # a web page where a stream should be
            raise LineTrouble("line.not_our_centre") from error
        except httpx.HTTPError as error:
            raise no_line(error) from error
        raise LineTrouble("line.down")  # the centre ended it: it is being stopped

    def confirm(self, ticket: TicketId, words: SpokenWords) -> None:
        self._centre.confirm_spoken(ticket, words, token=self._token)

    def break_off(self) -> None:
        self._closed = True
        self._shut()

    def close(self) -> None:
        self._http.close()
        self._centre.close()

    def _trace(self, happened: str, told: dict[str, Any]) -> None:
        """httpx tells what it does; of all that we want the socket, because only that can be broken off."""
        if happened in _CONNECTED:
            self._socket = told["return_value"].get_extra_info("socket")
            if self._closed:
                self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                # the plain socket's own: TLS's takes its state away from under the one who reads
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def _board(data: str) -> CallBoard:
    if len(data) > CAP:
        raise LineTrouble("line.not_our_centre")
    return shaped(data.encode(), CallBoard)


def _moment(text: str) -> datetime:
    try:
        return moment_of(text)
    except ValueError as error:
        raise LineTrouble("line.not_our_centre") from error
