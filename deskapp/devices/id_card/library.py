"""A card reader that its maker's own library drives, in a process of its own: its crash is a Trouble and not ours."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence

from deskapp.devices.child import Child
from deskapp.devices.errors import CardCode
from deskapp.failures import DeviceTrouble

BEAT, CARD, FAULT = "beat", "card", "fault"  # what the loop says: nothing new, a card, why it ends
SILENCE = 10.0  # s without a word: a library that hangs is ended


def _command(library: str) -> Sequence[str]:
    own = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "ui"]
    return [*own, "card-reader", "--library", library]


class LibraryReader:
    """The reader of one library; "" for the usual one."""

    def __init__(self, library: str, *, silence: float = SILENCE) -> None:
        self._library = library
        self._silence = silence
        self._child: Child | None = None
        self._heard = 0.0

    def read(self) -> bytes | None:
        child = self._running()
        for line in child.lines():  # what has come so far: it is asked to stop as soon as it would wait
            self._heard = time.monotonic()
            word, _, rest = line.partition(" ")
            if word == CARD:
                return bytes.fromhex(rest)
            if word == FAULT:
                self.close()
                raise DeviceTrouble(CardCode(rest), reader=self._library[:60])
            if word != BEAT:
                break
        if time.monotonic() - self._heard > self._silence:
            self.close()
            raise DeviceTrouble(CardCode.SILENT)
        if not child.alive:
            status = child.ended().status
            self.close()
            raise DeviceTrouble(CardCode.DRIVER_CRASHED, signal=-status)
        return None

    def close(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.__exit__(None, None, None)

    def _running(self) -> Child:
        if self._child is None:
            try:
                self._child = Child(_command(self._library), silence=self._silence, stop=lambda: True)
            except OSError as error:
                raise DeviceTrouble(CardCode.NONE, reader=self._library[:60]) from error
            self._heard = time.monotonic()
        return self._child
