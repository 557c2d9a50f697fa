"""What was found as lines to choose from, in groups with their counts, the best group first.

The key of a line says what is behind it: `case:ID`, `person:ID`, `agent:ID`, `ticket:ID`, `item:CODE`; a command's is
its own name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from deskapp.clerk.looking import Seen
from deskapp.clock import office_day
from deskapp.protocol.door import FoundTicket
from deskapp.queries.found import FoundCase, Match
from deskapp.queries.found_all import FindSheet
from deskapp.queries.found_people import FoundPerson
from deskapp.rules.case import Person
from deskapp.rules.deadline import Lamp
from deskapp.rules.finding import Found, FoundKind
from ui import texts
from ui.parts.choices import Choice
from ui.parts.ticket_words import state_words

CASE, PERSON, AGENT, TICKET, ITEM = "case:", "person:", "agent:", "ticket:", "item:"
THEME = "theme:"  # begins the code of a theme among the items
_SIGNS = {Lamp.GREEN: "", Lamp.YELLOW: "▲ ", Lamp.RED: "■ "}  # never colour alone
_TONES = {Lamp.GREEN: "", Lamp.YELLOW: "owed", Lamp.RED: "bad"}


@dataclass(frozen=True, slots=True)
class _Group:
    match: Match
    name: str
    lines: Sequence[Choice]
    more: bool = False


def rows(sheet: FindSheet, commands: Sequence[Choice]) -> list[Choice]:
    """Everything that was found, and the commands that the same words find."""
    people, cases, tickets, items, acts = (
        QCoreApplication.translate("find", "人"), QCoreApplication.translate("find", "办件"),
        QCoreApplication.translate("find", "号票"), QCoreApplication.translate("find", "事项"),
        QCoreApplication.translate("find", "操作"),
    )  # fmt: skip
    words = sheet.words.casefold()
    groups = [
        _Group(_best([one.match for one in sheet.people]), people, [person_row(one) for one in sheet.people]),
        _Group(_best([one.match for one in sheet.cases]), cases, [case_row(one) for one in sheet.cases], sheet.more),
        _Group(
            _best([_by_name(one.number, words) for one in sheet.tickets]),
            tickets,
            [ticket_row(one) for one in sheet.tickets],
        ),
        _Group(
            _best([min(_by_name(one.name, words), _by_name(one.code, words)) for one in sheet.items]),
            items,
            [item_row(one) for one in sheet.items],
        ),
        _Group(_best([_by_name(one.name, words) for one in commands]), acts, commands),
    ]
    look = QCoreApplication.translate("find", "按住 F12 看全号（留痕）") if sheet.people or sheet.cases else ""
    found: list[Choice] = []
    for group in sorted((group for group in groups if group.lines), key=lambda group: group.match):
        count = f"{len(group.lines)}+" if group.more else str(len(group.lines))
        said = look if group.name in (people, cases) else ""
        look = "" if said else look
        found += [Choice("", f"{group.name} · {count}", hint=said, heading=True), *group.lines]
    return found


def case_row(case: FoundCase, *, for_other: bool = False) -> Choice:
    """A case: whose and what, its number or when it was opened, how it stands."""
    when = f"{texts.day(office_day(case.opened_at))} {texts.clock_time(case.opened_at)}"
    by = QCoreApplication.translate("find", "代办 {name}").format(name=case.agent) if case.agent else ""
    if for_other:
        by = QCoreApplication.translate("find", "替人办")
    detail = " · ".join(filter(None, (case.number or when, case.id_number, by)))
    name = " · ".join(filter(None, (case.applicant, case.item_name)))
    return Choice(CASE + case.case, name, detail, _standing(case), _TONES[case.lamp])


def person_row(person: FoundPerson) -> Choice:
    """A person: how many cases, and how many of them wait."""
    count = f"{person.cases}+" if person.more else str(person.cases)
    if person.waiting:
        words = QCoreApplication.translate("find", "{n} 件，{waiting} 件等着办")
        said = words.format(n=count, waiting=person.waiting)
    else:
        said = QCoreApplication.translate("find", "{n} 件").format(n=count)
    sort = QCoreApplication.translate("find", "代办人") if person.as_agent else ""
    return Choice(
        (AGENT if person.as_agent else PERSON) + person.case,
        person.name,
        person.id_number,
        " · ".join(filter(None, (sort, said))),
    )


def ticket_row(ticket: FoundTicket) -> Choice:
    """A ticket: its day, its window, where it stands."""
    window = QCoreApplication.translate("find", "{window} 号窗").format(window=ticket.window) if ticket.window else ""
    detail = " · ".join(filter(None, (texts.day(ticket.day), window)))
    return Choice(TICKET + ticket.id, ticket.number, detail, state_words(ticket.state))


def item_row(found: Found) -> Choice:
    """An item or a theme to apply for; a proof that may no longer be asked for, with its reason."""
    name = found.en if texts.language() == "en" and found.en else found.name
    if found.kind is FoundKind.CANCELLED:
        return Choice("", name, texts.cancelled(found.since, found.why or ""), barred=True)
    if found.kind is FoundKind.THEME:
        return Choice(ITEM + THEME + found.code, name, found.code, QCoreApplication.translate("find", "一件事"))
    return Choice(ITEM + found.code, name, found.code)


def in_full(shown: Sequence[Choice], seen: Sequence[Seen]) -> dict[str, str]:
    """The names of these lines with the people in full, by key; lines of others stay as they are."""
    by_case = {one.case: one for one in seen}
    full = {}
    for line in shown:
        sort, _, case = line.key.partition(":")
        one = by_case.get(case)  # type: ignore[call-overload]
        if one is None:
            continue
        who = one.agent if f"{sort}:" == AGENT and one.agent is not None else one.applicant
        said = [said_in_full(who)]
        if f"{sort}:" == CASE and one.agent is not None:
            said.append(QCoreApplication.translate("find", "代办 {name}").format(name=said_in_full(one.agent)))
        full[line.key] = " · ".join(said)
    return full


def said_in_full(person: Person) -> str:
    """A person on one line, nothing masked."""
    return " ".join(filter(None, (person.name, person.id_number, person.phone)))


def _standing(case: FoundCase) -> str:
    said = texts.state(case.state)
    if case.late is not None:
        return f"{_SIGNS[case.lamp]}{texts.late(case.late)} · {said}"
    if case.days_left is not None and case.days_left >= 0:
        return QCoreApplication.translate("find", "还剩 {n} 天").format(n=case.days_left) + f" · {said}"
    return said


def _by_name(name: str, words: str) -> Match:
    plain = name.casefold()
    return Match.WHOLE if plain == words else Match.BEGINS if plain.startswith(words) else Match.PART


def _best(matches: Sequence[Match]) -> Match:
    return min(matches, default=Match.PART)
