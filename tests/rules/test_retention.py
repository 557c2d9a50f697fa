"""How long an archived case is kept: as the hall's own table says, else by how it ended."""

from __future__ import annotations

import pytest

from deskapp.failures import Refusal
from deskapp.rules.retention import NAMES, UNSAID, Keep, keep_of, name_of

CASES: dict[str, tuple[bool | None, dict[str, str], Keep]] = {
    "granted": (True, {}, Keep.YEARS_30),
    "refused": (False, {}, Keep.YEARS_10),
    "declined or withdrawn": (None, {}, Keep.YEARS_10),
    "the hall says for ever": (False, {"A": "permanent"}, Keep.PERMANENT),
    "the hall says ten years": (True, {"A": "10"}, Keep.YEARS_10),
    "the hall speaks of another item": (True, {"B": "permanent"}, Keep.YEARS_30),
}


@pytest.mark.parametrize("case", CASES)
def test_a_case_is_kept_as_long_as_its_table_says(case: str) -> None:
    granted, told, keep = CASES[case]
    assert keep_of("A", granted=granted, told=told) is keep


@pytest.mark.parametrize("word", ["5", "ever", "永久", "30 年", "-1"])
def test_a_period_that_is_none_is_refused_with_its_item(word: str) -> None:
    with pytest.raises(Refusal) as refused:
        keep_of("A", granted=True, told={"A": word})
    assert (refused.value.code, refused.value.values) == ("archive.no_such_period", {"item": "A"})


def test_every_period_has_a_name_on_paper() -> None:
    assert set(NAMES) == set(Keep)
    assert name_of(Keep.PERMANENT.value) == "永久"
    assert name_of("") == UNSAID, "of what was archived before it was written down"
