"""Which serials of a window are whose: noted at the centre, and told to each desk that signs in there."""

from __future__ import annotations

from deskapp.ids import NO_DESK, WindowId
from deskapp.journal.writing import Writing
from deskapp.protocol.json import canonical, decode
from deskapp.queries.numbers import last_desk_at
from deskapp.rules.serial_shares import Computer, Held, Serials, take

_NOTED = "serials:"


def give_serials(facts: Writing, window: WindowId, computer: Computer) -> Serials | None:
    """What a computer numbers from that signs in at a window, noted before it is told; None for whoever has no desk.

    The window is locked until the commit, so that no two get the same share from two processes.
    """
    if computer.device.startswith(NO_DESK):
        return None
    facts.window(window)
    kept = facts.local(_NOTED + window)
    ledger = _before_shares(facts, window) if kept is None else decode(kept.encode(), tuple[Held, ...])
    ledger, serials = take(ledger, computer, facts.terms.clock.today())
    facts.note(_NOTED + window, canonical(ledger).decode())
    return serials


def _before_shares(facts: Writing, window: WindowId) -> tuple[Held, ...]:
    """Where nothing was noted yet, the computer that was there last has begun at 1, and may be numbering still."""
    last = last_desk_at(facts, window)
    return () if last is None else take((), Computer(last, 0), facts.terms.clock.today())[0]
