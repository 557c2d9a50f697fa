"""Uploads to a centre whose pages lie in a bucket: what the bucket has not taken waits here, and goes on by itself."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from deskapp.ids import PageDigest
from deskapp.server.uploads import Shelf
from tests.fakes.bucket import BUCKET, Peer
from tests.fakes.faulty_line import Faults, FaultyLine, faulty_line
from tests.server.uploads.asking import Desk, code_of, digest_of
from tests.server.uploads.centre import PageCentre, page_centre
from tests.server.uploads.serving import centre_process
from tests.server.uploads.test_hostile import eventually
from tests.server.uploads.test_kills import desk_of, go_on

PAGE = random.Random(4).randbytes(300_000)


@pytest.fixture
def line(bucket_peer: Peer) -> Iterator[FaultyLine]:
    with faulty_line(bucket_peer.port) as between:
        yield between


@pytest.fixture
def bucket(line: FaultyLine) -> str:
    return f"s3://{BUCKET}/H1?endpoint={line.address}&region=cn-north-1"


@pytest.fixture
def centre(tmp_path: Path, bucket: str) -> PageCentre:
    """In the place of the room's own: its store is a bucket."""
    return page_centre(tmp_path, bucket=bucket)


def test_a_page_is_received_here_and_kept_there(desk: Desk, bucket_peer: Peer, centre: PageCentre) -> None:
    for page in (PAGE, PAGE * 20):
        where = desk.begun(page)
        assert desk.patch(where, 0, page).status_code == 204
        assert desk.page(page) == page
    assert desk.line.put(f"/pages/{digest_of(b'small')}", content=b"small").status_code == 201
    assert desk.line.put(f"/pages/{digest_of(b'small')}", content=b"small").status_code == 204
    assert len(bucket_peer.names()) == 3
    assert [path for path in centre.folder.rglob("*") if path.is_file() and path.suffix == ".data"] == []
    assert not any(PAGE[:64] in bucket_peer.read(name) for name in bucket_peer.names())


@pytest.mark.parametrize("how", [Faults(refuse=True), Faults(hang=True), Faults(cut_up=5000), Faults(cut_down=0)])
def test_what_a_bucket_did_not_take_is_kept_here_and_goes_there_when_it_is_back(
    desk: Desk, line: FaultyLine, bucket_peer: Peer, how: Faults
) -> None:
    where = desk.begun(PAGE)
    line.faults = Faults(**vars(how))
    answer = desk.patch(where, 0, PAGE)
    assert answer.status_code == 503
    assert code_of(answer) in ("page.store_silent", "page.not_kept")
    line.faults = Faults()
    eventually(lambda: desk.head(where).status_code == 200)
    assert desk.offset(where) == len(PAGE), "no byte is sent a second time"
    assert desk.page(PAGE) == PAGE
    assert len(bucket_peer.names()) == 1


def test_a_small_page_is_not_acknowledged_before_the_bucket_has_it(
    desk: Desk, line: FaultyLine, bucket_peer: Peer
) -> None:
    line.faults = Faults(cut_up=20_000)
    answer = desk.line.put(f"/pages/{digest_of(PAGE)}", content=PAGE)
    assert answer.status_code == 503
    assert bucket_peer.names() == []
    line.faults = Faults()
    eventually(lambda: desk.line.put(f"/pages/{digest_of(PAGE)}", content=PAGE).status_code in (201, 204))
    assert desk.page(PAGE) == PAGE


def test_a_silent_bucket_says_neither_yes_nor_no(desk: Desk, line: FaultyLine) -> None:
    line.faults = Faults(refuse=True)
    answer = desk.line.post("/pages/known", json={"digests": [digest_of(PAGE)]})
    assert (answer.status_code, code_of(answer)) == (503, "page.store_silent")


