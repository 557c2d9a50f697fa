"""The cases that one thing done at the window is about: the case in hand, and of a bundle those that stand with it."""

from __future__ import annotations

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs, sisters
from deskapp.rules import bundle
from deskapp.rules.bundle_steps import theme_of
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.catalog import Catalog, Demand, Item, Theme
from deskapp.rules.checklist import Line
from deskapp.rules.material_state import Standing


def at_hand(reading: Reading, case_id: CaseId) -> tuple[Case, ...]:
    """The cases that are dealt with as one (`bundle.acting`), each behind what it waits for. Refusal `case.unknown`."""
    case = reading.case(case_id)
    if case.state is None:
        raise Refusal("case.unknown")
    return bundle.acting(case, sisters.with_sisters(reading, case))


def catalog_of(reading: Reading, case: Case) -> Catalog:
    """The catalogue that a case keeps. Refusal `catalog.unknown`."""
    return catalogs.of_version(reading, case.catalog)


def theme(reading: Reading, case: Case) -> Theme | None:
    """The theme of its bundle, None when it is in none. Refusal `bundle.no_theme`."""
    return None if case.bundle is None else theme_of(case.bundle.theme, catalog_of(reading, case))


def item_of(reading: Reading, case: Case) -> Item:
    """What a case applies for, by the catalogue it keeps. Refusal `case.unknown`."""
    if case.item is None:
        raise Refusal("case.unknown")
    return catalog_of(reading, case).item(case.item)


def wanting(reading: Reading, case_id: CaseId, material: MaterialCode) -> tuple[tuple[Case, Demand], ...]:
    """Those at hand that ask the applicant for a material, each with how it asks.

    Refusal `case.unknown`, `material.not_asked_for` when none does, `material.produced` when all get it from another.
    """
    cases = at_hand(reading, case_id)
    asking = tuple(
        (case, demand)
        for case in cases
        for demand in item_of(reading, case).demands
        if demand.material == material
    )  # fmt: skip
    found = tuple(one for one in asking if not _produced(reading, one[0], material))
    if asking and not found:
        stands = next(line for line in _lines(reading, asking[0][0]) if line.material == material)
        maker = catalog_of(reading, asking[0][0]).items.get(stands.produced_by or asking[0][0].item or ItemCode(""))
        raise Refusal("material.produced", material=stands.name, item=maker.name if maker else "")
    if not found:
        raise Refusal("material.not_asked_for", material=material)
    return found


def needing(reading: Reading, case_id: CaseId, material: MaterialCode) -> tuple[tuple[Case, Demand], ...]:
    """Those of them that insist on it, or all where none does. Refusal as `wanting`."""
    found = wanting(reading, case_id, material)
    loose = (Standing.OPTIONAL, Standing.NOT_NEEDED)
    firm = tuple((case, demand) for case, demand in found if _standing(reading, case, material) not in loose)
    return firm or found


def _produced(reading: Reading, case: Case, material: MaterialCode) -> bool:
    return _standing(reading, case, material) is Standing.PRODUCED


def _standing(reading: Reading, case: Case, material: MaterialCode) -> Standing | None:
    return next((line.standing for line in _lines(reading, case) if line.material == material), None)


def _lines(reading: Reading, case: Case) -> tuple[Line, ...]:
    return checklist_of(case, catalog_of(reading, case)).lines
