"""Cases found by number, name, ID number or ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskapp.ids import CaseId
from deskapp.rules.case import State


@dataclass(frozen=True, slots=True)
class FoundCase:
    case: CaseId
    number: str
    state: State
    item_name: str
    applicant: str  # masked
    opened_at: datetime
