"""The hours that can be booked in a line, as a catalogue's file says them: `booking` of a queue."""

from __future__ import annotations

import re

from deskapp.rules.booking_hours import BookingHours, minutes_of
from deskapp.rules.catalog_fields import Faults, entry, text_of
from deskapp.rules.catalog_nodes import Node

_SPAN = re.compile(r"([0-9:]{5}) *[-–] *([0-9:]{5})")


def booking_hours(node: Node, faults: Faults) -> BookingHours:
    """`{hours: ["09:00-11:30", "13:30-17:00"], every: 30, places: 4, ahead: 14}`."""
    fields = entry(node, "booking", ("hours", "places"), ("every", "ahead"), faults)
    spans = [span for each in fields.filled_list("hours") if (span := _span(each, faults)) is not None]
    return BookingHours(
        tuple(spans), fields.whole("every", 5, 480, default=30), fields.whole("places", 1, 999),
        fields.whole("ahead", 0, 90, default=14),
    )  # fmt: skip


def _span(node: Node, faults: Faults) -> tuple[int, int] | None:
    text = text_of(node, "hours", faults)
    found = _SPAN.fullmatch(text)
    begins, ends = (minutes_of(found[1]), minutes_of(found[2])) if found else (None, None)
    if begins is None or ends is None or begins >= ends:
        if text:
            faults.note(node.line, "catalog.bad_hours", text=text[:40])
        return None
    return begins, ends
