"""Whose application a paper is about, as most papers say it."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.papers import words
from deskapp.papers.sheet import Sheet


@dataclass(frozen=True, slots=True)
class About:
    """Numbers are masked, as are names that are not the applicant's own. `agent`: "" when they came themselves."""

    item: str
    department: str
    applicant: str
    id_number: str
    agent: str = ""


def told(sheet: Sheet, about: About, *more: tuple[str, str]) -> None:
    """The table that names item, applicant and department; `more` stands below, two in a row."""
    applicant = [("申请人", words.person(about.applicant, about.id_number))]
    if about.agent:
        applicant.append(("代办人", about.agent))
    rows = [list(more[at : at + 2]) for at in range(0, len(more), 2)]
    sheet.facts([("申请事项", about.item)], applicant, [("办理部门", about.department)], *rows)


def addressed(sheet: Sheet, about: About) -> None:
    """To whom it is written."""
    sheet.paragraph(f"{about.applicant}：")
