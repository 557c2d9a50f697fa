"""Windows' event log, where an administrator of three hundred computers looks first. Elsewhere there is none.

Source: Microsoft, "Event Logging". A name that no administrator has registered is taken too: the text is shown all the
same, after a sentence of Windows' own.
"""

from __future__ import annotations

import ctypes
import logging
from collections.abc import Callable
from ctypes import POINTER, c_int, c_uint16, c_uint32, c_void_p
from typing import Any

SOURCE = "OneWindow"
PROGRAM_FAULT, NATIVE_FAULT = 1, 2  # the numbers of our entries
_ERROR = 1  # EVENTLOG_ERROR_TYPE
_LONGEST = 30_000  # characters of one text; Windows takes 31,839

_log = logging.getLogger(__name__)


def tell(text: str, entry: int, calls: Any = None, last_error: Callable[[], int] | None = None) -> bool:
    """Add an entry; whether there is a log that took it. Never raises: a crash is no moment for another.

    `text` holds no personal data: it is `report_text`'s. `calls`: Windows' advapi32, or what stands in for it.
    """
    if calls is None:
        kind = getattr(ctypes, "WinDLL", None)
        if kind is None:
            return False
        calls, last_error = kind("advapi32", use_last_error=True), getattr(ctypes, "get_last_error", None)
    _say_shapes(calls)
    source = calls.RegisterEventSourceW(None, _wide(SOURCE))
    if not source:
        return _in_vain("no source", last_error)
    held = _wide(text[:_LONGEST])
    texts = (c_void_p * 1)(ctypes.addressof(held))
    went = calls.ReportEventW(source, _ERROR, 0, entry, None, 1, 0, texts, None)
    told = bool(went) or _in_vain("not taken", last_error)
    calls.DeregisterEventSource(source)
    if told:
        _log.info("entry %d is in the system's event log", entry)
    return told


def _say_shapes(calls: Any) -> None:
    calls.RegisterEventSourceW.argtypes, calls.RegisterEventSourceW.restype = [c_void_p, c_void_p], c_void_p
    calls.ReportEventW.argtypes = [
        c_void_p, c_uint16, c_uint16, c_uint32, c_void_p, c_uint16, c_uint32, POINTER(c_void_p), c_void_p,
    ]  # fmt: skip
    calls.ReportEventW.restype = c_int
    calls.DeregisterEventSource.argtypes, calls.DeregisterEventSource.restype = [c_void_p], c_int


def _in_vain(why: str, last_error: Callable[[], int] | None) -> bool:
    _log.info("the system's event log: %s, error %d", why, last_error() if last_error is not None else 0)
    return False


def _wide(text: str) -> Any:
    """A word as Windows takes it, in a buffer that has to be held for as long as the call."""
    return ctypes.create_string_buffer(text.replace("\0", " ").encode("utf-16-le", "replace") + b"\0\0")
