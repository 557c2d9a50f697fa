"""Who a case is about: sealed in its events, opened with its key alone."""

from __future__ import annotations

from deskapp.journal.kinds import Unseal, from_payload
from deskapp.journal.seals import unseal
from deskapp.protocol.messages import Event
from deskapp.rules.case import ApplicantCorrected, Filed, Opened, Person

PERSONAL = ("case.opened", "case.filed", "case.applicant_corrected")  # kinds that say who a case is about


def people_in(event: Event, key: bytes | None) -> tuple[Person | None, Person | None]:
    """Who an event is about, opened with the case's key."""
    fact = from_payload(event.kind, event.schema, event.payload, opener(event, key))
    return (fact.applicant, fact.agent) if isinstance(fact, (Opened, Filed, ApplicantCorrected)) else (None, None)


def opener(event: Event, key: bytes | None) -> Unseal:
    """What opens the seals of one event; nothing opens once the key was destroyed."""

    def opened(sealed: str, field: str) -> bytes | None:
        return None if key is None else unseal(sealed, key, seal_place(event.hall, event.stream_id, event.kind, field))

    return opened


def seal_place(hall: str, case_id: str, kind: str, field: str) -> str:
    """Where a seal belongs: it does not open anywhere else."""
    return f"{hall}|{case_id}|{kind}|{field}"
