"""A bucket that fails half-way, in every way: nothing is acknowledged that is not there, and nothing is lost."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.failures import ContentTrouble, Failure, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.server import bucket_address
from deskapp.server.bucket_line import Bucket, Patience
from deskapp.server.bucket_store import BucketStore
from tests.fakes.bucket import BUCKET, Peer
from tests.fakes.faulty_line import Faults, FaultyLine, faulty_line
from tests.server.test_page_store import KEY, keep, sealed

PART = 5 * 1024 * 1024  # as little as S3 takes
SMALL, LARGE = os.urandom(400_000), os.urandom(2 * PART + 700_000)
QUICK = Patience(connect=1.0, answer=0.4, question=0.4, tries=2, rest=0.0, part=PART)
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>sign in</html>"


def problem(status: str, code: str) -> bytes:
    told = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return f"HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {len(told)}\r\n\r\n".encode() + told


@pytest.fixture
def line(bucket_peer: Peer) -> Iterator[FaultyLine]:
    with faulty_line(bucket_peer.port) as between:
        yield between


def store_over(line: FaultyLine, patience: Patience = QUICK, **more: Callable[[], float]) -> BucketStore:
    address = bucket_address.read(f"s3://{BUCKET}/H1?endpoint={line.address}&region=cn-north-1")
    return BucketStore(Bucket(address, patience, **more), KEY)


@pytest.fixture
def store(line: FaultyLine) -> Iterator[BucketStore]:
    opened = store_over(line)
    yield opened
    opened.close()


def code_of(ask: Callable[[], object]) -> str:
    with pytest.raises(Failure) as told:
        ask()
    return told.value.code


def digest_of(plain: bytes) -> PageDigest:
    return PageDigest(sha256(plain).hexdigest())


EACH_WAY = {
    "nobody listens": Faults(refuse=True),
    "hangs": Faults(hang=True),
    "cut before the body": Faults(cut_up=100),
    "cut in the middle of the body": Faults(cut_up=200_000),
    "cut before the answer": Faults(cut_down=0),
    "cut in the middle of the answer": Faults(cut_down=60),
    "another byte on the way": Faults(garble_up=150_000),
    "a portal that says yes to everything": Faults(answer=PORTAL),
    "rubbish": Faults(answer=b"\x00\xff\x13 what?\r\n\r\n" * 40),
    "half a sentence": Faults(answer=b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 900\r\n\r\n<?xml versi"),
    "says that it is ill": Faults(answer=problem("503 Service Unavailable", "SlowDown")),
}  # fmt: skip


@pytest.mark.parametrize("plain", [SMALL, LARGE], ids=["in one", "in parts"])
@pytest.mark.parametrize("how", EACH_WAY)
def test_a_page_is_kept_whole_or_said_not_to_be_and_stays_where_it_was(
    store: BucketStore, line: FaultyLine, tmp_path: Path, how: str, plain: bytes
) -> None:
    whole = sealed(tmp_path, plain)
    line.faults = Faults(**vars(EACH_WAY[how]))
    told = code_of(lambda: store.keep(whole, digest_of(plain)))
    assert told in ("page.not_kept", "page.store_silent")
    assert whole.is_file()
    assert line.harmed
    line.faults = Faults()
    store.keep(whole, digest_of(plain))
    assert not whole.exists()
    assert b"".join(store.open(digest_of(plain))) == plain


@pytest.mark.parametrize("how", ["cut in the middle of the body", "cut before the answer", "another byte on the way"])
def test_one_fault_on_the_way_is_got_over_by_trying_again(
    store: BucketStore, line: FaultyLine, tmp_path: Path, how: str
) -> None:
    whole = sealed(tmp_path, SMALL)
    store.ask()
    line.cut()
    line.faults = Faults(**{**vars(EACH_WAY[how]), "times": 1})
    with contextlib.suppress(StoreTrouble):
        store.keep(whole, digest_of(SMALL))
    if whole.exists():
        store.keep(whole, digest_of(SMALL))
    assert b"".join(store.open(digest_of(SMALL))) == SMALL


def test_parts_of_what_came_to_nothing_are_cleared_away(
    store: BucketStore, bucket_peer: Peer, line: FaultyLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = store._bucket._client
    real, came = asked.upload_part, []

    def breaks(**words: object) -> object:
        came.append(words["PartNumber"])
        if len(came) == 2:
            raise KeyboardInterrupt
        return real(**words)

    monkeypatch.setattr(asked, "upload_part", breaks)
    with pytest.raises(KeyboardInterrupt):
        store.keep(sealed(tmp_path, LARGE), digest_of(LARGE))
    assert came == [1, 2]
    assert bucket_peer.unfinished() == 0
    assert not store.has(digest_of(LARGE))


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (problem("403 Forbidden", "AccessDenied"), "page.store_denied"),
        (problem("403 Forbidden", "SignatureDoesNotMatch"), "page.store_denied"),
        (problem("404 Not Found", "NoSuchBucket"), "page.store_missing"),
        (problem("507 Insufficient Storage", "XMinioStorageFull"), "page.no_room"),
    ],
)
def test_what_the_store_says_no_to_is_said_in_our_words(
    store: BucketStore, line: FaultyLine, tmp_path: Path, answer: bytes, code: str
) -> None:
    digest = keep(store, tmp_path, SMALL)
    line.faults = Faults(answer=answer)
    line.cut()
    assert code_of(lambda: store._bucket.put("kept/x", sealed(tmp_path, b"page"), 4)) == code
    if code != "page.no_room":
        assert code_of(lambda: store._bucket.read(f"kept/{digest[:2]}/{digest[2:4]}/{digest}")) == code


def test_a_bucket_that_is_gone_is_no_page_that_never_came(store: BucketStore, line: FaultyLine, tmp_path: Path) -> None:
    unknown = PageDigest("e" * 64)
    assert code_of(lambda: store.size(unknown)) == "page.unknown"
    gone = BucketStore(Bucket(bucket_address.read(f"s3://no-such-one?endpoint={line.address}"), QUICK), KEY)
    assert code_of(gone.ask) == "page.store_missing"
    assert code_of(lambda: gone.size(unknown)) == "page.store_missing"
    assert code_of(lambda: gone.keep(sealed(tmp_path, SMALL), digest_of(SMALL))) == "page.store_missing"
    gone.close()


def test_without_a_key_it_says_who_is_to_be_asked(line: FaultyLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    store = store_over(line)
    assert code_of(store.ask) == "page.store_denied"
    store.close()


READING = {
    "cut in the middle": (Faults(cut_down=1_500_000, times=1), 1),
    "cut again and again": (Faults(cut_down=1_200_000), 5),
    "another byte": (Faults(garble_down=1_500_000, times=1), 1),
    "another byte at its head": (Faults(garble_down=700, times=1), 0),
    "hangs for a moment": (Faults(hang=True, times=1), 0),
}


@pytest.mark.parametrize("how", READING)
def test_a_page_is_read_on_from_where_it_broke_off(
    store: BucketStore, bucket_peer: Peer, line: FaultyLine, tmp_path: Path, how: str
) -> None:
    digest = keep(store, tmp_path, LARGE)
    line.cut()
    faults, further = READING[how]
    line.faults = Faults(**vars(faults))
    assert b"".join(store.open(digest)) == LARGE
    assert line.harmed
    begun = bucket_peer.app.ranges
    assert sum(1 for place in begun if place > 0) >= further
    assert begun == sorted(begun), "what was read is not read from its beginning again"


def test_one_that_only_ever_sends_rubbish_is_not_believed(store: BucketStore, line: FaultyLine, tmp_path: Path) -> None:
    digest = keep(store, tmp_path, LARGE)
    pieces = store.open(digest)
    got = [next(pieces)]
    line.cut()
    line.faults = Faults(garble_down=3000)
    with pytest.raises((ContentTrouble, StoreTrouble)):
        got.extend(pieces)
    assert LARGE.startswith(b"".join(got)), "not one wrong byte was given away"


def test_a_page_is_opened_as_it_comes_and_never_held_whole(
    store: BucketStore, line: FaultyLine, tmp_path: Path
) -> None:
    digest = keep(store, tmp_path, LARGE)
    line.faults = Faults(pace=40e6)
    before = line.down
    pieces = store.open(digest)
    assert len(next(pieces)) <= 1024 * 1024
    assert line.down - before < len(LARGE) / 2, "the rest is fetched when it is wanted"
    pieces.close()


def test_after_a_silence_nobody_waits_for_the_same_again(line: FaultyLine) -> None:
    now = [100.0]
    store = store_over(line, Patience(connect=1.0, answer=0.3, question=0.3, tries=2, rest=5.0), now=lambda: now[0])
    line.faults = Faults(hang=True)
    assert code_of(lambda: store.has(PageDigest("a" * 64))) == "page.store_silent"
    asked = line.harmed
    begun = time.monotonic()
    for _ in range(50):
        assert code_of(lambda: store.has(PageDigest("a" * 64))) == "page.store_silent"
    assert line.harmed == asked
    assert time.monotonic() - begun < 3
    line.faults = Faults()
    now[0] += 5.1
    assert store.has(PageDigest("a" * 64)) is False
    store.close()


def test_many_are_asked_for_together_and_what_is_known_not_again(
    store: BucketStore, bucket_peer: Peer, tmp_path: Path
) -> None:
    here = [keep(store, tmp_path, bytes([number])) for number in range(5)]
    away = [PageDigest(f"{number:064x}") for number in range(200)]
    bucket_peer.app.asked.clear()
    assert store.known([*away, *here]) == here
    assert len(bucket_peer.app.asked) == len(away)
    assert all(asked.startswith("HEAD") for asked in bucket_peer.app.asked)
    fresh = BucketStore(store._bucket, KEY)
    assert fresh.known([*here, *here, away[0]]) == [*here, *here]


def test_what_was_taken_away_behind_our_back_is_found_when_it_is_wanted(
    store: BucketStore, bucket_peer: Peer, tmp_path: Path
) -> None:
    digest = keep(store, tmp_path, SMALL)
    (name,) = bucket_peer.names()
    bucket_peer.client.delete_object(Bucket=BUCKET, Key=name)
    assert code_of(lambda: list(store.open(digest))) == "page.unknown"
    assert not store.has(digest)


@pytest.mark.parametrize("plain", [SMALL, LARGE], ids=["in one", "in parts"])
def test_a_store_that_knows_no_checksums_is_read_back(
    store: BucketStore, bucket_peer: Peer, line: FaultyLine, tmp_path: Path, plain: bytes
) -> None:
    bucket_peer.app.knows_checksums = False
    bucket_peer.app.asked.clear()
    digest = keep(store, tmp_path, plain)
    assert [asked for asked in bucket_peer.app.asked if asked.startswith("GET")]
    assert b"".join(store.open(digest)) == plain


def test_and_what_it_changed_is_not_acknowledged(
    store: BucketStore, bucket_peer: Peer, line: FaultyLine, tmp_path: Path
) -> None:
    bucket_peer.app.knows_checksums = False
    whole = sealed(tmp_path, SMALL)
    line.faults = Faults(garble_up=150_000)
    assert code_of(lambda: store.keep(whole, digest_of(SMALL))) == "page.not_kept"
    assert whole.is_file()


def test_what_somebody_else_laid_there_is_no_page(store: BucketStore, bucket_peer: Peer) -> None:
    digest = PageDigest("b" * 64)
    bucket_peer.client.put_object(Bucket=BUCKET, Key=f"H1/kept/bb/bb/{digest}", Body=b"x")
    assert not store.has(digest)
    with pytest.raises(Refusal):
        store.size(digest)
