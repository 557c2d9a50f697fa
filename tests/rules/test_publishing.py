"""Versions: which one holds when, and what may still be published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import HallId
from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_text import from_plain
from deskapp.rules.publishing import Version, ask_publishable, held_on, in_order, publication
from tests.rules.sample import sample_catalog

H1 = HallId("H1")
TODAY = date(2026, 11, 27)
PUBLISHED = (Version("2026.11", date(2026, 11, 1)), Version("2027.1", date(2027, 1, 1)))
VERSIONS = st.lists(
    st.builds(
        Version,
        st.sampled_from(["1", "2", "9", "10", "2026.9", "2026.11"]),
        st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    ),
    unique_by=lambda one: one.version,
)


def catalog(version: str, day: date, hall: HallId = H1) -> Catalog:
    return replace(sample_catalog(), version=version, valid_from=day, hall=hall)


def refused(made: Catalog, versions: tuple[Version, ...] = PUBLISHED) -> str | None:
    try:
        ask_publishable(made, versions, H1, TODAY)
    except Refusal as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize(
    ("version", "day", "code"),
    [
        ("2026.12", date(2026, 12, 1), None),  # holds in December
        ("2026.11.1", date(2026, 11, 1), None),  # corrects the present one
        ("2026.12", date(2026, 11, 20), None),  # holds at once
        ("2027.2", date(2027, 1, 1), None),  # corrects the next one before it begins
        ("2028.1", date(2028, 1, 1), None),
        ("2026.11", date(2026, 12, 1), "catalog.version_taken"),
        ("2027.1", date(2027, 1, 1), "catalog.version_taken"),
        ("2026.10", date(2026, 11, 1), "catalog.never_in_force"),  # the older of the two of one day
        ("2026.12", date(2026, 10, 1), "catalog.never_in_force"),  # over before it was published
        ("2027.0", date(2027, 1, 1), "catalog.never_in_force"),
    ],
)
def test_only_what_will_hold_some_day_is_published(version: str, day: date, code: str | None) -> None:
    assert refused(catalog(version, day)) == code


def test_the_first_catalogue_of_a_hall_may_begin_whenever_it_likes() -> None:
    assert refused(catalog("1", date(2020, 1, 1)), ()) is None
    assert refused(catalog("1", date(2030, 1, 1)), ()) is None


def test_another_halls_catalogue_is_not_taken() -> None:
    assert refused(catalog("9", TODAY, HallId("H2"))) == "catalog.of_another_hall"


@given(VERSIONS, st.dates(date(2025, 1, 1), date(2028, 12, 31)))
def test_the_version_that_holds_has_begun_and_none_that_has_is_newer(versions: list[Version], day: date) -> None:
    held = held_on(versions, day)
    begun = [one for one in versions if one.valid_from <= day]
    if held is None:
        assert begun == []
    else:
        assert held.valid_from <= day
        assert all(in_order(one) <= in_order(held) for one in begun)


@given(VERSIONS, st.sampled_from(["3", "2026.10"]), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_what_may_be_published_holds_on_its_first_day_to_come(versions: list[Version], name: str, day: date) -> None:
    made = catalog(name, day)
    new = Version(name, day)
    held = held_on([*versions, new], max(day, TODAY))
    assert (refused(made, tuple(versions)) is None) is (held == new)


def test_publishing_says_the_whole_catalogue() -> None:
    fact = publication(sample_catalog())
    assert (fact.version, fact.valid_from) == ("2026.11", "2026-11-01")
    assert from_plain(fact.catalog) == sample_catalog()
