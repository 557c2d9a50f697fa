"""A paper for several cases of one bundle: as if they were one, under the bundle's number and its theme's name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from deskapp.clerk.subjects import AskedOnce, Member, Subject, Together, asked_of
from deskapp.ids import MaterialCode
from deskapp.journal.reading import Reading
from deskapp.queries import sisters
from deskapp.queries.bundle_sheet import JOINT_PAPERS
from deskapp.rules import bundle
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, Item, Theme
from deskapp.rules.material_state import Standing
from deskapp.rules.one_notice import STRICTEST

CORRECTION = "correction"
_AT_THE_WINDOW = JOINT_PAPERS | {"receipt_slip", "checklist_notice", "separators"}
_HANDED = frozenset({"hand_out", "hand_out_slip", "proof_of_service"})
_ENDED = frozenset({State.DECLINED, State.WITHDRAWN})
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
    about = numbered if case.number is not None else standing or (case,)
    if kind == CORRECTION:  # a notice is about what it corrects, and not about what waits beside that
        about = tuple(one for one in cases if one.corrections) or about
    return Joint(theme, about)


def corrected(reading: Reading, case: Case) -> Case | None:
    """The first of its bundle that a one-time notice was given for: the notice is offered with each of them."""
    return next((one for one in sisters.with_sisters(reading, case) if one.corrections), None)


def subject(reading: Reading, one: Subject, joint: Joint) -> Subject:
    """What such a paper tells of all of them: `one` is what it would tell of the case in hand alone."""
    return told(one, joint, lambda case: asked_of(reading, case))


def told(one: Subject, joint: Joint, asked: Callable[[Case], AskedOnce]) -> Subject:
    """The same; `asked`: what the last one-time notice of a case said."""
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
        bundle=together, asked=_asked(joint.cases, asked),
    )  # fmt: skip


def _as_item(theme: Theme, items: Sequence[Item], catalog: Catalog, own: Item) -> Item:
    """The theme where papers name an item. Of several laws the strictest is told: it holds for what it is about."""
    regime = min((item.regime for item in items), key=STRICTEST.index)
    return replace(
        own, name=theme.name, en=theme.en, fee=sum(item.fee for item in items), regime=regime,
        promised_days=theme.promised_days,
    )  # fmt: skip


def _track(cases: Sequence[Case]) -> str:
    return next((case.bundle.track for case in cases if case.bundle is not None), "")


def _asked(cases: Sequence[Case], asked: Callable[[Case], AskedOnce]) -> AskedOnce:
    """What the notice said of any of them."""
    said = [asked(case) for case in cases]
    return AskedOnce(
        tuple(dict.fromkeys(code for one in said for code in one.missing)),
        tuple(dict.fromkeys(code for one in said for code in one.back)),
    )
