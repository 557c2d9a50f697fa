"""The file that a package is: what was put in comes out, and no name leads anywhere."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.archives import parts
from deskapp.archives.opened import open_parts
from deskapp.archives.store import Layout, pieces_of
from deskapp.failures import ContentTrouble, StoreTrouble
from tests.archives.made import Package, package_of

NAMES = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,12}(/[a-z0-9][a-z0-9_-]{0,12})?", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=300), max_size=8))
def test_what_was_put_in_comes_out_and_other_programs_open_it(told: dict[str, bytes]) -> None:
    data = Package(told).whole()
    assert package_of(data).parts == told
    opened, faults = open_parts(io.BytesIO(data), len(data))
    assert faults == []
    assert opened is not None
    assert {one.name: opened.read(one.name) for one in opened.entries} == told
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert other.testzip() is None
        assert {one.date_time for one in other.infolist()} <= {(1980, 1, 1, 0, 0, 0)}


SOUND = ["a", "a.json", "originals/0001-ab.jpg", "9", "a-b_c.d", "a" * 100]
UNSOUND = [
    "",
    ".",
    "..",
    "a/../b",
    "/a",
    "a/",
    "a//b",
    "a/b/c",
    "A",
    "封",
    "a b",
    "a\\b",
    "a:b",
    ".a",
    "a/.b",
    "a" * 101,
]


@pytest.mark.parametrize("name", SOUND)
def test_a_name_leads_nowhere(name: str) -> None:
    assert parts.is_sound(name)


@pytest.mark.parametrize("name", UNSOUND)
def test_a_name_that_might_lead_somewhere_is_none(name: str) -> None:
    assert not parts.is_sound(name)
    with pytest.raises(ValueError, match="^" + re.escape(name) + "$"):
        list(Layout().part(name, b""))


def test_no_part_stands_in_it_twice() -> None:
    layout = Layout()
    list(layout.part("a", b""))
    with pytest.raises(ValueError, match="a"):
        list(layout.part("a", b"other"))


def test_a_part_that_comes_out_shorter_the_second_time_ends_it() -> None:
    lengths = iter([10, 9])
    with pytest.raises(ContentTrouble):
        list(Layout().made("a", lambda: pieces_of(bytes(next(lengths)))))


def test_a_package_beyond_what_the_form_holds_is_refused() -> None:
    with pytest.raises(StoreTrouble) as trouble:
        list(Layout().made("a", lambda: iter([_Long()])))
    assert trouble.value.code == "archive.too_large"


class _Long(bytes):
    """A piece that says it is longer than four thousand million bytes."""

    def __len__(self) -> int:
        return 5_000_000_000
