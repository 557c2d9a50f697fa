"""`deskapp update`: new versions that the centre hands on to its desks, and which version each desk runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deskapp.assemble.centre import offers_of
from deskapp.assemble.offering import offer
from deskapp.commands.database import centre_of, journal_of
from deskapp.failures import Refusal
from deskapp.ids import WindowId
from deskapp.journal.desk_programs import ToldProgram, programs
from deskapp.protocol.json import encode, plain
from deskapp.protocol.updates import UpdateState
from deskapp.queries.roster import window_names
from deskapp.sentences import sentence_of
from deskapp.server.offers import Offer
from deskapp.settings import Settings, read


def declare(commands: Any) -> None:
    """Say what can be said."""
    steps = commands.add_parser("update", help="new versions for the desks").add_subparsers(
        required=True, metavar="STEP"
    )
    give = steps.add_parser("offer", help="offer a setup, with what was signed and listed beside it")
    give.add_argument("setup", type=Path)
    widen = steps.add_parser(
        "widen", help="offer a version to other desks, or to all; none tries again what it gave up"
    )
    widen.add_argument("version")
    for step in (give, widen):
        step.add_argument("--windows", metavar="3,5", help="to the desks of these windows alone, for a first few")
    withdraw = steps.add_parser("withdraw", help="offer a version no more; what a desk has fetched of it goes")
    withdraw.add_argument("version")
    told = steps.add_parser("list", help="what is offered, and which version each desk runs")
    told.add_argument("--json", action="store_true")
    for step, run in ((give, _offer), (widen, _widen), (withdraw, _withdraw), (told, _list)):
        step.add_argument("--database")
        step.set_defaults(run=run)


def _offer(said: argparse.Namespace) -> int:
    settings = read(database=said.database)
    made = offer(centre_of(settings), settings, said.setup, _windows(settings, said.windows))
    return _tell(said, made)


def _widen(said: argparse.Namespace) -> int:
    settings = read(database=said.database)
    changed = offers_of(centre_of(settings)).change(said.version, _windows(settings, said.windows))
    return _tell(said, changed)


def _withdraw(said: argparse.Namespace) -> int:
    offers_of(centre_of(read(database=said.database))).withdraw(said.version)
    sys.stdout.write(sentence_of("update.withdrew", {"version": said.version}, said.lang or read().lang) + "\n")
    return 0


def _list(said: argparse.Namespace) -> int:
    settings = read(database=said.database, lang=said.lang)
    offered = offers_of(centre_of(settings)).listed()
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        desks = programs(reading)
    if said.json:
        shown = [{**plain(one.statement), "windows": one.windows, "since": one.moment} for one in offered]
        sys.stdout.write(encode({"offered": shown, "desks": desks}).decode() + "\n")
        return 0
    for one in offered:
        sys.stdout.write(_offer_line(one, settings.lang) + "\n")
    if not offered:
        sys.stdout.write(sentence_of("update.nothing_offered", {}, settings.lang) + "\n")
    for desk in desks:
        sys.stdout.write(_desk_line(desk, settings.lang) + "\n")
    return 0


def _offer_line(one: Offer, lang: str) -> str:
    statement = one.statement
    to = sentence_of("update.to_windows", {"windows": list(one.windows)}, lang) if one.windows else ""
    size = f"{statement.size / 1024**2:.1f} MB"
    return "  ".join(filter(None, (statement.version, statement.kind, size, one.moment[:16], to)))


def _desk_line(desk: ToldProgram, lang: str) -> str:
    """A desk as one line: its window, what it runs, and how far it is with what it was offered."""
    program = desk.program
    words = [desk.window or "-", desk.device[:8], program.version]
    if program.state is not UpdateState.NONE:
        words.append(f"→ {program.offered or '?'} {program.state.value}")
    if program.why:
        words.append(sentence_of(program.why, {"version": program.offered}, lang))
    return "  ".join((*words, desk.since[:16]))


def _windows(settings: Settings, said: str | None) -> Sequence[WindowId]:
    """The windows that were named, each of which must be one. Refusal `update.no_such_window`."""
    if said is None:
        return ()
    asked = [WindowId(word.strip()) for word in said.split(",") if word.strip()]
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        known = set(window_names(reading))
    unknown = [window for window in asked if window not in known]
    if unknown or not asked:
        raise Refusal("update.no_such_window", windows=unknown or [said[:16]])
    return asked


def _tell(said: argparse.Namespace, one: Offer) -> int:
    lang = said.lang or read().lang
    words = [sentence_of("update.offered", {"version": one.statement.version}, lang)]
    if one.windows:
        words.append(sentence_of("update.to_windows", {"windows": list(one.windows)}, lang))
    sys.stdout.write(" ".join(words) + "\n")
    return 0
