"""What the centre makes of a bundle: combinations it refuses with a sentence, and what follows for cases that wait."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest

from deskapp.ids import CENTRE, CaseId, ClerkId, HallId, ItemCode, WindowId, new_id
from deskapp.protocol.messages import Event
from deskapp.queries import watch_list
from deskapp.rules.bundle_clock import days_of_all
from deskapp.rules.case import Case, PaperPrinted, Paused, Procedure
from deskapp.rules.case_state import State
from deskapp.rules.deadline import WorkingDays
from deskapp.rules.numbering import case_number
from deskapp.server import silence
from tests.rules.sample import sample_catalog
from tests.server.hall import Hall
from tests.server.pretend_desk import PretendDesk, desk_at

MATERIALS = {
    "RS-0301": ("ID-CARD", "PHOTO-1IN", "APP-CARD"),
    "YB-0201": ("ID-CARD", "REFERRAL"),
    "SCJG-0102": ("ID-CARD", "APP-SOLE", "PREMISES"),
    "SCJG-0201": ("ID-CARD", "APP-FOOD", "LAYOUT", "FOOD-RULES", "HEALTH-CERT"),
    "XF-0101": ("FIRE-PROMISE", "LAYOUT"),
    "ZJJ-0201": ("APP-SIGN", "SIGN-PICTURE"),
    "WJ-0101": ("ID-CARD", "APP-BIRTH"),
    "WJ-0201": (),
}


def number(serial: int) -> str:
    return case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), serial)


@dataclass
class Bundle:
    """A bundle that a desk tells of, case by case."""

    desk: PretendDesk
    theme: str
    id: str = field(default_factory=new_id)
    track: str = field(default_factory=new_id)
    cases: dict[str, CaseId] = field(default_factory=dict)

    def opened(self, item: str, **other: Any) -> Event:
        case = self.cases[item] = CaseId(new_id())
        said = {"id": self.id, "theme": self.theme, "track": self.track} | other.pop("bundle", {})
        answers = {"why_elsewhere": "referred"} if item == "YB-0201" else {}
        return self.desk.opened(case, item=item, bundle=said, answers=answers, **other)

    def brought(self, item: str) -> list[Event]:
        return [self.desk.received(self.cases[item], code) for code in MATERIALS[item]]

    def accepted(self, item: str, serial: int, bundle: str = "") -> Event:
        catalog = sample_catalog()
        counted = days_of_all(catalog.themes[self.theme], catalog, self.desk.hall.clock.moment, WorkingDays())
        own = counted[ItemCode(item)]
        days = {
            "promised_day": own.promised.day.isoformat(), "statutory_day": own.statutory.day.isoformat(),
            "provisional": own.provisional,
        }  # fmt: skip
        given = {"number": number(serial), "bundle_number": bundle or number(1)}
        return self.desk.event("case.accepted", self.cases[item], given | days)

    def whole(self, *items: str) -> list[Event]:
        told = [self.opened(item) for item in items]
        for item in items:
            told += self.brought(item)
        return told + [self.accepted(item, serial) for serial, item in enumerate(items, 2)]

    def decided(self, item: str, *, granted: bool = True) -> Event:
        said = {"granted": granted, "reason": "" if granted else "不符", "ground": "" if granted else "条例"}
        return self.desk.event("case.decided", self.cases[item], said | {"decided_on": "2026-11-23"})

    def at(self, hall: Hall, item: str) -> Case:
        with hall.parts.journal.reading() as reading:
            return reading.case(self.cases[item])


FOOD = ("SCJG-0102", "SCJG-0201", "XF-0101", "ZJJ-0201")


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


@pytest.fixture
def food(desk: PretendDesk) -> Bundle:
    """A restaurant's bundle, accepted at the centre."""
    made = Bundle(desk, "T-FOOD")
    assert set(desk.says(*made.whole(*FOOD))) == {"accepted"}
    return made


def test_the_number_of_a_bundle_is_every_case_s_and_nobody_else_s(hall: Hall, desk: PretendDesk, food: Bundle) -> None:
    assert {food.at(hall, item).bundle_number for item in FOOD} == {number(1)}
    other = Bundle(desk, "T-CARD")
    told = [other.opened("RS-0301"), *other.brought("RS-0301"), other.accepted("RS-0301", 9, number(1))]
    assert desk.says(*told)[-1] == "rejected case.number_taken"
    alone = CaseId(new_id())
    assert desk.says(*desk.visit(alone, number(1)))[-1] == "rejected case.number_taken"


