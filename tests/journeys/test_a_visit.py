"""Whole visits: a desk, a real centre over HTTP, the line cut, answers lost; nothing is lost and nothing is twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from db.tables import events
from deskapp.clerk import accepting, calling, holding, intake, settling, sheets, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk, Station
from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest, QueueId, TicketId, WindowId
from deskapp.journal import pages_kept, presence, taking_in
from deskapp.protocol.messages import IssueTicket, SignIn, TicketAnswer
from deskapp.rules.case import PagesAdded
from deskapp.rules.case_state import State
from deskapp.rules.ticket import TicketState
from deskapp.sync import round as rounds
from deskapp.sync.client import HttpCentre
from tests.clerk import office
from tests.fakes.cut_line import Cuttable
from tests.server.running import RunningCentre

ITEM = ItemCode("SCJG-0102")
MATERIALS = [MaterialCode(code) for code in ("ID-CARD", "APP-SOLE", "PREMISES")]
PAGE = b"\xff\xd8 not looked at by the journal " * 40


def sign_in(station: Station, user: str = "clerk3", window: str = "3") -> Desk:
    desk = signing_in.sign_in(station, user, "demo", window)
    rounds.run(desk)
    return desk


def line(desk: Station) -> Cuttable:
    assert isinstance(desk.centre, Cuttable)
    return desk.centre


def issue(centre: RunningCentre, queue: str = "A") -> TicketAnswer:
    greeter = HttpCentre(centre.address)
    token = greeter.sign_in(SignIn(user="greeter", password="demo")).token
    answer = greeter.issue(IssueTicket(queue=QueueId(queue)), token=token)
    greeter.close()
    return answer


def take_in(desk: Desk, *, pages: bool = True) -> CaseId:
    case = intake.open_case(desk, Application(ITEM, "𬭎子轩", "990108200101011158"))
    for material in MATERIALS:
        intake.receive(desk, case, material)
    if pages:
        digest = desk.vault.put(PAGE)
        with desk.journal.writing() as facts:
            pages_kept.keep(facts, pages_kept.KeptPage(digest, len(PAGE), 1, 1, 200, blank=False, blurred=False))
            facts.add(desk.clerk.id, PagesAdded(MATERIALS[0], (digest,)), of=case)
    return case


def accepted_at(centre: RunningCentre, case: CaseId) -> list[str]:
    with centre.parts.journal.reading() as reading:
        return [event.kind for event in reading.events_of(case)]


def test_a_visit_begun_offline_reaches_the_centre_exactly_once(stations: list[Station], centre: RunningCentre) -> None:
    issue(centre)
    desk = sign_in(stations[0])
    called = calling.call_next(desk)
    assert called is not None
    assert (called.number, called.offline) == ("A001", False)
    line(desk).cut = True
    case = take_in(desk)
    done = accepting.accept(desk, case)
    assert done.trouble is None
    assert sheets.line(desk).pending == 8
    with pytest.raises(LineTrouble):
        rounds.run(desk)
    assert not desk.line.online
    line(desk).cut = False
    report = rounds.run(desk)
    assert (report.pages, report.pushed) == (1, 8)
    sheet = sheets.line(desk)
    assert (sheet.online, sheet.pending, sheet.rejected, sheet.pages_pending) == (True, 0, 0, 0)
    kinds = accepted_at(centre, case)
    assert kinds.count("case.accepted") == 1
    assert kinds.count("case.paper_printed") == 2
    other = sign_in(stations[1], "clerk5", "5")
    with other.journal.reading() as reading:
        assert reading.case(case).number == done.number
        applicant, _ = reading.people(case)
    assert applicant is not None
    assert applicant.name == "𬭎子轩"
    assert rounds.run(desk).pushed == 0


def test_a_lost_answer_is_asked_for_again_and_nothing_stands_twice(
    stations: list[Station], centre: RunningCentre
) -> None:
    desk = sign_in(stations[0])
    case = take_in(desk, pages=False)
    line(desk).lose_answers = True
    for _ in range(3):
        with pytest.raises(LineTrouble):
            rounds.run(desk)
    assert sheets.line(desk).pending == 4
    line(desk).lose_answers = False
    rounds.run(desk)
    assert sheets.line(desk).pending == 0
    assert accepted_at(centre, case) == ["case.opened"] + ["case.material_received"] * 3
    with centre.parts.journal.reading() as reading:
        seqs = reading.connection.execute(sa.select(events.c.seq).order_by(events.c.seq)).scalars().all()
    assert [seq for seq in seqs if seq] == list(range(1, len(seqs) + 1))


def test_pages_go_before_the_word_about_them_and_hold_up_only_their_own_case(
    stations: list[Station], centre: RunningCentre
) -> None:
    desk = sign_in(stations[0])
    missing = PageDigest("0" * 64)
    held = intake.open_case(desk, Application(ITEM, "张伟", "990106197904128117"))
    with desk.journal.writing() as facts:
        pages_kept.keep(facts, pages_kept.KeptPage(missing, 10, 1, 1, 200, blank=False, blurred=False))
        facts.add(desk.clerk.id, PagesAdded(MATERIALS[0], (missing,)), of=held)
    intake.receive(desk, held, MATERIALS[1])
    free = take_in(desk)
    report = rounds.run(desk)
    assert report.troubles
    assert accepted_at(centre, held) == ["case.opened"]
    assert "case.pages_added" in accepted_at(centre, free)
    assert sheets.line(desk).pending == 2


def test_what_the_centre_rejects_is_kept_shown_and_settled(stations: list[Station], centre: RunningCentre) -> None:
    first, second = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    case = take_in(first)
    rounds.run(first)
    rounds.run(second)
    accepting.decline(second, case, "不属于本厅办理范围", "行政许可法第三十二条")
    rounds.run(second)
    accepting.accept(first, case)  # the first desk has not heard of it
    rounds.run(first)
    sheet = sheets.line(first)
    assert sheet.rejected >= 1
    assert sheets.case(first, case).state is State.DECLINED
    assert {step.rejected for step in sheet.steps} <= {"case.wrong_state", "case.earlier_step_rejected"}
    assert first.vault.get(PageDigest(_page_of(first, case))) == PAGE
    free = take_in(first, pages=False)
    rounds.run(first)
    assert accepted_at(centre, free)
    settling.give_up(first, sheet.steps[0].event, "申请人改日再来")
    rounds.run(first)
    assert sheets.line(first).rejected == 0
    assert accepted_at(centre, case).count("case.accepted") == 0


def _page_of(desk: Desk, case: CaseId) -> str:
    with desk.journal.reading() as reading:
        return next(iter(reading.case(case).pages.values()))[0]


def test_both_desks_come_to_the_same_state_whoever_spoke_first(stations: list[Station]) -> None:
    first, second = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    case = take_in(first)
    rounds.run(first)
    rounds.run(second)
    intake.give_back(second, case, MATERIALS[2])
    intake.commit(first, case, MATERIALS[2])
    for desk in (second, first, second, first):
        rounds.run(desk)
    with first.journal.reading() as one, second.journal.reading() as other:
        assert one.case(case) == other.case(case)
        assert taking_in.cursor(one) == taking_in.cursor(other)


def test_a_call_whose_answer_was_lost_is_found_again(stations: list[Station], centre: RunningCentre) -> None:
    issue(centre)
    issue(centre)
    desk = sign_in(stations[0])
    line(desk).lose_answers = True
    called = calling.call_next(desk)
    line(desk).lose_answers = False
    assert called is not None
    assert called.offline
    rounds.run(desk)
    again = calling.call_next(desk)
    assert again is not None
    assert {called.number, again.number} == {"A001", "A002"}
    with centre.parts.journal.reading() as reading:
        in_hand = [reading.ticket(t) for t in _tickets(centre)]
    assert len([t for t in in_hand if t.state in (TicketState.CALLED, TicketState.SERVING)]) == 1


@pytest.mark.parametrize("cut", [False, True], ids=["before the centre heard of it", "while the line is cut"])
def test_who_was_held_is_not_lost_by_the_next_call(stations: list[Station], centre: RunningCentre, cut: bool) -> None:
    """The centre ends whom it takes to be in hand; the word that they are held comes after, and stands."""
    issue(centre)
    issue(centre)
    desk, other = sign_in(stations[0]), stations[1]
    first = calling.call_next(desk)
    assert first is not None
    line(desk).cut = cut
    holding.hold(desk, first.ticket)
    assert calling.call_next(desk) is not None
    line(desk).cut = False
    for _ in range(2):
        rounds.run(desk)
    rounds.run(sign_in(other, "clerk5", "5"))
    for journal in (desk.journal, centre.parts.journal, other.journal):
        with journal.reading() as reading:
            held = reading.ticket(first.ticket)
        assert (held.state, held.window) == (TicketState.HELD, WindowId("3"))
    holding.take_up(desk, first.ticket)
    assert sheets.call(desk).number == first.number


def _tickets(centre: RunningCentre) -> list[TicketId]:
    with centre.parts.journal.reading() as reading:
        found = sa.select(events.c.stream_id).where(events.c.kind == "ticket.issued")
        return [TicketId(ticket) for ticket in reading.connection.execute(found).scalars()]


def test_somebody_who_signed_in_this_morning_may_do_so_without_the_line(
    stations: list[Station], clock: office.FrozenClock
) -> None:
    desk = sign_in(stations[0])
    signing_in.sign_out(desk)
    line(desk).cut = True
    with pytest.raises(Refusal) as wrong:
        signing_in.sign_in(stations[0], "clerk3", "guess", "3")
    assert wrong.value.code == "sign_in.wrong"
    with pytest.raises(Refusal) as stranger:
        signing_in.sign_in(stations[0], "clerk4", "demo", "3")
    assert stranger.value.code == "sign_in.needs_line"
    again = signing_in.sign_in(stations[0], "clerk3", "demo", "3")
    assert again.clerk.offline
    case = take_in(again, pages=False)
    clock.move(timedelta(hours=13))
    with pytest.raises(Refusal) as over:
        signing_in.sign_in(stations[0], "clerk3", "demo", "3")
    assert over.value.code == "sign_in.grant_over"
    line(desk).cut = False
    rounds.run(again)
    assert sheets.line(again).pending == 0
    assert sheets.case(again, case).sent


def test_work_goes_on_being_sent_after_sign_out_under_its_own_name(
    stations: list[Station], centre: RunningCentre
) -> None:
    desk = sign_in(stations[0])
    line(desk).cut = True
    case = take_in(desk, pages=False)
    signing_in.sign_out(desk)
    line(desk).cut = False
    other = signing_in.sign_in(stations[0], "clerk4", "demo", "3")
    sheet = sheets.line(other)
    assert (sheet.others, sheet.steps) == (6, ())
    rounds.run(other)
    with centre.parts.journal.reading() as reading:
        assert {event.actor for event in reading.events_of(case)} == {"clerk3"}


def test_two_desks_cannot_open_the_same_window(stations: list[Station]) -> None:
    sign_in(stations[0])
    with pytest.raises(Refusal) as taken:
        signing_in.sign_in(stations[1], "clerk5", "demo", "3")
    assert taken.value.code == "window.taken"
    assert taken.value.values == {"window": "3", "clerk": "clerk3"}


def test_a_window_whose_line_is_cut_keeps_its_own_tickets_for_the_lease(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    cut, online = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    for _ in range(12):
        issue(centre)
    rounds.run(cut)
    rounds.run(online)
    line(cut).cut = True
    clock.move(timedelta(seconds=60))
    rounds.run(online)
    mine, theirs = set(), set()
    while (called := calling.call_next(online)) is not None:
        theirs.add(called.number)
    while (called := calling.call_next(cut)) is not None:
        mine.add(called.number)
    assert mine | theirs == {f"A{n:03d}" for n in range(1, 13)}
    assert not mine & theirs
    assert mine
    line(cut).cut = False
    rounds.run(cut)
    assert sheets.line(cut).rejected == 0


def test_after_the_lease_the_tickets_are_called_by_others_and_both_are_told(
    stations: list[Station], centre: RunningCentre, clock: office.FrozenClock
) -> None:
    cut, online = sign_in(stations[0]), sign_in(stations[1], "clerk5", "5")
    for _ in range(12):
        issue(centre)
    rounds.run(cut)
    rounds.run(online)
    line(cut).cut = True
    own = calling.call_next(cut)
    assert own is not None
    clock.move(timedelta(seconds=700))
    with centre.parts.journal.writing() as facts:
        presence.forget_window(facts, WindowId("3"))
    double = None
    while (called := calling.call_next(online)) is not None:
        if called.number == own.number:
            double = called
            break
    assert double is not None
    line(cut).cut = False
    rounds.run(cut)
    rounds.run(online)
    assert sheets.line(cut).rejected == 0
    assert sheets.call(cut).also_at == ("5",)
    assert sheets.call(online).also_at == ("3",)
