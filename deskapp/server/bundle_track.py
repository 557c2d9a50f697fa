"""The page of progress of a bundle in words: one thing, its cases by department. Nobody's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskapp.protocol.messages import HallFacts
from deskapp.queries.bundle_progress import BundleCase, BundleProgress
from deskapp.rules.bundle_state import BundleState
from deskapp.server import track_page
from deskapp.server.page_pieces import Both, day_words, facts, said, section

_STATES = {
    BundleState.AT_THE_WINDOW: Both("收件中", "Being taken in"),
    BundleState.CORRECTION_REQUESTED: Both("待补正", "Waiting for what is missing"),
    BundleState.RUNNING: Both("已受理，各部门办理中", "Accepted, with the departments"),
    BundleState.DECIDED: Both("全部办结，可以领取", "All decided, ready to collect"),
    BundleState.PARTLY_DELIVERED: Both("已领取一部分", "Partly collected"),
    BundleState.DELIVERED: Both("已全部领取", "All collected"),
    BundleState.ENDED: Both("已终结", "Ended"),
}


def title_of(found: BundleProgress) -> Both:
    """What the page is called: the theme, never the person."""
    return Both(found.bundle.theme, found.bundle.theme_en)


def told(found: BundleProgress, hall: HallFacts, today: date, rate_at: str = "") -> str:
    """The body of the page: the whole first, then each department with what is to be done for it. `rate_at` as of
    `track_page.told`.
    """
    look = "state warn" if found.bundle.state is BundleState.ENDED else "state"
    number = Both(found.bundle.number) if found.bundle.number else Both("受理后给出", "Given on acceptance")
    rows = [
        (Both("联办编号", "Bundle number"), number),
        (Both("收件日期", "Received on"), day_words(found.opened_on)),
    ]
    if found.promised_day is not None:
        rows.append((Both("全部办结", "All decided by"), day_words(found.promised_day)))
    pieces = [said(_STATES[found.bundle.state], look=look), facts(rows)]
    pieces += [_department(cases, hall, today) for cases in found.by_department]
    pieces.append(track_page.rate(rate_at))
    phones = (Both("咨询与投诉", "Questions and complaints"), facts([(Both("电话", "Telephone"), Both(hall.phone))]))
    return "".join([*pieces, section(*phones)])


def _department(cases: Sequence[BundleCase], hall: HallFacts, today: date) -> str:
    first = cases[0].progress
    return section(Both(first.department, first.department_en), *(_case(case, hall, today) for case in cases))


def _case(case: BundleCase, hall: HallFacts, today: date) -> str:
    at = case.progress
    name = said(Both(at.item, at.item_en), "h3")
    number = said(Both(at.number), look="quiet") if at.number else ""
    if case.line.waits_for:
        waits = Both(f"等“{case.line.waits_for}”办结后开始。", f"It begins when “{case.line.waits_for_en}” is decided.")
        return name + number + said(waits)
    return name + number + track_page.how_it_stands(at, hall, today)
