"""Facts as JSON and back: each kind's name, stream and personal fields; old shapes are lifted on reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from deskapp.failures import ContentTrouble, Refusal
from deskapp.protocol.json import canonical, decode, plain, shaped
from deskapp.protocol.messages import SCHEMA
from deskapp.rules import booking as bookings
from deskapp.rules import case as cases
from deskapp.rules import enrolment
from deskapp.rules import happening as happenings
from deskapp.rules import rating as ratings
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows

CASE, TICKET, WINDOW, CLERK, CATALOG = "case", "ticket", "window", "clerk", "catalog"
BOOKING = "booking"
RATING = "rating"  # held by the centre alone: neither numbered nor pulled, and not to be read at a desk

Fact = (
    cases.CaseFact | tickets.TicketFact | windows.WindowFact | bookings.BookingFact | happenings.ClerkFact
    | happenings.CatalogFact | ratings.RatingFact
)  # fmt: skip
Seal = Callable[[bytes, str], str]  # plain bytes and the field's name → sealed text
Unseal = Callable[[str, str], bytes | None]  # sealed text and the field's name → plain bytes, None once erased


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    stream: str
    fact: type
    sealed: tuple[str, ...] = ()  # fields that hold a Person


_PEOPLE = ("applicant", "agent")

_ALL = (
    Kind("case.opened", CASE, cases.Opened, _PEOPLE),
    Kind("case.filed", CASE, cases.Filed, _PEOPLE),
    Kind("case.pre_reviewed", CASE, cases.PreReviewed),
    Kind("case.applicant_corrected", CASE, cases.ApplicantCorrected, _PEOPLE),
    Kind("case.answered", CASE, cases.Answered),
    Kind("case.material_received", CASE, cases.MaterialReceived),
    Kind("case.material_returned", CASE, cases.MaterialReturned),
    Kind("case.commitment_made", CASE, cases.CommitmentMade),
    Kind("case.material_deferred", CASE, cases.MaterialDeferred),
    Kind("case.pages_added", CASE, cases.PagesAdded),
    Kind("case.page_removed", CASE, cases.PagesRemoved),
    Kind("case.page_moved", CASE, cases.PagesMoved),
    Kind("case.pages_made", CASE, cases.PagesMade),
    Kind("case.pages_put_back", CASE, cases.PagesPutBack),
    Kind("case.accepted", CASE, cases.Accepted),
    Kind("case.acceptance_undone", CASE, cases.AcceptanceUndone),
    Kind("case.correction_requested", CASE, cases.CorrectionRequested),
    Kind("case.declined", CASE, cases.Declined),
    Kind("case.withdrawn", CASE, cases.Withdrawn),
    Kind("case.turn_come", CASE, cases.TurnCome),
    Kind("case.dispatched", CASE, cases.Dispatched),
    Kind("case.paused", CASE, cases.Paused),
    Kind("case.resumed", CASE, cases.Resumed),
    Kind("case.extended", CASE, cases.Extended),
    Kind("case.decided", CASE, cases.Decided),
    Kind("case.result_papers_given", CASE, cases.ResultPapersGiven),
    Kind("case.result_ready", CASE, cases.ResultReady),
    Kind("case.delivered", CASE, cases.Delivered, ("receiver",)),
    Kind("case.signed", CASE, cases.Signed),
    Kind("case.archived", CASE, cases.Archived),
    Kind("case.step_taken_back", CASE, cases.StepTakenBack),
    Kind("case.urged", CASE, cases.Urged),
    Kind("case.followed_up", CASE, cases.FollowedUp),
    Kind("case.paper_printed", CASE, cases.PaperPrinted),
    Kind("case.looked_at", CASE, cases.LookedAt),
    Kind("case.steps_given_up", CASE, cases.StepsGivenUp),
    Kind("ticket.issued", TICKET, tickets.Issued),
    Kind("ticket.joined", TICKET, tickets.Joined),
    Kind("ticket.called", TICKET, tickets.Called),
    Kind("ticket.called_again", TICKET, tickets.CalledAgain),
    Kind("ticket.shown", TICKET, tickets.Shown),
    Kind("ticket.spoken", TICKET, tickets.Spoken),
    Kind("ticket.call_undone", TICKET, tickets.CallUndone),
    Kind("ticket.arrived", TICKET, tickets.Arrived),
    Kind("ticket.held", TICKET, tickets.Held),
    Kind("ticket.taken_up", TICKET, tickets.TakenUp),
    Kind("ticket.finished", TICKET, tickets.Finished),
    Kind("ticket.no_show", TICKET, tickets.NoShow),
    Kind("ticket.back_in_line", TICKET, tickets.BackInLine),
    Kind("ticket.transferred", TICKET, tickets.Transferred),
    Kind("ticket.carried_over", TICKET, tickets.CarriedOver),
    Kind("ticket.cancelled", TICKET, tickets.Cancelled),
    Kind("window.defined", WINDOW, windows.WindowDefined),
    Kind("window.opened", WINDOW, windows.WindowOpened),
    Kind("window.paused", WINDOW, windows.WindowPaused),
    Kind("window.resumed", WINDOW, windows.WindowResumed),
    Kind("window.closed", WINDOW, windows.WindowClosed),
    Kind("window.queues_changed", WINDOW, windows.QueuesChanged),
    Kind("window.help_called", WINDOW, windows.HelpCalled),
    Kind("window.help_coming", WINDOW, windows.HelpComing),
    Kind("window.help_settled", WINDOW, windows.HelpSettled),
    Kind("window.help_still_needed", WINDOW, windows.HelpStillNeeded),
    Kind("window.code_made", WINDOW, enrolment.CodeMade),
    Kind("window.code_revoked", WINDOW, enrolment.CodeRevoked),
    Kind("window.desk_enrolled", WINDOW, enrolment.DeskEnrolled),
    Kind("window.desk_dismissed", WINDOW, enrolment.DeskDismissed),
    Kind("booking.made", BOOKING, bookings.Booked),
    Kind("booking.checked_in", BOOKING, bookings.CheckedIn),
    Kind("booking.cancelled", BOOKING, bookings.BookingCancelled),
    Kind("rating.given", RATING, ratings.Rated),
    Kind("rating.step_taken", RATING, ratings.StepTaken),
    Kind("clerk.signed_in", CLERK, happenings.SignedIn),
    Kind("clerk.signed_out", CLERK, happenings.SignedOut),
    Kind("catalog.published", CATALOG, happenings.CatalogPublished),
)
BY_NAME: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
BY_FACT: Mapping[type, Kind] = {kind.fact: kind for kind in _ALL}

SPECIAL_GIVEN_UP = "case.steps_given_up"
HELP_CALLED = "window.help_called"
# Waits behind nothing else: neither behind other steps of its desk, nor behind one of its window that was sent back.
AT_ONCE = frozenset({HELP_CALLED, "window.help_coming", "window.help_settled", "window.help_still_needed"})


def _with_answers(payload: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 listed the questions that were answered yes; from schema 2 on each answer stands by its question."""
    return payload | {"answers": cases.lifted_answers(payload.get("answers", []))}


