"""A clerk called for help: who comes, and that it is settled. Each answer stands in the journal with who gave it."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.ids import WindowId
from deskapp.rules import access
from deskapp.rules.access import Permission
from deskapp.rules.window import HelpComing, HelpFact, HelpSettled, HelpStillNeeded


def coming(desk: Desk, window: WindowId) -> None:
    """Say that somebody is on the way. Refusal `access.denied`, `window.no_help_called`."""
    _answer(desk, window, HelpComing())


def settle(desk: Desk, window: WindowId) -> None:
    """Say that nobody is needed any more. Refusal `access.denied`, `window.no_help_called`."""
    _answer(desk, window, HelpSettled())


def call_again(desk: Desk, window: WindowId) -> None:
    """Take an answer back: it is as loud as before. Refusal `access.denied`, `window.no_help_called`."""
    _answer(desk, window, HelpStillNeeded())


def _answer(desk: Desk, window: WindowId, fact: HelpFact) -> None:
    access.require(desk.clerk.roles, Permission.ANSWER_HELP)
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, fact, of=window)
    desk.line.want_round()
