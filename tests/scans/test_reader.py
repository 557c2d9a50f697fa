"""The process that reads pages may crash, fall silent or talk rubbish: then nothing is said of a page, and no more."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deskapp.rules.page_making import WHOLE, Box
from deskapp.rules.page_reading import PageReading, ReadLine
from deskapp.scans import reader as reading
from deskapp.scans.reader import PageReader
from tests.waiting import eventually

PAGE = b"page" * 50_000  # more than a pipe holds
READY = b"S" + bytes(4)
# A process that behaves: what it answers is told with the page, behind a line of JSON.
HONEST = """
import sys
came, goes = sys.stdin.buffer, sys.stdout.buffer
def tell(kind, body):
    goes.write(kind + len(body).to_bytes(4, "big") + body); goes.flush()
tell(b"S", b"")
while len(first := came.read(8)) == 8:
    page, mine = came.read(int.from_bytes(first[4:], "big")), first[:4]
    kind, _, rest = page.partition(b"|")
    if kind == b"die":
        import os; os._exit(7)
    if kind == b"hang":
        import threading; threading.Event().wait()
    if kind == b"twice":
        tell(b"L", mine + rest.rstrip()); tell(b"L", mine + rest.rstrip())
    elif kind == b"no":
        tell(b"F", mine)
    elif kind == b"other":
        tell(b"L", bytes(4) + rest.rstrip())
    elif kind == b"say":
        tell(b"L", mine + rest.rstrip())
    elif kind == b"raw":
        goes.write(rest.rstrip()); goes.flush()
    elif kind == b"huge":
        goes.write(b"L" + b"\\xff" * 4); goes.flush()
    elif kind == b"flood":
        while True: tell(b"L", b"{}" * 9)
