"""Whatever somebody sends, the desk goes on: no crash, no hang, no hunger, nothing left over, a sentence for each."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from deskapp.failures import ContentTrouble
from deskapp.scans.page import head
from deskapp.scans.taking import encoded
from deskapp.sentences import sentences
from tests.scans import drawn, hostile

_FUZZED = int(os.environ.get("FUZZ_FILES", "150"))  # FUZZ_FILES=20000 for a night
_BUSY = 20.0  # seconds of our own processor time for one file: the largest picture that is let in takes two
_OWN_MB = 900  # the largest picture in colour, unpacked, and its grey
_READERS_MB = 3100  # what a reader is held to
_OFFENDING = ("crash", "no sentence")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process holds is read from /proc")


@dataclass
class Desk:
    """The process that takes files in, and the folder of its files."""

    process: subprocess.Popen[str]
    folder: Path
    count: int = 0

    def takes(self, data: bytes) -> dict[str, Any]:
        """What it says of a file; "crash" when it says nothing any more."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.count += 1
        file = self.folder / f"{self.count}.bin"
        file.write_bytes(data)
        self.process.stdin.write(f"{file}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        file.unlink()
        told: dict[str, Any] = json.loads(line) if line else {"came": "crash"}
        return told


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("files", "temporary"):
        (folder / name).mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.scans.taking_in", str(folder / "vault")], text=True, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(folder / "temporary")},
    )  # fmt: skip
    with process:
        yield Desk(process, folder / "files")
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(60) == 0
    assert list((folder / "temporary").iterdir()) == [], "no file is left over"
    assert list((folder / "vault").glob("*.part")) == []


@pytest.fixture(scope="module")
def told(desk: Desk) -> dict[str, dict[str, Any]]:
    """The whole corpus, taken in once."""
    return {name: desk.takes(data) for name, data in hostile.corpus().items()}


def test_every_file_is_answered_with_pages_or_with_a_sentence(told: dict[str, dict[str, Any]]) -> None:
    wrong = {name: one["came"] for name, one in told.items() if one["came"].startswith(_OFFENDING)}
    assert wrong == {}
    codes = {one["came"] for one in told.values() if not one["came"].endswith(" pages")}
    assert codes <= set(sentences())
    assert {"page.too_large", "page.truncated", "page.not_an_image", "page.locked", "page.too_many"} <= codes


def test_none_keeps_the_desk_busy(told: dict[str, dict[str, Any]]) -> None:
    assert {name: one["busy"] for name, one in told.items() if one["busy"] > _BUSY} == {}


def test_none_takes_more_memory_than_a_large_page(told: dict[str, dict[str, Any]]) -> None:
    last = list(told.values())[-1]
    assert last["own_mb"] < _OWN_MB
    assert last["readers_mb"] < _READERS_MB


def test_nothing_is_held_afterwards(told: dict[str, dict[str, Any]]) -> None:
    first, *others = ({key: one[key] for key in ("files", "threads", "processes")} for one in told.values())
    assert first["threads"] == 1
    assert first["processes"] == 0
    assert all(one == first for one in others)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("png/10 gigapixels in the head", "page.too_large"),
        ("png/a chunk of 4 gigabytes", "page.truncated"),
        ("jpeg/4 gigapixels in the head", "page.too_large"),
        ("jpeg/3000 scans of 9000 by 9000", "page.too_large"),
        ("tiff/10 gigapixels in the head", "page.too_large"),
        ("tiff/more pages than anybody scans", "page.too_many"),
        ("pdf/locked", "page.locked"),
        ("pdf/400 pages", "page.too_many"),
        ("pdf/a page of a kilometre", "page.too_large"),
        ("bmp/4 gigapixels", "page.too_large"),
        ("none/nothing", "page.not_an_image"),
        ("none/a drawing", "page.not_an_image"),
        ("none/a cartoon", "page.not_an_image"),
    ],
)
def test_the_plain_ones_are_called_by_their_name(told: dict[str, dict[str, Any]], name: str, code: str) -> None:
    # a reader that a loaded machine gives no time is told as one that found no end
    assert told[name]["came"] in {code} | ({"page.unreadable"} if name.startswith(("pdf/", "tiff/")) else set())


def test_the_good_ones_beside_them_are_still_taken(desk: Desk) -> None:
    for kind, data in hostile.seeds().items():
        if kind != "heic":  # that one holds no picture
            assert desk.takes(data)["came"].endswith(" pages") or kind.startswith(("pdf", "tiff")), kind


def test_a_picture_of_many_scans_is_refused_before_anything_is_unpacked() -> None:
    few = drawn.saved(drawn.text(60), "JPEG", progressive=True)
    assert head(few).media_type == "image/jpeg"
    with pytest.raises(ContentTrouble, match=r"page\.too_large"):
        head(few[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x01\x05\x02" * 300 + b"\xff\xd9")


def mutated(chance: random.Random, seeds: dict[str, bytes]) -> bytes:
    """A good file with some of its bytes changed, doubled, left out, or with a piece of another in it."""
    kind = chance.choice(sorted(seeds))
    data = bytearray(seeds[kind])
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        at = chance.randrange(len(data))
        match chance.randrange(5):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at : at + 4] = chance.choice(
                    (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0\0\0")
                )
            case 2:
                del data[at : at + chance.randrange(1, 40)]
            case 3:
                data[at:at] = data[at : at + chance.randrange(1, 200)]
            case _:
                other = seeds[chance.choice(sorted(seeds))]
                data[at : at + 30] = other[: chance.randrange(1, 60)]
        data = data or bytearray(b"\0")
    return bytes(data)


def test_what_chance_makes_of_good_files_is_answered_too(desk: Desk) -> None:
    seeds = hostile.seeds()
    quick = {kind: data for kind, data in seeds.items() if not kind.startswith(("pdf", "tiff", "heic"))}
    chance, wrong = random.Random(20261127), []
    for number in range(_FUZZED):
        data = mutated(chance, seeds if number % 10 == 0 else quick)  # a reader is started for each of the others
        came = desk.takes(data)
        held = (came.get("threads"), came.get("processes"))
        if came["came"].startswith(_OFFENDING) or held != (1, 0) or came["busy"] > _BUSY:
            wrong.append((number, came, data[:2000].hex()))
    assert wrong == []


@pytest.mark.parametrize("raw", [data for name, data in hostile._others() if name.startswith("pnm/")])
def test_a_scanner_that_lies_about_its_raw_picture_is_told(raw: bytes) -> None:
    with pytest.raises(ContentTrouble, match=r"^page\."):
        encoded(raw, 300)
