"""Settling what the centre would not accept: nothing of it was dropped, and somebody decides what becomes of it."""

from __future__ import annotations

from dataclasses import replace

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import BundleId, CaseId, EventId
from deskapp.journal import rejected
from deskapp.journal.kinds import CASE, from_payload, unread
from deskapp.journal.personal import opener
from deskapp.journal.writing import Writing
from deskapp.protocol.messages import Event
from deskapp.queries import catalogs, sisters
from deskapp.queries.numbers import next_case_numbers
from deskapp.queries.work import cases_left_open
from deskapp.rules.bundle import number_of
from deskapp.rules.case import Accepted, Case, Opened, StepsGivenUp


def open_work(desk: Desk) -> int:
    """How many cases this clerk has left open."""
    with desk.journal.reading() as reading:
        return len(cases_left_open(reading, desk.clerk.id))


def give_up(desk: Desk, event: EventId, remark: str) -> None:
    """Give up the rejected steps of this step's case; it goes on from where the centre has it.

    Of a bundle, those of all its cases: what was taken in at once is settled at once. Refusal `settle.nothing` when
    nothing of it is rejected any more.
    """
    with desk.journal.writing() as facts:
        for stream_id, steps in _rejected(facts, event):
            fact = StepsGivenUp(tuple(step.id for step in steps), remark)
            facts.add(desk.clerk.id, fact, of=stream_id)


def send_again(desk: Desk, event: EventId) -> None:
    """Give the rejected steps up and make them once more, as new steps, on what is true now; of a bundle, those of all
    its cases, in the order in which they were made.

    Refusal `settle.nothing`, or the rules' own when a step may not happen any more: then nothing has changed.
    """
    with desk.journal.writing() as facts:
        rejected_here = _rejected(facts, event)
        if any(steps[0].stream != CASE for _, steps in rejected_here):
            raise Refusal("settle.only_cases")
        for stream_id, steps in rejected_here:
            facts.add(desk.clerk.id, StepsGivenUp(tuple(step.id for step in steps), ""), of=stream_id)
        made = sorted((step for _, steps in rejected_here for step in steps), key=lambda s: (s.epoch, s.device_seq))
        numbers: dict[str, str] = {}
        for step in made:
            key = facts.key_of(CaseId(step.stream_id))
            fact = from_payload(step.kind, step.schema, step.payload, opener(step, key))
            if isinstance(fact, Accepted):  # its number may be what was wrong with it
                fact = _renumbered(desk, facts, CaseId(step.stream_id), fact, numbers)
            facts.add(step.actor, fact, of=step.stream_id)


def _rejected(facts: Writing, event: EventId) -> list[tuple[str, tuple[Event, ...]]]:
    """The rejected steps of this step's case, and of its bundle: by stream. Refusal `settle.nothing`."""
    stream_id = rejected.stream_of(facts, event)
    steps = () if stream_id is None else rejected.unsettled(facts, stream_id)
    if stream_id is None or not steps:
        raise Refusal("settle.nothing")
    found = {stream_id: steps}
    bundle = _bundle_of(facts, stream_id, steps)
    if bundle is not None:
        others = {one.id for one in sisters.of_bundle(facts, bundle)}
        others.update(CaseId(other) for other in rejected.opened_in(facts, bundle))
        for other in sorted(others - {CaseId(stream_id)}):
            theirs = rejected.unsettled(facts, other)
            if theirs:
                found[other] = theirs
    return list(found.items())


def _bundle_of(facts: Writing, stream_id: str, steps: tuple[Event, ...]) -> BundleId | None:
    """The bundle of a case, also of one whose opening was rejected."""
    standing = facts.case(CaseId(stream_id)).bundle if steps[0].stream == CASE else None
    if standing is not None:
        return standing.id
    opening = next((step for step in steps if step.kind == "case.opened"), None)
    said = None if opening is None else from_payload(opening.kind, opening.schema, opening.payload, unread)
    return said.bundle.id if isinstance(said, Opened) and said.bundle is not None else None


def _renumbered(desk: Desk, facts: Writing, case_id: CaseId, fact: Accepted, given: dict[str, str]) -> Accepted:
    """An acceptance with a number that is free, and with the number its bundle has by now; `given`: the new numbers of
    bundles, by the old ones.
    """
    case = facts.case(case_id)
    number = fact.bundle_number
    if number:
        known = number_of(sisters.with_sisters(facts, case)) or given.get(number)
        free = _free(desk, facts, case, 2)
        number = given[number] = known or free[1]
    return replace(fact, number=case.reserved or _free(desk, facts, case, 1)[0], bundle_number=number)


def _free(desk: Desk, facts: Writing, case: Case, count: int) -> tuple[str, ...]:
    region = catalogs.of_version(facts, case.catalog).region
    return next_case_numbers(facts, region, desk.clock.today(), desk.clerk.window, count)
