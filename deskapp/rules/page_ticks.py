"""What becomes of the ticks when pages go to another material or out of the case: a tick that a page gave goes with it.

One that somebody set by hand stays, because they have seen the paper; so does one of a material that still has pages.
"""

from __future__ import annotations

from collections.abc import Container

from deskapp.ids import MaterialCode
from deskapp.rules.case import Case, MaterialReceived, MaterialReturned
from deskapp.rules.case_state import AT_THE_WINDOW
from deskapp.rules.catalog import Catalog, Item

Tick = MaterialReturned | MaterialReceived


def ticks(
    before: Case, after: Case, item: Item, catalog: Catalog, given: Container[MaterialCode] | None = None
) -> tuple[Tick, ...]:
    """What is to be said of the materials of a case whose pages were moved or removed. `given`: only these can be
    ticked, for a step that is taken back; None for any.
    """
    if after.state not in AT_THE_WINDOW:
        return ()
    emptied = [code for code, pages in before.pages.items() if pages and not after.pages.get(code)]
    lost = [code for code in emptied if code in after.settled and after.settled[code].by_page]
    came = [code for code, pages in after.pages.items() if not set(before.pages.get(code, ())).issuperset(pages)]
    copies = {demand.material: demand.copies for demand in item.demands}
    won = [code for code in came if code in copies and code not in after.settled and (given is None or code in given)]
    return (
        *map(MaterialReturned, lost),
        *(MaterialReceived(code, catalog.materials[code].forms[0], copies[code], by_page=True) for code in won),
    )
