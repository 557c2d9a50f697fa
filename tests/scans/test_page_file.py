"""Sealed page files: what was written comes back, what was touched does not."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble
from deskapp.scans.page_file import SealedFile, pieces, whole_page, whole_size

KEY = bytes(range(32))


def written(path: Path, parts: list[bytes], *, end: bool = True) -> Path:
    file = SealedFile(path, KEY)
    for part in parts:
        file.add(part)
    if end:
        file.end()
    file.close()
    return path


def read(path: Path, key: bytes = KEY) -> bytes:
    return b"".join(whole_page(path, key))


def read_so_far(path: Path) -> bytes:
    return b"".join(piece.data for piece in pieces(path, KEY))


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=5))
def test_what_was_added_comes_back(parts: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "page", parts)
        assert read(path) == b"".join(parts)
        assert whole_size(path) == len(b"".join(parts))


@given(st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=4), st.data())
def test_a_file_cut_anywhere_opens_at_the_last_whole_piece(parts: list[bytes], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "page", parts, end=False)
        os.truncate(path, data.draw(st.integers(0, path.stat().st_size)))
        file = SealedFile(path, KEY)
        offset = file.mark.offset
        file.add(b"more")
        file.close()
        assert offset in {len(b"".join(parts[:count])) for count in range(len(parts) + 1)}
        assert read_so_far(path) == b"".join(parts)[:offset] + b"more"


@given(st.integers(0), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "page", [b"first piece", b"second"])
        data = bytearray(path.read_bytes())
        data[place % len(data)] ^= change
        path.write_bytes(data)
        with pytest.raises(ContentTrouble):
            read(path)


def test_pieces_cannot_change_places(tmp_path: Path) -> None:
    path = written(tmp_path / "page", [b"aaaa", b"bbbb"])
    data = path.read_bytes()
    head, size = 20, 17 + 4 + 16
    path.write_bytes(
        data[:head] + data[head + size : head + 2 * size] + data[head : head + size] + data[head + 2 * size :]
    )
    with pytest.raises(ContentTrouble):
        read(path)


def test_a_page_cut_short_at_a_pieces_edge_is_damaged(tmp_path: Path) -> None:
    path = written(tmp_path / "page", [b"aaaa", b"bbbb"], end=False)
    with pytest.raises(ContentTrouble):
        whole_size(path)
    with pytest.raises(ContentTrouble):
        read(path)


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(ContentTrouble):
        read(written(tmp_path / "page", [b"aaaa"]), bytes(32))


def test_going_back_leaves_what_was_there_before(tmp_path: Path) -> None:
    file = SealedFile(tmp_path / "page", KEY)
    file.add(b"keep")
    mark = file.mark
    file.add(b"forget")
    file.end()
    file.back_to(mark)
    file.add(b" this")
    file.close()
    assert read_so_far(tmp_path / "page") == b"keep this"
