"""On what terms a journal is kept: whose hall, who signs, with which keys and clock."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from deskapp.clock import Clock
from deskapp.ids import DeviceId, HallId
from deskapp.journal.seals import Keeper


@dataclass(frozen=True, slots=True)
class Author:
    """Who signs new events: an installation, and which life of it (a restored cache begins a new epoch)."""

    device: DeviceId
    epoch: int


@dataclass(frozen=True, slots=True)
class Terms:
    """`numbers` is true at the centre alone: it gives each accepted event its place in the hall. `keeps_people` is
    true where the whole database is encrypted, so that names may stand in an index to be found by. `letters` opens what
    was written to the centre: it is there alone.
    """

    hall: HallId
    author: Author
    clock: Clock
    keeper: Keeper
    numbers: bool = False
    keeps_people: bool = False
    letters: X25519PrivateKey | None = None
