"""Working through what is late: urge the department, and write down what was done."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.watch_list import WatchLine, watch_list
from deskapp.queries.working_days import working_days
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.case import CaseFact, FollowedUp, Urged
from deskapp.rules.case_steps import may
from deskapp.rules.catalog import Item


def watched(desk: Desk) -> tuple[WatchLine, ...]:
    """Everything that is late or nearly so, the worst first."""
    with desk.journal.reading() as reading:
        return watch_list(reading, desk.clock.now(), working_days(reading), desk.facts.yellow_share)


def urge(desk: Desk, case_id: CaseId, remark: str = "") -> None:
    """Ask the department to hurry (催办). Refusal `access.denied`; `case.wrong_state` when it is not with them."""
    with desk.journal.writing() as facts:
        item = _item(facts, case_id)
        _say(desk, facts, case_id, Urged(item.department, remark.strip()), item)
    desk.line.want_round()


def follow_up(desk: Desk, case_id: CaseId, remark: str) -> None:
    """Write down what was done about it. Refusal `access.denied`, `case.no_reason` for nothing written."""
    with desk.journal.writing() as facts:
        _say(desk, facts, case_id, FollowedUp(remark.strip()), _item(facts, case_id))
    desk.line.want_round()


def _item(facts: Writing, case_id: CaseId) -> Item:
    case = facts.case(case_id)
    if case.item is None:
        raise Refusal("case.unknown")
    return catalogs.of_version(facts, case.catalog).item(case.item)


def _say(desk: Desk, facts: Writing, case_id: CaseId, fact: CaseFact, item: Item) -> None:
    access.require(desk.clerk.roles, Permission.SUPERVISE)
    may(facts.case(case_id), fact, item, desk.clock.today())
    facts.add(desk.clerk.id, fact, of=case_id)
