"""What a clerk does with pages: puts them in order, makes better ones of them, takes them out, and takes that back.

What was scanned is never changed: a page is made of it and stands in its place (decision 021).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from deskapp.clerk import together
from deskapp.clerk.placing import kept_page
from deskapp.clerk.scanning import page_bytes
from deskapp.desk import Desk
from deskapp.failures import Failure
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.journal import pages_kept
from deskapp.journal.kinds import from_payload, unread
from deskapp.journal.reading import Reading
from deskapp.journal.writing import Writing
from deskapp.queries import sisters
from deskapp.rules import access, page_ticks, page_undo
from deskapp.rules import case as cases
from deskapp.rules.access import Permission
from deskapp.rules.case import Case
from deskapp.rules.page_making import Craft, Doubt, LaidSheet, Making, originals, sealed, stands_for
from deskapp.rules.page_places import present
from deskapp.scans import making as crafts
from deskapp.scans import page as looking


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: how many pages, and the craft; `craft` is None where pages were moved or removed."""

    pages: int
    craft: Craft | None
    removed: bool
    by_itself: bool


def make(desk: Desk, case_id: CaseId, sources: Sequence[PageDigest], making: Making) -> tuple[PageDigest, ...]:
    """Make pages of pages; they stand where those stood, which are kept as they are. Returns the new ones.

    Whole in the vault before the journal says so. Where nothing would change (a page that stands straight already),
    nothing is said. Refusal `page.making_unsound`, `case.page_unknown`, `case.wrong_state`; ContentTrouble and
    StoreTrouble as of `scanning.page_bytes`.
    """
    with desk.journal.reading() as reading:
        for case in _having(reading, case_id, sources):  # before pages are fetched and pixels are moved
            cases.permits(case, cases.PagesRemoved(tuple(sources)))
    read = [page_bytes(desk, page) for page in sources]
    return _say(desk, case_id, tuple(sources), making, crafts.made(read, making), by_itself=False)


def turn_upright(desk: Desk, case_id: CaseId, page: PageDigest, turn: int) -> tuple[PageDigest, ...]:
    """The same as turning it by hand, said to have been done by itself: a code on the page told which way is up."""
    making = Making(Craft.TURN, turn=turn)
    return _say(desk, case_id, (page,), making, crafts.made([page_bytes(desk, page)], making), by_itself=True)


def flatten(desk: Desk, case_id: CaseId, page: PageDigest, sheets: tuple[LaidSheet, ...]) -> tuple[PageDigest, ...]:
    """The sheets that a camera saw in this picture, each as a page in its place; said to have been done by itself."""
    making = Making(Craft.FLATTEN, sheets=sheets)
    return _say(desk, case_id, (page,), making, crafts.made([page_bytes(desk, page)], making), by_itself=True)


def move(
    desk: Desk, case_id: CaseId, pages: Sequence[PageDigest], material: MaterialCode, before: PageDigest | None = None
) -> None:
    """Put pages to a material, before one of its pages or at its end: in every case that asks for it, and out of those
    of a bundle that do not. What the pages have ticked goes with them. Refusal `material.not_asked_for`.
    """
    with desk.journal.writing() as facts:
        at_hand = together.at_hand(facts, case_id)
        wanting = {case.id for case, _ in together.wanting(facts, case_id, material)}
        having = {case.id for case in _having(facts, case_id, pages)}
        for case in at_hand:
            if case.id in wanting and case.id in having:
                facts.add(desk.clerk.id, cases.PagesMoved(tuple(pages), material, before), of=case.id)
            elif case.id in wanting:
                facts.add(desk.clerk.id, cases.PagesAdded(material, tuple(pages)), of=case.id)
            elif case.id in having:
                facts.add(desk.clerk.id, cases.PagesRemoved(tuple(pages)), of=case.id)
        for case in at_hand:  # behind them: what was said of the pages of a bundle stands without a gap
            _tick(desk, facts, case)


def remove(desk: Desk, case_id: CaseId, pages: Sequence[PageDigest], *, by_itself: bool = False) -> None:
    """Take pages out of the case, and what they alone have ticked. The vault keeps them until their time is over."""
    with desk.journal.writing() as facts:
        having = _having(facts, case_id, pages)
        for case in having:
            facts.add(desk.clerk.id, cases.PagesRemoved(tuple(pages), by_itself), of=case.id)
        for case in having:
            _tick(desk, facts, case)


def standing(desk: Desk, case_id: CaseId, pages: Sequence[PageDigest]) -> tuple[PageDigest, ...]:
    """What stands now where these pages stood: they may have been turned, or put back, since they were marked."""
    with desk.journal.reading() as reading:
        found = together.at_hand(reading, case_id)
    here = [present(case.pages) for case in found]
    stood: list[PageDigest] = []
    for one in pages:
        answers = [stands_for(one, case.makings, there) for case, there in zip(found, here, strict=True)]
        # a case of a bundle that never had the page answers with itself: only what stands somewhere counts
        standing_now = [page for told in answers for page in told if any(page in there for there in here)]
        stood += standing_now or [one]
    return tuple(dict.fromkeys(stood))


