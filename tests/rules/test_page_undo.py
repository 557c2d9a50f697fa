"""Undo, as far as one likes: each step with pages of one's own is taken back once, last of all the first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, ItemCode, MaterialCode, PageDigest, WindowId
from deskapp.rules import case as cases
from deskapp.rules.case import Case, CaseFact, Person
from deskapp.rules.case_fold import fold
from deskapp.rules.page_making import Box, Craft, Making
from deskapp.rules.page_places import present
from deskapp.rules.page_undo import Happened, act_of, last_step, put_back

ME, OTHER = ClerkId("clerk3"), ClerkId("clerk5")
CARD, FORM = MaterialCode("CARD"), MaterialCode("FORM")
A, B, C, D = (PageDigest(letter * 64) for letter in "abcd")
TURN = Making(Craft.TURN, turn=90)
BLACKENED = cases.PagesMade((A,), (D,), Making(Craft.REDACT, boxes=(Box(0, 0, 50_000, 50_000),)))
OPENED = cases.Opened(ItemCode("SCJG-0102"), "2026.11", WindowId("3"), "t" * 32, Person("张三", "1" * 18))


@dataclass
class Story:
    """A case as it is told."""

    happened: list[Happened] = field(default_factory=list)
    case: Case = field(default_factory=lambda: Case(CaseId("c")))
    numbers: count[int] = field(default_factory=count)

    def tell(self, fact: CaseFact, actor: ClerkId = ME) -> None:
        cases.permits(self.case, fact)
        self.happened.append(Happened(EventId(f"e{next(self.numbers)}"), fact, actor))
        self.case = fold(self.case, fact, actor=actor)

    def undo(self, actor: ClerkId = ME) -> CaseFact:
        step, back = put_back(self.case.id, self.happened, actor)
        self.tell(back, actor)
        return step


@pytest.fixture
def story() -> Story:
    told = Story()
    told.tell(OPENED)
    told.tell(cases.PagesAdded(CARD, (A, B)))
    told.tell(cases.PagesAdded(FORM, (C,)))
    return told


STEPS: list[CaseFact] = [
    cases.PagesMoved((A,), FORM),
    cases.PagesMoved((B, A), FORM, C),
    cases.PagesMoved((B,), CARD, A),
    cases.PagesRemoved((A, C)),
    cases.PagesMade((A,), (D,), TURN),
    cases.PagesMade((A,), (D, PageDigest("e" * 64)), Making(Craft.SPLIT, cut=50_000)),
    cases.PagesMade((B, C), (D,), Making(Craft.MERGE)),
]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_taken_back_to_the_same_pages_in_the_same_order(story: Story, step: CaseFact) -> None:
    before = story.case.pages
    story.tell(step)
    assert story.case.pages != before
    assert story.undo() == step
    assert story.case.pages == before
    assert not [made for made in story.case.makings if made.standing]


def test_several_steps_are_taken_back_last_first_and_each_once(story: Story) -> None:
    before = [story.case.pages]
    for step in (STEPS[0], cases.PagesMade((A,), (D,), TURN), cases.PagesRemoved((D, B))):
        story.tell(step)
        before.append(story.case.pages)
    for pages in reversed(before[:-1]):
        story.undo()
        assert story.case.pages == pages
    with pytest.raises(Refusal) as told:
        story.undo()
    assert told.value.code == "page.nothing_to_undo"


def test_after_an_undo_a_new_step_is_the_one_that_is_taken_back(story: Story) -> None:
    story.tell(cases.PagesRemoved((A,)))
    story.undo()
    story.tell(cases.PagesRemoved((B,)))
    assert story.undo() == cases.PagesRemoved((B,))
    assert story.case.pages == {CARD: (A, B), FORM: (C,)}


def test_pages_that_came_meanwhile_stay(story: Story) -> None:
    story.tell(cases.PagesRemoved((B,)))
    story.tell(cases.PagesAdded(CARD, (D,)), OTHER)
    story.undo()
    assert story.case.pages[CARD] == (A, D, B)


def test_nobody_takes_back_what_another_did(story: Story) -> None:
    story.tell(cases.PagesRemoved((A,)), OTHER)
    assert last_step(story.happened, ME) is None


def test_what_another_has_worked_on_since_is_not_taken_back(story: Story) -> None:
    story.tell(cases.PagesMade((A,), (D,), TURN))
    story.tell(cases.PagesRemoved((D,)), OTHER)
    with pytest.raises(Refusal) as told:
        story.undo()
    assert told.value.code == "page.changed_since"


def test_an_accepted_case_is_left_as_it_is(story: Story) -> None:
    story.tell(cases.PagesRemoved((A,)))
    story.tell(cases.Accepted("1" * 24, date(2026, 12, 1), date(2026, 12, 9)))
    with pytest.raises(Refusal) as told:
        story.undo()
    assert told.value.code == "case.wrong_state"


def test_a_blackened_page_cannot_be_brought_in_again_but_can_be_taken_back(story: Story) -> None:
    story.tell(BLACKENED)
    with pytest.raises(Refusal) as told:
        story.tell(cases.PagesAdded(FORM, (A,)))
    assert told.value.code == "page.sealed"
    story.undo()
    story.tell(cases.PagesAdded(FORM, (A,)))
    assert story.case.pages[FORM] == (C, A)


@given(st.lists(st.integers(0, 5), max_size=12), st.data())
def test_whatever_was_done_undo_leads_back_to_where_it_began(kinds: list[int], data: st.DataObject) -> None:
    story = Story()
    story.tell(OPENED)
    story.tell(cases.PagesAdded(CARD, (A, B, C)))
    began, done, fresh = story.case.pages, 0, count()
    for kind in kinds:
        here = sorted(present(story.case.pages))
        if kind == 0 and done:
            story.undo()
            done -= 1
        elif here:
            page = data.draw(st.sampled_from(here))
            new = PageDigest(f"n{next(fresh)}")
            to, before = data.draw(st.sampled_from([CARD, FORM])), data.draw(st.sampled_from(here))
            steps: dict[int, CaseFact] = {
                1: cases.PagesMoved((page,), to, before),
                2: cases.PagesRemoved((page,)),
                3: cases.PagesMade((page,), (new,), TURN),
                4: cases.PagesMade((page,), (new, PageDigest(f"{new}b")), Making(Craft.SPLIT, cut=40_000)),
            }
            story.tell(steps.get(kind, cases.PagesMoved((page,), FORM)))
            done += 1
    for _ in range(done):
        story.undo()
    assert story.case.pages == began


def told(actor: ClerkId, *said: tuple[int, CaseFact]) -> list[Happened]:
    return [Happened(EventId(f"{serial:04}"), fact, actor, serial) for serial, fact in said]


def test_an_act_goes_through_the_cases_of_a_bundle_in_their_order_without_a_gap() -> None:
    one, two, three, four = map(CaseId, ("1", "2", "3", "4"))
    moved = cases.PagesMoved((A,), FORM)
    histories = {
        one: told(ME, (1, cases.PagesAdded(CARD, (A,))), (5, cases.PagesRemoved((A,)))),
        two: told(ME, (2, cases.PagesAdded(CARD, (A,))), (6, moved)),
        three: told(ME, (3, cases.PagesAdded(FORM, (B,)))),
        four: told(ME, (4, cases.PagesAdded(FORM, (B,))), (7, cases.PagesAdded(FORM, (A,)))),
    }
    whole = {one: "0005", two: "0006", four: "0007"}
    for begun, step in whole.items():
        if begun != four:  # it only got the page, and nothing of it is taken back first
            act = act_of(histories, begun, EventId(step))
            assert {case: str(happened.id) for case, happened in act.items()} == {
                case: serial for case, serial in whole.items() if case != begun
            }


def test_what_came_just_before_or_from_another_hand_is_no_part_of_an_act() -> None:
    one, two = CaseId("1"), CaseId("2")
    scanned, moved = cases.PagesAdded(CARD, (A,)), cases.PagesMoved((A,), CARD)
    alone = {one: told(ME, (1, scanned)), two: told(ME, (2, scanned), (3, moved))}
    assert act_of(alone, two, EventId("0003")) == {}, "the scan was another act, though it stands close"
    strange = {one: told(ME, (1, moved)), two: told(OTHER, (2, moved))}
    assert act_of(strange, one, EventId("0001")) == {}
    made = cases.PagesMade((A,), (B,), TURN)
    both = {one: told(ME, (1, made)), two: told(ME, (2, made))}
    assert list(act_of(both, two, EventId("0002"))) == [one]
