"""Stands in for `winrt.runtime`."""

from __future__ import annotations

from enum import IntEnum


class ApartmentType(IntEnum):
    """As it is named there."""

    SINGLE_THREADED = 0
    MULTI_THREADED = 1


def init_apartment(apartment_type: ApartmentType, /) -> None:
    """Windows says no to a thread that has its apartment already."""
    if apartment_type is not ApartmentType.MULTI_THREADED:
        raise OSError("a thread that waits must not be the only one")
