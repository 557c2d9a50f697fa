"""What somebody who comes in can choose: the queues, how many wait in each, and who goes before others."""

from __future__ import annotations

from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import QueueId
from deskapp.journal.reading import Reading
from deskapp.protocol.door import Door, DoorClass, DoorQueue
from deskapp.queries.catalogs import in_force
from deskapp.queries.served_lately import lately, windows_serving
from deskapp.queries.waiting import waiting_by_queue
from deskapp.rules.line_terms import NORMAL, LineTerms, PersonClass
from deskapp.rules.waits import expected_wait


def at_the_door(reading: Reading, hall_name: str, phone: str, today: date) -> Door:
    """Read it; without a catalogue there is nothing to choose."""
    try:
        catalog = in_force(reading, today)
    except Refusal:
        return Door(hall=hall_name, phone=phone, queues=[], classes=[])
    waiting = waiting_by_queue(reading)
    return Door(
        hall=hall_name,
        phone=phone,
        queues=[
            _queue(reading, queue.id, queue.name, queue.en, waiting.get(queue.id, 0))
            for queue in catalog.queues.values()
        ],
        classes=[DoorClass(code=sort.code, name=sort.name, en=sort.en) for sort in _everybody_first(catalog.line)],
    )


def _everybody_first(terms: LineTerms) -> list[PersonClass]:
    """What most people are stands where they look first."""
    return sorted(terms.chosen(), key=lambda sort: sort.code != NORMAL)


def _queue(reading: Reading, queue: QueueId, name: str, en: str, waiting: int) -> DoorQueue:
    wait = expected_wait(waiting, windows_serving(reading, queue), lately(reading, queue))
    least, most = (None, None) if wait is None else (wait.least, wait.most)
    return DoorQueue(queue=queue, name=name, en=en, waiting=waiting, least=least, most=most)
