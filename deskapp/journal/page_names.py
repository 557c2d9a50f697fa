"""Which pages an event names: they go before it, and it is by its case that they may be looked at."""

from __future__ import annotations

from deskapp.ids import PageDigest
from deskapp.journal.kinds import CASE
from deskapp.journal.rows import Row
from deskapp.protocol.messages import Event

_NAMES_PAGES = {  # kind → where
    "case.pages_added": "pages", "case.pages_made": "made", "case.pages_put_back": "places",
    "case.result_papers_given": "papers",
}  # fmt: skip
_SIGNED = frozenset({"case.delivered", "case.signed"})
NAMING_PAGES = frozenset({*_NAMES_PAGES, *_SIGNED})


def pages_named(event: Event) -> tuple[PageDigest, ...]:
    """The pages an event names: they go before it."""
    if event.kind in _SIGNED:
        signature = event.payload.get("signature")
        return (PageDigest(str(signature)),) if signature is not None else ()
    field = _NAMES_PAGES.get(event.kind)
    named = event.payload.get(field) if field is not None else None
    if not isinstance(named, (list, tuple)):  # a fact of this moment was not JSON yet
        return ()
    return tuple(PageDigest(str(page.get("page") if isinstance(page, dict) else page)) for page in named)


def case_page_rows(event: Event) -> list[Row]:
    """Rows of `case_pages`: each page that the event names, with its case. None for what is no case's."""
    if event.stream != CASE or event.kind not in NAMING_PAGES:
        return []
    return [
        {"hall": event.hall, "digest": page, "case_id": event.stream_id} for page in sorted(set(pages_named(event)))
    ]
