"""The checklist of several cases as one, and how a bundle stands: tables, and what holds whatever the lists are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from deskapp.ids import BundleId, CaseId, ItemCode, MaterialCode, PageDigest
from deskapp.rules import bundle
from deskapp.rules.bundle_state import BundleState
from deskapp.rules.case import Case, How, InBundle, Settled, checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.catalog import Demand, Need, Theme
from deskapp.rules.checklist import Checklist, Line
from deskapp.rules.material_state import Form, Standing
from tests.rules.sample import sample_catalog

CARD = MaterialCode("ID-CARD")
EARLY, LATE = date(2026, 12, 1), date(2026, 12, 8)
S, N = Standing, Need


def asked(
    standing: Standing, need: Need = N.REQUIRED, *, copies: int = 1, commit: bool = False, defer: bool = False,
    due: date | None = None, material: MaterialCode = CARD,
) -> Line:  # fmt: skip
    demand = Demand(material, need, copies=copies, commitment=commit, deferral=defer)
    return Line(material, str(material), standing, demand, (Form.ORIGINAL,), None, due)


def joined(*lines: Line) -> Line:
    (line,) = bundle.union([Checklist((line,)) for line in lines]).lines
    return line


class Row(NamedTuple):
    lines: tuple[Line, ...]
    standing: Standing
    need: Need
    copies: int = 1
    commit: bool = False
    defer: bool = False


@pytest.mark.parametrize(
    "row",
    [
        Row((asked(S.OWED), asked(S.OPTIONAL, N.OPTIONAL)), S.OWED, N.REQUIRED),
        Row((asked(S.OPTIONAL, N.OPTIONAL), asked(S.OWED)), S.OWED, N.REQUIRED),
        Row((asked(S.OWED, N.CONDITIONAL), asked(S.OPTIONAL, N.OPTIONAL)), S.OWED, N.CONDITIONAL),
        Row((asked(S.NOT_NEEDED, N.CONDITIONAL), asked(S.OPTIONAL, N.OPTIONAL)), S.OPTIONAL, N.OPTIONAL),
        Row((asked(S.NOT_NEEDED, N.CONDITIONAL), asked(S.OWED)), S.OWED, N.REQUIRED),
        Row((asked(S.UNDECIDED, N.CONDITIONAL), asked(S.OWED)), S.OWED, N.REQUIRED),
        Row((asked(S.UNDECIDED, N.CONDITIONAL), asked(S.RECEIVED)), S.UNDECIDED, N.REQUIRED),
        Row((asked(S.PRODUCED), asked(S.OWED)), S.OWED, N.REQUIRED),
        Row((asked(S.PRODUCED), asked(S.NOT_NEEDED, N.CONDITIONAL)), S.PRODUCED, N.REQUIRED),
        Row((asked(S.OWED, copies=2), asked(S.OWED, copies=3), asked(S.OWED)), S.OWED, N.REQUIRED, 3),
        Row((asked(S.PRODUCED, copies=9), asked(S.OWED, copies=2)), S.OWED, N.REQUIRED, 2),
        Row((asked(S.OWED, commit=True), asked(S.OWED, commit=True)), S.OWED, N.REQUIRED, commit=True),
        Row((asked(S.OWED, commit=True), asked(S.OWED)), S.OWED, N.REQUIRED),
        Row((asked(S.OWED, defer=True), asked(S.OPTIONAL, N.OPTIONAL)), S.OWED, N.REQUIRED, defer=True),
        Row((asked(S.OWED, defer=True), asked(S.NOT_NEEDED)), S.OWED, N.REQUIRED, defer=True),
        Row((asked(S.DEFERRED, defer=True), asked(S.RECEIVED)), S.DEFERRED, N.REQUIRED),
        Row((asked(S.COMMITTED), asked(S.OPTIONAL, N.OPTIONAL)), S.COMMITTED, N.REQUIRED),
    ],
)
def test_one_material_of_several_cases(row: Row) -> None:
    line = joined(*row.lines)
    assert line.standing is row.standing
    demand = line.demand
    assert (demand.need, demand.copies, demand.commitment, demand.deferral) == row[2:]


def test_what_was_put_off_is_due_when_the_first_of_them_wants_it() -> None:
    line = joined(asked(S.DEFERRED, due=LATE), asked(S.DEFERRED, due=EARLY), asked(S.RECEIVED))
    assert line.due == EARLY


def test_what_nobody_brings_comes_last() -> None:
    made = asked(S.PRODUCED, material=MaterialCode("LICENSE-BIZ"))
    lines = bundle.union([Checklist((made, asked(S.OWED)))]).lines
    assert [line.material for line in lines] == [CARD, "LICENSE-BIZ"]


lists = st.lists(
    st.lists(
        st.builds(
            asked, st.sampled_from(Standing), st.sampled_from(Need), copies=st.integers(1, 4), commit=st.booleans(),
            defer=st.booleans(), material=st.sampled_from([MaterialCode(code) for code in "ABCD"]),
        ),
        max_size=4, unique_by=lambda line: line.material,
    ).map(lambda lines: Checklist(tuple(lines))),
    min_size=1, max_size=4,
)  # fmt: skip


@given(lists)
def test_each_material_stands_once_and_the_bundle_is_complete_when_every_case_is(made: list[Checklist]) -> None:
    whole = bundle.union(made)
    codes = [line.material for line in whole.lines]
    assert len(codes) == len(set(codes))
    assert set(codes) == {line.material for one in made for line in one.lines}
    assert whole.complete == all(one.complete for one in made)
    for line in whole.lines:
        asking = [one for each in made for one in each.lines if one.material == line.material]
        assert line.standing in {one.standing for one in asking}
        assert line.demand.copies <= max(one.demand.copies for one in asking)


@given(lists)
def test_the_order_of_the_cases_changes_nothing_but_the_order_of_the_rows(made: list[Checklist]) -> None:
    def told(whole: Checklist) -> dict[MaterialCode, object]:
        return {line.material: (line.standing, replace(line.demand, when=None)) for line in whole.lines}

    assert told(bundle.union(made)) == told(bundle.union(made[::-1]))


@given(lists)
def test_one_case_is_its_own_union(made: list[Checklist]) -> None:
    once = bundle.union(made)
    assert bundle.union([once]) == once


THEME = Theme(
    "T", "一件事", "One thing", "A", 5, tuple(map(ItemCode, "ABCD")),  # type: ignore[arg-type]
    {ItemCode("B"): ItemCode("A"), ItemCode("C"): ItemCode("B")}, {ItemCode("A"): CARD},
)  # fmt: skip
MINE = InBundle(BundleId("b"), "T", "track")


def case(item: str, state: State = State.ACCEPTED, *, granted: bool | None = None) -> Case:
    return Case(CaseId(item), 1, state, ItemCode(item), bundle=MINE, granted=granted)


@pytest.mark.parametrize(
    ("item", "earlier", "later"),
    [("A", (), ("B", "C")), ("B", ("A",), ("C",)), ("C", ("B", "A"), ()), ("D", (), ())],
)
def test_what_waits_for_what(item: str, earlier: tuple[str, ...], later: tuple[str, ...]) -> None:
    assert THEME.earlier(ItemCode(item)) == earlier
    assert THEME.later(ItemCode(item)) == later
    assert THEME.produced_for(ItemCode(item)) == ({CARD: "A"} if earlier else {})


def test_what_is_waited_for_comes_first_whatever_the_file_says() -> None:
    mixed = replace(THEME, items=tuple(map(ItemCode, "CDBA")))
    assert mixed.in_order == ("A", "B", "C", "D")


@pytest.mark.parametrize(
    ("others", "before"),
    [
        ([case("A")], "A"),
        ([case("A", State.DECIDED, granted=True)], None),
        ([case("A", State.DELIVERED, granted=True)], None),
        ([case("A", State.DECIDED, granted=False)], "A"),
        ([case("A", State.WITHDRAWN)], "A"),
        ([], "A"),
        ([case("D", State.DECIDED, granted=True)], "A"),
    ],
)
def test_what_stands_before_a_case(others: list[Case], before: str | None) -> None:
    mine = case("B")
    assert bundle.hindrance(mine, [mine, *others], THEME) == before


@pytest.mark.parametrize(
    ("states", "stands"),
    [
        ("opened accepted", BundleState.AT_THE_WINDOW),
        ("correction_requested", BundleState.CORRECTION_REQUESTED),
        ("correction_requested opened accepted", BundleState.CORRECTION_REQUESTED),
        ("accepted decided", BundleState.RUNNING),
        ("paused decided withdrawn", BundleState.RUNNING),
        ("decided ready", BundleState.DECIDED),
        ("decided declined", BundleState.DECIDED),
        ("delivered accepted", BundleState.PARTLY_DELIVERED),
        ("delivered ready withdrawn", BundleState.PARTLY_DELIVERED),
        ("delivered archived declined", BundleState.DELIVERED),
        ("declined withdrawn", BundleState.ENDED),
    ],
)
def test_a_bundle_stands_as_its_cases_do(states: str, stands: BundleState) -> None:
    assert bundle.stands(State(one) for one in states.split()) is stands


def test_nothing_stands_for_no_case() -> None:
    for asked_of_none in (bundle.stands, bundle.as_one, bundle.state_of):
        with pytest.raises(ValueError):  # noqa: PT011 - Python's own for an empty sequence as well
            asked_of_none(())


@pytest.mark.parametrize(
    ("states", "acting"),
    [
        ("opened opened accepted", "AB"),
        ("accepted paused decided", "AB"),
        ("decided accepted opened", "C"),
        ("decided delivered withdrawn", "A"),
    ],
)
def test_one_thing_done_at_the_window_is_about_all_that_are_still_there(states: str, acting: str) -> None:
    cases = [case(item, State(state)) for item, state in zip("ABC", states.split(), strict=True)]
    assert "".join(str(one.item) for one in bundle.acting(cases[0], cases)) == acting


def test_several_cases_are_told_as_one() -> None:
    one = changed(
        case("A"), settled={CARD: Settled(How.RECEIVED, Form.ORIGINAL, 1)},
        pages={CARD: (PageDigest("p1"), PageDigest("p2"))}, answers={"married": "yes"},
    )  # fmt: skip
    two = changed(
        case("B"), settled={CARD: Settled(How.RECEIVED, Form.ORIGINAL, 3)}, pages={CARD: (PageDigest("p2"),)},
        answers={"minor": "no"},
    )  # fmt: skip
    whole = bundle.as_one([one, two])
    assert whole.id == "A"
    assert whole.settled[CARD].copies == 3
    assert whole.pages[CARD] == ("p1", "p2")  # the same page is one page
    assert whole.answers == {"married": "yes", "minor": "no"}


@pytest.mark.parametrize("theme", sorted(sample_catalog().themes))
def test_no_theme_of_the_sample_asks_for_what_it_results_in_itself(theme: str) -> None:
    catalog = sample_catalog()
    declared = catalog.themes[theme]
    mine = InBundle(BundleId("b"), theme, "t")
    for item in declared.items:
        one = Case(CaseId(item), 1, State.OPENED, item, catalog.version, bundle=mine)
        for line in checklist_of(one, catalog).lines:
            made = line.material in declared.produced_for(item)
            assert (line.standing is Standing.PRODUCED) == (made and line.standing is not Standing.NOT_NEEDED)
