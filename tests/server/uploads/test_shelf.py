"""The moments around a page's becoming: wherever the centre dies, the next one knows how far the upload has got."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from deskapp.clock import wall_clock
from deskapp.ids import PageDigest
from deskapp.server.page_store import FolderStore
from deskapp.server.uploads.shelf import Note, Shelf, Upload
from tests.server.uploads.asking import digest_of
from tests.server.uploads.centre import KEY

PAGE = os.urandom(700_000)


class _Dies(FolderStore):
    """A store in a centre that dies just before or just after it has taken a page."""

    def __init__(self, folder: Path, *, after: bool) -> None:
        super().__init__(folder, KEY)
        self._after = after

    def keep(self, whole: Path, digest: PageDigest) -> None:
        if self._after:
            super().keep(whole, digest)
        raise KeyboardInterrupt


def _shelf(folder: Path, store: FolderStore) -> Shelf:
    return Shelf(folder / "unfinished", KEY, store, wall_clock())


def _died_with_the_last_byte(folder: Path, *, after: bool) -> Upload:
    shelf = _shelf(folder, _Dies(folder / "pages", after=after))
    upload = shelf.begin(Note(user="clerk1", length=len(PAGE), digest=PageDigest(digest_of(PAGE)), metadata=""))
    with contextlib.suppress(KeyboardInterrupt), shelf.writing(upload) as writer:
        writer.add(PAGE)
        writer.settle()
    return upload


@pytest.mark.parametrize("after", [False, True], ids=["before the page is kept", "after"])
def test_a_centre_that_dies_while_a_page_becomes_one_loses_nothing(tmp_path: Path, after: bool) -> None:
    upload = _died_with_the_last_byte(tmp_path, after=after)
    store = FolderStore(tmp_path / "pages", KEY)
    risen = _shelf(tmp_path, store)
    found = risen.find(upload.name, "clerk1")
    with risen.writing(found) as writer:
        assert writer.offset == len(PAGE)
        writer.settle()
    assert b"".join(store.open(upload.note.digest)) == PAGE
    risen.forget(found)
    assert list((tmp_path / "unfinished").iterdir()) == []


def test_a_mark_laid_for_data_that_then_lost_its_end_is_not_believed(tmp_path: Path) -> None:
    upload = _died_with_the_last_byte(tmp_path, after=False)
    (data,) = (tmp_path / "unfinished").glob("*.data")
    os.truncate(data, 300_000)
    store = FolderStore(tmp_path / "pages", KEY)
    with _shelf(tmp_path, store).writing(upload) as writer:
        assert writer.offset < 300_000
        writer.add(PAGE[writer.offset :])
        writer.settle()
    assert b"".join(store.open(upload.note.digest)) == PAGE
