"""Remembers wrong passwords for a while, and lets only a few be hashed at once."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal

_PATIENCE = 5  # wrong passwords for a user from one address, before they have to wait
_PATIENCE_EVERYWHERE = 50  # and from all addresses: more would let one stranger lock a clerk out of their window
_WAIT = 30.0  # seconds
_REMEMBERED = 10_000
_HASHED_AT_ONCE = 2  # argon2 wants 64 MB each

# A hash of nothing anybody knows, made with the same costs: an unknown user takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg"


@dataclass
class Doorkeeper:
    """One for each process. Moments are the machine's own seconds."""

    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_HASHED_AT_ONCE))
    wrong: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)

    def ask_patience(self, user: str, address: str) -> None:
        """Refusal `sign_in.wait` with the seconds, after too many wrong passwords."""
        for key in ((user, address), (user, "")):
            count, until = self.wrong.get(key, (0, 0.0))
            left = until - time.monotonic()
            if left <= 0:
                self.wrong.pop(key, None)
            elif count >= _patience(key):
                raise Refusal("sign_in.wait", seconds=max(round(left), 1))

    async def right(self, password_hash: str | None, password: str) -> bool:
        """Whether this is the password. None: nobody's, and found out just as slowly."""
        async with self.hashing:
            return await run_in_threadpool(_right, password_hash or _NOBODY, password)

    def was_wrong(self, user: str, address: str) -> None:
        """Note a wrong password."""
        if len(self.wrong) >= _REMEMBERED:
            self._make_room()
        for key in ((user, address), (user, "")):
            self.wrong[key] = (self.wrong.get(key, (0, 0.0))[0] + 1, time.monotonic() + _WAIT)

    def _make_room(self) -> None:
        """Forget whose time is over; and while that is not enough, whoever may try again soonest among those who are
        not held off. Whoever waits keeps waiting: a stranger with many addresses or names must not set them free.
        """
        now = time.monotonic()
        for key in [key for key, (_, until) in self.wrong.items() if until <= now]:
            del self.wrong[key]
        if len(self.wrong) < _REMEMBERED:
            return
        free = [key for key, (count, _) in self.wrong.items() if count < _patience(key)]
        held = [] if free else list(self.wrong)  # nobody is free to be forgotten: the memory has an end all the same
        for key in sorted(free or held, key=lambda one: self.wrong[one][1])[: _REMEMBERED // 10]:
            del self.wrong[key]

    def was_right(self, user: str, address: str) -> None:
        """Forget the wrong ones before it."""
        self.wrong.pop((user, address), None)


def _patience(key: tuple[str, str]) -> int:
    return _PATIENCE if key[1] else _PATIENCE_EVERYWHERE


def _right(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
