"""What the screens show of a bundle: its number, how far it is, and its cases by department."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.ids import BundleId, CaseId
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs, sisters
from deskapp.rules import access, bundle
from deskapp.rules.access import Permission
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case, How
from deskapp.rules.case_papers import papers_waiting
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Catalog, Handling, Theme

JOINT_PAPERS = frozenset({"receipt", "acceptance", "correction", "commitment", "deferral"})


@dataclass(frozen=True, slots=True)
class SisterLine:
    """One case of a bundle."""

    case: CaseId
    item_name: str
    item_en: str
    department: str
    number: str
    state: State
    granted: bool | None
    promised_day: date | None
    waits_for: str  # the item that must be granted before, "" when nothing stands before it
    waits_for_en: str


@dataclass(frozen=True, slots=True)
class BundleSheet:
    """Everything about one bundle that a screen shows."""

    id: BundleId
    number: str  # "" until it is accepted
    theme: str
    theme_en: str
    state: BundleState
    lines: tuple[SisterLine, ...]
    grantable: tuple[CaseId, ...]  # what this window may decide now

    @property
    def departments(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.department for line in self.lines))


def bundle_sheet(reading: Reading, case: Case, roles: Iterable[str] = ()) -> BundleSheet | None:
    """The bundle of a case as somebody with these roles sees it; None when it is in none."""
    theme = sisters.theme_of(reading, case)
    if case.bundle is None or theme is None:
        return None
    catalog, cases = catalogs.of_version(reading, case.catalog), sisters.of_bundle(reading, case.bundle.id)
    return BundleSheet(
        case.bundle.id, bundle.number_of(cases), theme.name, theme.en,
        bundle.stands(one.state for one in cases if one.state is not None),
        tuple(_line(one, cases, theme, catalog) for one in cases),
        _grantable(cases, theme, catalog, tuple(roles)),
    )  # fmt: skip


def grantable(reading: Reading, roles: Iterable[str], case_id: CaseId) -> tuple[CaseId, ...]:
    """What can be granted with this case, here and now: the case itself, if it can be; and what the window decides of
    its bundle (即办件), as far as nothing is owed for it and nothing stands before it.
    """
    case, held = reading.case(case_id), tuple(roles)
    catalog = catalogs.of_version(reading, case.catalog)
    theme = sisters.theme_of(reading, case)
    if theme is not None:
        return _grantable(sisters.with_sisters(reading, case), theme, catalog, held)
    return (case_id,) if _open(case) and _by_the_window(case, catalog, held) else ()


def papers_left(reading: Reading, case: Case) -> tuple[str, ...]:
    """The kind of each paper of a case, or of its bundle, that has not come out; one for all of them stands once."""
    left = dict.fromkeys(
        (kind, "" if case.bundle is not None and kind in JOINT_PAPERS else one.id)
        for one in sisters.with_sisters(reading, case)
        for kind in papers_waiting(one)
    )
    return tuple(kind for kind, _ in left)


def _grantable(cases: Sequence[Case], theme: Theme, catalog: Catalog, roles: tuple[str, ...]) -> tuple[CaseId, ...]:
    return tuple(
        one.id
        for one in cases
        if _open(one) and _by_the_window(one, catalog, roles) and bundle.hindrance(one, cases, theme) is None
    )


def _open(case: Case) -> bool:
    put_off = any(settled.how is How.DEFERRED for settled in case.settled.values())
    return case.state is State.ACCEPTED and not put_off


def _by_the_window(case: Case, catalog: Catalog, roles: tuple[str, ...]) -> bool:
    item = None if case.item is None else catalog.items.get(case.item)
    return item is not None and item.handling is Handling.AT_ONCE and access.allows(roles, Permission.TAKE_IN)


def _line(case: Case, cases: Sequence[Case], theme: Theme, catalog: Catalog) -> SisterLine:
    item = catalog.items[case.item] if case.item is not None else None
    assert item is not None  # noqa: S101 - a case that stands has an item
    code = bundle.hindrance(case, cases, theme) if case.state in (State.ACCEPTED, State.PAUSED) else None
    before = None if code is None else catalog.items[code]
    return SisterLine(
        case.id, item.name, item.en, catalog.departments[item.department].name, case.number or case.reserved or "",
        case.state or State.OPENED, case.granted, case.promised_day, before.name if before else "",
        before.en if before else "",
    )  # fmt: skip
