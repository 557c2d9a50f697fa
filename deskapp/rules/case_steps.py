"""What is asked of a step that is taken now, beyond what the state of the case permits.

Asked by the desk that takes it and by the centre that is told of it. Not asked of history: these rules were stricter
than the programs that wrote some of it. The law of a correction is that of the item's regime (`Regime`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import MaterialCode
from deskapp.rules.case import (
    Case,
    CaseFact,
    CommitmentMade,
    CorrectionRequested,
    Decided,
    Declined,
    Delivered,
    Extended,
    FollowedUp,
    Handed,
    How,
    MaterialDeferred,
    MaterialReceived,
    Paused,
    Procedure,
    Urged,
    Usual,
    permits,
)
from deskapp.rules.case_state import RUNNING, State
from deskapp.rules.catalog import Demand, Item, Regime
from deskapp.rules.deadline import Limit, WorkingDays, due

ANSWER_DAYS = 5  # working days in which a licence's applicant is told what is missing (art. 32)
EXTENSION_DAYS = 10  # working days, once (art. 42)
DELIVERY_DAYS = 10  # working days from the decision (art. 44)

# In which regime silence counts as acceptance, and after how many working days: none means the same day.
SILENCE = {Regime.LICENCE: ANSWER_DAYS, Regime.REAL_ESTATE: 0}


def answer_by(item: Item, received_on: date, calendar: WorkingDays) -> date | None:
    """The last day on which the office may say what is missing; None where silence says nothing."""
    days = SILENCE.get(item.regime)
    return None if days is None else due(received_on, days, calendar).day


def limits_of(item: Item) -> tuple[Limit, Limit]:
    """What an item promises, and what the law gives it. The one place that reads them from the catalogue."""
    return item.promised, item.statutory


def ask_time(item: Item, procedure: Procedure, days: int) -> None:
    """Ask whether a procedure may take so many working days of this item. A procedure that the catalogue does not name
    takes what it takes: the law lets each of them stop the clock. Refusal `case.pause_too_long` with the most there is.
    """
    most = item.clock_stops.get(procedure)
    if most is not None and days > most:
        raise Refusal("case.pause_too_long", most=most)


def may(case: Case, fact: CaseFact, item: Item, today: date) -> None:
    """Ask whether this step may be taken today. Refusal of `permits`, or:

    `material.not_asked_for`, `material.not_deferred`, `material.no_deferral`, `material.no_commitment`;
    `case.correct_by_declining`, `case.too_late_to_correct`, `case.correct_on_the_spot`, `case.wrong_regime`;
    `case.correct_first`, `case.correction_open`; `case.no_reason`, `case.no_procedure`, `case.no_extension`,
    `case.deferral_owed`, `case.no_such_way`.
    """
    permits(case, fact)
    ask = _ASKS.get(type(fact))
    if ask is not None:
        ask(case, fact, item, today)


def _demand(item: Item, material: MaterialCode) -> Demand:
    for demand in item.demands:
        if demand.material == material:
            return demand
    raise Refusal("material.not_asked_for", material=material)


def _received(case: Case, fact: MaterialReceived, item: Item, today: date) -> None:
    """Once a case is accepted only what was put off may still come: nothing else is owed."""
    _demand(item, fact.material)
    settled = case.settled.get(fact.material)
    if case.state in RUNNING and (settled is None or settled.how is not How.DEFERRED):
        raise Refusal("material.not_deferred")


def _deferred(case: Case, fact: MaterialDeferred, item: Item, today: date) -> None:
    if not _demand(item, fact.material).deferral:
        raise Refusal("material.no_deferral")


def _committed(case: Case, fact: CommitmentMade, item: Item, today: date) -> None:
    if not _demand(item, fact.material).commitment:
        raise Refusal("material.no_commitment")


def _correction(case: Case, fact: CorrectionRequested, item: Item, today: date) -> None:
    if item.regime is Regime.REAL_ESTATE:
        raise Refusal("case.correct_by_declining")
    if item.regime is Regime.SERVICE and case.taken_on is not None and today > case.taken_on:
        raise Refusal("case.correct_on_the_spot")
    if case.answer_by is not None and today > case.answer_by:
        raise Refusal("case.too_late_to_correct", day=case.answer_by.isoformat())
    if fact.handed_back is not (item.regime is Regime.REGISTRATION):
        raise Refusal("case.wrong_regime")


def _declined(case: Case, fact: Declined, item: Item, today: date) -> None:
    _reasoned(fact.reason, fact.ground)
    if fact.usual is not Usual.NOT_COMPLETE:
        return
    if item.regime is Regime.REAL_ESTATE:
        if case.taken_on is not None and today > case.taken_on:
            raise Refusal("case.correct_on_the_spot")
    elif case.state is not State.CORRECTION_REQUESTED:
        raise Refusal("case.correct_first")
    elif case.correction_due is not None and today <= case.correction_due:
        raise Refusal("case.correction_open", day=case.correction_due.isoformat())


def _paused(case: Case, fact: Paused, item: Item, today: date) -> None:
    if fact.procedure is None or fact.since is None or fact.until is None or fact.until < fact.since:
        raise Refusal("case.no_procedure")


def _extended(case: Case, fact: Extended, item: Item, today: date) -> None:
    if item.regime is not Regime.LICENCE:
        raise Refusal("case.no_extension")
    _reasoned(fact.reason, fact.approved_by)


def _decided(case: Case, fact: Decided, item: Item, today: date) -> None:
    if not fact.granted:
        _reasoned(fact.reason, fact.ground)
    elif any(settled.how is How.DEFERRED for settled in case.settled.values()):
        raise Refusal("case.deferral_owed")


def _delivered(case: Case, fact: Delivered, item: Item, today: date) -> None:
    if fact.how not in {how.value for how in Handed}:
        raise Refusal("case.no_such_way")


def _urged(case: Case, fact: Urged, item: Item, today: date) -> None:
    if fact.department != item.department:
        raise Refusal("case.other_department")


def _followed_up(case: Case, fact: FollowedUp, item: Item, today: date) -> None:
    _reasoned(fact.remark)


def _reasoned(*words: str) -> None:
    if not all(word.strip() for word in words):
        raise Refusal("case.no_reason")


_ASKS: dict[type, Callable[..., None]] = {
    MaterialReceived: _received,
    MaterialDeferred: _deferred,
    CommitmentMade: _committed,
    CorrectionRequested: _correction,
    Declined: _declined,
    Paused: _paused,
    Extended: _extended,
    Decided: _decided,
    Delivered: _delivered,
    Urged: _urged,
    FollowedUp: _followed_up,
}
