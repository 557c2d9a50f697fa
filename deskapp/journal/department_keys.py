"""The keys of departments' programs: each an account of its department that nobody can sign in with, and one token."""

from __future__ import annotations

import re
from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import tokens, users
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId
from deskapp.journal import people
from deskapp.journal.people import Token, User
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.rules.access import Role

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")
_NO_PASSWORD = ""  # no password has this hash


@dataclass(frozen=True, slots=True)
class DepartmentKey:
    """A key. `user`: as whom the journal knows it; `until`: its last moment, "" once it was revoked."""

    user: ClerkId
    department: str
    until: str


def add(writing: Writing, department: str, name: str, digest: str, until: str) -> ClerkId:
    """Let a program act for a department by a token, kept by its SHA-256. What it had before under this name ends.

    Refusal `key.bad_name`, or `key.name_taken` when a person is called so.
    """
    user = ClerkId(f"{department.lower()}.{name}")
    if not _NAME.fullmatch(name):
        raise Refusal("key.bad_name")
    known = people.find_user(writing, user)
    if known is not None and known.password_hash != _NO_PASSWORD:
        raise Refusal("key.name_taken", name=user)
    people.put_user(writing, User(user, user, (Role.DEPARTMENT.value,), _NO_PASSWORD, department))
    people.keep_token(writing, Token(digest, user, None, _device(user), sends_only=False, expires_at=until))
    return user


def listed(reading: Reading, now: str) -> tuple[DepartmentKey, ...]:
    """Every key there ever was."""
    held = sa.select(tokens.c.user, tokens.c.expires_at).where(tokens.c.hall == reading.hall, tokens.c.expires_at > now)
    until = {row.user: row.expires_at for row in reading.connection.execute(held)}
    question = (
        sa.select(users.c.user, users.c.department)
        .where(users.c.hall == reading.hall, users.c.password_hash == _NO_PASSWORD)
        .order_by(users.c.user)
    )
    return tuple(
        DepartmentKey(ClerkId(row.user), row.department or "", until.get(row.user, ""))
        for row in reading.connection.execute(question)
    )


def revoke(writing: Writing, user: str) -> None:
    """End a key. Refusal `key.unknown`."""
    known = people.find_user(writing, user)
    if known is None or known.password_hash != _NO_PASSWORD:
        raise Refusal("key.unknown")
    writing.connection.execute(sa.delete(tokens).where(tokens.c.hall == writing.hall, tokens.c.user == user))


def _device(user: ClerkId) -> DeviceId:
    return DeviceId(f"key-{user}")
