"""What a desk asks of its centre, and what it is answered. Each answer has the shape that only our centre gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from urllib.parse import quote

import httpx
import msgspec

from deskapp.failures import Failure, LineTrouble
from deskapp.ids import PageDigest, TicketId, WindowId
from deskapp.protocol.board import SpokenWords
from deskapp.protocol.messages import (
    Batch,
    HallPresence,
    IssueTicket,
    KnownPages,
    Push,
    PushAnswer,
    SealAnswer,
    SignedInAnswer,
    SignIn,
    TicketAnswer,
    Upload,
    WindowNames,
)
from deskapp.sync import tus
from deskapp.sync.answers import no_line, shaped
from deskapp.sync.event_stream import EventStream
from deskapp.sync.http_line import HttpLine
from deskapp.sync.under_way import under_way

_SMALL_PAGE = 1024 * 1024  # pages below go in one PUT
_CALL = httpx.Timeout(0.8)  # a clerk who called the next person waits no longer for the line
_CALL_PATIENCE = 1.0
_KEPT = frozenset({httpx.codes.CREATED, httpx.codes.NO_CONTENT})  # a page is kept, now or before


class HttpCentre(HttpLine):
    """Implements `protocol.messages.Centre`. Safe to use from several threads."""

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        return self.told("POST", "/api/v1/sign-in", SignedInAnswer, body=words)

    def sign_out(self, *, token: str) -> None:
        self._asked("POST", "/api/v1/sign-out", token=token)

    def windows(self) -> Sequence[WindowId]:
        return self.told("GET", "/api/v1/windows", WindowNames).windows

    def call(
        self, *, token: str, finish: bool, ticket: TicketId | None = None, hand: TicketId | None = None
    ) -> TicketAnswer | None:
        place = "/api/v1/tickets/call" if ticket is None else f"/api/v1/tickets/{quote(ticket, safe='')}/call"
        body = {"finish": finish} | ({} if hand is None else {"hand": hand})
        status, data = self._asked("POST", place, token=token, body=body, timeout=_CALL, patience=_CALL_PATIENCE)
        return None if status == httpx.codes.NO_CONTENT else shaped(data, TicketAnswer)

    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer:
        named = msgspec.to_builtins(words)
        body = {"class": named.pop("ticket_class"), **{name: value for name, value in named.items() if value}}
        return self.told("POST", "/api/v1/tickets", TicketAnswer, token=token, body=body)

    def confirm_spoken(self, ticket: TicketId, words: SpokenWords, *, token: str) -> None:
        """A speaker's word that a call was said to its end. Raises as everything here; twice does no harm."""
        self._asked("POST", f"/api/v1/tickets/{quote(ticket, safe='')}/spoken", token=token, body=words)

    def release(self, window: WindowId, *, token: str) -> None:
        self._asked("POST", f"/api/v1/windows/{quote(window, safe='')}/release", token=token)

    def presence(self, *, token: str) -> HallPresence:
        return self.told("GET", "/api/v1/windows/presence", HallPresence, token=token)

    def seal(self, digest: str, *, token: str) -> bytes:
        return self.told("GET", f"/api/v1/seals/{quote(digest, safe='')}", SealAnswer, token=token).png

    def push(self, words: Push, *, token: str) -> PushAnswer:
        answer = self.told("POST", "/api/v1/journal", PushAnswer, token=token, body=words)
        if [verdict.id for verdict in answer.verdicts] != [event.id for event in words.events]:
            raise LineTrouble("line.not_our_centre")
        return answer

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        return self.told("GET", f"/api/v1/journal?after={after}&limit={limit}", Batch, token=token)

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        body = {"digests": list(digests)}
        return frozenset(self.told("POST", "/pages/known", KnownPages, token=token, body=body).known)

    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        return under_way(partial(self._send, token=token), pages)

    def _send(self, page: Upload, *, token: str) -> None:
        try:
            if page.size < min(_SMALL_PAGE, page.chunk):
                status, data = self._asked("PUT", f"/pages/{page.digest}", token=token, raw=b"".join(page.read_from(0)))
                if status not in _KEPT or data:
                    raise LineTrouble("line.not_our_centre", status=status)
            else:
                tus.send(self._uploads, page, token=token)
        except (httpx.HTTPError, UnicodeEncodeError) as error:
            raise no_line(error) from error

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        data = self.fetched(f"/pages/{digest}", token=token)
        if sha256(data).hexdigest() != digest:
            raise LineTrouble("line.not_our_centre")
        return data

    def listen(self, *, token: str, after: int) -> EventStream:
        return EventStream(self._streams, token=token, after=after)
