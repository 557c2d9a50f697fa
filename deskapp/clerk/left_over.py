"""Pages that are in no case: what a scan had taken when the program ended, and what waits for a person to place it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from itertools import groupby

from deskapp.clerk import placing
from deskapp.clerk.arriving import Copy, drop, put, show_copies
from deskapp.clerk.stacking import Run, Taken, Told
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.journal import arrivals
from deskapp.journal.arrivals import Arrived
from deskapp.rules.spot import Spot, Why
from deskapp.scans import clean, looking, taking

__all__ = ["KEPT_AWAY", "Arrived", "go_on", "lay", "let_go_of_old", "picture", "place", "put_away", "waiting"]
KEPT_AWAY = timedelta(days=30)  # pages of people are not kept for ever because nobody ever placed them


def waiting(desk: Desk) -> tuple[Arrived, ...]:
    """The pages of this clerk that are in no case, as they came; those that were put away as well."""
    with desk.journal.reading() as reading:
        return arrivals.read(reading, desk.clerk.id)


def go_on(desk: Desk, told: Told) -> Taken:
    """Put what an interrupted scan had taken where it would have gone; what would have waited waits.

    The separators among it still lie between the pages, so each goes behind its own. Twice does no harm: what is placed
    has left.
    """
    placed: dict[Spot, tuple[taking.TakenPage, ...]] = {}
    done = Taken()
    for stack, pages in groupby(waiting(desk), key=lambda page: page.stack):
        mine = tuple(pages)
        if all(page.why is not None for page in mine):
            continue
        run = Run(desk, mine[0].asked, told, mine[0].both_sides, id=stack)
        for page in mine:
            lay(desk, run, page)
        run.end()
        came = run.taken
        for spot, there in came.placed.items():
            placed[spot] = placed.get(spot, ()) + there
        done = Taken(
            placed, done.waiting + came.waiting, done.separators + came.separators, done.turned + came.turned,
            done.straightened + came.straightened, done.cropped + came.cropped,
        )  # fmt: skip
    return done


def place(desk: Desk, pages: Collection[str], spot: Spot) -> int:
    """Put waiting pages, named by their arrival, to a material: a person has looked at them. Returns how many.

    Refusals as of `placing.place`, and then none was put anywhere; ContentTrouble when one cannot be read.
    """
    placing.refuse_stranger(desk, spot)
    count = 0
    copies: list[Copy] = []
    for page in waiting(desk):
        if page.arrival in pages:
            data = desk.vault.get(page.digest)
            look = looking.look_at(data, page.dpi)
            copies += put(desk, page, taking.taken_page(page.digest, len(data), look.seen), look, spot)
            count += 1
    show_copies(desk, copies)
    return count


def put_away(desk: Desk, pages: Collection[str], *, away: bool = True) -> None:
    """Offer waiting pages no more, and keep them for `KEPT_AWAY`; or, not `away`, offer them again."""
    undecided = [page.arrival for page in waiting(desk) if page.arrival in pages and page.why is None]
    with desk.journal.writing() as facts:
        arrivals.put_away(facts, pages, away=away)
        arrivals.wait(facts, undecided, Why.INTERRUPTED)


def let_go_of_old(desk: Desk) -> int:
    """Let go of what was put away so long ago that nobody will want it. Returns how many pages."""
    with desk.journal.reading() as reading:
        old = arrivals.put_away_before(reading, desk.clock.now() - KEPT_AWAY)
    drop(desk, old)
    return len(old)


def picture(desk: Desk, arrival: str, edge: int) -> bytes:
    """A waiting page as JPEG, `edge` pixels on its longer side. ContentTrouble and StoreTrouble as of the vault's."""
    found = next((page for page in waiting(desk) if page.arrival == arrival), None)
    if found is None:
        raise StoreTrouble("page.not_here")
    return clean.thumbnail(desk.vault.get(found.digest), edge)


def lay(desk: Desk, run: Run, page: Arrived) -> None:
    """Look at a page that was kept, and put it where it belongs. One whose bytes have gone is waited for no more."""
    try:
        data = desk.vault.get(page.digest)
        look = looking.look_at(data, page.dpi)
    except StoreTrouble:
        drop(desk, [page])  # the page itself has gone: there is nothing left to place
    except ContentTrouble:
        with desk.journal.writing() as facts:
            arrivals.wait(facts, [page.arrival], Why.UNREAD)
    else:
        run.lay(page, len(data), look)
