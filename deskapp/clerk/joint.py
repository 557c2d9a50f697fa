"""A paper for several cases of one bundle: as if they were one, under the bundle's number and its theme's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from deskapp.clerk.subjects import Member, Subject, Together, missing_of
from deskapp.ids import MaterialCode
from deskapp.journal.reading import Reading
from deskapp.queries import sisters
from deskapp.queries.bundle_sheet import JOINT_PAPERS
from deskapp.rules import bundle
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, Item, Regime, Theme
from deskapp.rules.checklist import Checklist
from deskapp.rules.material_state import Standing

_AT_THE_WINDOW = JOINT_PAPERS | {"receipt_slip", "checklist_notice", "separators"}
_HANDED = frozenset({"hand_out", "hand_out_slip", "proof_of_service"})
_ENDED = frozenset({State.DECLINED, State.WITHDRAWN})
_STRICTEST = (Regime.LICENCE, Regime.REGISTRATION, Regime.REAL_ESTATE, Regime.SERVICE)
_NEEDED = frozenset({Standing.OWED, Standing.RECEIVED, Standing.COMMITTED, Standing.DEFERRED, Standing.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Joint:
    """The cases that one paper is about."""

    theme: Theme
    cases: tuple[Case, ...]


def about(reading: Reading, case: Case, kind: str) -> Joint | None:
    """The cases that a paper of this kind is about together with this one; None where it is about this one alone."""
    theme = sisters.theme_of(reading, case)
    if theme is None or kind not in _AT_THE_WINDOW | _HANDED:
        return None
    return among(theme, case, sisters.with_sisters(reading, case), kind)


def among(theme: Theme, case: Case, cases: Sequence[Case], kind: str) -> Joint | None:
    """The same, of cases that are known; `cases` in the order of the theme, this one among them."""
    if kind not in _AT_THE_WINDOW | _HANDED:
        return None
    if kind in _HANDED:
        handed = tuple(one for one in cases if one.handing and one.handing == case.handing)
        return Joint(theme, handed) if len(handed) > 1 else None
    numbered = tuple(one for one in cases if one.number is not None)
    standing = tuple(one for one in cases if one.state not in _ENDED)
    return Joint(theme, numbered if case.number is not None else standing or (case,))


def subject(reading: Reading, one: Subject, joint: Joint) -> Subject:
    """What such a paper tells of all of them: `one` is what it would tell of the case in hand alone."""
    return told(one, joint, lambda case: missing_of(reading, case))


def told(one: Subject, joint: Joint, missing: Callable[[Case], Sequence[MaterialCode]]) -> Subject:
    """The same; `missing`: what the last one-time notice of a case named."""
    catalog = one.catalog
    items = [catalog.item(case.item) for case in joint.cases if case.item is not None]
    lists = [checklist_of(case, catalog) for case in joint.cases]
    members = tuple(
        Member(case, item, catalog.departments[item.department].name)
        for case, item in zip(joint.cases, items, strict=True)
    )
    needed: dict[MaterialCode, tuple[str, ...]] = {}
    for item, checklist in zip(items, lists, strict=True):
        for line in checklist.lines:
            if line.standing in _NEEDED:
                needed[line.material] = (*needed.get(line.material, ()), item.name)
    together = Together(bundle.number_of(joint.cases), _track(joint.cases), members, needed)
    whole = bundle.as_one([one.case, *(case for case in joint.cases if case.id != one.case.id)])
    return replace(
        one, case=whole, item=_as_item(joint.theme, items, catalog, one.item), checklist=bundle.union(lists),
        bundle=together, asked=_asked(joint.cases, lists, missing),
    )  # fmt: skip


def _as_item(theme: Theme, items: Sequence[Item], catalog: Catalog, own: Item) -> Item:
    """The theme where papers name an item. Of several laws the strictest is told: it holds for what it is about."""
    regime = min((item.regime for item in items), key=_STRICTEST.index)
    return replace(
        own, name=theme.name, en=theme.en, fee=sum(item.fee for item in items), regime=regime,
        promised_days=theme.promised_days,
    )  # fmt: skip


def _track(cases: Sequence[Case]) -> str:
    return next((case.bundle.track for case in cases if case.bundle is not None), "")


def _asked(
    cases: Sequence[Case], lists: Sequence[Checklist], missing: Callable[[Case], Sequence[MaterialCode]]
) -> tuple[MaterialCode, ...]:
    """What was named as missing for any of them; what is owed now where nothing has been named yet."""
    named = dict.fromkeys(code for case in cases for code in missing(case))
    return tuple(named) or tuple(line.material for line in bundle.union(lists).owed)
