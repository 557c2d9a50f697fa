"""What is asked of a step because its case belongs to a bundle, and what follows from it for the cases that wait.

Asked by the desk that takes the step and by the centre that is told of it, beside `case_steps.may`. What follows
(`sequel`) the centre says alone: the cases of other departments are nobody's to end at a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deskapp.clock import office_day
from deskapp.failures import Refusal
from deskapp.ids import CENTRE, CaseId
from deskapp.rules import bundle
from deskapp.rules.bundle_clock import days_from
from deskapp.rules.case import (
    Accepted,
    Case,
    CaseFact,
    CommitmentMade,
    Decided,
    Declined,
    Extended,
    MaterialDeferred,
    MaterialReceived,
    Opened,
    PagesAdded,
    Paused,
    Resumed,
    StepTakenBack,
    TurnCome,
    Withdrawn,
)
from deskapp.rules.case_facts import Usual
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.case_steps import DELIVERY_DAYS
from deskapp.rules.catalog import Catalog, Theme
from deskapp.rules.deadline import WorkingDays, due
from deskapp.rules.grounds import BY_REGIME

_OF_A_MATERIAL = (MaterialReceived, CommitmentMade, MaterialDeferred, PagesAdded)
_ONLY_IN_TURN = (Decided, Paused, Extended)
_ENDINGS = frozenset({Decided.__name__, Declined.__name__, Withdrawn.__name__})


def ask_opening(fact: Opened, others: Sequence[Case], catalog: Catalog) -> None:
    """Ask whether a case may be opened as one of this bundle; `others` are those that are open in it already.

    Refusal `bundle.no_theme`, `bundle.not_in_theme`, `bundle.item_twice`, `bundle.differs` when the others say another
    theme, catalogue or progress code, `bundle.earlier_missing` when what it waits for was not opened before it or has
    ended.
    """
    if fact.bundle is None:
        return
    theme = theme_of(fact.bundle.theme, catalog)
    if fact.item not in theme.items:
        raise Refusal("bundle.not_in_theme", item=catalog.item(fact.item).name, theme=theme.name)
    if any(other.item == fact.item for other in others):
        raise Refusal("bundle.item_twice", item=catalog.item(fact.item).name)
    if any(other.bundle != fact.bundle or other.catalog != fact.catalog for other in others):
        raise Refusal("bundle.differs")
    earlier = theme.after.get(fact.item)
    if earlier is not None and not any(other.item == earlier and not bundle.lost(other) for other in others):
        raise Refusal("bundle.earlier_missing", item=catalog.item(earlier).name)


def ask(case: Case, fact: CaseFact, cases: Sequence[Case], catalog: Catalog) -> None:
    """Ask whether this step may be taken with a case, as far as its bundle has a say; `cases` are all of the bundle.

    Refusal `bundle.none` for a bundle's number on a case that is in none, `bundle.no_number`, `bundle.number_differs`;
    `material.produced`; `bundle.waits` for what is decided in its turn, `bundle.earlier_refused`;
    `bundle.later_decided` for a grant that others rest on already.
    """
    if case.bundle is None or case.item is None:
        if isinstance(fact, Accepted) and fact.bundle_number:
            raise Refusal("bundle.none")
        return
    theme = theme_of(case.bundle.theme, catalog)
    if isinstance(fact, _OF_A_MATERIAL):
        maker = theme.produced_for(case.item).get(fact.material)
        if maker is not None:
            raise Refusal(
                "material.produced", material=catalog.materials[fact.material].name, item=_name(catalog, maker)
            )
    elif isinstance(fact, Accepted):
        _ask_accepted(case, fact, cases, theme, catalog)
    elif isinstance(fact, _ONLY_IN_TURN):
        before = bundle.hindrance(case, cases, theme)
        if before is not None:
            raise Refusal("bundle.waits", item=_name(catalog, before))
    elif isinstance(fact, StepTakenBack) and fact.step in _ENDINGS:
        _ask_taken_back(case, fact, cases, theme, catalog)


def theme_of(code: str, catalog: Catalog) -> Theme:
    """The theme of this code. Refusal `bundle.no_theme`."""
    theme = catalog.themes.get(code)
    if theme is None:
        raise Refusal("bundle.no_theme", theme=code[:40])
    return theme


@dataclass(frozen=True, slots=True)
class Moment:
    """When something follows, and by which calendar it is counted."""

    now: datetime
    calendar: WorkingDays

    @property
    def today(self) -> date:
        return office_day(self.now)


def sequel(
    case: Case, fact: CaseFact, cases: Sequence[Case], catalog: Catalog, moment: Moment
) -> tuple[tuple[CaseId, CaseFact], ...]:
    """What follows from a step of `case`, as it stands after it, for the cases of its bundle that wait for it.

    Granted: the turn of those right behind it has come; so has that of one that is accepted only then. Not granted,
    declined, withdrawn: all that wait for it end as well, with that for a reason; what is taken back brings them back.
    """
    if case.bundle is None or case.item is None or case.bundle.theme not in catalog.themes:
        return ()
    theme = catalog.themes[case.bundle.theme]
    waiting = bundle.waiting_for(case, cases, theme)
    if isinstance(fact, StepTakenBack) and fact.step in _ENDINGS:
        ended = [one for one in waiting if one.before is not None and one.before.by == CENTRE]
        return tuple(
            (one.id, StepTakenBack(one.before.step))
            for one in ended
            if one.before is not None and one.before.step in _ENDINGS
        )
    if isinstance(fact, Accepted) and bundle.waits(case, theme) and bundle.hindrance(case, cases, theme) is None:
        return ((case.id, _turn(case, theme, catalog, moment)),)
    if isinstance(fact, Decided) and case.granted and case.state is State.DECIDED:
        return tuple(
            (one.id, _turn(one, theme, catalog, moment))
            for one in waiting
            if one.state is State.ACCEPTED and one.item is not None and theme.after.get(one.item) == case.item
        )
    if isinstance(fact, (Decided, Declined, Withdrawn)) and bundle.lost(case):
        reason = f"前置事项“{_name(catalog, case.item)}”{_how_lost(fact)}，本事项的办理条件不具备。"
        return tuple((one.id, said) for one in waiting for said in _endings(one, reason, catalog, moment))
    return ()


def _ask_accepted(case: Case, fact: Accepted, cases: Sequence[Case], theme: Theme, catalog: Catalog) -> None:
    number = bundle.number_of(cases)
    if not fact.bundle_number:
        raise Refusal("bundle.no_number")
    if number and fact.bundle_number != number:
        raise Refusal("bundle.number_differs", number=number)
    _ask_earlier(case, cases, theme, catalog)


def _ask_earlier(case: Case, cases: Sequence[Case], theme: Theme, catalog: Catalog) -> None:
    for code in theme.earlier(case.item) if case.item is not None else ():
        if any(other.item == code and bundle.lost(other) for other in cases):
            raise Refusal("bundle.earlier_refused", item=_name(catalog, code))


def _ask_taken_back(case: Case, fact: StepTakenBack, cases: Sequence[Case], theme: Theme, catalog: Catalog) -> None:
    if case.granted and fact.step == Decided.__name__:
        for one in bundle.waiting_for(case, cases, theme):
            if one.granted:
                raise Refusal("bundle.later_decided", item=_name(catalog, one.item))
    else:
        _ask_earlier(case, cases, theme, catalog)


def _turn(case: Case, theme: Theme, catalog: Catalog, moment: Moment) -> TurnCome:
    item = catalog.items[case.item] if case.item is not None else None
    assert item is not None  # noqa: S101 - only cases of the theme's items wait
    days = days_from(item, theme, case.since or moment.today, moment.now, moment.calendar)
    return TurnCome(
        moment.today, days.promised.day, days.statutory.day, days.provisional, days.promised.at, days.statutory.at
    )


def _endings(case: Case, reason: str, catalog: Catalog, moment: Moment) -> tuple[CaseFact, ...]:
    item = None if case.item is None else catalog.items.get(case.item)
    law = None if item is None else BY_REGIME[item.regime]
    if case.state in AT_THE_WINDOW:
        return (Declined(reason, law.of(Usual.OTHERWISE).cited if law else "", Usual.OTHERWISE),)
    if case.state not in RUNNING:
        return ()
    by = due(moment.today, DELIVERY_DAYS, moment.calendar).day
    decided = Decided(
        granted=False, reason=reason, ground=law.refuse.cited if law else "", decided_on=moment.today, deliver_by=by
    )
    return (Resumed(), decided) if case.state is State.PAUSED else (decided,)


def _how_lost(fact: Decided | Declined | Withdrawn) -> str:
    return {Decided: "未获准予", Declined: "不予受理"}.get(type(fact), "已由申请人撤回")


def _name(catalog: Catalog, code: object) -> str:
    return next((item.name for item in catalog.items.values() if item.code == code), str(code))
