"""A package comes over a line that breaks: in pieces, each once, and only what was signed is kept."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deskapp.failures import ContentTrouble, LineTrouble, Refusal, StoreTrouble
from deskapp.jobs.pace import Pace
from deskapp.protocol.updates import UpdateState, UpdateStatement
from deskapp.sync.client import HttpCentre
from deskapp.sync.updates import HttpUpdates
from deskapp.updates.fetching import fetch
from deskapp.updates.kept import UpdateFolder
from tests.fakes.faulty_line import Faults, FaultyLine, faulty_line
from tests.guards import Listening
from tests.updates.desks import LookingDesk, Place, desks
from tests.updates.makers import Maker, statement_of
from tests.waiting import eventually

SIZE = 3_000_000


def never() -> bool:
    return False


@pytest.fixture(scope="module")
def _line(_hall: Place, ours: Maker) -> Iterator[tuple[FaultyLine, LookingDesk]]:
    with ExitStack() as stack:
        line = stack.enter_context(faulty_line(urlsplit(_hall.centre.address).port or 0))
        (desk,) = stack.enter_context(desks(_hall, ours.public, ("6",), address=line.address))
        yield line, desk


class Fetching:
    """A desk's fetching alone, with its own token, over a line that can be harmed."""

    def __init__(self, desk: LookingDesk, statement: UpdateStatement) -> None:
        self.folder, self.statement = desk.folder, statement
        self.pace = Pace()
        self._desk = desk

    def go(self, over: object = never) -> Path | None:
        token = self._desk.course._token()
        return fetch(
            self._desk.course._centre,
            self.statement,
            self.folder,
            token=token,
            pace=self.pace,
            over=over,  # type: ignore[arg-type]
        )

    @property
    def have(self) -> int:
        part = self.folder.part(self.statement)
        return part.stat().st_size if part.exists() else 0


@pytest.fixture
def harmed(there: Place, ours: Maker, _line: tuple[FaultyLine, LookingDesk]) -> tuple[FaultyLine, Fetching]:
    line, desk = _line
    line.faults = Faults()
    line.cut()  # what an earlier test has left open
    line.down = 0
    desk.begin_anew()
    folder = desk.folder.folder
    if folder.is_file():
        folder.unlink()
    setup = ours.setup("0.2.0", size=SIZE)
    there.offer(setup)
    return line, Fetching(desk, statement_of(setup))


def test_a_line_that_is_cut_again_and_again_costs_nothing_twice(harmed: tuple[FaultyLine, Fetching]) -> None:
    line, one = harmed
    had = [0]
    while True:
        line.faults = Faults(cut_down=700_000, times=1)
        try:
            whole = one.go()
        except LineTrouble:
            assert one.have > had[-1], "something came each time"
            had.append(one.have)
            continue
        break
    assert whole is not None
    assert len(had) > 3
    assert line.down < SIZE * 1.2, "nothing is fetched twice"


def test_a_byte_that_was_changed_on_the_way_is_found_and_all_of_it_thrown_away(
    harmed: tuple[FaultyLine, Fetching],
) -> None:
    line, one = harmed
    line.faults = Faults(garble_down=1_500_000, times=1)
    with pytest.raises(ContentTrouble, match=r"update\.damaged"):
        one.go()
    assert one.have == 0
    assert list(one.folder.folder.iterdir()) == []
    assert one.go() is not None, "the next time it is right"


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nlogin",
     b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 0-4/5\r\nContent-Length: 5\r\n\r\nlogin",
     b"HTTP/1.1 206 Partial Content\r\nContent-Length: 5\r\n\r\nlogin",
     b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n", b"rubbish\r\n\r\n"],
)  # fmt: skip
def test_what_is_not_our_centre_adds_not_a_byte(harmed: tuple[FaultyLine, Fetching], answer: bytes) -> None:
    line, one = harmed
    line.faults = Faults(answer=answer)
    with pytest.raises(LineTrouble):
        one.go()
    assert one.have == 0


def test_a_centre_that_sends_more_than_was_asked_for_is_not_read_on(
    harmed: tuple[FaultyLine, Fetching],
) -> None:
    line, one = harmed
    statement = one.statement
    head = (
        f'HTTP/1.1 206 Partial Content\r\nETag: "{statement.sha256}"\r\n'
        f"Content-Range: bytes 0-{statement.size - 1}/{statement.size}\r\n\r\n"
    )
    line.faults = Faults(answer=head.encode() + bytes(statement.size + 100_000))
    with pytest.raises((LineTrouble, ContentTrouble)):
        one.go()
    assert one.have <= statement.size


def test_it_stops_when_its_time_is_over_and_goes_on_from_there(harmed: tuple[FaultyLine, Fetching]) -> None:
    _, one = harmed
    times, before = 0, 0
    while one.go(lambda: True) is None:
        assert one.have > before
        times, before = times + 1, one.have
        if times == 3:
            break
    assert 0 < before < one.statement.size
    assert one.go() is not None


