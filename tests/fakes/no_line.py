"""A centre that cannot be reached: every question ends as it does when a cable is pulled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NoReturn

from deskapp.failures import Failure, LineTrouble
from deskapp.ids import PageDigest, TicketId, WindowId
from deskapp.protocol.door import (
    BookingsOfDay,
    CheckedIn,
    Door,
    FoundItem,
    FoundTicket,
    Place,
    TicketPaper,
    TicketStory,
)
from deskapp.protocol.messages import (
    Batch,
    HallPresence,
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

    def call(
        self, *, token: str, finish: bool, ticket: TicketId | None = None, hand: TicketId | None = None
    ) -> TicketAnswer | None:
        _down()

    def release(self, window: WindowId, *, token: str) -> None:
        _down()

    def presence(self, *, token: str) -> HallPresence:
        _down()

    def push(self, words: Push, *, token: str) -> PushAnswer:
        _down()

    def pull(self, *, token: str, after: int, limit: int) -> Batch:
        _down()

    def known_pages(self, digests: Sequence[PageDigest], *, token: str) -> frozenset[PageDigest]:
        _down()

    def upload(self, pages: Sequence[Upload], *, token: str) -> Mapping[PageDigest, Failure]:
        _down()

    def seal(self, digest: str, *, token: str) -> bytes:
        _down()

    def fetch_page(self, digest: PageDigest, *, token: str) -> bytes:
        _down()

    def listen(self, *, token: str, after: int) -> Hints:
        _down()


class NoDoor:
    """Implements `protocol.door.DoorOfCentre` by its absence."""

    def door(self) -> Door:
        _down()

    def issue(self, words: IssueTicket, *, token: str, key: str) -> TicketAnswer:
        _down()

    def come_back(self, code: str, *, token: str, key: str) -> TicketAnswer:
        _down()

    def check_in(self, *, code: str, person: str, token: str) -> CheckedIn:
        _down()

    def paper(self, ticket: TicketId, *, again: bool, token: str) -> TicketPaper:
        _down()

    def find_items(self, words: str, *, token: str) -> Sequence[FoundItem]:
        _down()

    def find_tickets(self, words: str, *, token: str) -> Sequence[FoundTicket]:
        _down()

    def story(self, ticket: TicketId, *, token: str) -> TicketStory:
        _down()

    def bookings(self, *, token: str) -> BookingsOfDay:
        _down()

    def move(self, place: Place, *, token: str) -> Place:
        _down()

    def cancel(self, ticket: TicketId, *, token: str) -> Place:
        _down()

    def back_in_line(self, ticket: TicketId, *, old_place: bool, token: str) -> Place:
        _down()
