"""Cases found again: by a number, a name, an ID number or a telephone number, and shown masked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import CaseId
from deskapp.journal.journal import Journal
from deskapp.queries import found as found_queries
from deskapp.queries.found import FoundCase, Match, found_cases
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp
from deskapp.rules.late import Late
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import publish, take_in, tell
from tests.rules.sample import SMALL

ZHANG = cases.Person("张伟", "990106197904128117", "19900001111")
ZHANG_TOO = cases.Person("张伟民", "99010819820101115X", "19900002222")
ABROAD = cases.Person("José Álvarez", "990107199001011237", "+86 199-0000-4444")
TURSUN = cases.Person("买买提·吐尔逊", "990302200002290016", "")
NUMBER, NEXT = "330000012026112300300018", "330000012026112400300016"


def found(kept: Journal, words: str) -> list[FoundCase]:
    with kept.reading() as reading:
        return list(found_cases(reading, words))


def ids(kept: Journal, words: str) -> set[CaseId]:
    return {one.case for one in found(kept, words)}


def accepted(number: str) -> cases.Accepted:
    return cases.Accepted(number, date(2026, 11, 30), date(2026, 12, 21))


@pytest.fixture
def three(desk: Journal) -> dict[str, CaseId]:
    """Three people at one desk, each with a case."""
    return {person.name: take_in(desk, person=person) for person in (ZHANG, ZHANG_TOO, TURSUN)}


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("张", {"张伟", "张伟民"}),
        ("张伟", {"张伟", "张伟民"}),
        ("张伟民", {"张伟民"}),
        ("  张伟民\t", {"张伟民"}),
        ("伟", {"张伟", "张伟民"}),
        ("伟民", {"张伟民"}),
        ("民", {"张伟民"}),
        ("吐尔逊", {"买买提·吐尔逊"}),
        ("zwm", {"张伟民"}),
        ("ZW", {"张伟", "张伟民"}),
        ("wm", set()),
        ("买买提·吐", {"买买提·吐尔逊"}),
        ("9901", {"张伟", "张伟民"}),
        ("990106197904128117", {"张伟"}),
        ("99010819820101115x", {"张伟民"}),
        ("99010819820101115X", {"张伟民"}),
        ("8117", set()),
        ("19900002222", {"张伟民"}),
        ("1990000", set()),
        ("2222", {"张伟民"}),
        ("222", set()),
        ("1", set()),
    ],
)
def test_a_case_is_found_by_the_beginning_of_a_name_or_id_number_and_a_whole_telephone_number(
    desk: Journal, three: dict[str, CaseId], words: str, names: set[str]
) -> None:
    assert ids(desk, words) == {three[name] for name in names}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("990108 19820101 115x", "张伟民"),
        ("990108-19820101-115X", "张伟民"),
        ("990108 1982", "张伟民"),
        ("+86 199 0000 2222", "张伟民"),
        ("0086-199-0000-2222", "张伟民"),
        ("199 0000 4444", "José Álvarez"),
        ("+8619900004444", "José Álvarez"),
        ("4444", "José Álvarez"),
        ("alvarez", "José Álvarez"),
        ("JOSÉ Á", "José Álvarez"),
    ],
)
def test_numbers_in_groups_and_names_in_an_alphabet_find_their_case(
    desk: Journal, three: dict[str, CaseId], words: str, name: str
) -> None:
    people = three | {ABROAD.name: take_in(desk, person=ABROAD)}
    assert ids(desk, words) == {people[name]}


@pytest.mark.parametrize("words", ["jose alvarez", "+86 199 0000 4444", "99010719900101 1237"])
def test_what_is_whole_is_whole_however_it_is_typed(desk: Journal, words: str) -> None:
    take_in(desk, person=ABROAD)
    [one] = found(desk, words)
    assert one.match is Match.WHOLE


@pytest.mark.parametrize(
    "words", ["", " ", "\u3000\n", "%", "_", "张%", "' OR '1'='1", "张伟\x00", "*", "²", "\U0010ffff"]
)
def test_signs_that_stand_for_anything_elsewhere_find_nobody_here(
    desk: Journal, three: dict[str, CaseId], words: str
) -> None:
    assert three
    assert found(desk, words) == []


def test_a_case_is_found_by_the_beginning_of_its_number(desk: Journal) -> None:
    one, other = take_in(desk, person=ZHANG), take_in(desk, person=TURSUN)
    tell(desk, one, accepted(NUMBER))
    tell(desk, other, accepted(NEXT))
    assert ids(desk, NUMBER) == {one}
    assert ids(desk, "3300000120261124") == {other}
    assert ids(desk, "330000") == {one, other}
    assert ids(desk, NUMBER[1:]) == {one}, "its end"
    assert ids(desk, NUMBER[1:-1]) == set(), "its middle"


@pytest.mark.parametrize("length", [2, 3, 4, 5, 12, 23])
def test_a_case_is_found_by_any_end_of_its_number(desk: Journal, length: int) -> None:
    one, other = take_in(desk, person=ZHANG), take_in(desk, person=TURSUN)
    tell(desk, one, accepted(NUMBER))
    tell(desk, other, accepted(NEXT))
    assert ids(desk, NUMBER[-length:]) == {one}
    assert ids(desk, NEXT[-length:]) == {other}


def test_a_number_that_stands_on_paper_finds_its_case_after_the_acceptance_was_taken_back(desk: Journal) -> None:
    case_id = take_in(desk)
    tell(desk, case_id, accepted(NUMBER), cases.AcceptanceUndone(NUMBER))
    [one] = found(desk, NUMBER)
    assert (one.case, one.state) == (case_id, State.OPENED)


def test_what_is_found_is_masked_and_named(desk: Journal, clock: FrozenClock) -> None:
    publish(desk)
    clock.move(timedelta(minutes=7))
    case_id = take_in(desk, person=ZHANG_TOO)
    tell(desk, case_id, accepted(NUMBER))
    [one] = found(desk, "张伟民")
    assert one == FoundCase(
        case_id, NUMBER, State.ACCEPTED, "身份证申领", "张**", MORNING + timedelta(minutes=7),
        id_number="990108********115X", days_left=5,
    )  # fmt: skip


def test_an_item_is_called_as_the_cases_own_catalogue_called_it(desk: Journal) -> None:
    publish(desk)
    case_id = take_in(desk, person=ZHANG)
    publish(desk, SMALL.replace('version: "1"', 'version: "2"').replace("name: 身份证申领", "name: 身份证办理"))
    newer = take_in(desk, person=ZHANG, catalog="2")
    assert {one.case: one.item_name for one in found(desk, "张伟")} == {case_id: "身份证申领", newer: "身份证办理"}


def test_a_case_of_a_catalogue_that_never_came_here_is_found_by_its_items_code(desk: Journal) -> None:
    take_in(desk, person=ZHANG, catalog="another")
    assert [one.item_name for one in found(desk, "张伟")] == ["GA-1"]


@pytest.mark.parametrize(
    ("days", "lamp", "late"),
    [
        (0, Lamp.GREEN, None),
        (6, Lamp.YELLOW, Late.DUE_SOON),
        (9, Lamp.YELLOW, Late.PROMISED),
        (30, Lamp.RED, Late.STATUTORY),
    ],
)
def test_its_lamp_stands_beside_a_case(
    desk: Journal, clock: FrozenClock, days: int, lamp: Lamp, late: Late | None
) -> None:
    case_id, since = take_in(desk, person=ZHANG), date(2026, 11, 23)
    tell(desk, case_id, cases.Accepted(NUMBER, date(2026, 11, 30), date(2026, 12, 21), since=since))
    clock.move(timedelta(days=days))
    [one] = found(desk, "张伟")
    assert (one.lamp, one.late) == (lamp, late)


def test_an_organisation_is_not_masked_because_its_name_and_code_are_public(desk: Journal) -> None:
    take_in(desk, person=cases.Person("示例科技有限公司", "91330100MA27XF6N2E"))
    [one] = found(desk, "科技")
    assert one.applicant[0] == "示"
    assert one.match is Match.PART


def test_the_agent_finds_the_case_and_stands_masked_beside_it(desk: Journal) -> None:
    case_id = take_in(desk, person=ZHANG, agent=TURSUN)
    for words in ("吐尔逊", "买买提", TURSUN.id_number):
        assert ids(desk, words) == {case_id}
    [one] = found(desk, "买买提")
    assert (one.applicant, one.agent) == ("张*", "买买提·***")


def test_what_is_meant_whole_comes_before_what_only_begins_so_and_that_before_a_part(desk: Journal) -> None:
    part = take_in(desk, person=cases.Person("王张伟", "990106197904128117"))
    whole, begins = take_in(desk, person=ZHANG), take_in(desk, person=ZHANG_TOO)
    assert [one.case for one in found(desk, "张伟")] == [whole, begins, part]
    assert [one.match for one in found(desk, "张伟")] == [Match.WHOLE, Match.BEGINS, Match.PART]


def test_what_too_many_share_is_looked_for_among_the_newest(
    desk: Journal, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a hall with seventy thousand 王: the piece of the index is full, and its first are not the newest."""
    monkeypatch.setattr(found_queries, "_PIECE", 3)
    made = []
    for name in ("王丙", "王乙", "王丁", "王甲", "王戊"):
        clock.move(timedelta(minutes=1))
        made.append(take_in(desk, person=cases.Person(name, "990106197904128117")))
    assert [one.case for one in found(desk, "王")] == made[::-1]


