"""What the centre notes of a department's asks: which were met already, which papers it brought, and its own form."""

from __future__ import annotations

import sqlalchemy as sa

from db.tables import local_facts
from deskapp.ids import PageDigest
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing

_DONE, _PAPER, _FORM = "done:", "paper:", "form:"
_OF_DIGEST = 40  # letters of a digest in a name: 160 bits


def done_before(reading: Reading, key: str) -> str | None:
    """What was asked by this key before (its digest); None when nothing was. A key is at most 58 letters."""
    kept = reading.local(_DONE + key)
    return None if kept is None else kept.partition(" ")[2]


def note_done(writing: Writing, key: str, asked: str, now: str) -> None:
    """What was asked by this key is done."""
    writing.note(_DONE + key, f"{now} {asked}")


def note_paper(writing: Writing, department: str, paper: PageDigest, now: str) -> None:
    """A department brought a paper, which is kept."""
    writing.note(_paper(department, paper), now)


def brought(reading: Reading, department: str, paper: PageDigest) -> bool:
    """Whether this department brought this paper itself: what others keep it cannot name."""
    return reading.local(_paper(department, paper)) is not None


def form_of(reading: Reading, department: str) -> str | None:
    """How a department's own form is filled from ours, as it was declared; None where none was."""
    return reading.local(_FORM + department)


def keep_form(writing: Writing, department: str, text: str) -> None:
    """Keep what a department declared."""
    writing.note(_FORM + department, text)


def departments_with_forms(reading: Reading) -> tuple[str, ...]:
    """Which departments declared one."""
    question = sa.select(local_facts.c.name).where(
        local_facts.c.hall == reading.hall, local_facts.c.name.like(f"{_FORM}%")
    )
    return tuple(sorted(name.removeprefix(_FORM) for name in reading.connection.execute(question).scalars()))


def forget(writing: Writing, before: str) -> None:
    """Forget the asks that were met before a moment."""
    writing.connection.execute(
        sa.delete(local_facts).where(
            local_facts.c.hall == writing.hall, local_facts.c.name.like(f"{_DONE}%"), local_facts.c.value < before
        )
    )


def _paper(department: str, paper: PageDigest) -> str:
    return f"{_PAPER}{department}:{paper[:_OF_DIGEST]}"
