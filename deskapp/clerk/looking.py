"""Looking at people's data in full. Every look stands in the journal, by the case it was about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.case import LookedAt, Person

FOUND_LIST, PERSON_LIST = "found", "person"  # what was looked at; `intake.look` says "applicant"
_MOST = 100  # lines of a list


@dataclass(frozen=True, slots=True)
class Seen:
    """Who a case is about, in full."""

    case: CaseId
    applicant: Person
    agent: Person | None


def look_at(desk: Desk, cases: Iterable[CaseId], what: str) -> tuple[Seen, ...]:
    """Show the people of these cases in full; one fact for each case, because each names somebody else.

    Whose data was destroyed is left out. Refusal `access.denied` without the permission, `case.erased` when nobody is
    left.
    """
    access.require(desk.clerk.roles, Permission.LOOK_UNMASKED)
    seen = []
    with desk.journal.writing() as facts:
        for case in tuple(dict.fromkeys(cases))[:_MOST]:
            applicant, agent = facts.people(case)
            if applicant is None:
                continue
            facts.add(desk.clerk.id, LookedAt(what), of=case)
            seen.append(Seen(case, applicant, agent))
        if not seen:
            raise Refusal("case.erased")
    return tuple(seen)
