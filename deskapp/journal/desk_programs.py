"""Which version of the program each desk runs, as it told the centre when it asked for a new one."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from db.tables import local_facts
from deskapp.failures import ContentTrouble
from deskapp.ids import DeviceId, WindowId
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.protocol.json import decode, encode
from deskapp.protocol.updates import DeskProgram

_NAME = "program:"
_AFTER = "program;"  # the first name that begins otherwise
_LONGEST = 64 - len(_NAME)


class ToldProgram(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk told of its program, and when it last told something new."""

    device: DeviceId
    window: WindowId | None
    program: DeskProgram
    since: str


def tell(writing: Writing, told: ToldProgram) -> None:
    """Note it, in place of what the same desk told before."""
    writing.note(f"{_NAME}{told.device[:_LONGEST]}", encode(told).decode())


def programs(reading: Reading) -> tuple[ToldProgram, ...]:
    """What every desk told last, in the order of the windows."""
    question = sa.select(local_facts.c.value).where(
        local_facts.c.hall == reading.hall, local_facts.c.name >= _NAME, local_facts.c.name < _AFTER
    )
    found = []
    for value in reading.connection.execute(question).scalars():
        try:
            found.append(decode(value.encode(), ToldProgram))
        except ContentTrouble:  # written by a newer program: it is told anew soon
            continue
    return tuple(sorted(found, key=lambda told: (len(told.window or ""), told.window or "", told.device)))
