"""Fetches a package piece by piece, going on where it had got to, at the pace of what else goes over the line."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.jobs.pace import Pace
from deskapp.protocol.update_statement import is_whole
from deskapp.protocol.updates import UpdatesOfCentre, UpdateStatement
from deskapp.updates.kept import UpdateFolder

_ROOM = 6  # times its size: the package, what it lays down, what lies aside meanwhile; and the work of a day


def fetch(
    centre: UpdatesOfCentre,
    statement: UpdateStatement,
    folder: UpdateFolder,
    *,
    token: str,
    pace: Pace,
    over: Callable[[], bool],
) -> Path | None:
    """Fetch more of it until `over` says so; the package once it is whole and is what was signed, None before.

    ContentTrouble `update.damaged`, and nothing of it is left; StoreTrouble `update.no_room`, `update.not_kept`;
    LineTrouble or the centre's Refusal: what had come stays.
    """
    whole, part = folder.whole(statement), folder.part(statement)
    try:
        if whole.exists() and is_whole(whole, statement):
            return whole
        folder.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.clear(but=statement)
        whole.unlink(missing_ok=True)
        have = part.stat().st_size if part.exists() else 0
        if shutil.disk_usage(folder.folder).free < statement.size * _ROOM - have:
            raise StoreTrouble("update.no_room", megabytes=statement.size * _ROOM // 1024**2)
        if not _fill(centre, statement, part, token=token, pace=pace, over=over):
            return None
        if not is_whole(part, statement):
            part.unlink()
            raise ContentTrouble("update.damaged", version=statement.version)
        os.replace(part, whole)
    except OSError as error:
        raise StoreTrouble("update.not_kept") from error
    return whole


def _fill(
    centre: UpdatesOfCentre,
    statement: UpdateStatement,
    part: Path,
    *,
    token: str,
    pace: Pace,
    over: Callable[[], bool],
) -> bool:
    """Whether everything is there. What came before a line broke off, or the program ended, is there next time."""
    with part.open("ab") as file:
        have = file.tell()
        while have < statement.size:
            size = min(pace.chunk, statement.size - have)
            since, freely = time.monotonic(), not pace.held_back
            for piece in pace.slices(centre.piece(statement, have, size, token=token)):
                file.write(piece)
                have += len(piece)
                if over():  # something came each time, and the next time it goes on right here
                    return have == statement.size
            file.flush()
            os.fsync(file.fileno())
            if freely:
                pace.saw(size, time.monotonic() - since)
    return True
