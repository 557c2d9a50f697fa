"""Pages at the centre: each once, under its digest, sealed; what is damaged is told and not given out."""

from __future__ import annotations

import os
import threading
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, Failure, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page_file import PIECE, SealedFile
from deskapp.server import bucket_address
from deskapp.server.bucket_line import Bucket
from deskapp.server.bucket_store import BucketStore
from deskapp.server.page_store import FolderStore, PageStore, as_digest
from tests.fakes.bucket import Peer

KEY = b"k" * 32
UNKNOWN = PageDigest("f" * 64)


class InFolder:
    """Pages in a folder, as it looks to who can open its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def opened(self, key: bytes = KEY) -> FolderStore:
        return FolderStore(self._folder, key)

    def names(self) -> list[str]:
        found = [path for path in self._folder.rglob("*") if path.is_file()]
        return sorted(path.relative_to(self._folder).as_posix() for path in found)

    def read(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        (self._folder / name).write_bytes(data)


class InBucket:
    """The same in a bucket of others."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def opened(self, key: bytes = KEY) -> BucketStore:
        address = f"s3://pages/halls/H1?endpoint=http://127.0.0.1:{self._peer.port}&region=cn-north-1"
        return BucketStore(Bucket(bucket_address.read(address)), key)

    def names(self) -> list[str]:
        return sorted(name.removeprefix("halls/H1/kept/") for name in self._peer.names())

    def read(self, name: str) -> bytes:
        return self._peer.read(f"halls/H1/kept/{name}")

    def write(self, name: str, data: bytes) -> None:
        self._peer.write(f"halls/H1/kept/{name}", data)


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> InFolder | InBucket:
    if request.param == "folder":
        return InFolder(tmp_path / "pages")
    return InBucket(request.getfixturevalue("bucket_peer"))


@pytest.fixture
def store(place: InFolder | InBucket) -> PageStore:
    return place.opened()


@pytest.fixture
def folder_store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "pages", KEY)


def sealed(folder: Path, plain: bytes, key: bytes = KEY) -> Path:
    """An ended file as an upload leaves it."""
    path = folder / f"upload-{uuid4()}"
    file = SealedFile(path, key)
    for start in range(0, len(plain), PIECE):
        file.add(plain[start : start + PIECE])
    file.end()
    file.flush()
    file.close()
    return path


def keep(store: PageStore, folder: Path, plain: bytes) -> PageDigest:
    digest = PageDigest(sha256(plain).hexdigest())
    store.keep(sealed(folder, plain), digest)
    return digest


def at(digest: PageDigest) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


@given(st.binary(min_size=1, max_size=200))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_comes_back_as_it_was(store: PageStore, tmp_path: Path, plain: bytes) -> None:
    digest = keep(store, tmp_path, plain)
    assert store.has(digest)
    assert store.size(digest) == len(plain)
    assert b"".join(store.open(digest)) == plain


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_a_page_of_any_size_comes_back_in_pieces(store: PageStore, tmp_path: Path, size: int) -> None:
    plain = os.urandom(size)
    digest = keep(store, tmp_path, plain)
    pieces = list(store.open(digest))
    assert b"".join(pieces) == plain
    assert max(map(len, pieces)) <= PIECE
    assert store.size(digest) == size


def test_the_file_that_was_handed_over_is_gone(store: PageStore, tmp_path: Path) -> None:
    keep(store, tmp_path, b"page")
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == []


def test_a_page_that_is_kept_already_is_not_kept_twice(
    store: PageStore, place: InFolder | InBucket, tmp_path: Path
) -> None:
    digest = keep(store, tmp_path, b"page")
    first = place.read(at(digest))
    again = sealed(tmp_path, b"page")
    store.keep(again, digest)
    assert place.read(at(digest)) == first
    assert not again.exists()


def test_nothing_of_a_page_lies_in_the_open(store: PageStore, place: InFolder | InBucket, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"990108200101011158" * 50)
    assert b"99010820" not in place.read(at(digest))


def test_another_key_opens_nothing(store: PageStore, place: InFolder | InBucket, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, b"page")
    with pytest.raises(ContentTrouble) as told:
        list(place.opened(b"o" * 32).open(digest))
    assert told.value.code == "page.damaged"


