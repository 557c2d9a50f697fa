"""What a `deskapp:` link asks for. Any page may hold one: it names a case, as a receipt's barcode does, and no more."""

from __future__ import annotations

import re

CASE = "deskapp:case/"
_LINK = re.compile(r"deskapp:(?://)?case/([0-9]{24})/?", re.ASCII)


def number_in(link: str) -> str:
    """The case number that a link names; "" for anything else."""
    found = _LINK.fullmatch(link)
    return found[1] if found else ""
