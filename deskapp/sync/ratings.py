"""What the centre answers whoever follows bad ratings up, over HTTP."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from deskapp.ids import EventId
from deskapp.protocol.ratings import FollowUp, FollowUps, Phone, RatingFigures, StepWords
from deskapp.sync.client import HttpCentre

_PLACE = "/api/v1/ratings"


class HttpRatings:
    """Implements `protocol.ratings.RatingsOfCentre`. Safe to use from several threads."""

    def __init__(self, centre: HttpCentre) -> None:
        self._centre = centre

    def follow_ups(self, *, token: str) -> FollowUps:
        return self._centre.told("GET", f"{_PLACE}/follow-ups", FollowUps, token=token)

    def take_step(self, rating: EventId, words: StepWords, *, token: str) -> FollowUp:
        place = f"{_PLACE}/follow-ups/{quote(rating, safe='')}"
        return self._centre.told("POST", place, FollowUp, token=token, body=words)

    def phone(self, rating: EventId, *, token: str) -> Phone:
        return self._centre.told("POST", f"{_PLACE}/follow-ups/{quote(rating, safe='')}/phone", Phone, token=token)

    def figures(self, first: date, last: date, *, token: str) -> RatingFigures:
        place = f"{_PLACE}/figures?from={first.isoformat()}&to={last.isoformat()}"
        return self._centre.told("GET", place, RatingFigures, token=token)
