"""Codes as an administrator makes them, and computers that show them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

import httpx

from deskapp.ids import ClerkId, WindowId
from deskapp.journal import enrolment_codes
from deskapp.journal.chain import moment_text
from deskapp.rules.enrolment_code import BITS, code_of
from deskapp.server.parts import CentreParts
from tests.server.hall import API, Hall


def code_for(parts: CentreParts, window: str, *, hours: int = 72) -> str:
    """A new code for a window."""
    code = code_of(secrets.randbits(BITS))
    digest = enrolment_codes.digest_of_code(parts.code_key, code)
    until = moment_text(parts.clock.now() + timedelta(hours=hours))
    parts.writer.write_now(lambda facts: enrolment_codes.add(facts, WindowId(window), digest, until, ClerkId("admin")))
    return code


@dataclass
class Computer:
    """What shows codes, and signs people in afterwards."""

    hall: Hall
    device: str
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    def shows(self, window: str, code: str, **more: object) -> httpx.Response:
        digest = sha256(self.secret.encode()).hexdigest()
        body = {"window": window, "code": code, "device": self.device, "credential": digest} | more
        return self.hall.stranger().post(f"{API}/enrolments", json=body)

    def asks_to_sign_in(self, user: str, window: str | None) -> httpx.Response:
        return self.hall.asks_to_sign_in(user, window, device=self.device, credential=self.secret)
