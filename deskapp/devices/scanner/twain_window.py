"""A window that nobody sees and the messages of Windows, which old sources need. Elsewhere there are none of either."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import c_int, c_uint32, c_void_p, c_wchar_p
from typing import Any

from deskapp.devices.scanner import twain_words as tw

_TAKE = 1  # a message is taken out of the queue when it is looked at


@contextmanager
def opened() -> Iterator[int]:
    """The window; 0 where there are none."""
    if not tw.ON_WINDOWS:
        yield 0
        return
    user = _user()
    user.CreateWindowExW.restype = c_void_p
    place = [c_int] * 4
    user.CreateWindowExW.argtypes = [c_uint32, c_wchar_p, c_wchar_p, c_uint32, *place, *[c_void_p] * 4]
    user.DestroyWindow.argtypes = [c_void_p]
    made = user.CreateWindowExW(0, "STATIC", "", 0, 0, 0, 0, 0, None, None, None, None)
    try:
        yield int(made or 0)
    finally:
        user.DestroyWindow(made)


def messages() -> Iterator[Any]:
    """The messages that have come for this thread."""
    if tw.ON_WINDOWS:
        from ctypes import wintypes

        told = wintypes.MSG()
        while _user().PeekMessageW(ctypes.byref(told), None, 0, 0, _TAKE):
            yield told


def pass_on(told: Any) -> None:
    """A message that no source has taken goes where it belongs."""
    if tw.ON_WINDOWS:
        _user().TranslateMessage(ctypes.byref(told))
        _user().DispatchMessageW(ctypes.byref(told))


def _user() -> Any:
    return tw.library("user32")