# (kind, schema it was written with) → how its payload looks one schema later.
Lift = Callable[[dict[str, Any]], dict[str, Any]]


def _handed_over(payload: dict[str, Any]) -> dict[str, Any]:
    """How a result was handed over was free text: it is the remark now, and the way is the only one there was."""
    said = payload.get("how")
    return payload | {"how": cases.Handed.WINDOW.value, "remark": said} if isinstance(said, str) else payload


def _with_pages(payload: dict[str, Any]) -> dict[str, Any]:
    """Up to schema 2 pages were moved and removed one at a time."""
    return {name: value for name, value in payload.items() if name != "page"} | {"pages": [payload.get("page")]}


LIFTS: Mapping[tuple[str, int], Lift] = {
    ("case.opened", 1): _with_answers,
    ("case.applicant_corrected", 1): _with_answers,
    ("case.delivered", 1): _handed_over,
    ("case.page_removed", 2): _with_pages,
    ("case.page_moved", 2): _with_pages,
}


def to_payload(fact: Fact, seal: Seal) -> tuple[Kind, dict[str, Any]]:
    """A fact as the payload of an event, its personal fields sealed."""
    kind = BY_FACT[type(fact)]
    payload: dict[str, Any] = plain(fact)
    for field in kind.sealed:
        if payload.get(field) is not None:
            payload[field] = {"sealed": seal(canonical(payload[field]), field)}
    return kind, payload


def from_payload(kind_name: str, schema: int, payload: Mapping[str, Any], unseal: Unseal) -> Fact:
    """A payload as a fact.

    Refusal `event.upgrade_required` for a schema newer than this program, ContentTrouble `event.unknown_kind` or
    `json.not_this_shape` for what is no fact at all.
    """
    if schema > SCHEMA:
        raise Refusal("event.upgrade_required", schema=schema)
    kind = BY_NAME.get(kind_name)
    if kind is None:
        raise ContentTrouble("event.unknown_kind", kind=kind_name[:48])
    lifted = dict(payload)
    for older in range(schema, SCHEMA):
        lifted = LIFTS.get((kind_name, older), dict)(lifted)
    for field in kind.sealed:
        lifted[field] = _person(lifted.get(field), field, unseal)
    fact: Fact = shaped(lifted, kind.fact)
    return fact


def _person(value: object, field: str, unseal: Unseal) -> dict[str, Any] | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("sealed"), str):
        raise ContentTrouble("event.person_not_sealed")
    opened = unseal(value["sealed"], field)
    return None if opened is None else decode(opened, dict)


def unread(_sealed: str, _field: str) -> None:
    """An `unseal` for those who fold and need not know who it is about."""
    return
