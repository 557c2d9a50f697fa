"""Who may look at a page, as the centre is asked for it by its digest alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from deskapp.failures import Refusal
from deskapp.ids import PageDigest
from deskapp.rules.access import Permission, allows, require
from deskapp.rules.case import Case
from deskapp.rules.page_making import sealed
from deskapp.rules.page_places import present


def ask_to_see(roles: Iterable[str], page: PageDigest, cases: Collection[Case]) -> None:
    """Ask whether somebody may see a page that these cases have named.

    Whoever reads the hall's journal sees the pages of its cases; a department has a way of its own, with the case in
    it. A page that no case names is nobody's yet: it is as if it were not there, also for whoever brought it. One that
    was blackened is for those alone who may see what is sealed, unless it stands in another case as it is.

    Refusal `page.unknown`, `access.denied`.
    """
    held = tuple(roles)
    if not cases or not allows(held, Permission.READ_JOURNAL):
        raise Refusal("page.unknown")
    if all(page in sealed(case.makings, present(case.pages)) for case in cases):
        require(held, Permission.SEE_SEALED)