@pytest.mark.parametrize(
    ("item", "spoilt", "why"),
    [
        ("RS-0301", {"theme": "T-NONE"}, "bundle.no_theme"),
        ("SCJG-0102", {}, "bundle.not_in_theme"),
        ("YB-0201", {"track": "another-track-of-many-signs"}, "bundle.differs"),
    ],
)
def test_what_does_not_fit_a_bundle_is_refused(desk: PretendDesk, item: str, spoilt: dict[str, str], why: str) -> None:
    made = Bundle(desk, "T-CARD")
    first = "YB-0201" if item == "RS-0301" else "RS-0301"
    assert desk.says(made.opened(first)) == ["accepted"]
    assert desk.says(made.opened(item, bundle=spoilt)) == [f"rejected {why}"]


def test_an_item_stands_in_a_bundle_once(desk: PretendDesk) -> None:
    made = Bundle(desk, "T-CARD")
    assert desk.says(made.opened("RS-0301"), made.opened("RS-0301")) == ["accepted", "rejected bundle.item_twice"]


def test_what_waits_comes_behind_what_it_waits_for(desk: PretendDesk) -> None:
    made = Bundle(desk, "T-FOOD")
    assert desk.says(made.opened("XF-0101"), made.opened("SCJG-0102"), made.opened("ZJJ-0201")) == [
        "rejected bundle.earlier_missing",
        "accepted",
        "accepted",
    ]


def test_a_bundle_is_accepted_under_one_number_and_a_case_alone_under_none(desk: PretendDesk) -> None:
    made = Bundle(desk, "T-CARD")
    told = [made.opened("RS-0301"), made.opened("YB-0201"), *made.brought("RS-0301"), *made.brought("YB-0201")]
    assert set(desk.says(*told)) == {"accepted"}
    assert desk.says(made.accepted("RS-0301", 2)) == ["accepted"]
    assert desk.says(made.accepted("YB-0201", 3, number(4))) == ["rejected bundle.number_differs"]
    alone = CaseId(new_id())
    visit = desk.visit(alone, number(7))[:-1]
    assert set(desk.says(*visit)) == {"accepted"}
    days = {"promised_day": "2026-11-24", "statutory_day": "2026-11-30"}
    said = desk.event("case.accepted", alone, {"number": number(7), "bundle_number": number(8)} | days)
    assert desk.says(said) == ["rejected bundle.none"]


def test_a_result_of_the_bundle_itself_is_taken_from_nobody(desk: PretendDesk) -> None:
    made = Bundle(desk, "T-FOOD")
    assert set(desk.says(made.opened("SCJG-0102"), made.opened("XF-0101"))) == {"accepted"}
    assert desk.says(desk.received(made.cases["XF-0101"], "LICENSE-BIZ")) == ["rejected material.produced"]


def test_nothing_is_decided_before_its_turn_and_its_days_count_from_there(hall: Hall, food: Bundle) -> None:
    clerk = food.desk
    hall.clock.move(timedelta(days=1))
    assert clerk.says(food.decided("SCJG-0102")) == ["accepted"]
    later = food.at(hall, "XF-0101")
    assert later.turn_came == date(2026, 11, 24)
    assert later.promised_day == date(2026, 11, 27)  # three working days from the grant
    assert later.statutory_day == date(2026, 12, 11)
    assert food.at(hall, "SCJG-0201").promised_day == date(2026, 12, 1)
    assert food.at(hall, "ZJJ-0201").promised_day == date(2026, 11, 27)


def test_no_desk_says_itself_that_its_turn_has_come(desk: PretendDesk, food: Bundle) -> None:
    said = {"since": "2026-11-23", "promised_day": "2027-11-30", "statutory_day": "2027-12-21"}
    assert desk.says(desk.event("case.turn_come", food.cases["XF-0101"], said))[0].startswith("rejected")


def test_what_waits_ends_with_a_reason_when_the_earlier_is_refused_and_comes_back_with_it(
    hall: Hall, food: Bundle
) -> None:
    desk = food.desk
    assert desk.says(food.decided("SCJG-0102", granted=False)) == ["accepted"]
    for item in FOOD[1:]:
        ended = food.at(hall, item)
        assert (ended.state, ended.granted) == (State.DECIDED, False)
        assert ended.before is not None
        assert ended.before.by == CENTRE
    with hall.parts.journal.reading() as reading:
        last = reading.events_of(food.cases["XF-0101"])[-1]
    assert last.payload["reason"] == "前置事项“个体工商户注册登记”未获准予，本事项的办理条件不具备。"
    assert last.payload["ground"] in (
        "《中华人民共和国行政许可法》第三十八条第二款",
        "《中华人民共和国行政许可法》第三十二条第一款",
    )
    back = desk.event("case.step_taken_back", food.cases["SCJG-0102"], {"step": "Decided"})
    assert desk.says(back) == ["accepted"]
    assert {food.at(hall, item).state for item in FOOD} == {State.ACCEPTED}


