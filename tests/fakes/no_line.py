"""A centre that cannot be reached: every question ends as it does when a cable is pulled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from deskapp.failures import Failure, LineTrouble
from deskapp.ids import PageDigest, TicketId, WindowId
from deskapp.protocol.messages import (
    Batch,
    Hints,
    IssueTicket,
    Push,
    PushAnswer,
    SignedInAnswer,
    SignIn,
    TicketAnswer,
    Upload,
)


def _down() -> NoReturn:
    raise LineTrouble("line.down")


class NoLine:
    """Implements `protocol.messages.Centre` by its absence."""

    def sign_in(self, words: SignIn) -> SignedInAnswer:
        _down()

    def sign_out(self, *, token: str) -> None:
        _down()

    def windows(self) -> Sequence[WindowId]:
        _down()

    def issue(self, words: IssueTicket, *, token: str) -> TicketAnswer:
        _down()

    def call(self, *, token: str, finish: bool, ticket: TicketId | None = None) -> TicketAnswer | None:
        _down()

    def release(self, window: WindowId, *, token: str) -> None:
        _down()

    def push(self, words: Push, *, token: str) -> PushAnswer:
        _down()

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        _down()

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        _down()

    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        _down()

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        _down()

    def listen(self, *, token: str, after: int) -> Hints:
        _down()
