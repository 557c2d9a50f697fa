"""The papers that a department made of its decision (结果材料), at the window where they are handed out.

They are offered, shown and printed like the hall's own papers, byte for byte as the department gave them.
"""

from __future__ import annotations

from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.rules.case import Case
from deskapp.rules.case_papers import RESULT_PAPER


def kinds(case: Case) -> tuple[str, ...]:
    """What its result papers are called among the papers of a case, in their order."""
    return tuple(f"{RESULT_PAPER}{place}" for place in range(1, len(case.result_papers) + 1))


def is_one(kind: str) -> bool:
    """Whether a kind of paper is a result paper."""
    return kind.startswith(RESULT_PAPER)


def paper_of(desk: Desk, case: Case, kind: str) -> bytes:
    """A result paper: here, or fetched from the centre and kept. Refusal `paper.unknown`; StoreTrouble `page.not_here`
    while the line is cut and it was not fetched before.
    """
    return page_bytes(desk, _digest(case, kind))


def _digest(case: Case, kind: str) -> PageDigest:
    for named, digest in zip(kinds(case), case.result_papers, strict=True):
        if named == kind:
            return digest
    raise Refusal("paper.unknown", kind=kind[:40])
