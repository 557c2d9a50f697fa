"""Which version is newer: a desk goes forward and never back."""

from __future__ import annotations

from itertools import pairwise

import pytest

from deskapp.failures import Refusal
from deskapp.rules.program_version import is_newer, order_of

IN_ORDER = [
    "0.1.0",
    "0.2.0a1",
    "0.2.0b1",
    "0.2.0rc1",
    "0.2.0rc2",
    "0.2.0",
    "0.2.1",
    "0.10.0",
    "1.0",
    "1.0.1",
    "2026.11",
]


def test_versions_come_one_after_the_other() -> None:
    assert sorted(set(IN_ORDER), key=order_of) == IN_ORDER
    for before, after in pairwise(IN_ORDER):
        assert is_newer(after, before)
        assert not is_newer(before, after)


def test_the_same_version_is_not_newer_however_it_is_written() -> None:
    assert not is_newer("1.0", "1.0.0")
    assert not is_newer("1.0.0", "1.0")


@pytest.mark.parametrize(
    "odd", ["", "1", "1.0.0.0.1", "v1.0", "1.0-beta", "1.0\n", "٣.٠", "1.0.0 ", "99999.0", "../1.0", "1.0rc", "1.0dev1"]
)
def test_what_is_no_version_is_refused(odd: str) -> None:
    with pytest.raises(Refusal, match=r"update\.bad_version"):
        order_of(odd)
