"""A reader behind its maker's library: a real shared library in a process of its own, which crashes and hangs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deskapp.devices.errors import CardCode
from deskapp.devices.id_card.library import LibraryReader
from deskapp.devices.id_card.library_loop import listen
from deskapp.devices.id_card.pretend import record
from deskapp.failures import DeviceTrouble
from tests.waiting import eventually

CARD = record("李䶮", "990105198802293371")
OTHER = record("王秀英", "990102194902030248")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sdtapi") / "libsdtapi.so"
    source = Path(__file__).with_name("sdtapi.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", str(made), str(source)], check=True)
    return made


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Lay a card on the reader at the second USB port."""
    at = tmp_path / "card"
    monkeypatch.setenv("CARD_FILE", str(at))
    monkeypatch.setenv("CARD_PORT", "1002")
    monkeypatch.setenv("CARD_CLOSED", str(tmp_path / "closed"))

    def laid(text: bytes) -> None:
        card = tmp_path / f"card-{len(list(tmp_path.iterdir()))}"  # kept, so that its inode is nobody else's
        card.write_bytes(text)
        link = tmp_path / "link"
        link.symlink_to(card)
        link.replace(at)

    return laid


@pytest.fixture
def reader(library: Path, lay: Callable[[bytes], None]) -> Iterator[LibraryReader]:
    made = LibraryReader(str(library), silence=20)
    yield made
    made.close()


def given(reader: LibraryReader) -> bytes | None:
    return eventually(reader.read, "the card", patience=30)


def test_what_is_laid_on_is_given_once(reader: LibraryReader, lay: Callable[[bytes], None]) -> None:
    assert reader.read() is None
    lay(CARD)
    assert given(reader) == CARD
    lay(OTHER)
    assert given(reader) == OTHER
    assert reader.read() is None


def test_a_library_that_crashes_is_told_and_started_again(reader: LibraryReader, lay: Callable[[bytes], None]) -> None:
    lay(b"too short")

    def crashed() -> str:
        try:
            reader.read()
        except DeviceTrouble as trouble:
            return trouble.code
        return ""

    assert eventually(crashed, "the crash", patience=30) == CardCode.DRIVER_CRASHED
    lay(CARD)
    assert given(reader) == CARD


def test_a_library_that_hangs_is_ended(
    library: Path, lay: Callable[[bytes], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARD_HANGS", "1")
    reader = LibraryReader(str(library), silence=2)

    def silent() -> str:
        try:
            reader.read()
        except DeviceTrouble as trouble:
            return trouble.code
        return ""

    assert eventually(silent, "the silence", patience=30) == CardCode.SILENT
    assert reader._child is None


def test_letting_go_ends_the_process(reader: LibraryReader, lay: Callable[[bytes], None]) -> None:
    lay(CARD)
    given(reader)
    assert reader._child is not None
    process = reader._child._process
    reader.close()
    assert process.poll() is not None


def test_a_library_that_is_not_there_is_said() -> None:
    said: list[str] = []
    listen("libnowhere-sdt.so", said.append, range(2))
    assert said == [f"fault {CardCode.NO_LIBRARY}"]


def test_a_reader_that_is_not_plugged_in_is_said(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARD_PORT", "7")
    said: list[str] = []
    listen(str(library), said.append, range(2))
    assert said == [f"fault {CardCode.NONE}"]


def test_the_loop_says_a_card_and_a_beat_and_closes_its_port(
    library: Path, lay: Callable[[bytes], None], tmp_path: Path
) -> None:
    lay(CARD)
    said: list[str] = []
    listen(str(library), said.append, range(3))
    assert said == [f"card {CARD.hex()}", "beat", "beat"]
    assert (tmp_path / "closed").read_text() == "1002"


def test_a_child_whose_window_is_gone_ends(library: Path, lay: Callable[[bytes], None]) -> None:
    lay(CARD)
    child = subprocess.Popen(
        [os.sys.executable, "-m", "ui", "card-reader", "--library", str(library)],  # type: ignore[attr-defined]
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdout.readline().startswith(b"card ")
    child.stdout.close()
    assert child.wait(20) == 0
    assert child.stderr.read() == b""
    child.stderr.close()
