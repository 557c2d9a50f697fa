"""In which form a material comes, and how it stands in a case."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    ELECTRONIC = "electronic"


class Standing(StrEnum):
    """How a line of the checklist stands."""

    OWED = "owed"  # must come, has not
    RECEIVED = "received"
    COMMITTED = "committed"  # a signed promise stands in (告知承诺)
    DEFERRED = "deferred"  # comes later, by a day (容缺)
    SHARED = "shared"  # the department holds it already (免提交)
    PRODUCED = "produced"  # an earlier case of the same bundle results in it: nobody brings it
    NOT_NEEDED = "not_needed"  # its condition does not hold
    OPTIONAL = "optional"  # welcome, not owed
    UNDECIDED = "undecided"  # an answer that decides whether it is owed has not been given
