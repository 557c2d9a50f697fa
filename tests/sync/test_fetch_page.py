"""A page that was scanned elsewhere or filed over the net is fetched, compared with its name, and kept."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import cv2
import numpy as np
import pytest

from deskapp.clerk import scanning, signing_in
from deskapp.desk import Desk
from deskapp.failures import LineTrouble, Refusal, StoreTrouble
from deskapp.ids import MaterialCode, PageDigest
from deskapp.rules.case import PagesAdded
from deskapp.sync.client import HttpCentre
from tests import builders
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.server.running import RunningCentre, running_centre
from tests.sync.rubbish import answering, said

PAGE = bytes(cv2.imencode(".jpg", np.full((400, 300, 3), 200, np.uint8))[1])
DIGEST = PageDigest(sha256(PAGE).hexdigest())


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[RunningCentre]:
    with running_centre(tmp_path / "centre", clock=office.FrozenClock().clock()) as running:
        yield running


def desk_at(home: Path, centre: RunningCentre, user: str, window: str) -> Desk:
    station = office.station(home, office.FrozenClock(), centre=Cuttable(centre.address), furnished=False)
    return signing_in.sign_in(station, user, "demo", window)


@pytest.fixture
def desks(tmp_path: Path, centre: RunningCentre) -> Iterator[tuple[Desk, Desk]]:
    """The desk that scanned a page and sent it, and another one."""
    first, second = desk_at(tmp_path / "a", centre, "clerk3", "3"), desk_at(tmp_path / "b", centre, "clerk5", "5")
    assert isinstance(first.centre, HttpCentre)
    first.centre._asked("PUT", f"/pages/{DIGEST}", token=first.clerk.token, raw=PAGE)
    case_id = builders.open_case(centre.parts.journal)
    with centre.parts.journal.writing() as facts:
        facts.add(builders.CLERK, PagesAdded(MaterialCode("ID-CARD"), (DIGEST,)), of=case_id)
    yield first, second
    for desk in (first, second):
        assert isinstance(desk.centre, HttpCentre)
        desk.centre.close()
        desk.journal.engine.dispose()


def test_a_page_of_another_desk_is_seen_here_and_kept_for_the_next_time(desks: tuple[Desk, Desk]) -> None:
    _, other = desks
    with pytest.raises(StoreTrouble, match=r"page\.not_here"):
        other.vault.get(DIGEST)
    assert scanning.page_bytes(other, DIGEST) == PAGE
    assert scanning.thumbnail(other, DIGEST)[:2] == b"\xff\xd8"
    assert isinstance(other.centre, Cuttable)
    other.centre.cut = True
    assert scanning.page_bytes(other, DIGEST) == PAGE, "without the line, from here"


def test_a_page_nobody_has_is_refused(desks: tuple[Desk, Desk]) -> None:
    with pytest.raises(Refusal, match=r"page\.unknown"):
        scanning.page_bytes(desks[1], PageDigest("0" * 64))


def test_nobody_is_given_a_page_without_having_signed_in(desks: tuple[Desk, Desk]) -> None:
    with pytest.raises(Refusal, match=r"access\.not_signed_in"):
        desks[1].centre.fetch_page(DIGEST, token="nobody's")


@pytest.mark.parametrize(
    "answer",
    [
        said("200 OK", b"another page", "application/octet-stream"),
        said("200 OK", b"", "application/octet-stream"),
        said("404 Not Found", b"nothing", "text/plain"),
        said("302 Found", b"", "text/html", "Location: http://127.0.0.1:9/"),
    ],
    ids=["another page", "nothing", "not ours", "elsewhere"],
)
def test_what_is_not_this_page_is_the_lines_trouble(answer: Callable[[socket.socket], None]) -> None:
    with answering(answer) as address:
        stranger = HttpCentre(address)
        with pytest.raises(LineTrouble):
            stranger.fetch_page(DIGEST, token="t")
        stranger.close()
