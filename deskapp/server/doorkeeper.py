"""Remembers wrong passwords for a while, and lets only a few be hashed at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.server.looks import who
from deskapp.server.turnstiles import Turnstiles

_PATIENCE = 5  # wrong passwords for a user from one address, before they have to wait
_PATIENCE_EVERYWHERE = 50  # and from all addresses: more would let one stranger lock a clerk out of their window
_WAIT = 30.0  # seconds
_REMEMBERED = 10_000
_HASHED_AT_ONCE = 2  # argon2 wants 64 MB each
_MOST_WAITING = 500  # tries from one address: a county's three hundred desks may stand behind one at nine o'clock
_EVERYWHERE = "*"  # what stands for all addresses, and is none

# A hash of nothing anybody knows, made with the same costs: an unknown user takes as long as a wrong password.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg"


@dataclass
class Doorkeeper:
    """One for each process. Moments are the machine's own seconds; an address is counted as `looks.who` has it."""

    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_HASHED_AT_ONCE))
    hashed_near: Turnstiles[str] = field(default_factory=lambda: Turnstiles(_HASHED_AT_ONCE))
    crowds: Turnstiles[str] = field(default_factory=lambda: Turnstiles(_MOST_WAITING))
    turns: Turnstiles[tuple[str, str]] = field(default_factory=lambda: Turnstiles(1))
    wrong: dict[tuple[str, str], tuple[int, float]] = field(default_factory=dict)

    @asynccontextmanager
    async def turn(self, user: str, address: str, waits: str = "sign_in.wait") -> AsyncIterator[None]:
        """One try for a user from an address, until it is known whether it was wrong: tries at once go one after the
        other, so that no burst is through before the first of it is counted.

        Refusal `waits` with the seconds: after too many wrong passwords, or while too many from there stand here.
        """
        near = who(address)
        if self.crowds.standing(near) >= _MOST_WAITING:
            raise Refusal(waits, seconds=round(_WAIT))
        async with self.crowds.through(near), self.turns.through((user, near)):
            try:
                self.ask_patience(user, address)
            except Refusal as wait:
                raise Refusal(waits, **wait.values) from wait
            yield

    def ask_patience(self, user: str, address: str) -> None:
        """Refusal `sign_in.wait` with the seconds, after too many wrong passwords."""
        for key in _counted(user, address):
            count, until = self.wrong.get(key, (0, 0.0))
            left = until - time.monotonic()
            if left <= 0:
                self.wrong.pop(key, None)
            elif count >= _patience(key):
                raise Refusal("sign_in.wait", seconds=max(round(left), 1))

    async def right(self, password_hash: str | None, password: str, address: str = "") -> bool:
        """Whether this is the password. None: nobody's, and found out just as slowly.

        Of one address no more stand in the queue for everybody than are hashed at once: whoever asks from another
        waits for those, and not for all who came before.
        """
        async with self.hashed_near.through(who(address)), self.hashing:
            return await run_in_threadpool(_right, password_hash or _NOBODY, password)

    def was_wrong(self, user: str, address: str) -> None:
        """Note a wrong password."""
        if len(self.wrong) >= _REMEMBERED:
            self._make_room()
        for key in _counted(user, address):
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
        self.wrong.pop((user, who(address)), None)


def _counted(user: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (user, who(address)), (user, _EVERYWHERE)


def _patience(key: tuple[str, str]) -> int:
    return _PATIENCE_EVERYWHERE if key[1] == _EVERYWHERE else _PATIENCE


def _right(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
