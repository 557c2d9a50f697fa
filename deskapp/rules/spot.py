"""Where a scanned page belongs, or why it waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskapp.ids import CaseId, MaterialCode


class Why(StrEnum):
    """Why pages wait for a person."""

    INTERRUPTED = "interrupted"  # the program ended before they were put anywhere
    UNREAD = "unread"  # a separator, by its frame, whose codes do not read
    DOUBLED = "doubled"  # two separators at once that name different places
    UNKNOWN = "unknown"  # this desk has no such case
    CLOSED = "closed"  # nothing is taken in for this case any more
    NOT_YOURS = "not_yours"  # another window took it in
    NO_MATERIAL = "no_material"  # the case asks for no such material
    AHEAD = "ahead"  # they were scanned before a case was opened


@dataclass(frozen=True, slots=True)
class Spot:
    """Where pages belong: a material of a case."""

    case: CaseId
    material: MaterialCode


NOWHERE = Spot(CaseId(""), MaterialCode(""))  # scanned while the application was still being filled in
