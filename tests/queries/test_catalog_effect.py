"""What publishing a catalogue would do is told before it is done: changes, its day, open cases."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.failures import Refusal
from deskapp.journal.journal import Journal
from deskapp.queries.catalog_effect import Effect, effect_of
from deskapp.rules import case as cases
from deskapp.rules.catalog_text import read
from deskapp.workbooks.words import change_in_words
from tests.queries.telling import publish, take_in, tell
from tests.rules.sample import SMALL

TODAY = date(2026, 11, 27)


def newer(day: str = "2026-12-01", **changes: str) -> str:
    text = SMALL.replace('version: "1"', 'version: "2"').replace("2026-11-01", day)
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def effect(kept: Journal, text: str) -> Effect:
    with kept.reading() as reading:
        return effect_of(reading, read(text), TODAY)


def told(found: Effect) -> list[str]:
    return [change_in_words(change, "zh") for change in found.told]


def test_the_first_catalogue_is_compared_with_nothing(centre: Journal) -> None:
    found = effect(centre, SMALL)
    assert (found.before, found.changes) == (None, ())
    assert told(found) == ["1 版发布后立即生效（生效日 2026-11-01）。", "没有未办结的办件。"]


def test_a_catalogue_is_compared_with_the_one_it_will_follow(centre: Journal) -> None:
    publish(centre)
    december = SMALL.replace('version: "1"', 'version: "1.5"').replace("2026-11-01", "2026-11-30")
    publish(centre, december.replace("fee: 2000", "fee: 1000"))
    found = effect(centre, newer().replace("fee: 2000", "fee: 500"))
    assert found.before == "1.5"  # on the first of December that one would hold, not today's
    assert [change.code for change in found.changes] == ["catalog.diff_fee"]
    assert found.changes[0].values["old"] == "10.00"
    assert told(found)[0].startswith("2 版于 2026-12-01 零时在各窗口自行生效，断网的窗口也一样")


def test_open_cases_are_counted_and_those_whose_item_goes_are_named(centre: Journal) -> None:
    publish(centre)
    for _ in range(3):
        take_in(centre, item="GA-1")
    take_in(centre, item="GA-2")
    ended = take_in(centre, item="GA-2")
    tell(centre, ended, cases.Withdrawn("不办了"))
    without = "".join(line for line in newer().splitlines(keepends=True) if "{code: GA-2" not in line)
    without = without[: without.index("themes:")] + without[without.index("cancelled_proofs:") :]
    found = effect(centre, without)
    assert told(found)[1:] == [
        "未办结的办件 4 件，继续按收件时的版本办理。",
        "其中 GA-2 补领 1 件：新版没有这个事项，仍按原版办完。",
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SMALL, "catalog.version_taken"),
        (newer("2026-10-01"), "catalog.never_in_force"),
        (newer().replace("hall: H1", "hall: H2"), "catalog.of_another_hall"),
    ],
)
def test_what_may_not_be_published_is_refused_before_anything_is_compared(
    centre: Journal, text: str, code: str
) -> None:
    publish(centre)
    with pytest.raises(Refusal) as refused:
        effect(centre, text)
    assert refused.value.code == code
