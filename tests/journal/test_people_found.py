"""The words that find somebody are written with them, change with them, and are forgotten with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from db.tables import applicants, person_words
from deskapp.ids import CaseId
from deskapp.journal import people_found
from deskapp.journal.journal import Journal
from deskapp.journal.rebuild import differences, rebuild
from deskapp.rules import case as cases
from tests import builders

OTHER = cases.Person("买买提·吐尔逊", "990302200002290016", "19900005555")


@pytest.fixture
def desk(tmp_path: Path) -> Journal:
    return builders.desk_journal(tmp_path)


def words(kept: Journal, case_id: CaseId) -> set[str]:
    with kept.reading() as reading:
        mine = sa.select(person_words.c.word).where(person_words.c.case_id == case_id)
        return set(reading.connection.execute(mine).scalars())


def test_whoever_applies_is_found_by_their_words(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    assert builders.PERSON.name in words(desk, case_id)


def test_a_correction_leaves_no_word_of_what_was_wrong(desk: Journal) -> None:
    case_id = builders.open_case(desk)
    with desk.writing() as facts:
        facts.add(builders.CLERK, cases.ApplicantCorrected(OTHER), of=case_id)
    assert builders.PERSON.name not in words(desk, case_id)
    assert {"吐尔逊", "5555"} <= words(desk, case_id)


def test_an_erased_person_leaves_no_word(desk: Journal) -> None:
    case_id, other = builders.open_case(desk), builders.open_case(desk)
    with desk.writing() as facts:
        facts.erase(case_id)
        people_found.forget(facts.connection, facts.hall, CaseId("nobody"))
    assert words(desk, case_id) == set()
    assert words(desk, other)


@pytest.mark.parametrize("spoil", ["delete", "invent", "orphan"])
def test_a_word_too_few_or_too_many_is_named_and_put_right(desk: Journal, spoil: str) -> None:
    case_id = builders.open_case(desk)
    before = words(desk, case_id)
    with desk.writing() as facts:
        if spoil == "delete":
            one = sa.delete(person_words).where(person_words.c.word == min(before))
            facts.connection.execute(one)
        else:
            of = case_id if spoil == "invent" else "nobody"
            row = {"hall": facts.hall, "word": "谁", "case_id": of}
            facts.connection.execute(sa.insert(person_words), [row])
    with desk.reading() as reading:
        (fault,) = differences(reading)
    assert fault.place == f"person_words {'nobody' if spoil == 'orphan' else case_id}"
    with desk.writing() as facts:
        rebuild(facts)
    assert words(desk, case_id) == before
    with desk.reading() as reading:
        assert not list(differences(reading))


def test_the_centre_keeps_neither_people_nor_words(tmp_path: Path) -> None:
    centre = builders.centre_journal(tmp_path)
    builders.open_case(centre)
    with centre.reading() as reading:
        for table in (applicants, person_words):
            assert reading.connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() == 0
