"""What the four checks of an archive (四性检测) found: each fault with its place, none of them in anybody's own words.

The checks are those of DA/T 70-2018 and GB/T 18894 (from memory): authenticity, integrity, usability, safety.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Check(StrEnum):
    AUTHENTICITY = "authenticity"  # 真实性: it is what was archived
    INTEGRITY = "integrity"  # 完整性: all of it is here, and nothing else
    USABILITY = "usability"  # 可用性: it opens
    SAFETY = "safety"  # 安全性: opening it does no harm


@dataclass(frozen=True, slots=True)
class Fault:
    """Something is not as it should be. `place` is a part, or a part and what in it; `code` has a sentence."""

    check: Check
    place: str
    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that whoever reads the findings should know, and that is no fault."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that was found. `opened` is False for a file that was not even looked into."""

    opened: bool
    parts: int = 0
    number: str = ""
    digest: str = ""
    faults: tuple[Fault, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether all four checks are passed."""
        return self.opened and not self.faults

    def of(self, check: Check) -> tuple[Fault, ...]:
        """The faults of one check."""
        return tuple(fault for fault in self.faults if fault.check is check)


def faults_of(check: Check, place: str, codes: Iterable[str]) -> list[Fault]:
    """Faults of one place."""
    return [Fault(check, place, code) for code in codes]
