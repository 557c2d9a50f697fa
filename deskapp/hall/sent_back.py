"""Steps of the manager's that the centre did not take: somebody was quicker, and the hall is as the centre has it."""

from __future__ import annotations

from deskapp.desk import Desk
from deskapp.ids import EventId
from deskapp.journal import rejected
from deskapp.rules.case import StepsGivenUp


def give_up(desk: Desk, steps: tuple[EventId, ...]) -> None:
    """Let these steps and all that follow from them go; what was settled already stays so.

    Until then the centre takes no further step of this desk about the same person or window.
    """
    with desk.journal.writing() as facts:
        streams = dict.fromkeys(rejected.stream_of(facts, step) for step in steps)
        for stream in streams:
            unsettled = rejected.unsettled(facts, stream) if stream is not None else ()
            if stream is not None and unsettled:
                facts.add(desk.clerk.id, StepsGivenUp(tuple(step.id for step in unsettled), ""), of=stream)
    desk.line.want_round()
