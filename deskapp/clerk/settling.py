"""Settling what the centre would not accept: nothing of it was dropped, and somebody decides what becomes of it."""

from __future__ import annotations

from dataclasses import replace

from deskapp.desk import Desk
from deskapp.failures import Refusal
from deskapp.ids import CaseId, EventId
from deskapp.journal import rejected
from deskapp.journal.kinds import CASE, from_payload
from deskapp.journal.personal import opener
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.queries.numbers import next_case_number
from deskapp.queries.work import cases_left_open
from deskapp.rules.case import Accepted, StepsGivenUp


def open_work(desk: Desk) -> int:
    """How many cases this clerk has left open."""
    with desk.journal.reading() as reading:
        return len(cases_left_open(reading, desk.clerk.id))


def give_up(desk: Desk, event: EventId, remark: str) -> None:
    """Give up the rejected steps of this step's case; it goes on from where the centre has it.

    Refusal `settle.nothing` when nothing of it is rejected any more.
    """
    with desk.journal.writing() as facts:
        stream_id = rejected.stream_of(facts, event)
        steps = () if stream_id is None else rejected.unsettled(facts, stream_id)
        if stream_id is None or not steps:
            raise Refusal("settle.nothing")
        fact = StepsGivenUp(tuple(step.id for step in steps), remark)
        facts.add(desk.clerk.id, fact, of=stream_id)


def send_again(desk: Desk, event: EventId) -> None:
    """Give the rejected steps up and make them once more, as new steps, on what is true now.

    Refusal `settle.nothing`, or the rules' own when a step may not happen any more: then nothing has changed.
    """
    with desk.journal.writing() as facts:
        stream_id = rejected.stream_of(facts, event)
        steps = () if stream_id is None else rejected.unsettled(facts, stream_id)
        if stream_id is None or not steps:
            raise Refusal("settle.nothing")
        if steps[0].stream != CASE:
            raise Refusal("settle.only_cases")
        facts.add(desk.clerk.id, StepsGivenUp(tuple(step.id for step in steps), ""), of=stream_id)
        key = facts.key_of(CaseId(stream_id))
        for step in steps:
            fact = from_payload(step.kind, step.schema, step.payload, opener(step, key))
            if isinstance(fact, Accepted):  # its number may be what was wrong with it
                fact = replace(fact, number=_number(desk, facts, CaseId(stream_id)))
            facts.add(step.actor, fact, of=stream_id)


def _number(desk: Desk, facts: Writing, case_id: CaseId) -> str:
    case = facts.case(case_id)
    region = catalogs.of_version(facts, case.catalog).region
    return case.reserved or next_case_number(facts, region, desk.clock.today(), desk.clerk.window)
