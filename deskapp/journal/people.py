"""Who works at this hall, which tokens they hold, and at which desks they have been."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import devices, tokens, users
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing

SHOWS_NOTHING = ""  # a computer that is known by its name alone


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in. `password_hash` is argon2id."""

    user: ClerkId
    name: str
    roles: tuple[str, ...]
    password_hash: str
    department: str | None = None
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks: a person with a token, or a desk that only sends what was done at it."""

    user: ClerkId
    name: str
    roles: tuple[str, ...]
    window: WindowId | None
    device: DeviceId
    sends_only: bool
    department: str | None = None  # whose cases they see, where they see a department's


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept: by its SHA-256, never itself."""

    digest: str
    user: ClerkId
    window: WindowId | None
    device: DeviceId
    sends_only: bool
    expires_at: str


def find_user(reading: Reading, user: str) -> User | None:
    """The user of this name."""
    row = reading.connection.execute(sa.select(users).where(users.c.hall == reading.hall, users.c.user == user)).first()
    if row is None:
        return None
    roles = tuple(row.roles.split())
    return User(ClerkId(row.user), row.name, roles, row.password_hash, row.department, row.disabled)


def put_user(writing: Writing, user: User) -> None:
    """Add a user, or change one. Whoever signed in by another password than this one's is signed in no more."""
    known = find_user(writing, user.user)
    if known is not None and known.password_hash != user.password_hash:
        writing.connection.execute(sa.delete(tokens).where(tokens.c.hall == writing.hall, tokens.c.user == user.user))
    row = {
        "hall": writing.hall, "user": user.user, "name": user.name, "roles": " ".join(user.roles),
        "department": user.department, "password_hash": user.password_hash, "disabled": user.disabled,
    }  # fmt: skip
    upsert(writing.connection, users, [row])


def roles_of(reading: Reading, names: set[str]) -> dict[str, tuple[str, ...]]:
    """The roles of those among these users who may work."""
    question = sa.select(users.c.user, users.c.roles).where(
        users.c.hall == reading.hall, users.c.user.in_(sorted(names)), ~users.c.disabled
    )
    return {row.user: tuple(row.roles.split()) for row in reading.connection.execute(question)}


def departments_of(reading: Reading, names: set[str]) -> dict[str, str]:
    """The department of those among these users who belong to one."""
    question = sa.select(users.c.user, users.c.department).where(
        users.c.hall == reading.hall, users.c.user.in_(sorted(names)), users.c.department.is_not(None)
    )
    return {row.user: row.department for row in reading.connection.execute(question)}


def users_of_department(reading: Reading, department: str) -> frozenset[str]:
    """Everybody, and every program, that acts for a department."""
    question = sa.select(users.c.user).where(users.c.hall == reading.hall, users.c.department == department)
    return frozenset(reading.connection.execute(question).scalars())


def keep_token(writing: Writing, token: Token) -> None:
    """Keep a token, and forget those of the same kind that the same person held at the same desk."""
    writing.connection.execute(
        sa.delete(tokens).where(
            tokens.c.hall == writing.hall,
            tokens.c.device == token.device,
            tokens.c.user == token.user,
            tokens.c.sends_only == token.sends_only,
        )
    )
    row = {
        "hall": writing.hall, "digest": token.digest, "user": token.user, "window": token.window,
        "device": token.device, "sends_only": token.sends_only, "expires_at": token.expires_at,
    }  # fmt: skip
    writing.connection.execute(sa.insert(tokens), [row])


def drop_token(writing: Writing, digest: str) -> None:
    """Forget a token: it opens nothing any more."""
    writing.connection.execute(sa.delete(tokens).where(tokens.c.hall == writing.hall, tokens.c.digest == digest))


def drop_tokens_at(writing: Writing, device: DeviceId) -> None:
    """Forget everything that opens or sends something from this computer."""
    writing.connection.execute(sa.delete(tokens).where(tokens.c.hall == writing.hall, tokens.c.device == device))


def drop_ended_tokens(writing: Writing, now: str) -> None:
    """Forget the tokens whose time is over."""
    writing.connection.execute(sa.delete(tokens).where(tokens.c.hall == writing.hall, tokens.c.expires_at <= now))


def principal(reading: Reading, digest: str, now: str) -> Principal | None:
    """Whose token this is, while it holds and its owner may work."""
    row = reading.connection.execute(
        sa.select(tokens, users.c.name, users.c.roles, users.c.department)
        .join(users, sa.and_(users.c.hall == tokens.c.hall, users.c.user == tokens.c.user))
        .where(tokens.c.hall == reading.hall, tokens.c.digest == digest, tokens.c.expires_at > now, ~users.c.disabled)
    ).first()
    if row is None:
        return None
    window = WindowId(row.window) if row.window else None
    return Principal(
        ClerkId(row.user),
        row.name,
        tuple(row.roles.split()),
        window,
        DeviceId(row.device),
        row.sends_only,
        row.department,
    )


@dataclass(frozen=True, slots=True)
class Computer:
    """A computer at which somebody signs in. `credential`: the SHA-256 of what it showed."""

    device: DeviceId
    epoch: int = 1
    credential: str = SHOWS_NOTHING


def note_device(writing: Writing, computer: Computer, user: ClerkId, window: WindowId | None) -> None:
    """Note that somebody signed in at a computer: events from there may carry their name from now on.

    From the first time that it shows something it is known by it: what others hold
    under its name, and who signed in while it showed nothing, are known to be at this computer no more.
    """
    device, credential = computer.device, computer.credential
    known = writing.connection.execute(
        sa.select(devices).where(devices.c.hall == writing.hall, devices.c.device == device)
    ).first()
    clerks = set(known.clerks.split()) if known is not None else set()
    if known is not None and credential and not known.credential:
        drop_tokens_at(writing, device)
        if known.credential == SHOWS_NOTHING:
            clerks = set()
    row = {
        "hall": writing.hall, "device": device, "window": window, "epoch": computer.epoch,
        "first_seen": known.first_seen if known is not None else moment_text(writing.terms.clock.now()),
        "clerks": " ".join(sorted(clerks | {user})),
        "credential": credential or (known.credential if known is not None else None) or SHOWS_NOTHING,
    }  # fmt: skip
    upsert(writing.connection, devices, [row])


def credential_of(reading: Reading, device: DeviceId) -> str:
    """The SHA-256 of what this computer shows at each sign-in; "" for one that is not known by anything."""
    told = reading.connection.execute(
        sa.select(devices.c.credential).where(devices.c.hall == reading.hall, devices.c.device == device)
    ).scalar()
    return told or SHOWS_NOTHING


def window_of(reading: Reading, device: DeviceId) -> WindowId | None:
    """The window a desk was last signed in at."""
    window: str | None = reading.connection.execute(
        sa.select(devices.c.window).where(devices.c.hall == reading.hall, devices.c.device == device)
    ).scalar()
    return WindowId(window) if window else None


def authors_at(reading: Reading, device: DeviceId, user: ClerkId) -> set[str]:
    """Whose work may come from a desk by this person's token: of a computer that has shown that it is itself, of
    everybody who has ever signed in there; of one that shows nothing, so that any other may bear its name, their own.
    """
    row = reading.connection.execute(
        sa.select(devices.c.clerks, devices.c.credential).where(
            devices.c.hall == reading.hall, devices.c.device == device
        )
    ).first()
    if row is None:
        return set()
    return {str(user)} if row.credential == SHOWS_NOTHING else set(row.clerks.split())
