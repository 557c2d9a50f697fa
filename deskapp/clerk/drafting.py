"""Half-filled forms, kept so that a crash costs no typing."""

from __future__ import annotations

from collections.abc import Mapping

from deskapp.desk import Desk
from deskapp.journal import drafts


def keep_draft(desk: Desk, name: str, values: Mapping[str, str]) -> None:
    """Keep a form as it is now."""
    with desk.journal.writing() as facts:
        drafts.keep(facts, desk.clerk.id, name, values)


def draft(desk: Desk, name: str) -> dict[str, str] | None:
    """The form as this clerk left it."""
    with desk.journal.reading() as reading:
        return drafts.read(reading, desk.clerk.id, name)


def drop_draft(desk: Desk, name: str) -> None:
    """Forget the form: it was cleared."""
    with desk.journal.writing() as facts:
        drafts.drop(facts, desk.clerk.id, name)