"""
SOUND = {"width": 100, "height": 200, "lines": [["字", 0.9, 1, 2, 3, 4]]}


def said(what: object = SOUND, kind: str = "say") -> bytes:
    """A page that makes the process say this; long enough to fill a pipe."""
    return f"{kind}|{json.dumps(what)}".encode() + b" " * 100_000


@contextmanager
def a_reader(script: str = HONEST, *, silence: float = 20.0, **more: float) -> Iterator[PageReader]:
    made = PageReader(started_by=lambda: [sys.executable, "-I", "-c", script], silence=silence, **more)
    try:
        yield made
    finally:
        made.end()
        assert not made.running


def process(made: PageReader) -> int:
    assert made.process
    return made.process


def test_a_page_is_read_and_the_process_stays_for_the_next() -> None:
    with a_reader() as made:
        assert not made.running
        assert made.read(said()) == PageReading(100, 200, (ReadLine("字", 0.9, Box(1, 2, 3, 4)),))
        first = process(made)
        assert made.read(said()) is not None
        assert process(made) == first


def test_a_page_that_is_none_is_no_fault_of_the_process() -> None:
    with a_reader() as made:
        assert made.read(said(kind="no")) is None
        first = process(made)
        assert made.read(said()) is not None
        assert process(made) == first


@pytest.mark.parametrize(
    "page",
    [
        said(kind="die"), said(kind="other"), said(kind="huge"), said(kind="flood"),
        b"raw|not a frame at all", b"raw|X\0\0\0\1x" + b" " * 10, said("no reading"), said([]), said({"width": 1}),
        said({**SOUND, "width": 0}), said({**SOUND, "height": 10**9}), said({**SOUND, "more": 1}),
        said({**SOUND, "lines": [["字", "0.9", 1, 2, 3, 4]]}), said({**SOUND, "lines": [["字", 0.9, 1, 2, 3]]}),
        said({**SOUND, "lines": [["字", 0.9, 1, 2, 3, 4]] * 2001}),
        b"say|\xff\xfe", b"say|" + b"[" * 50_000,
    ],
    ids=["crash", "other", "huge", "flood", "rubbish", "kind", "text", "list", "little", "flat", "tall", "more",
         "words", "short", "many", "bytes", "deep"],
)  # fmt: skip
def test_whatever_the_process_does_the_next_page_is_read_by_another(page: bytes) -> None:
    with a_reader(silence=3.0 if page.startswith(b"raw") else 20.0) as made:
        made.read(said())
        first = made.process
        assert made.read(page) is None
        assert made.read(said()) is not None
        assert made.process != first


def test_an_answer_that_nobody_asked_for_is_never_taken_for_that_of_the_next_page() -> None:
    with a_reader() as made:
        assert made.read(said(kind="twice")) is not None
        first = made.process
        assert made.read(said({**SOUND, "width": 5})) is None
        assert made.read(said()) is not None
        assert made.process != first


def test_a_silent_process_is_ended_after_its_time() -> None:
    with a_reader(silence=0.3) as made:
        eventually(lambda: made.read(said()) is not None)
        hung = process(made)
        begun = time.monotonic()
        assert made.read(said(kind="hang")) is None
        assert time.monotonic() - begun >= 0.3
        with pytest.raises(ProcessLookupError):
            os.kill(hung, 0)


@pytest.mark.parametrize("script", ["import sys; sys.exit(3)", "", "print('hello')", "raise SystemError"])
def test_a_process_that_cannot_live_is_left_alone_after_some_tries(script: str) -> None:
    started: list[float] = []

    def words() -> list[str]:
        started.append(time.monotonic())
        return [sys.executable, "-I", "-c", script]

    made = PageReader(started_by=words, silence=10.0)
    for _ in range(6):
        assert made.read(PAGE) is None
    assert len(started) == reading.FAILS
    made.end()


def test_after_its_rest_it_is_tried_again() -> None:
    scripts = ["", "", "", HONEST]
    made = PageReader(started_by=lambda: [sys.executable, "-I", "-c", scripts.pop(0)], silence=10.0, rests=0.05)
    for _ in range(3):
        assert made.read(said()) is None
    eventually(lambda: made.read(said()) is not None)
    made.end()


def test_a_program_that_is_not_there_is_no_trouble() -> None:
    made = PageReader(started_by=lambda: ["/nowhere/deskapp"])
    assert made.read(PAGE) is None
    made.end()


def test_it_ends_by_itself_when_no_page_comes_and_begins_again_with_the_next() -> None:
    with a_reader(idle=0.1) as made:
        assert made.read(said()) is not None
        eventually(lambda: not made.running)
        assert made.read(said()) is not None


def test_its_end_does_not_wait_for_a_page_and_is_for_good() -> None:
    told: list[object] = []
    with a_reader(silence=60.0) as made:
        made.read(said())
        asking = threading.Thread(target=lambda: told.append(made.read(said(kind="hang"))))
        asking.start()
        eventually(made._guard.locked)
        begun = time.monotonic()
        made.end()
        asking.join(10)
        assert time.monotonic() - begun < 10
        assert told == [None]
        assert made.read(said()) is None
        assert not made.running


def test_pages_of_several_who_ask_are_not_mixed_up() -> None:
    told: dict[int, list[str]] = {}

    def ask(who: int) -> None:
        page = said({**SOUND, "lines": [[f"{who}", 0.9, 1, 2, 3, 4]]})
        told[who] = [one.lines[0].text for _ in range(8) if (one := made.read(page)) is not None]

    with a_reader() as made:
        asking = [threading.Thread(target=ask, args=(who,)) for who in range(4)]
        for one in asking:
            one.start()
        for one in asking:
            one.join(30)
    assert told == {who: [str(who)] * 8 for who in range(4)}


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        (["字\u0000\u202e", 0.9, 1, 2, 3, 4], ReadLine("字", 0.9, Box(1, 2, 3, 4))),
        (["字", 7.5, -5, -5, 10**7, 10**7], ReadLine("字", 1.0, Box(0, 0, WHOLE, WHOLE))),
        (["字", -1.0, 1, 2, 3, 4], ReadLine("字", 0.0, Box(1, 2, 3, 4))),
        ([" ", 0.9, 1, 2, 3, 4], None), (["字", 0.9, 3, 2, 3, 4], None), (["字", 0.9, 1, 4, 3, 2], None),
        (["字" * 501, 0.9, 1, 2, 3, 4], None),
        (["𬭎", 0.9, 1, 2, 3, 4], ReadLine("𬭎", 0.9, Box(1, 2, 3, 4))),
    ],
)  # fmt: skip
def test_what_is_said_is_held_to_what_can_stand_on_a_page(line: list[object], kept: ReadLine | None) -> None:
    with a_reader() as made:
        told = made.read(said({**SOUND, "lines": [line]}))
    assert told is not None
    assert told.lines == (() if kept is None else (kept,))


def test_a_killed_process_is_nobodys_trouble() -> None:
    with a_reader() as made:
        made.read(said())
        os.kill(process(made), signal.SIGKILL)
        assert made.read(said()) is None
        assert made.read(said()) is not None


def test_the_packaged_program_is_its_own_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reading.command()[1:] == ["-m", "deskapp.scans.recognising"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reading.command() == [sys.executable, "read-pages"]


def test_the_library_is_named_nowhere_but_in_its_own_process() -> None:
    house = Path(reading.__file__).parents[2]
    named = [
        str(file.relative_to(house))
        for floor in ("deskapp", "ui", "db")
        for file in (house / floor).rglob("*.py")
        if "import rapidocr" in (text := file.read_text(encoding="utf-8")) or "from rapidocr" in text
    ]
    assert named == ["deskapp/scans/recognising.py"]