@pytest.mark.parametrize("ending", ["Decided", "Withdrawn"])
def test_a_case_that_stood_still_when_it_ended_stands_still_when_it_comes_back(
    hall: Hall, food: Bundle, ending: str
) -> None:
    desk = food.desk
    assert desk.says(food.decided("SCJG-0102")) == ["accepted"]
    with hall.parts.journal.writing() as facts:  # by the department, on its page
        fact = Paused("现场核查", Procedure.INSPECTION, date(2026, 11, 23), date(2026, 12, 1))
        facts.add(ClerkId("fire"), fact, of=food.cases["XF-0101"])
        facts.add(ClerkId("fire"), PaperPrinted("special_procedure"), of=food.cases["XF-0101"])
    stood = food.at(hall, "XF-0101")
    assert (stood.state, stood.paused_until) == (State.PAUSED, date(2026, 12, 1))
    taken_back = desk.event("case.step_taken_back", food.cases["SCJG-0102"], {"step": "Decided"})
    ended = (
        food.decided("SCJG-0102", granted=False)
        if ending == "Decided"
        else desk.event("case.withdrawn", food.cases["SCJG-0102"], {"reason": "不办了"})
    )
    assert desk.says(taken_back, ended) == ["accepted"] * 2
    assert (food.at(hall, "XF-0101").state, food.at(hall, "ZJJ-0201").state) == (State.DECIDED, State.DECIDED)
    assert desk.says(desk.event("case.step_taken_back", food.cases["SCJG-0102"], {"step": ending})) == ["accepted"]
    back = food.at(hall, "XF-0101")
    assert (back.state, back.granted, back.decided_on) == (State.PAUSED, None, None)
    for name in ("procedure", "paused_since", "paused_until", "promised_day", "statutory_day", "printed"):
        assert getattr(back, name) == getattr(stood, name), name
    assert food.at(hall, "ZJJ-0201").state is State.ACCEPTED, "this one did not stand still"


def test_what_waits_ends_with_what_is_withdrawn_by_a_desk_that_ends_nothing_itself(hall: Hall, food: Bundle) -> None:
    desk = food.desk
    assert desk.says(desk.event("case.withdrawn", food.cases["SCJG-0102"], {"reason": "不办了"})) == ["accepted"]
    assert all(food.at(hall, item).granted is False for item in FOOD[1:])


def test_the_other_items_are_nobody_s_concern(hall: Hall, food: Bundle) -> None:
    desk = food.desk
    assert desk.says(food.decided("SCJG-0102")) == ["accepted"]
    assert desk.says(desk.event("case.withdrawn", food.cases["ZJJ-0201"], {"reason": "不挂招牌"})) == ["accepted"]
    assert food.at(hall, "SCJG-0201").state is State.ACCEPTED


def test_a_grant_that_others_rest_on_stays(hall: Hall, desk: PretendDesk) -> None:
    made = Bundle(desk, "T-BIRTH")
    items = ("WJ-0101", "WJ-0201")
    assert set(desk.says(*made.whole(*items))) == {"accepted"}
    assert desk.says(made.decided("WJ-0201")) == ["rejected bundle.waits"]
    given_up = desk.event("case.steps_given_up", made.cases["WJ-0201"], {"steps": [], "remark": "again"})
    assert desk.says(given_up, made.decided("WJ-0101"), made.decided("WJ-0201")) == ["accepted"] * 3
    back = desk.event("case.step_taken_back", made.cases["WJ-0101"], {"step": "Decided"})
    assert desk.says(back) == ["rejected bundle.later_decided"]


def test_what_is_accepted_after_the_earlier_was_lost_is_sent_back(hall: Hall, desk: PretendDesk) -> None:
    made = Bundle(desk, "T-FOOD")
    first = [made.opened("SCJG-0102"), made.opened("XF-0101"), *made.brought("SCJG-0102"), *made.brought("XF-0101")]
    assert set(desk.says(*first, made.accepted("SCJG-0102", 2))) == {"accepted"}
    assert desk.says(made.decided("SCJG-0102", granted=False)) == ["accepted"]
    assert made.at(hall, "XF-0101").state is State.DECLINED
    assert desk.says(made.accepted("XF-0101", 3)) == ["rejected case.wrong_state"]


