"""One person's cases together, and everything that one line finds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.journal import Journal
from deskapp.queries.found_all import FindSheet, find
from deskapp.queries.found_people import PersonSheet, person_sheet
from deskapp.rules import case as cases
from deskapp.rules.finding import FoundKind
from tests.clerk.office import FrozenClock
from tests.queries.telling import issue, publish, take_in, tell

ZHANG = cases.Person("张伟", "990106197904128117", "19900001111")
LI = cases.Person("李䶮", "990105198802293371", "19900002222")
DAY = date(2026, 11, 23)


def look_for(kept: Journal, words: str) -> FindSheet:
    with kept.reading() as reading:
        return find(reading, words)


def sheet_of(kept: Journal, case: CaseId, *, as_agent: bool = False) -> PersonSheet:
    with kept.reading() as reading:
        return person_sheet(reading, case, as_agent=as_agent)


def test_a_person_stands_there_once_with_all_their_cases_counted(desk: Journal) -> None:
    first, _ = take_in(desk, person=ZHANG), take_in(desk, person=ZHANG)
    tell(desk, first, cases.Withdrawn("a"))
    take_in(desk, person=LI)
    [one] = look_for(desk, "张伟").people
    assert (one.name, one.id_number, one.cases, one.waiting, one.as_agent) == ("张*", "990106********8117", 2, 1, False)


@pytest.mark.parametrize("words", ["李䶮", "ly", LI.id_number])
def test_whoever_comes_for_others_is_a_person_too(desk: Journal, words: str) -> None:
    own, for_zhang = take_in(desk, person=LI), take_in(desk, person=ZHANG, agent=LI)
    people = look_for(desk, words).people
    assert ("李*", 2) in {(one.name, one.cases) for one in people}
    sheet = sheet_of(desk, for_zhang, as_agent=True)
    assert {one.case for one in sheet.cases} == {own, for_zhang}
    assert sheet.for_others == {for_zhang}
    assert sheet.name == "李*"


@pytest.mark.parametrize("words", ["jose", "Álvarez", "+86 199 0000 4444", "990107 19900101 123x"])
def test_somebody_from_abroad_is_told_apart_from_whom_they_came_for(desk: Journal, words: str) -> None:
    jose = cases.Person("José Álvarez", "99010719900101123X", "199 0000 4444")
    take_in(desk, person=jose)
    take_in(desk, person=ZHANG, agent=jose)
    [one] = look_for(desk, words).people
    assert (one.cases, one.id_number) == (2, "990107********123X")


def test_what_waits_for_a_person_comes_first(desk: Journal, clock: FrozenClock) -> None:
    waits = take_in(desk, person=ZHANG)
    clock.move(timedelta(minutes=1))
    done = take_in(desk, person=ZHANG)
    tell(desk, done, cases.Withdrawn("a"))
    clock.move(timedelta(minutes=1))
    runs = take_in(desk, person=ZHANG)
    tell(desk, runs, cases.Accepted("9" * 24, DAY, DAY))
    assert [one.case for one in sheet_of(desk, done).cases] == [waits, runs, done]


def test_nobody_knows_an_erased_person_any_more(desk: Journal) -> None:
    case_id = take_in(desk, person=ZHANG)
    with desk.writing() as writing:
        writing.erase(case_id)
    assert look_for(desk, "张伟").people == ()
    with pytest.raises(Refusal, match=r"case\.erased"):
        sheet_of(desk, case_id)


def test_a_number_names_a_case_and_nobody(desk: Journal) -> None:
    case_id = take_in(desk, person=ZHANG)
    tell(desk, case_id, cases.Accepted("330000012026112300300018", DAY, DAY))
    for words in ("330000012026112300300018", "0018", "18"):
        sheet = look_for(desk, words)
        assert ([one.case for one in sheet.cases], sheet.people) == ([case_id], ()), words


def test_one_line_finds_people_cases_tickets_items_themes_and_cancelled_proofs(desk: Journal) -> None:
    publish(desk)
    take_in(desk, person=ZHANG)
    issue(desk, "A012")
    assert [one.kind for one in look_for(desk, "身份证").items] == [FoundKind.ITEM]
    assert next(one.kind for one in look_for(desk, "成年").items) is FoundKind.THEME
    assert [one.why for one in look_for(desk, "户籍证明").items] == ["数据共享"]
    assert [one.number for one in look_for(desk, "a012").tickets] == ["A012"]
    sheet = look_for(desk, "zw")
    assert (len(sheet.people), len(sheet.cases)) == (1, 1)


def test_more_than_are_shown_are_said_to_be_more(desk: Journal) -> None:
    for _ in range(21):
        take_in(desk, person=ZHANG)
    sheet = look_for(desk, "张伟")
    assert (len(sheet.cases), sheet.more) == (20, True)


def test_a_ticket_of_another_day_is_found_with_its_day(desk: Journal, clock: FrozenClock) -> None:
    ticket = issue(desk, "A012")
    tell(desk, ticket, *())
    clock.move(timedelta(days=1))
    issue(desk, "A012")
    assert [one.day.day for one in look_for(desk, "A012 昨天").tickets] == [23]
    assert [one.day.day for one in look_for(desk, "A012 11-24").tickets] == [24]
    assert [one.day.day for one in look_for(desk, "A012").tickets] == [24, 23], "who came yesterday still waits"


@pytest.mark.parametrize("words", ["", " ", "\x00", "\ud83d", "\U0010ffff", "%", "' OR 1=1 --"])
def test_words_that_say_nothing_find_nothing(desk: Journal, words: str) -> None:
    take_in(desk, person=ZHANG)
    issue(desk, "A012")
    sheet = look_for(desk, words)
    assert (sheet.people, sheet.cases, sheet.items) == ((), (), ())
