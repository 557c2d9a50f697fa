"""Signing in at the centre: passwords, tokens, grants; one window, one desk."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import OKPKey
from msgspec.structs import replace
from starlette.concurrency import run_in_threadpool

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import NO_DESK, DeviceId, WindowId, new_id
from deskapp.journal import people, presence
from deskapp.journal.chain import moment_text
from deskapp.journal.people import Principal, Token, User
from deskapp.journal.writing import Writing
from deskapp.protocol.json import encode
from deskapp.protocol.messages import SignedInAnswer, SignIn
from deskapp.rules.access import Permission, Role, allows
from deskapp.rules.happening import SignedIn, SignedOut
from deskapp.rules.serial_shares import Computer, Serials
from deskapp.rules.window import Window, WindowClosed, WindowOpened, WindowState
from deskapp.server import enrolling
from deskapp.server.doorkeeper import Doorkeeper
from deskapp.server.parts import CentreParts
from deskapp.server.passes import digest_of
from deskapp.server.serials import give_serials

SHIFT = timedelta(hours=12)  # how long a token and a grant hold
DESK_TOKEN = timedelta(days=30)
THING_TOKEN = timedelta(days=400)  # nobody signs a television in each morning
_THINGS = {Role.SCREEN.value, Role.KIOSK.value, Role.PORTAL.value}
LIVE = timedelta(seconds=90)  # a window not heard of for longer may be opened at another desk
_TOKEN_BYTES = 32
_LONGEST_PASSWORD = 1024  # characters
_OURS = (NO_DESK, "centre-", "key-")  # how the names begin that the centre itself gives


@dataclass(frozen=True, slots=True)
class _Entering:
    """Somebody whose password was right."""

    user: User
    words: SignIn
    device: DeviceId
    token: str
    desk_token: str


async def sign_in(parts: CentreParts, door: Doorkeeper, words: SignIn, address: str) -> SignedInAnswer:
    """Sign somebody in.

    Refusal `sign_in.wrong` (which of the two is wrong is not said, and takes as long to say), `sign_in.wait`,
    `window.unknown`, `window.taken` while another desk works at that window, or what `rules.enrolment.ask_desk` says of
    the computer; ContentTrouble `json.not_this_shape` for names that can be nobody's.
    """
    _ask_shape(words)
    async with door.turn(words.user, address):
        user = await run_in_threadpool(_find, parts, words.user)
        right = await door.right(user.password_hash if user else None, words.password, address)
        if user is None or user.disabled or not right:
            door.was_wrong(words.user, address)
            raise Refusal("sign_in.wrong")
        door.was_right(words.user, address)
    if not allows(user.roles, Permission.CALL):
        words = replace(words, window=None)  # a manager opens no window by choosing one
    device = words.device or DeviceId(f"{NO_DESK}{new_id()}")
    entering = _Entering(user, words, device, secrets.token_urlsafe(_TOKEN_BYTES), secrets.token_urlsafe(_TOKEN_BYTES))
    serials = await parts.writer.write(lambda facts: _enter(parts, facts, entering))
    now = parts.clock.now()
    return SignedInAnswer(
        token=entering.token,
        expires_at=moment_text(now + _holds(user)),
        user=user.user,
        name=user.name,
        roles=user.roles,
        window=words.window,
        hall=parts.hall,
        grant=_grant(parts, entering),
        grant_key=encode(_public(parts).as_dict(private=False)).decode(),
        desk_token=entering.desk_token,
        serials=serials,
    )


def sign_out(facts: Writing, who: Principal, digest: str) -> None:
    """Sign somebody out and close their window; a desk goes on sending by its own token."""
    people.drop_token(facts, digest)
    if who.device.startswith(NO_DESK):
        people.drop_tokens_at(facts, who.device)
    facts.add(who.user, SignedOut(), of=who.user)
    if who.window is not None:
        window = facts.window(who.window)
        if window.device == who.device and window.state is not WindowState.CLOSED:
            facts.add(who.user, WindowClosed(), of=who.window)
            presence.forget_window(facts, who.window)


def _ask_shape(words: SignIn) -> None:
    """What no column would hold is asked of no database."""
    names = (words.user, words.window or "-", words.device or "-")
    short = all(0 < len(name) <= most for name, most in zip(names, (64, 16, 64), strict=True))
    spoken = all(name.isprintable() for name in names) and " " not in words.user
    epoch, ours = 1 <= words.epoch < 2**31, (words.device or "").startswith(_OURS)
    secrets_short = len(words.credential or "") <= _LONGEST_PASSWORD and 0 < len(words.password) <= _LONGEST_PASSWORD
    if ours or not (short and spoken and epoch and secrets_short):
        raise ContentTrouble("json.not_this_shape", shape="SignIn")


def _find(parts: CentreParts, user: str) -> User | None:
    with parts.journal.reading() as reading:
        return people.find_user(reading, user)


def _enter(parts: CentreParts, facts: Writing, entering: _Entering) -> Serials | None:
    now, user, words, device = parts.clock.now(), entering.user, entering.words, entering.device
    enrolling.ask_desk(parts, facts, user, words, device)
    if words.window is not None:
        _ask_window(facts, words.window, entering, moment_text(now - LIVE))
    _leave_last_window(facts, entering)
    shown = digest_of(words.credential) if words.credential else people.SHOWS_NOTHING
    people.note_device(facts, people.Computer(device, words.epoch, shown), user.user, words.window)
    desk_holds = DESK_TOKEN if words.device else _holds(user)  # without a desk nothing is left there to be sent
    kept = [(entering.token, False, _holds(user)), (entering.desk_token, True, desk_holds)]
    for text, sends_only, holds in kept:
        digest, until = digest_of(text), moment_text(now + holds)
        people.keep_token(facts, Token(digest, user.user, words.window, device, sends_only, until))
    facts.add(user.user, SignedIn(words.window), of=user.user)
    if words.window is None:
        return None
    presence.hear(facts, words.window, device, moment_text(now))
    serials = give_serials(facts, words.window, Computer(device, words.epoch))
    facts.add(user.user, WindowOpened(user.user, device), of=words.window)
    return serials


def _holds(user: User) -> timedelta:
    """How long a token holds: a shift for a person, and long for a board, a kiosk or another program."""
    return THING_TOKEN if set(user.roles) <= _THINGS else SHIFT


def _ask_window(facts: Writing, name: WindowId, entering: _Entering, live_since: str) -> None:
    window = facts.window(name)
    if not window.defined:
        raise Refusal("window.unknown", window=name)
    if window.state is WindowState.CLOSED or window.device in (None, entering.device):
        return
    if _own_session(window, entering):
        return
    heard = presence.heard(facts).get(name)
    if heard is not None and heard.device != entering.device and heard.seen_at > live_since:
        raise Refusal("window.taken", window=name, clerk=window.clerk)


def _own_session(window: Window, entering: _Entering) -> bool:
    """The same person signs in again without a desk: there is no other desk that could be working there."""
    return window.clerk == entering.user.user and (window.device or "").startswith(NO_DESK)


def _leave_last_window(facts: Writing, entering: _Entering) -> None:
    """A desk stands at one window: opened at another, its last one is not open any more."""
    last = people.window_of(facts, entering.device)
    if last is None or last == entering.words.window:
        return
    window = facts.window(last)
    if window.device == entering.device and window.state is not WindowState.CLOSED:
        facts.add(entering.user.user, WindowClosed(), of=last)
        presence.forget_window(facts, last)


def _grant(parts: CentreParts, entering: _Entering) -> str:
    """The centre's word that this person may work at this desk for a shift without a line (Ed25519, RFC 9864)."""
    now = int(parts.clock.now().timestamp())
    claims = {
        "sub": entering.user.user, "hall": parts.hall.id, "window": entering.words.window, "device": entering.device,
        "roles": list(entering.user.roles), "iat": now, "exp": now + int(SHIFT.total_seconds()),
    }  # fmt: skip
    private = parts.signing.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = OKPKey.import_key(private)
    return jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])


def _public(parts: CentreParts) -> OKPKey:
    return OKPKey.import_key(parts.signing.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
