"""A case in a department's own form, and its decision out of it: by what the department declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.ids import CaseId
from deskapp.journal import noted_asks
from deskapp.journal.reading import Reading
from deskapp.protocol.messages import HallFacts
from deskapp.queries.department_case import department_case
from deskapp.queries.department_work import Terms, own_case
from deskapp.rules import timed_steps
from deskapp.rules.case import CaseFact
from deskapp.rules.department_form import ANSWER, MATERIAL, DepartmentForm, SaidDecision, fill, read_decision
from deskapp.rules.department_form_text import read
from deskapp.server.department_steps import Place, Step


@dataclass(frozen=True, slots=True)
class FilledForm:
    """Their form, and how the case stood when it was filled."""

    fields: Mapping[str, str]
    edition: str


def filled(reading: Reading, hall: HallFacts, department: str | None, case_id: CaseId, terms: Terms) -> FilledForm:
    """A case in the department's form. Refusal `case.unknown`, `form.none`, or as `department_form.fill`."""
    form = form_of(reading, department)
    sheet = department_case(reading, department, case_id, terms, whole=True)
    _, item, catalog = own_case(reading, department, case_id)
    line = sheet.line
    told: dict[str, str | date | None] = {
        "number": line.number, "case": line.case, "item": str(line.item), "item_name": line.item_name,
        "state_code": item.state_code or "", "department": item.department, "hall": hall.name, "region": catalog.region,
        "result": sheet.result, "state": line.state.value, "accepted_on": line.accepted_on,
        "promised_day": line.promised_day, "statutory_day": line.statutory_day,
    }  # fmt: skip
    for who, person in (("applicant", sheet.applicant), ("agent", sheet.agent)):
        if person is not None:
            told |= {
                f"{who}.name": person.name, f"{who}.id_number": person.id_number, f"{who}.phone": person.phone,
                f"{who}.address": person.address,
            }  # fmt: skip
    told |= {f"{ANSWER}{answer.question}": answer.answer for answer in sheet.answers}
    told |= {f"{MATERIAL}{material.code}": material.standing.value for material in sheet.materials}
    return FilledForm(fill(form, told), line.edition)


def decision(reading: Reading, department: str | None, said: Mapping[str, str]) -> Step:
    """The step that a decision in the department's form asks for. Refusal `form.none`, as `read_decision`."""
    told = read_decision(form_of(reading, department), said)

    def facts(place: Place) -> Sequence[CaseFact]:
        return [
            timed_steps.decided(
                granted=told.granted, reason=told.reason, ground=told.ground, today=_day(told, place),
                calendar=place.calendar,
            )
        ]  # fmt: skip

    return Step("decide", (told.granted, told.reason, told.ground, told.on), facts)


def form_of(reading: Reading, department: str | None) -> DepartmentForm:
    """What the department declared. Refusal `form.none` where it declared nothing."""
    text = noted_asks.form_of(reading, department) if department else None
    if text is None:
        raise Refusal("form.none")
    return read(text)


def _day(told: SaidDecision, place: Place) -> date:
    """The day they decided: not after today, nor before the case was theirs. Refusal `form.impossible_day`."""
    if told.on is None:
        return place.today
    first = place.case.since or place.case.received_on
    if told.on > place.today or (first is not None and told.on < first):
        raise Refusal("form.impossible_day")
    return told.on
