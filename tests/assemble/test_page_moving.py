"""The centre's pages are carried into a bucket and back: verified, and as often as it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.assemble import keeping, page_moving
from deskapp.assemble.centre import CentreWords, keys_of, open_centre, page_store_of, words_from
from deskapp.clock import wall_clock
from deskapp.commands import doctor, main
from deskapp.failures import Failure, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.sentences import sentence
from deskapp.server.uploads import Shelf
from deskapp.settings import read
from tests.fakes.bucket import BUCKET, Peer
from tests.fakes.faulty_line import Faults, FaultyLine, faulty_line


@pytest.fixture
def words(tmp_path: Path) -> CentreWords:
    home = tmp_path / "home" / "onewindow" / "centre"
    return CentreWords(home=home, database=f"sqlite:///{home / 'centre.db'}", pages=home / "pages")


@pytest.fixture
def line(bucket_peer: Peer) -> Iterator[FaultyLine]:
    with faulty_line(bucket_peer.port) as between:
        yield between


@pytest.fixture
def bucket(line: FaultyLine) -> str:
    return f"s3://{BUCKET}/H1?endpoint={line.address}&region=cn-north-1"


@pytest.fixture
def pages(words: CentreWords) -> dict[PageDigest, bytes]:
    """Twelve pages, kept as a centre keeps them."""
    plain = [os.urandom(2000 + number) for number in range(12)]
    opened = keys_of(words)
    store = page_store_of(words, opened)
    shelf = Shelf(words.pages / "unfinished", opened.vault, store, wall_clock())
    for page in plain:
        shelf.keep_whole(page, PageDigest(sha256(page).hexdigest()))
    return {PageDigest(sha256(page).hexdigest()): page for page in plain}


def held(words: CentreWords) -> dict[PageDigest, bytes]:
    store = page_store_of(words, keys_of(words))
    return {digest: b"".join(store.open(digest)) for digest in store.digests()}


def test_every_page_is_carried_and_none_is_taken_away(
    words: CentreWords, bucket: str, pages: dict[PageDigest, bytes], tmp_path: Path
) -> None:
    done = page_moving.move(words, bucket, lambda _: None)
    assert (done.carried, done.there, done.damaged) == (12, 0, ())
    assert held(replace(words, bucket=bucket)) == pages
    assert held(words) == pages
    again = page_moving.move(words, bucket, lambda _: None)
    assert (again.carried, again.there) == (0, 12)
    page_moving.move(replace(words, bucket=bucket), str(tmp_path / "back"), lambda _: None)
    assert held(replace(words, pages=tmp_path / "back")) == pages


def test_a_move_that_broke_off_goes_on_when_it_is_begun_again(
    words: CentreWords, bucket: str, pages: dict[PageDigest, bytes], line: FaultyLine
) -> None:
    def breaks(done: page_moving.Moved) -> None:
        if done.carried == 5:
            line.faults = Faults(refuse=True)
            line.cut()

    with pytest.raises(StoreTrouble):
        page_moving.move(words, bucket, breaks)
    line.faults = Faults()
    done = page_moving.move(words, bucket, lambda _: None)
    assert done.there >= 5
    assert done.there + done.carried == 12
    assert held(replace(words, bucket=bucket)) == pages
    assert not list((words.pages / "unfinished").iterdir())


def test_a_page_that_is_damaged_is_named_and_the_others_are_carried(
    words: CentreWords, bucket: str, pages: dict[PageDigest, bytes]
) -> None:
    bad = min(pages)
    path = words.pages / "kept" / bad[:2] / bad[2:4] / bad
    path.write_bytes(path.read_bytes()[:-7] + b"garbled")
    done = page_moving.move(words, bucket, lambda _: None)
    assert (done.carried, done.damaged) == (11, (bad,))
    assert bad not in held(replace(words, bucket=bucket))


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("s3://AKIA:secret@pages/H1", "pages.secret_in_address"),
        ("s3://pages/H1?aws_secret_access_key=x", "pages.secret_in_address"),
        ("s3://pages/H1?endpoint=https://a:b@host", "pages.secret_in_address"),
        ("s3://", "pages.bad_address"),
        ("s3://pages/H1?endpoint=ftp://host", "pages.bad_address"),
        ("s3://pages/H1?colour=red", "pages.bad_address"),
        ("s3://pages/../x", "pages.bad_address"),
        ("s3://pages:99/x", "pages.bad_address"),
        ("s3://pages/x?region=a b", "pages.bad_address"),
    ],
)
def test_an_address_that_is_none_or_holds_a_key_is_refused(words: CentreWords, to: str, code: str) -> None:
    with pytest.raises(Refusal) as told:
        page_moving.move(words, to, lambda _: None)
    assert told.value.code == code
    assert "secret" not in str(told.value.values)


def test_nothing_is_carried_to_where_it_is(words: CentreWords, pages: dict[PageDigest, bytes]) -> None:
    with pytest.raises(Refusal, match=r"pages\.same_place"):
        page_moving.move(words, str(words.pages), lambda _: None)


def test_the_command_says_how_many_and_which_were_damaged(
    words: CentreWords, bucket: str, pages: dict[PageDigest, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--lang", "en", "pages", "move", "--to", bucket]) == 0
    assert "12 pages" in capsys.readouterr().out
    assert main(["pages", "move", "--to", "s3://x"]) == 1
    assert "endpoint" in capsys.readouterr().err


def test_a_backup_holds_the_pages_of_a_bucket_and_brings_them_back_into_one(
    words: CentreWords, bucket: str, pages: dict[PageDigest, bytes], bucket_peer: Peer, tmp_path: Path
) -> None:
    page_moving.move(words, bucket, lambda _: None)
    in_bucket = replace(words, bucket=bucket)
    keeping.back_up(in_bucket, tmp_path / "file")
    with tarfile.open(tmp_path / "file") as archive:
        assert sum(name.startswith("pages/kept/") for name in archive.getnames()) == 12
    bucket_peer.empty()
    other = replace(in_bucket, database=f"sqlite:///{tmp_path / 'other.db'}")
    keeping.restore(other, tmp_path / "file")
    assert held(other) == pages


def test_a_centre_in_a_bucket_opens_and_doctor_says_whether_the_store_answers(
    bucket: str, line: FaultyLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKAPP_PAGES", bucket)
    parts = open_centre(words_from(read()))
    parts.pages.ask()
    parts.shelf.keep_whole(b"page", PageDigest(sha256(b"page").hexdigest()))
    assert b"".join(parts.pages.open(PageDigest(sha256(b"page").hexdigest()))) == b"page"
    parts.writer.close()
    parts.journal.engine.dispose()
    assert page_store_check() == (True, f"s3://{BUCKET}/H1/ ({line.address})")
    line.faults = Faults(refuse=True)
    well, said = page_store_check()
    assert not well
    assert "存储" in said


def page_store_check() -> tuple[bool, str]:
    try:
        return True, doctor._page_store(read())
    except Failure as failure:
        return False, sentence(failure, "zh")


def test_nobody_whose_pages_lie_in_a_folder_loads_the_library() -> None:
    code = "import sys, deskapp.assemble.desk, deskapp.assemble.centre, deskapp.commands, deskapp.server.app as _; "
    told = subprocess.run(
        [sys.executable, "-c", code + "print([name for name in sys.modules if name.startswith('boto')])"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