@pytest.mark.parametrize("ask", ["size", "open"])
def test_what_is_not_kept_is_unknown(store: PageStore, ask: str) -> None:
    with pytest.raises(Refusal) as told:
        store.size(UNKNOWN) if ask == "size" else list(store.open(UNKNOWN))
    assert told.value.code == "page.unknown"
    assert not store.has(UNKNOWN)


@pytest.mark.parametrize("where", [0, 5, 20, 40, 200, -1])
def test_one_bit_changed_anywhere_is_found(
    store: PageStore, place: InFolder | InBucket, tmp_path: Path, where: int
) -> None:
    digest = keep(store, tmp_path, os.urandom(500))
    raw = bytearray(place.read(at(digest)))
    raw[where] ^= 1
    place.write(at(digest), bytes(raw))
    with pytest.raises(Failure) as told:
        list(store.open(digest))
    assert told.value.code == "page.damaged"


@pytest.mark.parametrize("left", [0, 10, 20, 100, -1])
def test_a_page_cut_short_is_not_given_out_as_whole(
    store: PageStore, place: InFolder | InBucket, tmp_path: Path, left: int
) -> None:
    digest = keep(store, tmp_path, os.urandom(500))
    place.write(at(digest), place.read(at(digest))[:left])
    with pytest.raises(Failure) as told:
        list(store.open(digest))
    assert told.value.code in ("page.damaged", "page.unknown")
    if isinstance(store, FolderStore):  # a bucket says how long a page is without a look at it
        with pytest.raises(ContentTrouble):
            store.size(digest)


def test_pages_lie_spread_over_folders_and_alike_in_every_store(
    store: PageStore, place: InFolder | InBucket, tmp_path: Path
) -> None:
    digests = [keep(store, tmp_path, bytes([number])) for number in range(20)]
    assert place.names() == sorted(map(at, digests))
    assert list(store.digests()) == sorted(digests)


def test_a_page_is_given_away_as_it_lies_there(store: PageStore, place: InFolder | InBucket, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, os.urandom(3_000_000))
    size, parts = store.sealed(digest)
    data = b"".join(parts)
    assert (len(data), data) == (size, place.read(at(digest)))
    with pytest.raises(Refusal) as told:
        store.sealed(UNKNOWN)
    assert told.value.code == "page.unknown"


@pytest.mark.skipif(os.name == "nt", reason="rights of another kind")
def test_nobody_else_on_the_machine_may_look(folder_store: FolderStore, tmp_path: Path) -> None:
    path = tmp_path / "pages" / at(keep(folder_store, tmp_path, b"page"))
    for each in (tmp_path / "pages", path, path.parent):
        assert each.stat().st_mode & 0o077 == 0


def test_many_who_keep_the_same_page_at_once_all_succeed(store: PageStore, tmp_path: Path) -> None:
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


def test_what_the_disk_does_not_take_is_told_and_stays_where_it_was(folder_store: FolderStore, tmp_path: Path) -> None:
    whole = sealed(tmp_path, b"page")
    (tmp_path / "pages" / "aa").write_bytes(b"in the way")
    with pytest.raises(StoreTrouble) as told:
        folder_store.keep(whole, PageDigest("a" * 64))
    assert told.value.code == "page.not_kept"
    assert whole.exists()


def test_of_many_those_are_known_that_are_kept_in_the_order_of_asking(store: PageStore, tmp_path: Path) -> None:
    one, other = keep(store, tmp_path, b"one"), keep(store, tmp_path, b"other")
    assert store.known([other, UNKNOWN, one, other]) == [other, one, other]
    assert store.known([]) == []


@pytest.mark.parametrize("text", ["a" * 64, "0123456789abcdef" * 4])
def test_a_digest_from_outside_is_one(text: str) -> None:
    assert as_digest(text) == text


@pytest.mark.parametrize("text", ["", "a" * 63, "a" * 65, "A" * 64, "../" + "a" * 61, "a" * 64 + "\n", "ａ" * 64])
def test_what_is_no_digest_leads_nowhere(text: str) -> None:
    with pytest.raises(Refusal) as told:
        as_digest(text)
    assert told.value.code == "page.wrong_digest"
