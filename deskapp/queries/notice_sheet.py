"""What a one-time notice would say now: read before it is given, and the same that it then says."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.journal.reading import Reading
from deskapp.queries import catalogs, sisters
from deskapp.rules import bundle, one_notice
from deskapp.rules.case import Case, checklist_of
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.catalog import Regime


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """The names of what is missing and of what is handed back, and whose law the notice rests on."""

    missing: tuple[str, ...]
    back: tuple[str, ...]
    regime: Regime


def notice_sheet(reading: Reading, case: Case) -> NoticeSheet | None:
    """The notice that can be given for a case, of a bundle for all that stands at the window; None where none
    can be, or where one was given before.
    """
    together = sisters.with_sisters(reading, case)
    if case.state not in AT_THE_WINDOW or any(one.corrections for one in together):
        return None
    catalog = catalogs.of_version(reading, case.catalog)
    at_hand = [
        one_notice.Standing(one, catalog.item(one.item), checklist_of(one, catalog))
        for one in bundle.acting(case, together)
        if one.item is not None
    ]
    asked = one_notice.asked(at_hand)
    if not asked:
        return None
    missing = bundle.union([one.checklist for one in asked]).owed
    back = one_notice.goes_back(asked)
    return NoticeSheet(
        tuple(line.name for line in missing),
        tuple(catalog.materials[code].name for code in back),
        one_notice.regime_of(asked),
    )
