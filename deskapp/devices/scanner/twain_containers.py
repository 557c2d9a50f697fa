"""What a source answers lies in containers: one value, a range, or several with one of them chosen."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deskapp.devices.scanner import twain_words as tw
from deskapp.devices.scanner.twain_words import Kind

_MOST_VALUES = 512  # of one enumeration; a source that says more is not believed
_FORMS = {
    Kind.INT8: "<b", Kind.INT16: "<h", Kind.INT32: "<i", Kind.UINT8: "<B", Kind.UINT16: "<H", Kind.UINT32: "<I",
    Kind.BOOL: "<H", Kind.FIX32: "<hH",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Values:
    """The values of a capability: the only ones, or with `ranged` the least and the most."""

    only: tuple[float, ...]
    ranged: bool = False


def bits(kind: Kind, value: float) -> int:
    """A single value as it stands in a container."""
    if kind == Kind.FIX32:
        number = tw.fix(value)
        return (int(number.whole) & 0xFFFF) | int(number.fraction) << 16
    return int(value) & (0xFFFF if kind in (Kind.INT16, Kind.UINT16, Kind.BOOL) else 0xFFFFFFFF)


def read(container: int, at: int) -> Values:
    """A container as it lies in memory: the kind of its values first, then their number where there are several."""
    kind = struct.unpack("<H", ctypes.string_at(at, 2))[0]
    if kind not in set(Kind):
        return Values(())
    kind = Kind(kind)
    if container == tw.ONE_VALUE:
        return Values(tuple(_each(kind, ctypes.string_at(at + 2, 4), [0])))
    if container == tw.RANGE:
        raw = ctypes.string_at(at + 2, 20)
        low, high, _, _, now = _each(kind, raw, range(0, 20, 4))
        return Values((low, high) if low < high else (now,), ranged=low < high)
    if container in (tw.ENUMERATION, tw.ARRAY):
        count = struct.unpack("<I", ctypes.string_at(at + 2, 4))[0]
        if count > _MOST_VALUES:
            return Values(())
        head = 14 if container == tw.ENUMERATION else 6
        size = struct.calcsize(_FORMS[kind])
        values = tuple(_each(kind, ctypes.string_at(at + head, size * count), range(0, size * count, size)))
        now = struct.unpack("<I", ctypes.string_at(at + 6, 4))[0] if container == tw.ENUMERATION else 0
        return Values((*values[now : now + 1], *(value for place, value in enumerate(values) if place != now)))
    return Values(())


def _each(kind: Kind, raw: bytes, places: Sequence[int]) -> Iterator[float]:
    for place in places:
        parts = struct.unpack_from(_FORMS[kind], raw, place)
        yield parts[0] + parts[1] / 65536 if kind == Kind.FIX32 else float(parts[0])
