"""Stands in for `winrt.windows.graphics.printing`."""

from __future__ import annotations

from enum import IntEnum


class PrintMediaSize(IntEnum):
    """Those that come over a counter."""

    ISO_A3 = 9
    ISO_A4 = 12
    ISO_A5 = 15


class PrintOrientation(IntEnum):
    """As it is named there."""

    PORTRAIT = 3
