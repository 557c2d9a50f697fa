"""Signing in at the centre: passwords, tokens, grants; one window, one desk."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import OKPKey
from starlette.concurrency import run_in_threadpool

from deskapp.failures import Refusal
from deskapp.ids import DeviceId, WindowId, new_id
from deskapp.journal import people
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal, Token, User
from deskapp.journal.writing import Writing
from deskapp.protocol.json import encode
from deskapp.protocol.messages import SignedInAnswer, SignIn
from deskapp.rules.happening import SignedIn, SignedOut
from deskapp.rules.window import WindowClosed, WindowOpened, WindowState
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of

SHIFT = timedelta(hours=12)  # how long a token and a grant hold
DESK_TOKEN = timedelta(days=30)
LIVE = timedelta(seconds=90)  # a window not heard of for longer may be opened at another desk
_PATIENCE = 5  # wrong passwords before a user has to wait
_WAIT = 30.0  # seconds
_TOKEN_BYTES = 32
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg"


@dataclass
class Doorkeeper:
    """Remembers wrong passwords for a while, and lets only a few be hashed at once: argon2 wants 64 MB each."""

    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))
    wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    def ask_patience(self, user: str) -> None:
        """Refusal `sign_in.wait` after too many wrong passwords."""
        count, until = self.wrong.get(user, (0, 0.0))
        if count >= _PATIENCE and time.monotonic() < until:
            raise Refusal("sign_in.wait", seconds=round(until - time.monotonic()))

    def was_wrong(self, user: str) -> None:
        """Note a wrong password."""
        if len(self.wrong) > 10_000:
            self.wrong.clear()
        self.wrong[user] = (self.wrong.get(user, (0, 0.0))[0] + 1, time.monotonic() + _WAIT)


async def sign_in(parts: CentreParts, door: Doorkeeper, words: SignIn) -> SignedInAnswer:
    """Sign somebody in.

    Refusal `sign_in.wrong` (which of the two is wrong is not said, and takes as long to say), `sign_in.wait`,
    `window.unknown`, or `window.taken` while another desk works at that window.
    """
    door.ask_patience(words.user)
    with parts.journal.reading() as reading:
        user = people.find_user(reading, words.user)
    async with door.hashing:
        right = await run_in_threadpool(_right, user.password_hash if user else _NOBODY, words.password)
    if user is None or user.disabled or not right:
        door.was_wrong(words.user)
        raise Refusal("sign_in.wrong")
    door.wrong.pop(words.user, None)
    device = words.device or DeviceId(new_id())
    token, desk_token = secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES)
    await parts.writer.write(lambda facts: _enter(parts, facts, user, words, device, token, desk_token))
    now = parts.clock.now()
    return SignedInAnswer(
        token=token,
        expires_at=moment_text(now + SHIFT),
        user=user.user,
        name=user.name,
        roles=user.roles,
        window=words.window,
        hall=parts.hall,
        grant=_grant(parts, user, words, device),
        grant_key=encode(_public(parts).as_dict(private=False)).decode(),
        desk_token=desk_token,
    )


def sign_out(facts: Writing, who: Principal, digest: str) -> None:
    """Sign somebody out and close their window; the desk goes on sending by its own token."""
    people.drop_token(facts, digest)
    facts.add(who.user, SignedOut(), of=who.user)
    if who.window is not None:
        window = facts.window(who.window)
        if window.device == who.device and window.state is not WindowState.CLOSED:
            facts.add(who.user, WindowClosed(), of=who.window)
            people.forget_window(facts, who.window)


def _enter(  # noqa: PLR0917 - one transaction's worth of words, each named at its only caller
    parts: CentreParts, facts: Writing, user: User, words: SignIn, device: DeviceId, token: str, desk_token: str
) -> None:
    now = parts.clock.now()
    if words.window is not None:
        _ask_window(facts, words.window, device, moment_text(now - LIVE))
    people.note_device(facts, device, user.user, words.window, words.epoch)
    kept = [(token, False, SHIFT), (desk_token, True, DESK_TOKEN)]
    for text, sends_only, holds in kept:
        digest, until = digest_of(text), moment_text(now + holds)
        people.keep_token(facts, Token(digest, user.user, words.window, device, sends_only, until))
    facts.add(user.user, SignedIn(words.window), of=user.user)
    if words.window is not None:
        people.hear(facts, words.window, device, moment_text(now))
        facts.add(user.user, WindowOpened(user.user, device), of=words.window)


def _ask_window(facts: Writing, name: WindowId, device: DeviceId, live_since: str) -> None:
    window = facts.window(name)
    if not window.version:
        raise Refusal("window.unknown", window=name)
    heard = people.heard(facts).get(name)
    other = window.state is not WindowState.CLOSED and window.device not in (None, device)
    if other and heard is not None and heard.device != device and heard.seen_at > live_since:
        raise Refusal("window.taken", window=name, clerk=window.clerk)


def _right(password_hash: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def _grant(parts: CentreParts, user: User, words: SignIn, device: DeviceId) -> str:
    """The centre's word that this person may work at this desk for a shift without a line (Ed25519, RFC 9864)."""
    now = int(parts.clock.now().timestamp())
    claims = {
        "sub": user.user, "hall": parts.hall.id, "window": words.window, "device": device,
        "roles": list(user.roles), "iat": now, "exp": now + int(SHIFT.total_seconds()),
    }  # fmt: skip
    private = parts.signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = OKPKey.import_key(private)
    return jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])


def _public(parts: CentreParts) -> OKPKey:
    return OKPKey.import_key(parts.signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
