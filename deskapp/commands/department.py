"""`deskapp department …`: keys and receivers of departments' programs, and their forms. What an administrator does."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from deskapp.commands.catalog import FAULTY
from deskapp.commands.database import journal_of
from deskapp.failures import ContentTrouble, Refusal
from deskapp.journal import department_keys, hooks, noted_asks
from deskapp.journal.chain import moment_text
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import CatalogFaults
from deskapp.rules.catalog_text import read_bytes as read_catalog
from deskapp.rules.department_form import DepartmentForm
from deskapp.rules.department_form_text import read_bytes
from deskapp.rules.telling_hooks import EXCHANGE, SECRET_BYTES, secret_text
from deskapp.sentences import sentence_of
from deskapp.server.hook_address import ask_address
from deskapp.server.passes import digest_of
from deskapp.settings import read as settings

_MARK = "owk_"  # a key that is found where it should not be is known for what it is
_KEY_BYTES = 32
_KEY_DAYS = 400
_LARGEST = 512 * 1024  # bytes of a form's file


def declare(commands: Any) -> None:
    """Say what can be said."""
    department = commands.add_parser("department", help="keys, receivers and forms of departments' programs")
    actions = department.add_subparsers(required=True, metavar="ACTION")
    _declare_keys(actions)
    _declare_hooks(actions)
    check = actions.add_parser("check", help="name every fault of a department's form, by line")
    check.add_argument("file", type=Path, metavar="FILE.yaml")
    check.add_argument("--catalog", type=Path, metavar="CATALOG.yaml", help="also check what it names against this")
    check.set_defaults(run=_check)
    keep = actions.add_parser("set-form", help="check a department's form against the catalogue in force, and use it")
    keep.add_argument("file", type=Path, metavar="FILE.yaml")
    keep.add_argument("--database")
    keep.set_defaults(run=_set_form)
    forms = actions.add_parser("forms", help="which departments have a form")
    forms.add_argument("--database")
    forms.set_defaults(run=_forms)


def _declare_keys(actions: Any) -> None:
    add = actions.add_parser("add-key", help="make a key for a department's program; it is shown once")
    add.add_argument("department", help="code of the catalogue")
    add.add_argument("name", help="what the journal calls the program: small letters, digits, hyphens")
    add.add_argument("--days", type=int, default=_KEY_DAYS, help="how long it holds")
    add.add_argument("--database")
    add.set_defaults(run=_add_key)
    listed = actions.add_parser("keys", help="every key, and until when it holds")
    listed.add_argument("--database")
    listed.set_defaults(run=_keys)
    revoke = actions.add_parser("revoke-key", help="end a key")
    revoke.add_argument("user", help="as `keys` names it")
    revoke.add_argument("--database")
    revoke.set_defaults(run=_revoke_key)


def _declare_hooks(actions: Any) -> None:
    add = actions.add_parser("add-hook", help="tell a department's program what happens; the secret is shown once")
    add.add_argument("department", help="code of the catalogue")
    add.add_argument("url", help="https://…")
    add.add_argument("--database")
    add.set_defaults(run=_add_hook)
    listed = actions.add_parser("hooks", help="every receiver, and how far it was told")
    listed.add_argument("--database")
    listed.set_defaults(run=_hooks)
    for name, run, told in (
        ("rotate-hook", _rotate_hook, "a new secret; the old one signs as well for two days"),
        ("resume-hook", _resume_hook, "try again one that was given up, from where it was"),
        ("remove-hook", _remove_hook, "tell it nothing any more"),
    ):
        action = actions.add_parser(name, help=told)
        action.add_argument("hook", help="as `hooks` names it")
        action.add_argument("--database")
        action.set_defaults(run=run)


def _add_key(said: argparse.Namespace) -> int:
    token = _MARK + secrets.token_urlsafe(_KEY_BYTES)
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        _ask_department(facts, said.department)
        until = moment_text(facts.terms.clock.now() + timedelta(days=max(1, min(said.days, 3650))))
        user = department_keys.add(facts, said.department, said.name, digest_of(token), until)
    sys.stdout.write(f"{user}\t{until[:10]}\n{token}\n")
    return 0


def _keys(said: argparse.Namespace) -> int:
    with journal_of(settings(database=said.database), begun=True) as journal, journal.reading() as reading:
        found = department_keys.listed(reading, moment_text(reading.terms.clock.now()))
    for key in found:
        sys.stdout.write(f"{key.user}\t{key.department}\t{key.until[:10] or '-'}\n")
    return 0


def _revoke_key(said: argparse.Namespace) -> int:
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        department_keys.revoke(facts, said.user)
    return 0


def _add_hook(said: argparse.Namespace) -> int:
    ask_address(said.url)
    secret = os.urandom(SECRET_BYTES)
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        _ask_department(facts, said.department)
        hook = hooks.add(facts, said.department, said.url, secret)
    sys.stdout.write(f"{hook.hook}\n{secret_text(secret)}\n")
    return 0


def _hooks(said: argparse.Namespace) -> int:
    """One line each: name, department, address, how many facts of the journal it is behind, and what hinders it."""
    with journal_of(settings(database=said.database), begun=True) as journal, journal.reading() as reading:
        last, _ = reading.last()
        found = hooks.listed(reading)
    for hook in found:
        state = (
            f"given up {hook.given_up_at[:16]}"
            if hook.given_up_at
            else f"failed {hook.failures}"
            if hook.failures
            else "ok"
        )
        sys.stdout.write(
            f"{hook.hook}\t{hook.department}\t{hook.url}\t{last - hook.position}\t{state}\t{hook.last_fault}\n"
        )
    return 1 if any(hook.given_up_at for hook in found) else 0


def _rotate_hook(said: argparse.Namespace) -> int:
    secret = os.urandom(SECRET_BYTES)
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        hooks.exchange_secret(facts, said.hook, secret, moment_text(facts.terms.clock.now() + EXCHANGE))
    sys.stdout.write(f"{secret_text(secret)}\n")
    return 0


def _resume_hook(said: argparse.Namespace) -> int:
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        hooks.go_on(facts, said.hook)
    return 0


def _remove_hook(said: argparse.Namespace) -> int:
    with journal_of(settings(database=said.database), begun=True) as journal, journal.writing() as facts:
        hooks.remove(facts, said.hook)
    return 0


def _check(said: argparse.Namespace) -> int:
    lang = settings(lang=said.lang).lang
    catalog = None
    if said.catalog is not None:
        catalog = _read_catalog(said.catalog, lang)
        if catalog is None:
            return FAULTY
    form = _read_form(said.file, catalog, lang)
    if form is None:
        return FAULTY
    return _say("form.good", form, lang)


def _set_form(said: argparse.Namespace) -> int:
    told = settings(database=said.database, lang=said.lang)
    with journal_of(told, begun=True) as journal, journal.writing() as facts:
        catalog = catalogs.in_force(facts, facts.terms.clock.today())
        form = _read_form(said.file, catalog, told.lang)
        if form is None:
            return FAULTY
        noted_asks.keep_form(facts, form.department, _bytes_of(said.file).decode())
    return _say("form.kept", form, told.lang)


def _forms(said: argparse.Namespace) -> int:
    with journal_of(settings(database=said.database), begun=True) as journal, journal.reading() as reading:
        found = noted_asks.departments_with_forms(reading)
    sys.stdout.writelines(f"{department}\n" for department in found)
    return 0


def _say(code: str, form: DepartmentForm, lang: str) -> int:
    outcomes = len(form.decision.outcomes) if form.decision is not None else 0
    values = {"department": form.department, "fields": len(form.case), "outcomes": outcomes}
    sys.stdout.write(sentence_of(code, values, lang) + "\n")
    return 0


def _read_form(path: Path, catalog: Catalog | None, lang: str) -> DepartmentForm | None:
    try:
        return read_bytes(_bytes_of(path), catalog)
    except CatalogFaults as faults:
        _tell(path, faults, lang)
        return None


def _read_catalog(path: Path, lang: str) -> Catalog | None:
    try:
        return read_catalog(_bytes_of(path))
    except CatalogFaults as faults:
        _tell(path, faults, lang)
        return None


def _tell(path: Path, faults: CatalogFaults, lang: str) -> None:
    for fault in faults.faults:
        sys.stderr.write(f"{path.name}:{fault.where}: {sentence_of(fault.code, fault.values, lang)}\n")


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST + 1)
    except OSError as error:
        raise ContentTrouble("catalog.file_unreadable", file=path.name) from error


def _ask_department(reading: Reading, department: str) -> None:
    """Refusal `department.unknown` for one that no catalogue here has."""
    known = catalogs.in_force(reading, reading.terms.clock.today()).departments
    if department not in known:
        raise Refusal("department.unknown", department=department[:16])
