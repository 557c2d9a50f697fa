"""Pages at the centre: each once, under its digest, sealed; what is damaged is told and not given out."""

from __future__ import annotations

import os
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, Failure, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page_file import PIECE, SealedFile
from deskapp.server.page_store import FolderStore, as_digest, known

KEY = b"k" * 32
UNKNOWN = PageDigest("f" * 64)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "pages", KEY)


def sealed(folder: Path, plain: bytes, key: bytes = KEY) -> Path:
    """An ended file as an upload leaves it."""
    path = folder / f"upload-{len(list(folder.iterdir()))}"
    file = SealedFile(path, key)
    for start in range(0, len(plain), PIECE):
        file.add(plain[start : start + PIECE])
    file.end()
    file.flush()
    file.close()
    return path


def keep(store: FolderStore, folder: Path, plain: bytes) -> PageDigest:
    digest = PageDigest(sha256(plain).hexdigest())
    store.keep(sealed(folder, plain), digest)
    return digest


def at(tmp_path: Path, digest: PageDigest) -> Path:
    (found,) = (tmp_path / "pages").rglob(digest)
    return found


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_comes_back_as_it_was(store: FolderStore, tmp_path: Path, plain: bytes) -> None:
    digest = keep(store, tmp_path, plain)
    assert store.has(digest)
    assert store.size(digest) == len(plain)
    assert b"".join(store.open(digest)) == plain


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_page_of_any_size_comes_back_in_pieces(store: FolderStore, tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    digest = keep(store, tmp_path, plain)
    pieces = list(store.open(digest))
    assert b"".join(pieces) == plain
    assert max(map(len, pieces)) <= PIECE
    assert store.size(digest) == size


def test_the_file_that_was_handed_over_is_gone(store: FolderStore, tmp_path: Path) -> None:
    keep(store, tmp_path, b"page")
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == []


def test_a_page_that_is_kept_already_is_not_kept_twice(store: FolderStore, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"page")
    first = at(tmp_path, digest).read_bytes()
    again = sealed(tmp_path, b"page")
    store.keep(again, digest)
    assert at(tmp_path, digest).read_bytes() == first
    assert not again.exists()


def test_nothing_of_a_page_lies_in_the_open(store: FolderStore, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"990108200101011158" * 50)
    assert b"99010820" not in at(tmp_path, digest).read_bytes()


def test_another_key_opens_nothing(store: FolderStore, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"page")
    with pytest.raises(ContentTrouble) as told:
        list(FolderStore(tmp_path / "pages", b"o" * 32).open(digest))
    assert told.value.code == "page.damaged"


@pytest.mark.parametrize("ask", ["size", "open"])
def test_what_is_not_kept_is_unknown(store: FolderStore, ask: str) -> None:
    with pytest.raises(Refusal) as told:
        store.size(UNKNOWN) if ask == "size" else list(store.open(UNKNOWN))
    assert told.value.code == "page.unknown"
    assert not store.has(UNKNOWN)


@pytest.mark.parametrize("where", [0, 5, 20, 40, 200, -1])
def test_one_bit_changed_anywhere_is_found(store: FolderStore, tmp_path: Path, where: int) -> None:
    digest = keep(store, tmp_path, os.urandom(500))
    path = at(tmp_path, digest)
    raw = bytearray(path.read_bytes())
    raw[where] ^= 1
    path.write_bytes(raw)
    with pytest.raises(Failure) as told:
        list(store.open(digest))
    assert told.value.code == "page.damaged"


@pytest.mark.parametrize("left", [0, 10, 20, 100, -1])
def test_a_page_cut_short_is_not_given_out_as_whole(store: FolderStore, tmp_path: Path, left: int) -> None:
    digest = keep(store, tmp_path, os.urandom(500))
    path = at(tmp_path, digest)
    path.write_bytes(path.read_bytes()[:left])
    for ask in (lambda: store.size(digest), lambda: list(store.open(digest))):
        with pytest.raises(ContentTrouble):
            ask()


def test_pages_lie_spread_over_folders(store: FolderStore, tmp_path: Path) -> None:
    digests = [keep(store, tmp_path, bytes([number])) for number in range(20)]
    for digest in digests:
        assert at(tmp_path, digest).relative_to(tmp_path / "pages").parts == (digest[:2], digest[2:4], digest)


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_nobody_else_on_the_machine_may_look(store: FolderStore, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"page")
    assert (tmp_path / "pages").stat().st_mode & 0o077 == 0
    assert at(tmp_path, digest).stat().st_mode & 0o077 == 0
    assert at(tmp_path, digest).parent.stat().st_mode & 0o077 == 0


def test_many_who_keep_the_same_page_at_once_all_succeed(store: FolderStore, tmp_path: Path) -> None:
    plain, digest = b"page" * 1000, PageDigest(sha256(b"page" * 1000).hexdigest())
    uploads = [sealed(tmp_path, plain) for _ in range(12)]
    gate, failed = threading.Barrier(len(uploads)), list[BaseException]()

    def hand_over(whole: Path) -> None:
        gate.wait(10)
        try:
            store.keep(whole, digest)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=hand_over, args=(whole,)) for whole in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert failed == []
    assert b"".join(store.open(digest)) == plain


def test_what_the_disk_does_not_take_is_told_and_stays_where_it_was(store: FolderStore, tmp_path: Path) -> None:
    whole = sealed(tmp_path, b"page")
    (tmp_path / "pages" / "aa").write_bytes(b"in the way")
    with pytest.raises(StoreTrouble) as told:
        store.keep(whole, PageDigest("a" * 64))
    assert told.value.code == "page.not_kept"
    assert whole.exists()


def test_of_many_those_are_known_that_are_kept_in_the_order_of_asking(store: FolderStore, tmp_path: Path) -> None:
    one, other = keep(store, tmp_path, b"one"), keep(store, tmp_path, b"other")
    assert known(store, [other, UNKNOWN, one, other]) == [other, one, other]
    assert known(store, []) == []


@pytest.mark.parametrize("text", ["a" * 64, "0123456789abcdef" * 4])
def test_a_digest_from_outside_is_one(text: str) -> None:
    assert as_digest(text) == text


@pytest.mark.parametrize("text", ["", "a" * 63, "a" * 65, "A" * 64, "../" + "a" * 61, "a" * 64 + "\n", "ａ" * 64])
def test_what_is_no_digest_leads_nowhere(text: str) -> None:
    with pytest.raises(Refusal) as told:
        as_digest(text)
    assert told.value.code == "page.wrong_digest"