def test_the_progress_page_of_a_bundle_shows_it_by_department_and_names_nobody(hall: Hall, food: Bundle) -> None:
    page = hall.stranger().get(f"/track/{food.track}")
    words = re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.text, flags=re.S))
    assert page.status_code == 200
    assert "开办餐饮店一件事" in words
    assert number(1) in words
    assert "已受理，各部门办理中 Accepted, with the departments" in words
    assert words.count("办结后开始") == 3
    assert page.text.count("<section>") == 5  # two of the items are one department's; the rating, and whom to ask
    assert not re.search(r"clerk\d|sealed|D1", page.text)
    own = hall.stranger().get(f"/track/{food.at(hall, 'XF-0101').track}")
    assert "消防" in own.text


def test_a_case_that_is_accepted_when_its_turn_has_come_counts_from_then(hall: Hall, desk: PretendDesk) -> None:
    made = Bundle(desk, "T-FOOD")
    first = [made.opened("SCJG-0102"), made.opened("XF-0101"), *made.brought("SCJG-0102"), *made.brought("XF-0101")]
    assert set(desk.says(*first, made.accepted("SCJG-0102", 2), made.decided("SCJG-0102"))) == {"accepted"}
    assert made.at(hall, "XF-0101").turn_came is None
    assert desk.says(made.accepted("XF-0101", 3)) == ["accepted"]
    assert made.at(hall, "XF-0101").promised_day == date(2026, 11, 26)
    assert made.at(hall, "XF-0101").turn_came == date(2026, 11, 23)


def test_nobody_takes_the_progress_code_of_a_bundle(desk: PretendDesk, food: Bundle) -> None:
    other = Bundle(desk, "T-CARD", track=food.track)
    assert desk.says(other.opened("RS-0301")) == ["rejected case.track_taken"]
    assert desk.says(desk.opened(CaseId(new_id()), track=food.track)) == ["rejected case.track_taken"]
    own = new_id()
    assert desk.says(Bundle(desk, "T-CARD", track=own).opened("RS-0301", track=own)) == ["rejected case.track_taken"]


@pytest.mark.parametrize("spoilt", [{"id": "x" * 65}, {"id": ""}, {"theme": "t" * 65}, {"track": "short"}])
def test_what_no_bundle_can_be_called_makes_no_sense(desk: PretendDesk, spoilt: dict[str, str]) -> None:
    assert desk.says(Bundle(desk, "T-CARD").opened("RS-0301", bundle=spoilt)) == ["rejected event.no_sense"]


def test_of_two_licences_nobody_spoke_of_each_is_accepted_under_its_own_number_and_one_for_both(
    hall: Hall, desk: PretendDesk
) -> None:
    made = Bundle(desk, "T-FOOD")
    silent = {"received_on": "2026-11-23", "answer_by": "2026-11-30"}
    told = [made.opened("SCJG-0102"), *(made.opened(item, **silent) for item in FOOD[1:])]
    assert set(desk.says(*told)) == {"accepted"}
    hall.clock.move(timedelta(days=12))
    ids = [made.cases[item] for item in FOOD[1:]]
    with hall.parts.journal.writing() as facts:
        assert silence.accept_unanswered(facts, ids, hall.parts.hall) == 3
    found = [made.at(hall, item) for item in FOOD[1:]]
    assert len({case.number for case in found}) == 3
    assert len({case.bundle_number for case in found}) == 1
    assert {case.number for case in found}.isdisjoint({case.bundle_number for case in found})


def test_what_waits_is_on_nobody_s_list_of_what_is_late(hall: Hall, food: Bundle) -> None:
    hall.clock.move(timedelta(days=60))

    def listed() -> set[CaseId]:
        with hall.parts.journal.reading() as reading:
            now = hall.clock.moment
            return {one.case for one in watch_list.watch_list(reading, now, WorkingDays(), 0.3)}

    assert listed() == {food.cases["SCJG-0102"]}  # the one the others wait for
    assert food.desk.says(food.decided("SCJG-0102")) == ["accepted"]
    hall.clock.move(timedelta(days=60))
    assert {food.cases[item] for item in FOOD[1:]} <= listed()
