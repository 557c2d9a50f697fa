"""The loop around a card reader's library. It runs in a child process and says one line for each thing it hears.

The calls are those of `sdtapi`, which the makers of readers deliver for every system under the same names: it opens a
port (1001 to 1016 stand for USB, 1 to 16 for serial ones), looks for a card, selects it, and reads its text and
photograph. The photograph is left where it is.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
import time
from collections.abc import Callable, Iterable

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.library import BEAT, CARD, FAULT
from deskapp.rules.id_card import TEXT_LENGTH

_FOUND, _DONE = 0x9F, 0x90
_PORTS = (*range(1001, 1017), *range(1, 5))
_PAUSE = 0.25  # s between two looks for a card
_PHOTO = 4096
_USUAL = ("sdtapi", "sdtapi64")


def listen(library: str, say: Callable[[str], None], turns: Iterable[object]) -> None:
    """Say what is laid on the reader, one turn after the other, until there are no more or a fault is said."""
    calls = _loaded(library)
    if calls is None:
        say(f"{FAULT} {CardCode.NO_LIBRARY}")
        return
    port = next((port for port in _PORTS if calls.SDT_OpenPort(port) == _DONE), None)
    if port is None:
        say(f"{FAULT} {CardCode.NONE}")
        return
    try:
        for _ in turns:
            text = _look(calls, port)
            say(BEAT if text is None else f"{CARD} {text.hex()}")
    finally:
        calls.SDT_ClosePort(port)


def run(library: str) -> None:
    """Listen until whoever started this hears no more."""

    def paced() -> Iterable[object]:
        while True:
            yield None
            time.sleep(_PAUSE)

    def say(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    try:
        listen(library, say, paced())
    except (BrokenPipeError, KeyboardInterrupt):
        sys.stdout = None  # nobody is there to whom its last words could be given


def _look(calls: ctypes.CDLL, port: int) -> bytes | None:
    said = ctypes.create_string_buffer(16)
    if calls.SDT_StartFindIDCard(port, said, 0) != _FOUND or calls.SDT_SelectIDCard(port, said, 0) != _DONE:
        return None
    text, photo = ctypes.create_string_buffer(TEXT_LENGTH + 256), ctypes.create_string_buffer(_PHOTO)
    text_long, photo_long = ctypes.c_uint(0), ctypes.c_uint(0)
    asked = (port, text, ctypes.byref(text_long), photo, ctypes.byref(photo_long), 0)
    if calls.SDT_ReadBaseMsg(*asked) != _DONE or text_long.value != TEXT_LENGTH:
        return None
    return text.raw[:TEXT_LENGTH]


def _loaded(library: str) -> ctypes.CDLL | None:
    names = [library] if library else [found for name in _USUAL if (found := ctypes.util.find_library(name))]
    for name in names:
        try:
            # its makers declare it `stdcall`, which on 64 bits is what everything else is
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None
