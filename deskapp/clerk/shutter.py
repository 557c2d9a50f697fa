"""Closing the window for a moment, and opening it again."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.rules import window as windows


def pause(desk: Desk, reason: str = "") -> None:
    """Close the shutter for a moment (暂停服务)."""
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, windows.WindowPaused(reason), of=desk.clerk.window)


def resume(desk: Desk) -> None:
    """Go on."""
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, windows.WindowResumed(), of=desk.clerk.window)
