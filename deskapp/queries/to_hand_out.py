"""What lies ready for one person: found by receipt, ticket, ID number or name, with everything else of theirs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from db.tables import applicants, cases
from deskapp.ids import CaseId
from deskapp.journal.asking import among
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs, sisters
from deskapp.queries.found import case_ids
from deskapp.rules.case_state import State
from deskapp.rules.masking import mask_id, mask_name

_READY = (State.DECIDED.value, State.READY.value)
_MOST = 50  # nobody carries more away at once
_LATELY = 500  # of one person's cases: an agency has thousands, and its results are of the last


@dataclass(frozen=True, slots=True)
class HandOut:
    """One result. Personal data is masked; `agent` is who came when the case was opened, "" for the applicant."""

    case: CaseId
    number: str
    state: State
    item_name: str
    applicant: str
    id_number: str
    agent: str
    granted: bool
    result: str
    deliver_by: date | None
    named: bool  # what was asked for by its own number
    theme: str = ""  # of the bundle it belongs to
    bundle: str = ""  # the number of that
    papers: int = 0  # that the department gave with its decision


def hand_outs(reading: Reading, words: str, today: date) -> tuple[HandOut, ...]:
    """Find them. Those that were asked for by number come first, then the oldest."""
    return _of(reading, case_ids(reading, words, today))


def hand_out_of_case(reading: Reading, case_id: CaseId) -> tuple[HandOut, ...]:
    """What lies ready for the person of this case, the case first; of a bundle, all that lies ready of it."""
    return _of(reading, {one.id for one in sisters.with_sisters(reading, reading.case(case_id))})


def _of(reading: Reading, named: Collection[str]) -> tuple[HandOut, ...]:
    dialect = reading.connection.dialect.name
    numbers = sa.select(applicants.c.id_number).where(
        applicants.c.hall == reading.hall, among(dialect, applicants.c.case_id)
    )
    ids = set(named)
    for number in set(reading.connection.execute(numbers, {"among": sorted(named)}).scalars()):
        mine = sa.select(applicants.c.case_id).where(
            applicants.c.hall == reading.hall, applicants.c.id_number == number
        )
        newest = mine.order_by(applicants.c.case_id.desc()).limit(_LATELY)
        ids.update(reading.connection.execute(newest).scalars())
    question = (
        sa.select(cases.c.case_id)
        .where(cases.c.hall == reading.hall, cases.c.state.in_(_READY), among(dialect, cases.c.case_id))
        .order_by(cases.c.opened_at)
        .limit(_MOST)
    )
    ready = reading.connection.execute(question, {"among": sorted(ids)}).scalars()
    found = [_line(reading, CaseId(row), row in named) for row in ready]
    first = {line.bundle: place for place, line in reversed(list(enumerate(found)))}
    return tuple(sorted(found, key=lambda line: (not line.named, first[line.bundle] if line.bundle else 0)))


def _line(reading: Reading, case_id: CaseId, named: bool) -> HandOut:
    case = reading.case(case_id)
    applicant, agent = reading.people(case_id)
    item = catalogs.of_version(reading, case.catalog).items[case.item] if case.item else None
    theme = sisters.theme_of(reading, case)
    return HandOut(
        case=case_id, number=case.number or "", state=case.state or State.DECIDED,
        item_name=item.name if item else "", applicant=mask_name(applicant.name) if applicant else "",
        id_number=mask_id(applicant.id_number) if applicant else "", agent=mask_name(agent.name) if agent else "",
        granted=bool(case.granted), result=case.result or (item.result if item else ""), deliver_by=case.deliver_by,
        named=named, theme=theme.name if theme else "", bundle=case.bundle_number, papers=len(case.result_papers),
    )  # fmt: skip
