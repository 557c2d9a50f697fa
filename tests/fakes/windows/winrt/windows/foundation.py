"""Stands in for `winrt.windows.foundation`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Rect:
    """As it is named there; inches, for a scanner."""

    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0


@dataclass(frozen=True)
class Size:
    """As it is named there."""

    width: float = 0
    height: float = 0


class AsyncStatus(IntEnum):
    """As it is named there."""

    STARTED = 0
    COMPLETED = 1
    CANCELED = 2
    ERROR = 3


class Failed(OSError):
    """What an HRESULT becomes. The attribute is there on Windows alone, and signed."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status:08X}")
        self.winerror = status - (1 << 32)


class Operation(Generic[T]):
    """Something that Windows does meanwhile."""

    def __init__(self, work: Callable[[Operation[T]], T]) -> None:
        self.status = AsyncStatus.STARTED
        self.cancelled = threading.Event()
        self._value: T | None = None
        self._failed: OSError | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """Asked to stop."""
        self.cancelled.set()

    def get_results(self) -> T:
        """Its value, once it is done."""
        if self.status is AsyncStatus.STARTED:
            raise Failed(0x8000000E)  # called out of turn
        if self._failed is not None:
            raise self._failed
        assert self._value is not None
        return self._value

    def _run(self, work: Callable[[Operation[T]], T]) -> None:
        try:
            self._value = work(self)
        except OSError as failed:
            self._failed = failed
            self.status = AsyncStatus.ERROR
        else:
            self.status = AsyncStatus.CANCELED if self.cancelled.is_set() else AsyncStatus.COMPLETED