def test_while_somebody_types_it_takes_its_share_of_the_line_only(harmed: tuple[FaultyLine, Fetching]) -> None:
    _, one = harmed
    now = [0.0]
    one.pace = Pace(512 * 1024, now=lambda: now[0], wait=lambda seconds: now.__setitem__(0, now[0] + seconds))
    one.pace.touch()
    turns = 0
    while now[0] < 4 and one.go(lambda: now[0] >= 4) is None:
        turns += 1
        assert one.have <= (now[0] + 1) * 512 * 1024 + 64 * 1024
    assert one.have > 1_000_000
    assert turns <= 2


def test_what_lies_there_too_long_or_of_another_version_is_thrown_away(
    harmed: tuple[FaultyLine, Fetching], expect_log: Listening
) -> None:
    _, one = harmed
    one.folder.folder.mkdir(parents=True)
    (one.folder.folder / "OneWindow-0.1.9-setup.exe").write_bytes(b"old")
    (one.folder.folder / f"{'0' * 64}.part").write_bytes(b"old")
    one.folder.part(one.statement).write_bytes(bytes(one.statement.size + 1))
    with pytest.raises(ContentTrouble, match=r"update\.damaged"):
        one.go()
    assert one.go() is not None
    assert [path.name for path in one.folder.folder.iterdir()] == [one.statement.file]


def test_what_is_there_already_is_not_fetched_again(harmed: tuple[FaultyLine, Fetching]) -> None:
    line, one = harmed
    one.go()
    came = line.down
    assert one.go() == one.folder.whole(one.statement)
    assert line.down == came


def test_a_disk_without_room_for_it_is_not_filled(harmed: tuple[FaultyLine, Fetching]) -> None:
    from msgspec.structs import replace

    line, one = harmed
    came = line.down
    one.statement = replace(one.statement, size=2**50)
    with pytest.raises(StoreTrouble, match=r"update\.no_room"):
        one.go()
    assert line.down == came


def test_a_folder_that_cannot_be_written_is_said(harmed: tuple[FaultyLine, Fetching]) -> None:
    _, one = harmed
    one.folder.folder.write_bytes(b"a file stands in its place")
    with pytest.raises(StoreTrouble, match=r"update\.not_kept"):
        one.go()


def test_a_withdrawn_version_is_refused_to_a_desk_that_is_half_way(
    there: Place, harmed: tuple[FaultyLine, Fetching]
) -> None:
    _, one = harmed
    assert one.go(lambda: True) is None
    there.centre.parts.offers.withdraw("0.2.0")
    with pytest.raises(Refusal, match=r"update\.withdrawn"):
        one.go()


def test_three_damaged_times_and_it_is_over_until_it_is_offered_anew(
    there: Place, ours: Maker, expect_log: Listening
) -> None:
    setup = ours.setup("0.2.0")
    offer = there.offer(setup)
    file = there.centre.parts.offers.file_of(offer.statement.sha256)
    right = file.read_bytes()
    file.write_bytes(right[:-1] + b"!")  # the centre's disk, or whoever has got at it
    with desks(there, ours.public, ("7",)) as (desk,):
        desk.until(UpdateState.REFUSED)
        assert desk.packages() == []
        assert expect_log.said().count("thrown away") == 3
        desk.ask()
        assert there.told()["7"].program.why == "update.damaged"
        there.offer(setup)
        desk.until(UpdateState.READY)


_KILLED = """
import sys
from pathlib import Path
from deskapp.jobs.pace import Pace
from deskapp.protocol.json import decode
from deskapp.protocol.updates import UpdateStatement
from deskapp.sync.client import HttpCentre
from deskapp.sync.updates import HttpUpdates
from deskapp.updates.fetching import fetch
from deskapp.updates.kept import UpdateFolder
address, token, folder, statement = sys.argv[1:]
centre = HttpUpdates(HttpCentre(address))
fetch(centre, decode(statement.encode(), UpdateStatement), UpdateFolder(Path(folder)), token=token, pace=Pace(),
      over=lambda: False)
"""


def test_a_desk_that_is_killed_while_it_fetches_goes_on_where_it_was(harmed: tuple[FaultyLine, Fetching]) -> None:
    from deskapp.protocol.update_statement import as_text

    line, one = harmed
    line.faults = Faults(pace=1_000_000)
    token = one._desk.course._token()
    words = [line.address, token, str(one.folder.folder), as_text(one.statement)]
    with subprocess.Popen([sys.executable, "-c", _KILLED, *words]) as killed:
        eventually(lambda: one.have > 200_000, "some of it")
        killed.send_signal(signal.SIGKILL)
    had = one.have
    assert 0 < had < one.statement.size
    line.faults = Faults()
    before = line.down
    assert one.go() is not None
    assert line.down - before < one.statement.size - had + 100_000


def test_the_desks_own_words_for_the_centre_are_the_ones_of_the_protocol(there: Place) -> None:
    stranger = HttpUpdates(HttpCentre(there.centre.address))
    with pytest.raises(Refusal, match=r"access\.not_signed_in"):
        list(
            stranger.piece(UpdateStatement(kind="x", version="1.0", file="a", size=1, sha256="0" * 64), 0, 1, token="t")
        )
    stranger._centre.close()
    assert UpdateFolder(there.home / "none").ended() is None
