"""Who asks? Tokens are looked up in the database and remembered for a few seconds, because every request has one."""

from __future__ import annotations

import time
from hashlib import sha256

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import DeviceId
from deskapp.journal.chain import moment_text
from deskapp.journal.journal import Journal
from deskapp.journal.people import Principal, principal
from deskapp.rules.access import allows
from deskapp.server.doorkeeper import Doorkeeper
from deskapp.server.gates import GATES

_REMEMBERED = 5.0  # seconds: as long as a token may outlive its end at another process
_MOST = 10_000


def digest_of(token: str) -> str:
    """How a token is kept."""
    return sha256(token.encode()).hexdigest()


class Passes:
    """Knows whose token it is. `door` remembers who was wrong about a password, wherever they tried it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._known: dict[str, tuple[float, Principal]] = {}
        self.door = Doorkeeper()

    async def who(self, request: Request) -> Principal:
        """Who asks. Refusal `access.not_signed_in`."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            raise Refusal("access.not_signed_in")
        return await self.whose(token)

    async def whose(self, token: str) -> Principal:
        """Whose token this is. Refusal `access.not_signed_in`."""
        if not token or len(token) > 512:
            raise Refusal("access.not_signed_in")
        digest = digest_of(token)
        known = self._known.get(digest)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        found = await run_in_threadpool(self._look_up, digest)
        if found is None:
            raise Refusal("access.not_signed_in")
        if len(self._known) > _MOST:
            self._known.clear()
        self._known[digest] = (time.monotonic() + _REMEMBERED, found)
        return found

    async def admit(self, request: Request) -> Principal:
        """Who asks, if the gate of this route opens to them. Refusal `access.not_signed_in` or `access.denied`."""
        return self.let_in(request, await self.who(request))

    def let_in(self, request: Request, found: Principal) -> Principal:
        """Somebody, if the gate of this route opens to them. Refusal `access.denied`."""
        gate = GATES.get((request.method, getattr(request.scope.get("route"), "path", "")))
        if gate is None or (found.sends_only and not gate.desk_too):
            raise Refusal("access.denied", permission="")
        if gate.any_of and not any(allows(found.roles, permission) for permission in gate.any_of):
            raise Refusal("access.denied", permission=min(gate.any_of).value)
        return found

    def forget_at(self, device: DeviceId) -> None:
        """Somebody has signed out at this computer: what is still known of it is looked up again."""
        self._known = {digest: known for digest, known in self._known.items() if known[1].device != device}

    def forget_all(self) -> None:
        """Somebody's roles have changed."""
        self._known.clear()

    def _look_up(self, digest: str) -> Principal | None:
        with self._journal.reading() as reading:
            return principal(reading, digest, moment_text(self._journal.terms.clock.now()))
