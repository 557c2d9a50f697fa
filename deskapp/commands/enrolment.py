"""`deskapp window code …`: codes that make computers desks of windows, and the desks that showed one."""

from __future__ import annotations

import argparse
import csv
import io
import os
import secrets
import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from deskapp.assemble.centre import code_key, keys_of
from deskapp.commands.database import centre_of, journal_of
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import ClerkId, DeviceId, WindowId
from deskapp.journal import enrolled_desks, enrolment_codes
from deskapp.journal.chain import moment_text
from deskapp.queries.roster import window_names
from deskapp.rules.enrolment import MOST_HOURS, USUAL_HOURS, CodeState
from deskapp.rules.enrolment_code import BITS, code_of
from deskapp.settings import read

_ADMIN = ClerkId("admin")
_MINUTE = len("2026-11-23T02:10")


def declare(actions: Any) -> None:
    """Say what can be said of a window's codes and desks."""
    code = actions.add_parser("code", help="make an enrolment code for a window; it is shown once")
    whom = code.add_mutually_exclusive_group(required=True)
    whom.add_argument("window", nargs="?")
    whom.add_argument("--all", action="store_true", help="one for every window, as CSV: window,code,until")
    code.add_argument("--hours", type=_hours, default=USUAL_HOURS, help=f"how long it can be used (up to {MOST_HOURS})")
    code.add_argument("--out", type=Path, metavar="FILE.csv", help="write them there, for its owner alone to read")
    _on_centre(code, _make)
    _on_centre(actions.add_parser("codes", help="every code there was, without the code itself"), _codes)
    revoke = actions.add_parser("revoke-code", help="end a code that was not used")
    which = revoke.add_mutually_exclusive_group(required=True)
    which.add_argument("number", nargs="?", type=int, help="as `codes` names it")
    which.add_argument("--all", action="store_true", help="every code that can still be used")
    _on_centre(revoke, _revoke)
    _on_centre(actions.add_parser("desks", help="the computers that became desks by a code"), _desks)
    dismiss = actions.add_parser("dismiss", help="a computer is a desk no more: nobody signs in or sends from it")
    dismiss.add_argument("device", help="as `desks` names it")
    _on_centre(dismiss, _dismiss)


def _on_centre(action: Any, run: Any) -> None:
    action.add_argument("--database")
    action.set_defaults(run=run)


def _hours(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_HOURS):
        raise argparse.ArgumentTypeError(f"not a number of hours from 1 to {MOST_HOURS}: {text[:20]}")
    return int(text)


def _make(said: argparse.Namespace) -> int:
    settings = read(database=said.database)
    key = code_key(keys_of(centre_of(settings)))
    with journal_of(settings, begun=True) as journal, journal.writing() as facts:
        windows = window_names(facts) if said.all else (WindowId(said.window),)
        until = moment_text(facts.terms.clock.now() + timedelta(hours=said.hours))
        made = [(window, code_of(secrets.randbits(BITS))) for window in windows]
        for window, code in made:
            enrolment_codes.add(facts, window, enrolment_codes.digest_of_code(key, code), until, _ADMIN)
        # before the commit: codes that could not be written down are not made
        _tell([(window, code, f"{until[:_MINUTE]}Z") for window, code in made], said.out, as_csv=said.all)
    return 0


def _tell(made: Sequence[tuple[str, str, str]], out: Path | None, *, as_csv: bool) -> None:
    text = io.StringIO()
    if as_csv or out is not None:
        csv.writer(text, lineterminator="\n").writerows([("window", "code", "until"), *made])
    else:
        text.writelines("\t".join(line) + "\n" for line in made)
    if out is None:
        sys.stdout.write(text.getvalue())
        return
    try:
        opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refusal("enroll.file_there", file=out.name[:80]) from error
    except OSError as error:
        raise StoreTrouble("enroll.file_not_written", file=out.name[:80]) from error
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text.getvalue())


def _codes(said: argparse.Namespace) -> int:
    """One line each: number, window, made, until, state, and the desk that used it."""
    with journal_of(read(database=said.database), begun=True) as journal, journal.reading() as reading:
        now, found = moment_text(reading.terms.clock.now()), enrolment_codes.listed(reading)
    for code in found:
        state = code.state(now)
        device = code.device if state is CodeState.USED else "-"
        moments = f"{code.made_at[:_MINUTE]}Z\t{code.expires_at[:_MINUTE]}Z"
        sys.stdout.write(f"{code.number}\t{code.window}\t{moments}\t{state.value}\t{device}\n")
    return 0


def _revoke(said: argparse.Namespace) -> int:
    with journal_of(read(database=said.database), begun=True) as journal, journal.writing() as facts:
        if said.all:
            enrolment_codes.revoke_all(facts, _ADMIN)
        else:
            enrolment_codes.revoke(facts, said.number, _ADMIN)
    return 0


def _desks(said: argparse.Namespace) -> int:
    """One line each: window, device, since when, and until when where it was dismissed."""
    with journal_of(read(database=said.database), begun=True) as journal, journal.reading() as reading:
        found = enrolled_desks.listed(reading)
    for desk in found:
        ended = f"{desk.dismissed_at[:_MINUTE]}Z" if desk.dismissed_at else "-"
        sys.stdout.write(f"{desk.window or '-'}\t{desk.device}\t{desk.enrolled_at[:_MINUTE]}Z\t{ended}\n")
    return 0


def _dismiss(said: argparse.Namespace) -> int:
    with journal_of(read(database=said.database), begun=True) as journal, journal.writing() as facts:
        enrolled_desks.dismiss(facts, DeviceId(said.device), _ADMIN)
    return 0
