"""What the centre tells of ratings: to whoever follows a bad one up, and as figures that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

import msgspec

from deskapp.ids import ClerkId, EventId, ItemCode, WindowId
from deskapp.rules.deadline import Lamp
from deskapp.rules.rating import Occasion, Reason, Step


class StepTold(msgspec.Struct, frozen=True, kw_only=True):
    """A step of a follow-up: who took it and when, and what they wrote down."""

    step: Step
    by: str  # a name
    at: str
    remark: str


class FollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """A bad rating, what was said, and how far it has been followed up. The applicant's name is masked."""

    rating: EventId
    score: int
    reasons: Sequence[Reason]
    words: str
    drawing: str  # words by hand: a PNG, base64
    occasion: Occasion
    at_home: bool
    rated_on: date
    number: str
    item: ItemCode
    item_name: str
    window: WindowId | None
    clerk: ClerkId
    clerk_name: str
    applicant: str
    lamp: Lamp
    due: date | None  # of the next step; None once it is closed
    close_by: date
    steps: Sequence[StepTold]
    may: Sequence[Step]  # what comes next; nothing for whoever is concerned


class FollowUps(msgspec.Struct, frozen=True, kw_only=True):
    """The open ones, the most urgent first, and those closed lately."""

    follow_ups: Sequence[FollowUp]


class StepWords(msgspec.Struct, frozen=True, kw_only=True):
    step: Step
    remark: str


class Phone(msgspec.Struct, frozen=True, kw_only=True):
    """The applicant's number in full, to be called; "" where none is known."""

    phone: str


class RatingFigure(msgspec.Struct, frozen=True, kw_only=True):
    """Ratings of one hall, item or window. `satisfied` counts scores of 3 and above; `average` is None without any."""

    key: str
    name: str
    rated: int
    unrated: int  # asked, and not answered: neither satisfied nor dissatisfied
    satisfied: int
    average: float | None


class RatingFigures(msgspec.Struct, frozen=True, kw_only=True):
    first: date
    last: date
    hall: RatingFigure
    items: Sequence[RatingFigure]
    windows: Sequence[RatingFigure]
    open: int  # follow-ups
    late: int  # past their day


class RatingsOfCentre(Protocol):
    """The centre as whoever follows bad ratings up sees it. Every method raises LineTrouble or the centre's Refusal."""

    def follow_ups(self, *, token: str) -> FollowUps: ...
    def take_step(self, rating: EventId, words: StepWords, *, token: str) -> FollowUp: ...
    def phone(self, rating: EventId, *, token: str) -> Phone: ...
    def figures(self, first: date, last: date, *, token: str) -> RatingFigures: ...