def test_a_bucket_that_hangs_holds_up_nobody_who_wants_no_page(
    desk: Desk, centre: PageCentre, line: FaultyLine
) -> None:
    @centre.app.get("/something-else")
    def answered() -> str:  # done in a thread, as a centre's questions to its database are
        return "yes"

    line.faults = Faults(hang=True)
    asking = [
        threading.Thread(target=lambda: desk.line.get(f"/pages/{digest_of(PAGE)}", timeout=30), daemon=True)
        for _ in range(60)
    ]
    for each in asking:
        each.start()
    eventually(lambda: line.harmed > 0)
    assert desk.line.get("/something-else", timeout=3).json() == "yes"
    line.faults = Faults()
    line.cut()
    for each in asking:
        each.join(30)


class _Dies:
    """A centre that dies just before or just after its bucket has taken a page."""

    def __init__(self, centre: PageCentre, *, after: bool) -> None:
        self._store = centre.store
        self._after = after

    def keep(self, whole: Path, digest: PageDigest) -> None:
        if self._after:
            copy = whole.with_suffix(".copy")
            copy.write_bytes(whole.read_bytes())
            self._store.keep(copy, digest)
        raise KeyboardInterrupt


@pytest.mark.parametrize("after", [False, True], ids=["before the bucket has it", "after, before it was told"])
def test_a_centre_that_dies_while_the_bucket_takes_a_page_loses_nothing(
    desk: Desk, centre: PageCentre, bucket_peer: Peer, after: bool
) -> None:
    shelf: Shelf = centre.shelf
    where = desk.begun(PAGE)
    upload = shelf.find(where.rpartition("/")[2], "clerk1")
    real, shelf._store = shelf._store, _Dies(centre, after=after)  # type: ignore[assignment]
    with contextlib.suppress(KeyboardInterrupt), shelf.writing(upload) as writer:
        writer.add(PAGE)
        writer.settle()
    shelf._store = real
    assert len(bucket_peer.names()) == int(after)
    assert desk.offset(where) == len(PAGE)
    assert desk.page(PAGE) == PAGE
    assert len(bucket_peer.names()) == 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_centre_killed_again_and_again_while_its_bucket_fails_ends_with_the_right_page(
    tmp_path: Path, bucket: str, line: FaultyLine, bucket_peer: Peer, seed: int
) -> None:
    lot = random.Random(seed)
    page = lot.randbytes(14_000_000)
    line.faults = Faults(pace=30e6)
    with centre_process(tmp_path, "--bucket", bucket) as centre, desk_of(centre) as desk:
        where = desk.begun(page)
        for _ in range(4):
            line.faults = Faults(cut_up=lot.randrange(10_000, 6_000_000), times=lot.randrange(1, 4), pace=30e6)
            sending = threading.Thread(target=_send, args=(desk, where, page))
            sending.start()
            carried, wanted = line.up, lot.randrange(0, 9_000_000)
            eventually(partial(_went_on, line, carried + wanted, sending))
            centre.kill()
            sending.join()
            centre.start()
        line.faults = Faults()
        eventually(lambda: _ended(desk, where, page))
        assert desk.page(page) == page
        assert len(bucket_peer.names()) == 1
        assert list((tmp_path / "unfinished").glob("*.data")) == []


def _send(desk: Desk, where: str, page: bytes) -> None:
    """As far as it goes: the centre dies on the way, or says that its bucket is ill."""
    with contextlib.suppress(httpx.TransportError, AssertionError):
        go_on(desk, where, page, 500_000)


def _went_on(line: FaultyLine, wanted: int, sending: threading.Thread) -> bool:
    return line.up >= wanted or not sending.is_alive()


def _ended(desk: Desk, where: str, page: bytes) -> bool:
    with contextlib.suppress(httpx.TransportError):
        told = desk.head(where)
        if told.status_code != 200:
            return False
        if int(told.headers["upload-offset"]) == len(page):
            return True
        go_on(desk, where, page, 1_000_000)
    return False
