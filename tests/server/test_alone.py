"""A centre looks for garbage only where nothing else runs beside it: a widget that is found on its thread is destroyed
there, which ends a program with a screen.
"""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from pathlib import Path

import pytest
from fastapi import FastAPI

from deskapp.assemble.centre import CentreWords, open_centre
from deskapp.server import app


class Ring:
    """Something that only the collector finds, and that says on which thread it was found."""

    def __init__(self, ended_on: list[int]) -> None:
        self.itself = self
        weakref.finalize(self, lambda: ended_on.append(threading.get_ident()))


def lives_once(centre: FastAPI) -> None:
    """Begin and end it on a thread of its own, as whoever runs one beside a screen does."""

    async def life() -> None:
        async with centre.router.lifespan_context(centre):
            pass

    thread = threading.Thread(target=lambda: asyncio.run(life()))
    thread.start()
    thread.join(30)
    assert not thread.is_alive()


@pytest.mark.parametrize("alone", [True, False])
def test_what_belongs_to_another_thread_is_left_to_it(tmp_path: Path, alone: bool) -> None:
    parts = open_centre(
        CentreWords(home=tmp_path, database=f"sqlite:///{tmp_path / 'centre.db'}", pages=tmp_path / "p")
    )
    centre = app.create(parts, alone=alone)
    ended_on: list[int] = []
    gc.collect()
    gc.disable()
    try:
        Ring(ended_on)
        lives_once(centre)
        assert (ended_on != []) is alone
        gc.collect()
        assert len(ended_on) == 1
        assert (ended_on[0] == threading.get_ident()) is not alone
    finally:
        gc.unfreeze()
        gc.enable()
        parts.journal.engine.dispose()
