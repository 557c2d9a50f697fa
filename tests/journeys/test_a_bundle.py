"""A theme at a desk whose line is cut, and at two desks at once: nothing lost, nothing twice, nothing half for long."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from PIL import Image

from db.tables import events
from deskapp.clerk import accepting, deciding, handing_out, intake, scanning, settling, sheets
from deskapp.clerk.handing_out import Handing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk, Station
from deskapp.failures import Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode
from deskapp.journal import rebuild
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.verify import verify
from deskapp.queries import sisters
from deskapp.queries.bundle_sheet import BundleSheet
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Accepted, Case, Usual
from deskapp.rules.case_state import State
from deskapp.sync import round as rounds
from tests.clerk import office
from tests.journeys.test_a_visit import line, sign_in
from tests.server.running import RunningCentre


def begin(desk: Desk, theme: str, **answers: str) -> CaseId:
    name, number, phone = next(iter(office.people()))
    return intake.open_case(desk, Application(ItemCode(""), name, number, phone, answers=answers, theme=theme))


def take_all(desk: Desk, case_id: CaseId) -> None:
    for one in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, one.code)


def bundle(desk: Desk, case_id: CaseId) -> BundleSheet:
    found = sheets.case(desk, case_id).bundle
    assert found is not None
    return found


def at_the_centre(centre: RunningCentre, desk: Desk, case_id: CaseId) -> dict[str, Case]:
    with desk.journal.reading() as reading:
        mine = reading.case(case_id).bundle
    assert mine is not None
    with centre.parts.journal.reading() as reading:
        return {str(case.item): case for case in sisters.of_bundle(reading, mine.id)}


def sheet_of_paper(folder: Path) -> Path:
    file = folder / "page.jpg"
    picture = Image.new("RGB", (800, 1100), "white")
    for row in range(100, 1000, 40):
        picture.paste("black", (100, row, 700, row + 12))
    picture.save(file, dpi=(200, 200))
    return file


def test_a_theme_served_without_a_line_reaches_the_centre_whole_and_every_page_once(
    tmp_path: Path, stations: list[Station], centre: RunningCentre
) -> None:
    desk = sign_in(stations[0])
    line(desk).cut = True
    case_id = begin(desk, "T-BIRTH", married="yes")
    scanning.add_files(desk, case_id, MaterialCode("ID-CARD"), [sheet_of_paper(tmp_path)], lambda _: None)
    take_all(desk, case_id)
    number = accepting.accept(desk, case_id).number
    done = deciding.grant(desk, case_id)
    assert len(done.cases) == 5
    handing_out.deliver(desk, done.cases[:3], Handing())
    line(desk).cut = False
    report = rounds.run(desk)
    assert report.pages == 1  # in four cases, scanned once, sent once
    for _ in range(3):
        rounds.run(desk)
    assert (sheets.line(desk).pending, sheets.line(desk).rejected) == (0, 0)
    there = at_the_centre(centre, desk, case_id)
    assert {case.bundle_number for case in there.values()} == {number}
    assert [case.state for case in there.values()].count(State.DELIVERED) == 3
    assert sum("ID-CARD" in case.pages for case in there.values()) == 5
    other = sign_in(stations[1], "clerk5", "5")
    assert bundle(other, case_id).lines == bundle(desk, case_id).lines
    assert len(handing_out.find(other, number)) == 2
    for journal in (desk.journal, centre.parts.journal):
        with journal.reading() as reading:
            assert list(rebuild.differences(reading)) == []
            assert not verify(reading).faults


def test_what_another_desk_declined_meanwhile_is_settled_for_the_whole_bundle_at_once(
    stations: list[Station], centre: RunningCentre
) -> None:
    first, second = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    case_id = begin(first, "T-BIRTH", married="yes")
    take_all(first, case_id)
    rounds.run(first)
    rounds.run(second)
    register = next(one.case for one in bundle(second, case_id).lines if one.item_name == "新生儿出生户口登记")
    accepting.decline(second, register, "父母户口不在本地", "条例", Usual.NOT_COMPETENT, alone=True)
    rounds.run(second)
    number = accepting.accept(first, case_id).number  # the first desk has not heard of it
    rounds.run(first)
    rounds.run(first)
    there = at_the_centre(centre, first, case_id)
    lost = {"GA-0101", "YB-0101", "RS-0301"}
    assert {item for item, case in there.items() if case.state is State.DECLINED} == lost
    assert {case.bundle_number for item, case in there.items() if item not in lost} == {number}
    told = sheets.line(first)
    assert told.rejected >= 3
    settling.give_up(first, told.steps[0].event, "已当面说明")
    rounds.run(first)
    assert sheets.line(first).rejected == 0
    assert bundle(first, case_id).state is BundleState.RUNNING
    deciding.grant(first, case_id)
    rounds.run(first)
    granted = {item for item, case in at_the_centre(centre, first, case_id).items() if case.granted}
    assert granted == {"WJ-0101", "WJ-0201"}


def test_an_opening_that_was_sent_back_is_made_again_with_what_rests_on_it(
    stations: list[Station], centre: RunningCentre
) -> None:
    """The centre lost the first of two bundles' numbers to another desk: all that was sent back goes once more."""
    desk = sign_in(stations[0])
    case_id = begin(desk, "T-CARD", why_elsewhere="referred")
    take_all(desk, case_id)
    first = accepting.accept(desk, case_id).number
    rounds.run(desk)
    again = begin(desk, "T-CARD", why_elsewhere="referred")
    take_all(desk, again)
    with desk.journal.writing() as facts:  # a restored cache gives a number that was given before
        given = {one.item: one.id for one in sisters.with_sisters(facts, facts.case(case_id))}
        for one in sisters.with_sisters(facts, facts.case(again)):
            fact = replace(_accepted(desk, given[one.item]), bundle_number=first, number=_numbers(desk, case_id)[0])
            facts.add(desk.clerk.id, fact, of=one.id)
    rounds.run(desk)
    told = sheets.line(desk)
    assert {step.rejected for step in told.steps if step.rejected} == {"case.number_taken"}
    settling.send_again(desk, told.steps[0].event)
    rounds.run(desk)
    assert (sheets.line(desk).pending, sheets.line(desk).rejected) == (0, 0)
    there = at_the_centre(centre, desk, again)
    assert {case.state for case in there.values()} == {State.ACCEPTED}
    numbers = {case.bundle_number for case in there.values()}
    assert len(numbers) == 1
    assert first not in numbers


def test_eight_hands_accept_one_bundle_and_one_of_them_does(stations: list[Station]) -> None:
    desk = sign_in(stations[0])
    case_id = begin(desk, "T-CARD", why_elsewhere="referred")
    take_all(desk, case_id)
    numbers, refused = [], []

    def accept() -> None:
        try:
            numbers.append(accepting.accept(desk, case_id).number)
        except Refusal as refusal:
            refused.append(refusal.code)

    hands = [threading.Thread(target=accept) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(numbers) == 1
    assert set(refused) == {"case.wrong_state"}


def _accepted(desk: Desk, case_id: CaseId) -> Accepted:
    with desk.journal.reading() as reading:
        event = next(one for one in reading.events_of(case_id) if one.kind == "case.accepted")
    fact = from_payload(event.kind, event.schema, event.payload, unread)
    assert isinstance(fact, Accepted)
    return fact


def _numbers(desk: Desk, case_id: CaseId) -> list[str]:
    with desk.journal.reading() as reading:
        question = sa.select(events.c.stream_id).where(events.c.kind == "case.accepted")
        ids = list(reading.connection.execute(question).scalars())
        return [reading.case(CaseId(one)).number or "" for one in ids]
