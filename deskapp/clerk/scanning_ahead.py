"""Pages that came before their case was opened: the identity card lay on the scanner while the form was still empty.

They wait as every page waits that is in no case (decision 023), are read for the form, and go into the case that is
opened with it.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from deskapp.clerk import left_over, scanning, sheets
from deskapp.clerk.left_over import Arrived
from deskapp.clerk.stacking import Run, Taken, Told
from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.rules.material_state import Standing
from deskapp.rules.spot import NOWHERE, Spot, Why


def scan(desk: Desk, stack: str, told: Told, stop: threading.Event) -> Taken:
    """Scan into no case. What lies behind a separator goes where that says; the others wait. As `scanning.scan_stack`.

    `stack` is the name by which they are asked for again.
    """
    return scanning.feed(Run(desk, NOWHERE, told, id=stack), stop)


def add(desk: Desk, stack: str, paths: Iterable[Path], told: Told, stop: threading.Event) -> Taken:
    """Files into no case. As `scanning.add_stack`."""
    return scanning.keep_files(Run(desk, NOWHERE, told, id=stack), paths, stop)


def paste(desk: Desk, stack: str, picture: bytes, told: Told) -> Taken:
    """A picture from the clipboard into no case. As `scanning.paste_stack`."""
    return scanning.keep_picture(Run(desk, NOWHERE, told, id=stack), picture)


def waiting(desk: Desk, stacks: Collection[str]) -> tuple[Arrived, ...]:
    """What came in these scans and still waits for its case, as it came."""
    return tuple(
        page for page in left_over.waiting(desk) if page.stack in stacks and page.why is Why.AHEAD and not page.put_away
    )


def place(desk: Desk, case_id: CaseId, stacks: Collection[str], told: Told) -> Taken:
    """Put what came in these scans into the case that was opened since, to the first of its materials that is owed.

    Where a page does not belong there it is moved like any other. Of a case that asks for nothing they go on waiting.
    Refusal `case.unknown`.
    """
    lines = [line for line in sheets.case(desk, case_id).lines if line.standing is not Standing.PRODUCED]
    owed = [line for line in lines if line.standing is Standing.OWED]
    if not lines:
        return Taken()
    run = Run(desk, Spot(case_id, (owed or lines)[0].code), told)
    try:
        for page in waiting(desk, stacks):
            left_over.lay(desk, run, replace(page, why=None))
    finally:
        run.end()
    return run.taken
