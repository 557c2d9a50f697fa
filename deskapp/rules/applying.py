"""Who applies, checked as it was typed or filed: names, numbers, telephone; all that is wrong, each by its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from deskapp.failures import Refusal
from deskapp.rules.case import Person
from deskapp.rules.identity import CreditCode, read_number
from deskapp.rules.names import normal_name, personal_name


@dataclass(frozen=True, slots=True)
class Named:
    """Applicant and agent, as they were typed."""

    name: str
    id_number: str
    phone: str = ""
    address: str = ""
    agent_name: str = ""
    agent_id: str = ""
    by_agent: bool = False  # it is said that somebody came for the applicant: then it is asked who


@dataclass(frozen=True, slots=True)
class Checked:
    """Applicant and agent; None for both when anything is wrong with either."""

    applicant: Person | None
    agent: Person | None
    faults: tuple[Refusal, ...]


def check(typed: Named, today: date) -> Checked:
    """Read it all; a fault names its field and never what was typed."""
    faults: list[Refusal] = []

    def asked(field: str, rule: Callable[[str], str], given: str) -> str:
        try:
            return rule(given)
        except Refusal as refusal:
            faults.append(Refusal(refusal.code, **{**refusal.values, "field": field}))
            return ""

    def number(text: str) -> str:
        return read_number(text, today).number

    id_number = asked("id_number", number, typed.id_number)
    organisation = bool(id_number) and isinstance(read_number(id_number, today), CreditCode)
    name = asked("name", normal_name if organisation else personal_name, typed.name)
    phone = asked("phone", read_phone, typed.phone)
    agent = None
    if typed.agent_name or typed.agent_id or typed.by_agent:
        agent_name = asked("agent_name", personal_name, typed.agent_name)
        agent = Person(agent_name, asked("agent_id", number, typed.agent_id))
        if agent.id_number and agent.id_number == id_number:
            faults.append(Refusal("agent.is_applicant", field="agent_id"))
    if faults:
        return Checked(None, None, tuple(faults))
    return Checked(Person(name, id_number, phone, typed.address.strip()), agent, ())


def read_phone(text: str) -> str:
    """A telephone number as it is dialled: digits, perhaps a + before them. Refusal `phone.malformed`."""
    bare = text.strip().replace(" ", "").replace("-", "")
    digits = bare.removeprefix("+")
    if bare and not (digits.isascii() and digits.isdecimal() and 5 <= len(digits) <= 15):
        raise Refusal("phone.malformed")
    return bare
