"""A catalogue for a day to come: published at the centre, pulled by the desks, in force by itself with the line cut."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from deskapp.clerk import accepting, intake, sheets
from deskapp.clerk.intake import Application
from deskapp.desk import Desk, Station
from deskapp.failures import LineTrouble
from deskapp.ids import CaseId, ItemCode
from deskapp.protocol.messages import SignIn
from deskapp.rules.case_state import State
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.journeys.test_a_visit import line, sign_in
from tests.rules.sample import sample_text
from tests.server.hall import code_of
from tests.server.running import RunningCentre

TO_MIDNIGHT = timedelta(hours=14, minutes=30)  # from 9:30 at the office
TOMORROW = (
    sample_text()
    .replace('version: "2026.11"', 'version: "2026.12"')
    .replace("2026-11-01", "2026-11-24")
    .replace("{code: APP-SOLE, need: required}, ", "")
    .replace("name: 个体工商户注册登记,", "name: 个体户登记,")
)


def publish(running: RunningCentre, text: str) -> httpx.Response:
    at_the_centre = HttpCentre(running.address)
    token = at_the_centre.sign_in(SignIn(user="admin", password="demo")).token
    at_the_centre.close()
    return httpx.post(
        f"{running.address}/api/v1/catalog",
        content=text.encode(),
        headers={"Authorization": f"Bearer {token}"},
        timeout=20,
        trust_env=False,
    )


def take_in(desk: Desk) -> CaseId:
    who = Application(ItemCode("SCJG-0102"), "李䶮", "990105198802293371", "19900007221")
    return intake.open_case(desk, who)


def settle(desk: Desk, case: CaseId) -> None:
    for owed in sheets.case(desk, case).owed:
        intake.receive(desk, case, owed.code)


def name_of(desk: Desk) -> str:
    return sheets.find_items(desk, "SCJG-0102")[0].name


def test_every_desk_changes_at_midnight_whether_its_line_is_up_or_cut(
    clock: office.FrozenClock, centre: RunningCentre, stations: list[Station]
) -> None:
    near, far = sign_in(stations[0]), sign_in(stations[1], "clerk4", "4")
    assert publish(centre, TOMORROW).status_code == 201
    for desk in (near, far):
        rounds.run(desk)
        assert name_of(desk) == "个体工商户注册登记"
    line(far).cut = True
    begun = take_in(far)
    clock.move(TO_MIDNIGHT - timedelta(seconds=1))
    assert (name_of(near), name_of(far)) == ("个体工商户注册登记",) * 2
    clock.move(timedelta(seconds=1))
    assert (name_of(near), name_of(far)) == ("个体户登记",) * 2
    later = take_in(far)
    assert [len(sheets.case(far, case).owed) for case in (begun, later)] == [3, 2]
    for case in (begun, later):
        settle(far, case)
        accepting.accept(far, case)
    with pytest.raises(LineTrouble):
        rounds.run(far)
    line(far).cut = False
    rounds.run(far)
    rounds.run(near)
    for case in (begun, later):
        assert sheets.case(far, case).rejected is None  # the centre judged each by the version it keeps
        assert sheets.case(near, case).state is State.ACCEPTED
    assert [sheets.case(near, case).item_name for case in (begun, later)] == ["个体工商户注册登记", "个体户登记"]


def test_a_version_is_never_published_twice_whoever_asks(centre: RunningCentre, stations: list[Station]) -> None:
    desk = sign_in(stations[0])
    assert publish(centre, TOMORROW).status_code == 201
    again = publish(centre, TOMORROW.replace("个体户登记", "另一个名称"))
    assert (again.status_code, code_of(again)) == (409, "catalog.version_taken")
    rounds.run(desk)
    with desk.journal.reading() as reading:
        kinds = [event.kind for event in reading.numbered(0, 1000)]
    assert kinds.count("catalog.published") == 2


def test_answers_travel_to_the_centre_and_to_the_other_desk(
    clock: office.FrozenClock, centre: RunningCentre, stations: list[Station]
) -> None:
    near, far = sign_in(stations[0]), sign_in(stations[1], "clerk4", "4")
    line(near).cut = True
    who = Application(ItemCode("GA-0101"), "李䶮", "990105198802293371", "19900007221")
    case = intake.open_case(near, who)
    intake.answer(near, case, "married", "no")
    intake.answer(near, case, "father_enters", "yes")
    line(near).cut = False
    rounds.run(near)
    rounds.run(far)
    there = sheets.case(far, case)
    assert {one.question.code: one.answer for one in there.questions} == {"married": "no", "father_enters": "yes"}
    assert "PATERNITY" in {owed.code for owed in there.owed}
    intake.answer(far, case, "father_enters", "no")
    rounds.run(far)
    rounds.run(near)
    assert "PATERNITY" not in {owed.code for owed in sheets.case(near, case).owed}
    assert (sheets.case(near, case).rejected, sheets.case(far, case).rejected) == (None, None)
