"""`deskapp user add`, `deskapp window add`: what an administrator does by script, on the centre's machine."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import Any

from argon2 import PasswordHasher

from deskapp.commands import enrolment
from deskapp.commands.database import journal_of
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, QueueId
from deskapp.journal import people
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.rules.access import Role
from deskapp.rules.names import normal_name
from deskapp.rules.numbering import window_id
from deskapp.rules.window import WindowDefined, WindowKind
from deskapp.settings import read

_ADMIN = ClerkId("admin")


def declare(commands: Any) -> None:
    """Say what can be said."""
    user = commands.add_parser("user", help="people").add_subparsers(required=True, metavar="ACTION")
    add = user.add_parser("add", help="add somebody, or change them; the password is asked for, or read from stdin")
    add.add_argument("user")
    add.add_argument("--name", required=True)
    add.add_argument("--role", action="append", required=True, choices=[role.value for role in Role])
    add.add_argument("--department", help="code of the catalogue; an account of a department needs one")
    add.add_argument("--database")
    add.set_defaults(run=_add_user)
    window = commands.add_parser("window", help="windows").add_subparsers(required=True, metavar="ACTION")
    define = window.add_parser("add", help="add a window, or change which queues it serves")
    define.add_argument("window")
    define.add_argument("--queues", required=True, help="ABC")
    define.add_argument("--kind", choices=[kind.value for kind in WindowKind], default=WindowKind.INTAKE.value)
    define.add_argument("--database")
    define.set_defaults(run=_add_window)
    enrolment.declare(window)


def _add_user(said: argparse.Namespace) -> int:
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not password:
        raise Refusal("user.no_password")
    belongs = said.department or None
    if Role.DEPARTMENT.value in said.role and belongs is None:
        raise Refusal("department.wanted")
    user = people.User(
        ClerkId(said.user), normal_name(said.name), tuple(said.role), PasswordHasher().hash(password), belongs
    )
    with journal_of(read(database=said.database), begun=False) as journal, journal.writing() as facts:
        if belongs is not None:
            _ask_department(facts, belongs)
        people.put_user(facts, user)
    return 0


def _ask_department(facts: Writing, department: str) -> None:
    """Refusal `department.unknown` for one that today's catalogue does not have; a centre without one asks nothing."""
    if catalogs.versions(facts):
        known = catalogs.in_force(facts, facts.terms.clock.today()).departments
        if department not in known:
            raise Refusal("department.unknown", department=department[:16])


def _add_window(said: argparse.Namespace) -> int:
    window = window_id(said.window)
    with journal_of(read(database=said.database), begun=False) as journal, journal.writing() as facts:
        queues = tuple(QueueId(letter) for letter in said.queues)
        facts.add(_ADMIN, WindowDefined(WindowKind(said.kind), queues), of=window)
    return 0