def test_the_code_of_a_progress_page_finds_its_case(desk: Journal) -> None:
    case_id = take_in(desk, track="x" * 27)
    with desk.reading() as reading:
        assert found_queries.case_of_track(reading, "x" * 27) == case_id
        assert found_queries.case_of_track(reading, "y" * 27) is None


def test_an_erased_person_is_found_by_number_alone_and_has_no_name(desk: Journal) -> None:
    case_id = take_in(desk, person=ZHANG)
    tell(desk, case_id, accepted(NUMBER))
    with desk.writing() as writing:
        writing.erase(case_id)
    assert [found(desk, words) for words in (ZHANG.name, ZHANG.id_number, ZHANG.phone)] == [[], [], []]
    [one] = found(desk, NUMBER)
    assert one.applicant == ""


def test_a_corrected_person_is_found_by_what_is_right_and_no_more_by_what_was_wrong(desk: Journal) -> None:
    case_id = take_in(desk, person=ZHANG)
    tell(desk, case_id, cases.ApplicantCorrected(TURSUN))
    assert ids(desk, "张伟") == set()
    assert ids(desk, "买买提") == {case_id}


def test_the_centre_keeps_no_names_to_find_anybody_by(centre: Journal) -> None:
    case_id = take_in(centre, person=ZHANG)
    tell(centre, case_id, accepted(NUMBER))
    assert ids(centre, ZHANG.name) == set()
    assert ids(centre, NUMBER) == {case_id}


@pytest.mark.parametrize(("many", "words"), [(23, "张伟"), (120, "张")])
def test_twenty_are_shown_the_newest_first_however_many_there_are(
    desk: Journal, clock: FrozenClock, many: int, words: str
) -> None:
    made = []
    for _ in range(many):
        clock.move(timedelta(minutes=1))
        made.append(take_in(desk, person=ZHANG))
    assert [one.case for one in found(desk, words)] == made[: -20 - 1 : -1]


@pytest.mark.parametrize("words", ["\ud83d", "张\ud83d", "\x00", "张\x07"])
def test_half_a_sign_finds_nobody_and_breaks_nothing(desk: Journal, three: dict[str, CaseId], words: str) -> None:
    assert found(desk, words) == []
