"""What of the hall's cases concerns a department: which it sees, and what it is told of as it happens."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from deskapp.failures import Refusal
from deskapp.rules.case import Case
from deskapp.rules.catalog import Item

# What a department is told of, by the kind of the fact, and what its programs call it. What is brought to a case
# concerns it only once the case is with the department: before that it is the window's.
TOLD: Mapping[str, str] = {
    "case.accepted": "case.accepted",
    "case.acceptance_undone": "case.acceptance_undone",
    "case.withdrawn": "case.withdrawn",
    "case.material_received": "case.material_received",
    "case.pages_added": "case.pages_added",
    "case.urged": "case.urged",
    "case.step_taken_back": "case.step_taken_back",
    "case.decided": "case.decided",
    "case.result_ready": "case.result_ready",
    "case.delivered": "case.delivered",
}
BROUGHT = frozenset({"case.material_received", "case.pages_added"})


def concerns(case: Case, item: Item | None, department: str) -> bool:
    """Whether a department sees this case: it is to decide it, and the hall has accepted it.

    What a window has not accepted is between the window and the applicant; so is what it took back.
    """
    return item is not None and item.department == department and case.state is not None and case.number is not None


def ask_own(case: Case, item: Item | None, department: str | None) -> None:
    """Refusal `case.unknown` unless the case is this department's: of another's it is not even said that it exists."""
    if department is None or not concerns(case, item, department):
        raise Refusal("case.unknown")


def edition(case: Case) -> str:
    """A word for how a case stands (RFC 9110, ETag): another as soon as anything has changed that a decision rests on.

    That a paper came out, somebody looked, or a supervisor urged changes nothing of that.
    """
    bare = replace(case, version=0, printed=(), urged=0, followed_up="", before=None)
    return sha256(msgspec.json.encode(bare, order="sorted")).hexdigest()[:20]
