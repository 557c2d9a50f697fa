"""Names for the things that have an identity, so that one cannot be given where another is meant."""

from __future__ import annotations

from typing import NewType

HallId = NewType("HallId", str)  # "H1"
WindowId = NewType("WindowId", str)  # "3": what stands above the window
QueueId = NewType("QueueId", str)  # "A"
CaseId = NewType("CaseId", str)
BundleId = NewType("BundleId", str)  # the cases of one theme that were applied for at once
TicketId = NewType("TicketId", str)
BookingId = NewType("BookingId", str)
EventId = NewType("EventId", str)
ClerkId = NewType("ClerkId", str)  # the name a clerk signs in with
DeviceId = NewType("DeviceId", str)  # one installation at one desk, or one process of the centre
ItemCode = NewType("ItemCode", str)
MaterialCode = NewType("MaterialCode", str)
PageDigest = NewType("PageDigest", str)  # SHA-256 of a page's plain bytes, lower-case hex

CENTRE = ClerkId("centre")  # nobody's hand: what was decided before takes its course
AT_THE_DOOR = "@door"  # chosen in place of a window: the greeter's desk. No window is called so
NO_DESK = "session-"  # how the device of somebody without a desk begins


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by the time it was made, never made twice."""
    import uuid6  # with it comes importlib.metadata: 20 ms that the first page does not need

    return str(uuid6.uuid7())
