"""What becomes of a page that has arrived: it is put where it belongs, or let go of because it is nobody's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from deskapp.clerk import placing
from deskapp.desk import Desk
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


def put(desk: Desk, page: Arrived, taken: TakenPage, look: Look, spot: Spot) -> tuple[Copy, ...]:
    """Put a page to a material, and note that it has arrived there. Returns the copies made of it, kept and not yet
    spoken of. Refusals as of `placing.place`.
    """
    copies, before = [], taken.digest
    for made in look.made:
        digest = desk.vault.put(made.data)
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
    """Let go of what is no page of anybody: separators, and what is no picture."""
    gone = tuple(pages)
    if not gone:
        return
    with desk.journal.writing() as facts:
        arrivals.leave(facts, [page.arrival for page in gone])
        known = pages_kept.read(facts, [page.digest for page in gone])
        loose = [page.digest for page in gone if page.digest not in known and not arrivals.is_here(facts, page.digest)]
    for digest in loose:
        desk.vault.forget(digest)
