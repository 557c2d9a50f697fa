"""Cases found again: by a number, a name, an ID number or a telephone number, and shown masked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from deskapp.ids import CaseId, ItemCode
from deskapp.journal.journal import Journal
from deskapp.queries.found import FoundCase, found_cases
from deskapp.rules import case as cases
from deskapp.rules.case_state import State
from tests.builders import MORNING
from tests.clerk.office import FrozenClock
from tests.queries.telling import take_in, tell

NAMES = {ItemCode("GA-1"): "身份证申领"}
ZHANG = cases.Person("张伟", "990106197904128117", "19900001111")
ZHANG_TOO = cases.Person("张伟民", "99010819820101115X", "19900002222")
TURSUN = cases.Person("买买提·吐尔逊", "990302200002290016", "")
NUMBER, NEXT = "330000012026112300300018", "330000012026112400300016"


def found(kept: Journal, words: str) -> list[FoundCase]:
    with kept.reading() as reading:
        return list(found_cases(reading, words, NAMES))


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
        ("伟", set()),
        ("买买提·吐", {"买买提·吐尔逊"}),
        ("9901", {"张伟", "张伟民"}),
        ("990106197904128117", {"张伟"}),
        ("99010819820101115x", {"张伟民"}),
        ("99010819820101115X", {"张伟民"}),
        ("8117", set()),
        ("19900002222", {"张伟民"}),
        ("1990000", set()),
    ],
)
def test_a_case_is_found_by_the_beginning_of_a_name_or_id_number_and_a_whole_telephone_number(
    desk: Journal, three: dict[str, CaseId], words: str, names: set[str]
) -> None:
    assert ids(desk, words) == {three[name] for name in names}


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
    assert ids(desk, NUMBER[1:]) == set()


def test_a_number_that_stands_on_paper_finds_its_case_after_the_acceptance_was_taken_back(desk: Journal) -> None:
    case_id = take_in(desk)
    tell(desk, case_id, accepted(NUMBER), cases.AcceptanceUndone(NUMBER))
    [one] = found(desk, NUMBER)
    assert (one.case, one.state) == (case_id, State.OPENED)


def test_what_is_found_is_masked_and_named(desk: Journal, clock: FrozenClock) -> None:
    clock.move(timedelta(minutes=7))
    case_id = take_in(desk, person=ZHANG_TOO)
    tell(desk, case_id, accepted(NUMBER))
    [one] = found(desk, "张伟民")
    assert one == FoundCase(
        case_id, NUMBER, State.ACCEPTED, "身份证申领", "张**", MORNING + timedelta(minutes=7)
    )  # fmt: skip


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
