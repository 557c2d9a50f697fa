"""A clerk calls for help, unseen by whoever stands before them (紧急呼叫)."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.queries.help_sign import HelpSign, help_sign
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.window import HelpCalled


def call_for_help(desk: Desk) -> None:
    """Say it; it is sent before everything else that waits. Refusal `access.denied`, `window.unknown`.

    Nothing takes it back at this desk: whoever made the clerk call could make them say that all is well.
    """
    access.require(desk.clerk.roles, Permission.CALL_FOR_HELP)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, HelpCalled(), of=desk.clerk.window)


def sign(desk: Desk) -> HelpSign:
    """How far the call has come."""
    with desk.journal.reading() as reading:
        return help_sign(reading, desk.clerk.window)
