"""What the centre answers a desk that asks for a new version of the program, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

from deskapp.protocol.updates import DeskProgram, UpdateAnswer, UpdateOffer, UpdateStatement
from deskapp.sync.client import HttpCentre


class HttpUpdates:
    """Implements `protocol.updates.UpdatesOfCentre`. Safe to use from several threads."""

    def __init__(self, centre: HttpCentre) -> None:
        self._centre = centre

    def ask(self, words: DeskProgram, *, token: str) -> UpdateOffer | None:
        return self._centre.told("POST", "/api/v1/update", UpdateAnswer, token=token, body=words).offer

    def piece(self, statement: UpdateStatement, start: int, size: int, *, token: str) -> Iterator[bytes]:
        place = f"/updates/{statement.sha256}"
        return self._centre.part(place, start, size, statement.size, tag=statement.sha256, token=token)
