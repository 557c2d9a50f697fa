"""The steps that somebody may take with a case now: what the window offers, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import WindowId
from deskapp.rules import access
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact
from deskapp.rules.case_steps import may
from deskapp.rules.catalog import Handling, Item, Regime


class Way(StrEnum):
    """A step, by the kind of its fact; a decision in two ways."""

    PRE_REVIEW = "pre_review"
    ACCEPT = "accept"
    CORRECT = "correct"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    GRANT = "grant"
    REFUSE = "refuse"
    SAY_READY = "say_ready"
    DELIVER = "deliver"
    ARCHIVE = "archive"


def ways(case: Case, item: Item, roles: Iterable[str], today: date) -> frozenset[Way]:
    """Every step that is open to somebody with these roles. What is owed hinders none: it is said when it is tried."""
    held = tuple(roles)
    at_once = item.handling is Handling.AT_ONCE
    found = set()
    for way, (kind, made) in _TRIED.items():
        try:
            access.require(held, access.fact_permission(kind, at_once=at_once))
            may(case, made(item, today), item, today)
        except Refusal:
            continue
        found.add(way)
    return frozenset(found)


_SAID = "…"
_TRIED: dict[Way, tuple[str, Callable[[Item, date], CaseFact]]] = {
    Way.PRE_REVIEW: ("case.pre_reviewed", lambda item, today: cases.PreReviewed(WindowId(""), today)),
    Way.ACCEPT: ("case.accepted", lambda item, today: cases.Accepted("", today, today)),
    Way.CORRECT: (
        "case.correction_requested",
        lambda item, today: cases.CorrectionRequested((), _SAID, today, handed_back=item.regime is Regime.REGISTRATION),
    ),
    Way.DECLINE: ("case.declined", lambda item, today: cases.Declined(_SAID, _SAID, cases.Usual.OTHERWISE)),
    Way.WITHDRAW: ("case.withdrawn", lambda item, today: cases.Withdrawn(_SAID)),
    Way.PAUSE: ("case.paused", lambda item, today: cases.Paused(_SAID, cases.Procedure.HEARING, today, today)),
    Way.RESUME: ("case.resumed", lambda item, today: cases.Resumed()),
    Way.EXTEND: ("case.extended", lambda item, today: cases.Extended(_SAID, _SAID, today, today)),
    Way.GRANT: ("case.decided", lambda item, today: cases.Decided(granted=True)),
    Way.REFUSE: ("case.decided", lambda item, today: cases.Decided(granted=False, reason=_SAID, ground=_SAID)),
    Way.SAY_READY: ("case.result_ready", lambda item, today: cases.ResultReady(_SAID)),
    Way.DELIVER: ("case.delivered", lambda item, today: cases.Delivered(cases.Handed.WINDOW.value)),
    Way.ARCHIVE: ("case.archived", lambda item, today: cases.Archived(_SAID)),
}
