"""A desk is killed at each step of a purge: no page goes that the centre has not, none stays for ever, and what the
desk knows of its pages is true."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.clerk import intake, left_over
from deskapp.clerk.intake import Application
from deskapp.desk import DESK_TOKEN, Desk
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest, new_id
from deskapp.journal import arrivals, outbox, pages_kept
from deskapp.journal.arrivals import Arrived
from deskapp.rules.case import PagesAdded, Withdrawn
from deskapp.rules.spot import NOWHERE, Why
from tests.clerk import office
from tests.journeys.killed_while_letting_go import KNOWN, opened, purge

PERSON = Application(ItemCode("SCJG-0102"), "𬭎子轩", "990108200101011158", "19900006024")
ID_CARD = MaterialCode("ID-CARD")
MOST_STEPS = 200


@dataclass(frozen=True)
class Pages:
    """The pages of a desk by what must become of them."""

    stay: frozenset[PageDigest]
    go: frozenset[PageDigest]


def page(desk: Desk, word: str, case: CaseId | None = None, *, kept: bool = True) -> PageDigest:
    digest = desk.vault.put(word.encode())
    with desk.journal.writing() as facts:
        if kept:
            facts_of = pages_kept.KeptPage(digest, len(word), 1, 1, 200, blank=False, blurred=False)
            pages_kept.keep(facts, facts_of)
        if case is not None:
            facts.add(desk.clerk.id, PagesAdded(ID_CARD, (digest,)), of=case)
    return digest


def arrived(desk: Desk, digest: PageDigest, *, put_away: bool) -> None:
    with desk.journal.writing() as facts:
        note = Arrived(new_id(), new_id(), digest, 200, NOWHERE, both_sides=False, why=Why.AHEAD, put_away=put_away)
        arrivals.note(facts, desk.clerk.id, note)


def furnish(home: Path) -> Pages:
    """A desk with a page of every kind, all of them forty days old."""
    station = office.station(home, office.FrozenClock())
    desk = office.desk(station)
    with desk.journal.writing() as facts:
        facts.note(DESK_TOKEN, "token")
    at_the_window, gone, lost = (intake.open_case(desk, PERSON) for _ in range(3))
    in_hand = {page(desk, f"in hand {number}", at_the_window) for number in range(2)}
    sent = {page(desk, f"sent {number}", gone) for number in range(2)}
    unsent = {page(desk, f"never confirmed {number}", lost) for number in range(2)}
    fetched = page(desk, "another window's", gone)
    for case in (gone, lost):
        with desk.journal.writing() as facts:
            facts.add(desk.clerk.id, Withdrawn("本人撤回"), of=case)
    with desk.journal.writing() as facts:
        outbox.confirm_pages(facts, sorted({*sent, fetched, *in_hand}))
        facts.connection.exec_driver_sql("UPDATE events SET verdict = 'accepted'")
        facts.connection.exec_driver_sql("DELETE FROM pages WHERE digest = ?", (fetched,))
    waits, waits_as_well = page(desk, "waits", kept=False), page(desk, "waits, and is elsewhere", kept=False)
    away = {page(desk, f"put away {number}", kept=False) for number in range(2)}
    twice = page(desk, "put away, and still wanted", kept=False)
    shared = next(iter(unsent))
    for digest in (waits, waits_as_well, twice):
        arrived(desk, digest, put_away=False)
    for digest in (*away, twice, shared):
        arrived(desk, digest, put_away=True)
    copies = {page(desk, "a copy that nobody saw", kept=False)}
    elsewhere = page(desk, "only looked at", kept=False)
    for file in desk.vault.kept():
        (path,) = home.glob(f"pages/*/{file.page}")
        os.utime(path, (office.MORNING.timestamp(),) * 2)
    known = {*sent, waits_as_well, elsewhere, *in_hand}
    (home / KNOWN).write_text("\n".join(sorted(known)))
    station.journal.engine.dispose()
    stay = frozenset({*in_hand, *unsent, fetched, waits, waits_as_well, twice})
    return Pages(stay, frozenset({*sent, *away, *copies, elsewhere}))


def here(desk: Desk) -> set[PageDigest]:
    return {file.page for file in desk.vault.kept()}


def ask_sound(desk: Desk, pages: Pages) -> None:
    """What must stay is whole, and what the desk knows of it is true."""
    for digest in pages.stay:
        assert sha256(desk.vault.get(digest)).hexdigest() == digest, "a page is lost that nobody else has"
    with desk.journal.reading() as reading:
        rows = reading.connection.exec_driver_sql("SELECT digest FROM pages WHERE NOT confirmed").scalars()
        assert set(rows) <= here(desk), "the desk means to send a page that it has no more"


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
@pytest.mark.timeout(120)
def test_killed_at_each_step_a_purge_loses_nothing_and_leaves_nothing_for_ever(tmp_path: Path) -> None:
    template = tmp_path / "template"
    pages = furnish(template)
    command = [sys.executable, "-m", "tests.journeys.killed_while_letting_go"]
    seen: set[int] = set()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for steps in range(MOST_STEPS):
            home = tmp_path / f"desk-{steps}"
            shutil.copytree(template, home)
            program.stdin.write(f"{home} {steps}\n")
            program.stdin.flush()
            ended = program.stdout.readline().strip()
            assert ended in {"whole", str(int(signal.SIGKILL))}, ended
            desk = opened(home, 41)
            ask_sound(desk, pages)
            seen.add(len(here(desk)))
            purge(desk)
            ask_sound(desk, pages)
            assert here(desk) == pages.stay, "a page stays for ever, or went too early"
            noted = left_over.waiting(desk)
            assert {note.digest for note in noted} <= here(desk), "a note without its page"
            assert not any(note.put_away for note in noted)
            desk.journal.engine.dispose()
            shutil.rmtree(home)
            if ended == "whole":
                break
        else:
            raise AssertionError("it never came to its end")
        program.stdin.close()
    assert steps > len(pages.go), "each page that goes is a step at least"
    assert seen >= set(range(len(pages.stay) + 1, len(pages.stay) + len(pages.go))), "it was killed between any two"
