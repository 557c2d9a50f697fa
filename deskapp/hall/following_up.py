"""Following bad ratings up at the manager's desk: it asks the centre and keeps nothing, as nobody else is to know."""

from __future__ import annotations

from datetime import date

from deskapp.desk import Desk
from deskapp.failures import LineTrouble
from deskapp.ids import EventId
from deskapp.protocol.ratings import FollowUp, RatingFigures, RatingsOfCentre, StepWords
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.rating import Step


def follow_ups(desk: Desk) -> tuple[FollowUp, ...]:
    """The open ones, the most urgent first, then those closed lately. LineTrouble; Refusal `access.denied`."""
    return tuple(_centre(desk).follow_ups(token=desk.clerk.token).follow_ups)


def take_step(desk: Desk, rating: EventId, step: Step, remark: str) -> FollowUp:
    """Take a step. LineTrouble; Refusal `rating.own`, `rating.not_now`, `rating.no_remark`, `rating.unknown`."""
    return _centre(desk).take_step(rating, StepWords(step=step, remark=remark), token=desk.clerk.token)


def phone(desk: Desk, rating: EventId) -> str:
    """The number to call; the centre writes the look down. LineTrouble; Refusal `rating.own`, `rating.unknown`."""
    return _centre(desk).phone(rating, token=desk.clerk.token).phone


def figures(desk: Desk, first: date, last: date) -> RatingFigures:
    """How services were rated from one day to another. LineTrouble; Refusal `figures.wrong_days`."""
    return _centre(desk).figures(first, last, token=desk.clerk.token)


def _centre(desk: Desk) -> RatingsOfCentre:
    access.require(desk.clerk.roles, Permission.SUPERVISE)
    if desk.ratings is None or not desk.clerk.token:
        raise LineTrouble("line.down")
    return desk.ratings
