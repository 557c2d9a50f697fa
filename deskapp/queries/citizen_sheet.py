"""What the citizen's screen shows of the case in hand to the person it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal.reading import Reading
from deskapp.queries import catalogs
from deskapp.rules.case import checklist_of
from deskapp.rules.case_state import State
from deskapp.rules.masking import mask_id
from deskapp.rules.material_state import Standing
from deskapp.rules.signing import papers_to_sign


@dataclass(frozen=True, slots=True)
class CitizenLine:
    """A material that was brought, promised or put off."""

    name: str
    standing: Standing
    due: date | None


@dataclass(frozen=True, slots=True)
class CitizenSheet:
    """Everything the person sees of their own case. The number stays masked: others stand behind them."""

    case: CaseId
    state: State
    name: str
    id_number: str  # masked
    phone: str
    agent: str
    item: str
    lines: tuple[CitizenLine, ...]
    to_sign: bool


_SHOWN = (Standing.RECEIVED, Standing.COMMITTED, Standing.DEFERRED)


def citizen_sheet(reading: Reading, case_id: CaseId) -> CitizenSheet:
    """Read it. Refusal `case.unknown`."""
    case = reading.case(case_id)
    if case.state is None or case.item is None:
        raise Refusal("case.unknown")
    catalog = catalogs.of_version(reading, case.catalog)
    person, agent = reading.people(case_id)
    lines = checklist_of(case, catalog).lines
    return CitizenSheet(
        case=case_id,
        state=case.state,
        name=person.name if person is not None else "",
        id_number=mask_id(person.id_number) if person is not None else "",
        phone=person.phone if person is not None else "",
        agent=agent.name if agent is not None else "",
        item=catalog.item(case.item).name,
        lines=tuple(CitizenLine(line.name, line.standing, line.due) for line in lines if line.standing in _SHOWN),
        to_sign=bool(papers_to_sign(case)),
    )
