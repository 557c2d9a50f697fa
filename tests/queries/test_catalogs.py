"""Which catalogue holds when: the newest whose first day has come, and for a case the one it keeps."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.failures import ContentTrouble, Refusal
from deskapp.journal.journal import Journal
from deskapp.journal.rebuild import differences, rebuild
from deskapp.queries import catalogs
from deskapp.rules import finding
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import read
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.line_terms import ALWAYS, LineTerms
from deskapp.rules.publishing import Version
from tests.queries.telling import publish, tell
from tests.rules.sample import SMALL


def text(version: str, day: str, name: str = "身份证申领") -> str:
    said = SMALL.replace('version: "1"', f'version: "{version}"').replace("2026-11-01", day)
    return said.replace("身份证申领", name)


def version_on(kept: Journal, day: date) -> str:
    with kept.reading() as reading:
        return catalogs.in_force(reading, day).version


def of_version(kept: Journal, version: str) -> Catalog:
    with kept.reading() as reading:
        return catalogs.of_version(reading, version)


def versions_of(kept: Journal) -> tuple[Version, ...]:
    with kept.reading() as reading:
        return catalogs.versions(reading)


def found(kept: Journal, day: date, words: str) -> list[str]:
    with kept.reading() as reading:
        return [one.name for one in finding.find(catalogs.index_in_force(reading, day), words)]


def test_before_the_first_round_there_is_no_catalogue_and_the_line_goes_on(desk: Journal) -> None:
    with desk.reading() as reading:
        for ask in (catalogs.in_force, catalogs.index_in_force):
            with pytest.raises(Refusal, match=r"catalog\.none"):
                ask(reading, date(2026, 11, 23))
        assert catalogs.line_terms(reading, date(2026, 11, 23)) == LineTerms()
        assert catalogs.versions(reading) == ()


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2026, 11, 1), "november"),
        (date(2026, 11, 30), "november"),
        (date(2026, 12, 1), "december"),
        (date(2026, 12, 31), "december"),
        (date(2027, 1, 1), "january"),
        (date(2099, 1, 1), "january"),
    ],
)
def test_the_newest_holds_from_its_first_day_in_whatever_order_they_came(
    desk: Journal, day: date, version: str
) -> None:
    for name, first in (("january", "2027-01-01"), ("november", "2026-11-01"), ("december", "2026-12-01")):
        publish(desk, text(name, first))
    assert version_on(desk, day) == version


def test_a_catalogue_of_the_future_holds_for_nobody_yet(desk: Journal) -> None:
    publish(desk, text("december", "2026-12-01"))
    with pytest.raises(Refusal, match=r"catalog\.none"):
        version_on(desk, date(2026, 11, 30))
    assert of_version(desk, "december").valid_from == date(2026, 12, 1)


def test_what_was_published_comes_back_whole(desk: Journal) -> None:
    publish(desk)
    assert of_version(desk, "1") == read(SMALL)


@pytest.mark.parametrize("version", ["2", "", "1 ", "1' OR '1'='1", "%"])
def test_a_version_that_never_came_is_refused_by_its_name(desk: Journal, version: str) -> None:
    publish(desk)
    with pytest.raises(Refusal) as refused:
        of_version(desk, version)
    assert (refused.value.code, refused.value.values) == ("catalog.unknown", {"version": version})


def test_a_version_that_was_published_is_never_changed(desk: Journal) -> None:
    today = date(2026, 11, 23)
    publish(desk, text("1", "2026-11-01", "旧名称"))
    publish(desk, text("1", "2026-11-02", "新名称"))
    assert (found(desk, today, "旧名称"), found(desk, today, "新名称")) == (["旧名称"], [])
    assert [(one.version, one.valid_from) for one in versions_of(desk)] == [("1", date(2026, 11, 1))]
    with desk.writing() as facts:
        rebuild(facts)
    assert of_version(desk, "1").items == read(text("1", "2026-11-01", "旧名称")).items
    with desk.reading() as reading:
        assert list(differences(reading)) == []


def test_versions_are_told_in_the_order_in_which_they_come_into_force(desk: Journal) -> None:
    for name, first in (("2026.11", "2026-11-01"), ("2027.1", "2027-01-01"), ("2026.9", "2026-11-01")):
        publish(desk, text(name, first))
    assert [one.version for one in versions_of(desk)] == ["2026.9", "2026.11", "2027.1"]


def test_two_halls_databases_of_one_process_are_not_mixed_up(desk: Journal, centre: Journal) -> None:
    publish(desk, text("1", "2026-11-01", "甲"))
    publish(centre, text("1", "2026-11-01", "乙"))
    today = date(2026, 11, 23)
    assert (found(desk, today, "甲"), found(centre, today, "乙")) == (["甲"], ["乙"])
    assert (found(desk, today, "乙"), found(centre, today, "甲")) == ([], [])


def test_the_rules_of_the_line_change_with_the_catalogue(desk: Journal) -> None:
    publish(desk, text("1", "2026-11-01") + "line: {calls: 5, held_for: 30}\n")
    publish(desk, text("2", "2026-12-01") + "classes:\n  elderly: {name: 老年人, en: Elderly, wait: 5}\n")
    with desk.reading() as reading:
        november = catalogs.line_terms(reading, date(2026, 11, 30))
        december = catalogs.line_terms(reading, date(2026, 12, 1))
    assert (november.calls, november.held_for, november.overtaken) == (5, 30, 10)
    assert (december.calls, december.held_for) == (3, 15)
    assert november.classes.keys() == ALWAYS.keys()
    assert december.person_class("elderly").wait == 5


def test_what_is_no_catalogue_is_told_and_never_half_read(desk: Journal) -> None:
    tell(desk, "bad", CatalogPublished("bad", "2026-11-01", {"version": "bad", "items": 7}))
    with pytest.raises(ContentTrouble, match=r"catalog\.not_plain"):
        of_version(desk, "bad")


@pytest.mark.parametrize(
    ("first", "corrected"), [("2026.9", "2026.11"), ("2026.11", "2026.11.1"), ("9", "10"), ("1-a", "1-b"), ("a", "1")]
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "the other way round"])
def test_of_two_with_the_same_first_day_the_later_version_holds_as_people_count(
    desk: Journal, first: str, corrected: str, turned: bool
) -> None:
    for version in (corrected, first) if turned else (first, corrected):
        publish(desk, text(version, "2026-11-01"))
    assert version_on(desk, date(2026, 11, 23)) == corrected
