"""What the centre answers a greeter, over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote, urlencode

import msgspec

from deskapp.ids import TicketId
from deskapp.protocol.door import (
    BookingsOfDay,
    CheckedIn,
    Door,
    FoundItem,
    FoundItems,
    FoundTicket,
    FoundTickets,
    Place,
    TicketPaper,
    TicketStory,
)
from deskapp.protocol.messages import IssueTicket, TicketAnswer
from deskapp.sync.client import HttpCentre


class HttpDoor:
    """Implements `protocol.door.DoorOfCentre`. Safe to use from several threads."""

    def __init__(self, centre: HttpCentre) -> None:
        self._centre = centre

    def door(self) -> Door:
        return self._centre.told("GET", "/api/v1/kiosk", Door)

    def issue(self, words: IssueTicket, *, token: str, key: str) -> TicketAnswer:
        named = msgspec.to_builtins(words)
        body = {"class": named.pop("ticket_class"), **{name: value for name, value in named.items() if value}}
        return self._centre.told("POST", "/api/v1/tickets", TicketAnswer, token=token, body=body, key=key)

    def come_back(self, code: str, *, token: str, key: str) -> TicketAnswer:
        place, body = "/api/v1/tickets/return", {"code": code}
        return self._centre.told("POST", place, TicketAnswer, token=token, body=body, key=key)

    def check_in(self, *, code: str, person: str, token: str) -> CheckedIn:
        body = {"code": code} if code else {"person": person}
        return self._centre.told("POST", "/api/v1/bookings/check-in", CheckedIn, token=token, body=body)

    def paper(self, ticket: TicketId, *, again: bool, token: str) -> TicketPaper:
        place = f"{_of(ticket)}/paper?again={'true' if again else 'false'}"
        return self._centre.told("GET", place, TicketPaper, token=token)

    def find_items(self, words: str, *, token: str) -> Sequence[FoundItem]:
        return self._centre.told("GET", f"/api/v1/items/find?{_asked(words)}", FoundItems, token=token).items

    def find_tickets(self, words: str, *, token: str) -> Sequence[FoundTicket]:
        return self._centre.told("GET", f"/api/v1/tickets/find?{_asked(words)}", FoundTickets, token=token).tickets

    def story(self, ticket: TicketId, *, token: str) -> TicketStory:
        return self._centre.told("GET", f"{_of(ticket)}/story", TicketStory, token=token)

    def bookings(self, *, token: str) -> BookingsOfDay:
        return self._centre.told("GET", "/api/v1/bookings", BookingsOfDay, token=token)

    def move(self, place: Place, *, token: str) -> Place:
        wished = {"queue": place.queue, "window": place.window, "remark": place.remark}
        body = {name: value for name, value in wished.items() if value}
        return self._centre.told("POST", f"{_of(place.id)}/move", Place, token=token, body=body)

    def cancel(self, ticket: TicketId, *, token: str) -> Place:
        return self._centre.told("POST", f"{_of(ticket)}/cancel", Place, token=token, body={})

    def back_in_line(self, ticket: TicketId, *, old_place: bool, token: str) -> Place:
        body = {"old_place": old_place}
        return self._centre.told("POST", f"{_of(ticket)}/back", Place, token=token, body=body)


def _of(ticket: TicketId) -> str:
    return f"/api/v1/tickets/{quote(ticket, safe='')}"


def _asked(words: str) -> str:
    return urlencode({"words": words[:64]})
