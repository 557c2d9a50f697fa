"""Where departments' programs are told of their cases, and how far each has been told: a place in the journal."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from db.tables import hooks
from deskapp.failures import Refusal
from deskapp.ids import new_id
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.journal.rows import upsert
from deskapp.journal.writing import Writing

_NEVER = "0"  # before every moment


@dataclass(frozen=True, slots=True)
class Hook:
    """One receiver. `position`: the number up to which it was told everything; `failures`: in a row."""

    hook: str
    department: str
    url: str
    position: int
    failures: int
    last_fault: str
    next_at: str
    given_up_at: str


def add(writing: Writing, department: str, url: str, secret: bytes) -> Hook:
    """Begin telling a receiver, of what happens from now on."""
    hook = new_id()
    row = {
        "hall": writing.hall, "hook": hook, "department": department, "url": url,
        "secret": writing.terms.keeper.wrap(secret, _place(hook)), "secret_before": None, "before_until": None,
        "made_at": moment_text(writing.terms.clock.now()), "position": writing.last()[0], "failures": 0,
        "last_fault": None, "next_at": _NEVER, "held_until": _NEVER, "given_up_at": None,
    }  # fmt: skip
    upsert(writing.connection, hooks, [row])
    return one(writing, hook)


def one(reading: Reading, hook: str) -> Hook:
    """A receiver by its name. Refusal `hook.unknown`."""
    found = [known for known in listed(reading) if known.hook == hook]
    if not found:
        raise Refusal("hook.unknown")
    return found[0]


def listed(reading: Reading) -> tuple[Hook, ...]:
    """Every receiver of the hall."""
    question = sa.select(hooks).where(hooks.c.hall == reading.hall).order_by(hooks.c.department, hooks.c.hook)
    return tuple(
        Hook(
            row.hook, row.department, row.url, row.position, row.failures, row.last_fault or "", row.next_at,
            row.given_up_at or "",
        )
        for row in reading.connection.execute(question)
    )  # fmt: skip


def secrets_of(reading: Reading, hook: str, now: str) -> tuple[bytes, ...]:
    """What words to a receiver are signed with: its secret, and for a while the one before. Refusal `hook.unknown`."""
    row = reading.connection.execute(
        sa.select(hooks.c.secret, hooks.c.secret_before, hooks.c.before_until).where(
            hooks.c.hall == reading.hall, hooks.c.hook == hook
        )
    ).first()
    if row is None:
        raise Refusal("hook.unknown")
    wrapped = [row.secret]
    if row.secret_before is not None and (row.before_until or "") > now:
        wrapped.append(row.secret_before)
    return tuple(reading.terms.keeper.unwrap(bytes(secret), _place(hook)) for secret in wrapped)


def exchange_secret(writing: Writing, hook: str, secret: bytes, before_until: str) -> None:
    """Sign with another secret from now on, and until a moment with the old one as well. Refusal `hook.unknown`."""
    old = secrets_of(writing, hook, "9")[0]
    keeper = writing.terms.keeper
    _change(
        writing, hook, secret=keeper.wrap(secret, _place(hook)), secret_before=keeper.wrap(old, _place(hook)),
        before_until=before_until,
    )  # fmt: skip


def remove(writing: Writing, hook: str) -> None:
    """Tell a receiver nothing any more. Refusal `hook.unknown`."""
    one(writing, hook)
    writing.connection.execute(sa.delete(hooks).where(hooks.c.hall == writing.hall, hooks.c.hook == hook))


def go_on(writing: Writing, hook: str) -> None:
    """Try again a receiver that was given up, from where it was. Refusal `hook.unknown`."""
    _change(writing, hook, failures=0, given_up_at=None, next_at=_NEVER)


def hold(writing: Writing, hook: str, now: str, until: str) -> Hook | None:
    """Take it on oneself to tell a receiver, until a moment; None when another process does so, or it is not due."""
    taken = writing.connection.execute(
        sa.update(hooks)
        .where(
            hooks.c.hall == writing.hall, hooks.c.hook == hook, hooks.c.held_until <= now, hooks.c.next_at <= now,
            hooks.c.given_up_at.is_(None),
        )
        .values(held_until=until)
        .returning(hooks.c.hook)
    ).first()  # fmt: skip
    return None if taken is None else one(writing, hook)


def was_told(writing: Writing, hook: str, position: int) -> None:
    """A receiver has everything up to this number."""
    _change(writing, hook, position=position, failures=0, last_fault=None, next_at=_NEVER)


def let_go(writing: Writing, hook: str) -> None:
    """Others may tell it again."""
    _change(writing, hook, held_until=_NEVER)


def did_not_take(writing: Writing, hook: Hook, fault: str, next_at: str | None) -> None:
    """A receiver did not take a word; it is tried again at a moment, or given up (None)."""
    values: dict[str, object] = {"failures": hook.failures + 1, "last_fault": fault[:64], "held_until": _NEVER}
    if next_at is None:
        values["given_up_at"] = moment_text(writing.terms.clock.now())
    else:
        values["next_at"] = next_at
    _change(writing, hook.hook, **values)


def _change(writing: Writing, hook: str, **values: object) -> None:
    changed = writing.connection.execute(
        sa.update(hooks)
        .where(hooks.c.hall == writing.hall, hooks.c.hook == hook)
        .values(**values)
        .returning(hooks.c.hook)
    ).first()
    if changed is None:
        raise Refusal("hook.unknown")


def _place(hook: str) -> str:
    return f"hook|{hook}"
