"""What becomes of a page that has arrived: it is put where it belongs, or let go of because it is nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from deskapp.clerk import placing
from deskapp.desk import Desk
from deskapp.failures import StoreTrouble
from deskapp.journal import arrivals, pages_kept
from deskapp.journal.arrivals import Arrived
from deskapp.rules import case as cases
from deskapp.rules.spot import Spot
from deskapp.scans.looking import Look
from deskapp.scans.taking import TakenPage


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a page, turned upright or set straight: kept, and to stand in its stead."""

    spot: Spot
    stead: cases.PagesMade
    page: pages_kept.KeptPage


def keep(desk: Desk, page: Arrived, data: bytes) -> None:
    """Keep a page that has come: it is acknowledged on return. The note first, and then the file: a note without a file
    is forgotten, and a file without a note would never be. StoreTrouble `vault.disk_full`, or as of the journal and of
    the vault, and then nothing of it is left.
    """
    with desk.journal.writing() as facts:
        arrivals.note(facts, desk.clerk.id, page)
    try:
        desk.vault.put(data)
    except StoreTrouble as trouble:
        with suppress(StoreTrouble), desk.journal.writing() as facts:
            arrivals.leave(facts, [page.arrival])
        if trouble.code == "page.no_room":
            raise StoreTrouble("vault.disk_full") from trouble
        raise


def put(desk: Desk, page: Arrived, taken: TakenPage, look: Look, spot: Spot) -> tuple[Copy, ...]:
    """Put a page to a material, and note that it has arrived there. Returns the copies made of it, kept and not yet
    spoken of: none where the disk is full, because the page itself is what counts. Refusals as of `placing.place`.
    """
    copies, before = [], taken.digest
    for made in look.made:
        try:
            digest = desk.vault.put(made.data)
        except StoreTrouble:
            break
        stead = cases.PagesMade(
            (before,), (digest,), made.making, placing.told_of(digest, made.seen), by_itself=True
        )  # fmt: skip
        copies.append(Copy(spot, stead, placing.kept_page(digest, len(made.data), made.seen)))
        before = digest
    with desk.journal.writing() as facts:
        placing.place(desk, facts, spot, placing.taken_page(taken), look.seen)
        arrivals.leave(facts, [page.arrival])
    return tuple(copies)


def show_copies(desk: Desk, copies: Iterable[Copy]) -> None:
    """Let copies stand in the stead of what they were made of, where that still stands.

    When all pages have come and not before: what is taken back then is put where it was among them.
    """
    if told := tuple(copies):
        with desk.journal.writing() as facts:
            for copy in told:
                placing.put_in_its_stead(desk, facts, copy.spot, copy.stead, copy.page)


def drop(desk: Desk, pages: Iterable[Arrived]) -> None:
    """Let go of what is no page of anybody: separators, and what is no picture.

    The file first, and then the note of it: whatever ends the program between the two, the note finds what is left, and
    no page lies here that nobody knows of.
    """
    gone = tuple(pages)
    if not gone:
        return
    with desk.journal.reading() as reading:
        kept = pages_kept.read(reading, [page.digest for page in gone])
        others = arrivals.wanted_by_others(reading, gone)
    for digest in {page.digest for page in gone} - kept.keys() - others:
        desk.vault.forget(digest)
    with desk.journal.writing() as facts:
        arrivals.leave(facts, [page.arrival for page in gone])
