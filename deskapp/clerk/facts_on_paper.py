"""What the facts of the later steps say for a paper. An older program's facts say less: what they leave out is None."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskapp.clerk.subjects import Told
from deskapp.papers.declined import Reason
from deskapp.papers.proof_of_delivery import Way
from deskapp.papers.special_procedure import Procedure
from deskapp.rules.case import Person

EXTENSION_DAYS = 10  # working days, once: Administrative Licence Law art. 42


@dataclass(frozen=True, slots=True)
class Stop:
    """The clock stood still: for which procedures, since and until when."""

    procedures: frozenset[Procedure]
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Handover:
    """A result reached somebody. `receiver` None: the applicant took it."""

    way: Way
    papers: tuple[str, ...]
    receiver: Person | None
    remark: str
    signature: str | None  # the digest of the page that shows it


@dataclass(frozen=True, slots=True)
class Extended:
    """The decision was given more days, once."""

    reason: str
    approved_by: str
    statutory_day: date
    provisional: bool


def extension_of(history: Sequence[Told]) -> Extended | None:
    """The extension in the history of a case; None where there was none."""
    fact = next((told.fact for told in reversed(history) if type(told.fact).__name__ == "Extended"), None)
    day = _said(fact, "statutory_day")
    if day is None:
        return None
    return Extended(_said(fact, "reason"), _said(fact, "approved_by") or "", day, bool(_said(fact, "provisional")))


def declined_for(fact: object) -> Reason:
    """The box to tick; without a word of it, the last one."""
    said = _said(fact, "usual")
    return Reason(said) if said in set(Reason) else Reason.OTHERWISE


def stop_of(fact: object) -> Stop:
    """For which procedure the clock stands still, and for how long."""
    said = _said(fact, "procedure")
    procedures = frozenset({Procedure(said)} if said in set(Procedure) else ())
    return Stop(procedures, _said(fact, "since"), _said(fact, "until"))


def handover_of(fact: object, result: str) -> Handover:
    """How a result was handed over; one that names no papers handed over the item's own result."""
    how = _said(fact, "how")
    return Handover(
        way=Way(how) if how in set(Way) else Way.WINDOW,
        papers=tuple(_said(fact, "papers") or ((result,) if result else ())),
        receiver=_said(fact, "receiver"),
        remark=_said(fact, "remark") or ("" if how in set(Way) else str(how or "")),
        signature=_said(fact, "signature"),
    )


def ground_of(fact: object, usual: str) -> str:
    """The law a decision names, without its full stop."""
    return str(_said(fact, "ground") or "").strip("。. ") or usual


def _said(fact: object, field: str) -> Any:
    return getattr(fact, field, None)