def undo(desk: Desk, case_id: CaseId) -> Undone:
    """Take back this clerk's last step with pages that has not been taken back; again, and it is the one before.

    Refusal `page.nothing_to_undo`, `page.changed_since`, or `case.wrong_state` once the case is accepted.
    """
    with desk.journal.writing() as facts:
        # locked: what is read now stays so until the commit
        told = {one.id: _history(facts, one.id) for one in sisters.with_sisters(facts, facts.case(case_id))}
        before = {case.id: case for case in together.at_hand(facts, case_id)}
        at_hand = list(before)
        last = {one: found for one in at_hand if (found := page_undo.last_step(told[one], desk.clerk.id))}
        newest = max(last, key=lambda one: last[one][0], default=case_id)
        step, back = page_undo.put_back(newest, told[newest], desk.clerk.id)
        facts.add(desk.clerk.id, back, of=newest)
        act = page_undo.act_of(told, newest, last[newest][0])
        for other in at_hand:
            if other in act:  # of a bundle: the same, done in several cases
                facts.add(desk.clerk.id, page_undo.way_from(other, told[other], act[other].id), of=other)
        moved = any(isinstance(one.fact, cases.PagesAdded) for one in act.values())
        went = any(
            isinstance(said, cases.PagesMoved | cases.PagesRemoved)
            for said in (step, *(one.fact for one in act.values()))
        )
        for one in at_hand if moved or went else ():
            done = act[one].id if one in act else last[newest][0]
            if one in act or one == newest:
                _tick(desk, facts, before[one], page_undo.ticked_before(one, told[one], done))
    if isinstance(step, cases.PagesMade):
        return Undone(len(step.sources), step.making.craft, removed=False, by_itself=step.by_itself)
    if isinstance(step, cases.PagesRemoved):
        return Undone(len(step.pages), None, removed=not moved, by_itself=step.by_itself)
    return Undone(len(step.pages), None, removed=False, by_itself=False)


def original(desk: Desk, case_id: CaseId, page: PageDigest) -> tuple[PageDigest, ...]:
    """What a page was made of, as it was scanned; the page itself when nothing was done to it.

    Where it was blackened since, the look stands in the journal, and Refusal `access.denied` for whoever may not.
    """
    with desk.journal.writing() as facts:
        case = _having(facts, case_id, [page])[0]
        found = originals(page, case.makings)
        if not sealed(case.makings, present(case.pages)).isdisjoint(found):
            access.require(desk.clerk.roles, Permission.SEE_SEALED)
            facts.add(desk.clerk.id, cases.LookedAt("sealed_page"), of=case.id)
    return found


def _tick(desk: Desk, facts: Writing, before: Case, given: Container[MaterialCode] | None = None) -> None:
    """Let the ticks of a case follow its pages, which were moved or removed in this transaction."""
    item, catalog = together.item_of(facts, before), together.catalog_of(facts, before)
    for tick in page_ticks.ticks(before, facts.case(before.id), item, catalog, given):
        facts.add(desk.clerk.id, tick, of=before.id)


def _having(reading: Reading, case_id: CaseId, pages: Sequence[PageDigest]) -> tuple[Case, ...]:
    """The cases at hand that have all of these pages, of a bundle several; the case itself when none has."""
    at_hand = together.at_hand(reading, case_id)
    found = tuple(case for case in at_hand if present(case.pages).issuperset(pages))
    return found or tuple(case for case in at_hand if case.id == case_id) or at_hand[:1]


def _say(
    desk: Desk,
    case_id: CaseId,
    sources: tuple[PageDigest, ...],
    making: Making,
    done: Sequence[bytes],
    *,
    by_itself: bool,
) -> tuple[PageDigest, ...]:
    seen = [looking.check(data) for data in done]
    made = tuple(desk.vault.put(data) for data in done)
    if set(made) & set(sources):
        return sources
    cut = making.craft in (Craft.CROP, Craft.SPLIT)  # whoever cuts has seen what runs over the edge
    doubts: list[tuple[PageDigest, Doubt]] = []
    with desk.journal.writing() as facts:
        for digest, data, one in zip(made, done, seen, strict=True):
            pages_kept.keep(facts, kept_page(digest, len(data), one))
            doubts += [(digest, doubt) for doubt in one.doubts if doubt is not Doubt.CUT_OFF or not cut]
        for case in _having(facts, case_id, sources):
            facts.add(desk.clerk.id, cases.PagesMade(sources, made, making, tuple(doubts), by_itself), of=case.id)
    return made


def _history(reading: Reading, case_id: CaseId) -> list[page_undo.Happened]:
    happened = []
    for event in reading.events_of(case_id):
        try:
            fact = from_payload(event.kind, event.schema, event.payload, unread)
        except Failure:
            continue  # left to `verify`, as everywhere
        if isinstance(fact, cases.CaseFact):
            happened.append(page_undo.Happened(event.id, fact, event.actor, event.device_seq))
    return happened
