"""Pages made at one desk, seen at another, taken back after the centre has them; and two desks on one page."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.clerk import page_steps, scanning
from deskapp.desk import Desk, Station
from deskapp.failures import LineTrouble
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.page_making import WHOLE, Box, Craft, Making, sealed
from deskapp.rules.page_places import present
from deskapp.sync import round as rounds
from tests.journeys.test_a_visit import MATERIALS, accepted_at, line, sign_in, take_in
from tests.scans import drawn
from tests.server.running import RunningCentre

TURN = Making(Craft.TURN, turn=90)
BLACK = Making(Craft.REDACT, boxes=(Box(0, 0, WHOLE, WHOLE // 4),))


def bring(desk: Desk, case: CaseId, folder: Path) -> list[PageDigest]:
    came: list[PageDigest] = []
    for rows in (4, 9, 15):
        (folder / f"{rows}.jpg").write_bytes(drawn.saved(drawn.text(80, rows=rows), "JPEG"))
    files = [folder / f"{rows}.jpg" for rows in (4, 9, 15)]
    scanning.add_files(desk, case, MATERIALS[0], files, lambda taken: came.append(taken.digest))
    return came


def pages(desk: Desk, case: CaseId, material: MaterialCode = MATERIALS[0]) -> list[PageDigest]:
    with desk.journal.reading() as reading:
        return list(reading.case(case).pages.get(material, ()))


def exchange(*desks: Desk) -> None:
    for desk in (*desks, *desks):
        rounds.run(desk)


def test_what_is_done_to_pages_offline_reaches_the_other_desk_and_is_taken_back_after_it(
    stations: list[Station], centre: RunningCentre, tmp_path: Path
) -> None:
    ours, theirs = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    case = take_in(ours, pages=False)
    scanned = bring(ours, case, tmp_path)
    exchange(ours, theirs)
    line(ours).cut = True
    (turned,) = page_steps.make(ours, case, [scanned[0]], TURN)
    page_steps.move(ours, case, [scanned[2]], MATERIALS[0], turned)
    page_steps.remove(ours, case, [scanned[1]])
    with pytest.raises(LineTrouble):
        rounds.run(ours)
    line(ours).cut = False
    exchange(ours, theirs)
    assert pages(theirs, case) == pages(ours, case) == [scanned[2], turned]
    assert scanning.page_bytes(theirs, turned) == ours.vault.get(turned), "what was made is fetched like a scan"
    kinds = accepted_at(centre, case)
    for _ in range(3):
        page_steps.undo(ours, case)
    exchange(ours, theirs)
    assert pages(theirs, case) == pages(ours, case) == scanned
    assert accepted_at(centre, case) == [*kinds, *["case.pages_put_back"] * 3]


def test_two_desks_on_one_page_end_alike_and_the_second_is_told(
    stations: list[Station], centre: RunningCentre, tmp_path: Path
) -> None:
    ours, theirs = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    case = take_in(ours, pages=False)
    scanned = bring(ours, case, tmp_path)
    exchange(ours, theirs)
    (black,) = page_steps.make(ours, case, [scanned[0]], BLACK)
    page_steps.make(theirs, case, [scanned[0]], TURN)
    rounds.run(ours)
    exchange(theirs, ours)
    assert pages(theirs, case) == pages(ours, case) == [black, *scanned[1:]]
    with theirs.journal.reading() as reading:
        told = reading.case(case)
    assert scanned[0] in sealed(told.makings, present(told.pages))
    with centre.parts.journal.reading() as reading:
        assert reading.case(case).pages[MATERIALS[0]][0] == black
