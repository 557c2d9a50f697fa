"""Pages come to the centre: large ones by tus 1.0 under `/files/`, small ones whole under `/pages/{sha256}`."""

from __future__ import annotations

from fastapi import APIRouter

from deskapp.server.page_store import PageStore
from deskapp.server.uploads import pages, tus
from deskapp.server.uploads.asking import Who
from deskapp.server.uploads.shelf import Limits, Shelf

__all__ = ["Limits", "Shelf", "Who", "router"]


def router(store: PageStore, shelf: Shelf, who: Who, reader: Who) -> APIRouter:
    """The routes of `/files` and `/pages`. `who` names the caller, or raises, before a byte of a body is read; `reader`
    names whoever asks for a page, or raises because they may not see this one.
    """
    routes = APIRouter(tags=["pages"])
    tus.add_routes(routes, shelf, who)
    pages.add_routes(routes, store, shelf, who, reader)
    return routes
