"""An answer is bounded by what it says and not only by how many events: a catalogue is one event, and may be long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deskapp.ids import ClerkId
from deskapp.journal.reading import Reading
from deskapp.protocol.json import encode
from deskapp.rules.happening import CatalogPublished
from deskapp.server.routes import journal_routes
from deskapp.sync import answers
from deskapp.sync.client import HttpCentre
from tests.fakes.faults import swapped
from tests.server.hall import Hall, Person

SIZE = 50_000  # characters of a catalogue
MANY = 12


def publish(hall: Hall, size: int = SIZE) -> None:
    """An administrator publishes the catalogue again and again while setting a hall up."""

    def say(facts: object) -> None:
        for number in range(MANY):
            fact = CatalogPublished(f"2026.12.{number}", "2027-01-01", {"text": "目" * size})
            facts.add(ClerkId("admin"), fact, of=fact.version)  # type: ignore[attr-defined]

    hall.parts.writer.write_now(say)


@pytest.fixture
def clerk(any_hall: Hall) -> Person:
    return any_hall.sign_in("clerk3", "3")


@pytest.fixture
def line(any_hall: Hall) -> Iterator[HttpCentre]:
    opened = HttpCentre(any_hall.address)
    yield opened
    opened.close()


def numbered(hall: Hall, after: int, limit: int, most: int | None) -> list[int]:
    with hall.parts.journal.reading() as reading:
        return [event.seq or 0 for event in reading.numbered(after, limit, most)]


def test_a_desk_gets_through_many_long_catalogues(any_hall: Hall, clerk: Person, line: HttpCentre) -> None:
    publish(any_hall)
    token, after, given = clerk.answer["token"], 0, list[int]()
    with swapped(journal_routes, "TOGETHER", 4 * SIZE), swapped(answers, "CAP", 16 * SIZE):
        while True:
            batch = line.pull(token=token, after=after, limit=1000)
            given += [event.seq or 0 for event in batch.events]
            assert len(encode(batch)) < answers.CAP
            if (after := batch.upto) >= batch.last:
                break
    assert given == list(range(1, after + 1)), "all of them, in order, none twice"


def test_what_fits_is_given_and_the_first_in_any_case(any_hall: Hall, clerk: Person) -> None:
    last = len(numbered(any_hall, 0, 1000, None))
    publish(any_hall)
    whole = numbered(any_hall, last, 1000, None)
    assert len(whole) == MANY
    one = SIZE + 200  # what stands around it
    assert numbered(any_hall, last, 1000, 1) == whole[:1]
    assert numbered(any_hall, last, 1000, 3 * one) == whole[:3]
    assert numbered(any_hall, last, 2, 3 * one) == whole[:2], "and never more than was asked for"
    assert numbered(any_hall, last, 1000, 100 * one) == whole
    assert numbered(any_hall, whole[-1], 1000, 1) == []


def test_no_more_is_read_than_is_given(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    hall.sign_in("clerk3", "3")
    publish(hall)
    given = len(numbered(hall, 0, 1000, SIZE * 2))
    read: list[int] = []
    real = Reading.numbered

    def counted(reading: Reading, after: int, limit: int, most: int | None = None) -> list[object]:
        found = real(reading, after, limit, most)
        read.append(len(found))
        return found  # type: ignore[return-value]

    monkeypatch.setattr(Reading, "numbered", counted)
    with swapped(journal_routes, "TOGETHER", SIZE * 2):
        batch = journal_routes.batch_after(hall.parts, 0, 1000)
    assert read == [given] == [len(batch.events)]
    assert batch.upto == given < batch.last


def test_the_longest_answer_is_one_that_a_desk_takes() -> None:
    """In UTF-8 a character has three bytes at most here (four when it counts for two), and a catalogue 8 MB."""
    catalogue = 8 * 1024 * 1024
    assert journal_routes.TOGETHER * 4 + catalogue < answers.CAP
