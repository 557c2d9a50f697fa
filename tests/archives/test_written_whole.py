"""A package is whole or not there: broken off, killed, changed under the hand, on a disk that does not take it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.archives import case_file, package
from deskapp.archives.package import Sources
from deskapp.archives.store import keep, sweep
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, StoreTrouble
from tests.archives.made import archived, picture


class Cut(Exception):
    """Somebody pulled the plug."""


@pytest.mark.parametrize("after", [0, 1, 3, 10, 25])
def test_a_package_that_breaks_off_leaves_what_was_there_before(
    desk: Desk, tmp_path: Path, small: bytes, after: int
) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    out = tmp_path / "out"
    out.mkdir()
    (out / package.name_of(file)).write_bytes(small)

    def breaking() -> Iterator[bytes]:
        whole = package.pieces(file, Sources(desk.vault.get, lambda *_: ([], b"%PDF-")))
        for place, piece in enumerate(whole):
            if place == after:
                raise Cut
            yield piece

    with pytest.raises(Cut):
        keep(out / package.name_of(file), breaking())
    assert [file.read_bytes() for file in out.iterdir()] == [small]


WRITER = """
import sys, time
from pathlib import Path
from deskapp.archives.store import Layout, keep
def pieces():
    layout = Layout()
    for place in range(2000):
        yield from layout.part(f"originals/{place:04}-x.bin", bytes(20_000))
        if place == 20:
            print("writing", flush=True)
    yield layout.ending()
keep(Path(sys.argv[1]), pieces())
"""


def test_a_writer_that_is_killed_leaves_the_old_package_and_its_rest_is_swept(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "1.deskapp"
    target.write_bytes(b"the one before")
    with subprocess.Popen([sys.executable, "-c", WRITER, target], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline().strip() == b"writing"
        writer.send_signal(signal.SIGKILL)
    assert target.read_bytes() == b"the one before"
    (left,) = (file for file in folder.iterdir() if file != target)
    sweep(folder)
    assert left.exists(), "somebody may be writing it at this moment"
    os.utime(left, (0, 0))
    sweep(folder)
    assert [file.name for file in folder.iterdir()] == ["1.deskapp"]


def test_a_page_that_changed_under_the_hand_ends_it(desk: Desk, tmp_path: Path) -> None:
    case_id = archived(desk, tmp_path / "pages")
    with desk.journal.reading() as reading:
        file = case_file.read(reading, case_id, desk.facts)
    with pytest.raises(ContentTrouble) as trouble:
        package.write(file, tmp_path, Sources(lambda _: picture("BMP"), lambda *_: ([], b"")))
    assert trouble.value.code == "page.damaged"
    assert not list(tmp_path.glob("*.deskapp"))


@pytest.mark.parametrize("gone", ["folder", "read only"])
def test_a_disk_that_does_not_take_it_is_a_trouble(tmp_path: Path, gone: str) -> None:
    target = tmp_path / "absent" / "1.deskapp" if gone == "folder" else tmp_path / ("n" * 300)
    with pytest.raises(StoreTrouble) as trouble:
        keep(target, [b"x"])
    assert trouble.value.code == "page.not_kept"


def test_others_on_the_machine_cannot_read_it(tmp_path: Path) -> None:
    keep(tmp_path / "1.deskapp", [b"x"])
    assert (tmp_path / "1.deskapp").stat().st_mode & 0o077 == 0
