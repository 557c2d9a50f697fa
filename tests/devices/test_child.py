"""A program of its own: its words as they come, its end, and nothing of it afterwards."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.devices.child import KEPT_SPEECH, Child, ChildSilent, run
from tests.children import children


@pytest.fixture(autouse=True)
def _none_left() -> Iterator[None]:
    yield
    assert not children()


def python(words: str) -> list[str]:
    return [sys.executable, "-c", words]


def test_what_it_wrote_and_how_it_ended() -> None:
    lines, ended = run(python("import sys; print('一'); print('two'); sys.stderr.write('so'); sys.exit(7)"), silence=20)
    assert (lines, ended.status, ended.said) == (["一", "two"], 7, "so\n")


def test_a_line_comes_before_the_program_ends(tmp_path: Path) -> None:
    go = tmp_path / "go"
    words = f"import os, time; print('first', flush=True)\nwhile not os.path.exists({str(go)!r}): time.sleep(0.01)"
    with Child(python(words), silence=20) as child:
        lines = child.lines()
        assert next(lines) == "first"
        go.touch()
        assert list(lines) == []
        assert child.ended().status == 0


def test_a_last_line_without_an_end_is_a_line() -> None:
    assert run(python("import sys; sys.stdout.write('a\\r\\n\\nb')"), silence=20)[0] == ["a", "b"]


def test_a_program_that_says_nothing_is_ended() -> None:
    begun = time.monotonic()
    with pytest.raises(ChildSilent) as told:
        run(python("import time; time.sleep(60)"), silence=0.3)
    assert told.value.seconds == 0.3
    assert time.monotonic() - begun < 5


def test_signs_of_life_on_the_error_stream_count() -> None:
    words = (
        "import sys, time\nfor _ in range(12): sys.stderr.write('.'); sys.stderr.flush(); time.sleep(0.1)\nprint('x')"
    )
    assert run(python(words), silence=0.9)[0] == ["x"]


def test_a_program_that_will_not_end_is_killed() -> None:
    words = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    begun = time.monotonic()
    with Child(python(words), silence=20) as child:
        assert next(child.lines()) == "deaf"
    assert time.monotonic() - begun < 8


def test_what_it_started_goes_with_it() -> None:
    """A driver may be a script: the real one behind it must not go on scanning."""
    words = (
        "import subprocess, sys\n"
        "inner = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(inner.pid, flush=True); inner.wait()"
    )
    with Child(python(words), silence=20) as child:
        inner = int(next(child.lines()))
    until = time.monotonic() + 5
    while _alive(inner) and time.monotonic() < until:
        os.sched_yield()
    assert not _alive(inner)


def test_a_stop_ends_the_lines_and_the_program() -> None:
    seen: list[str] = []
    words = "import time\nfor n in range(600): print(n, flush=True); time.sleep(0.1)"
    with Child(python(words), silence=20, stop=lambda: len(seen) >= 2) as child:
        for line in child.lines():
            seen += [line]
        assert child.stopped
        assert child.ended().status != 0
    assert len(seen) < 100


def test_a_flood_is_taken_and_only_its_end_is_kept() -> None:
    words = "import sys\nfor n in range(200): sys.stderr.write('x' * 1000)\nsys.stderr.write('last')"
    _, ended = run(python(words), silence=20)
    assert ended.said.rstrip().endswith("last")
    assert len(ended.said) <= KEPT_SPEECH


def test_a_signal_that_killed_it_is_told() -> None:
    assert run(python("import os; os.kill(os.getpid(), 11)"), silence=20)[1].status == -11


def test_a_program_that_is_not_there_cannot_be_started() -> None:
    with pytest.raises(FileNotFoundError):
        run(["/nonexistent/scanimage"], silence=1)


def test_it_speaks_plain_english_whatever_the_clerk_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert run(python("import os; print(os.environ['LC_ALL'])"), silence=20)[0] == ["C"]


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
