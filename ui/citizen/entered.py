"""What was entered, as the lines of the citizen's screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from deskapp.queries.citizen_sheet import CitizenLine, CitizenSheet
from deskapp.rules.material_state import Standing
from ui.citizen.confirm_page import Line
from ui.citizen.words import say
from ui.clerk.applicant_page import Typed

_STANDINGS = {
    Standing.RECEIVED: "received",
    Standing.COMMITTED: "committed",
    Standing.DEFERRED: "deferred",
}


def entered_lines(typed: Typed, mask: Callable[[str], str]) -> list[Line]:
    """What stands in the clerk's fields before there is a case."""
    said = (
        ("name", typed.name),
        ("id_number", mask(typed.id_number) if typed.id_number else ""),
        ("phone", typed.phone),
        ("agent", typed.agent_name),
    )
    return [Line(name, value) for name, value in said if value]


def sheet_lines(sheet: CitizenSheet, lang: str) -> list[Line]:
    """A case, line by line."""
    said = [
        Line("item", sheet.item),
        Line("name", sheet.name),
        Line("id_number", sheet.id_number),
        Line("phone", sheet.phone),
        Line("agent", sheet.agent),
    ]
    for standing, name in _STANDINGS.items():
        materials = [_material(line, lang) for line in sheet.lines if line.standing is standing]
        said.append(Line(name, say(lang, "joined").join(materials)))
    return [line for line in said if line.value]


def line_names() -> dict[str, str]:
    """What the clerk calls these lines."""
    return {
        "item": QCoreApplication.translate("citizen", "事项"),
        "name": QCoreApplication.translate("citizen", "姓名"),
        "id_number": QCoreApplication.translate("citizen", "证件号码"),
        "phone": QCoreApplication.translate("citizen", "电话"),
        "agent": QCoreApplication.translate("citizen", "代办人"),
        "received": QCoreApplication.translate("citizen", "已收材料"),
        "committed": QCoreApplication.translate("citizen", "告知承诺"),
        "deferred": QCoreApplication.translate("citizen", "容缺后补"),
    }


def _material(line: CitizenLine, lang: str) -> str:
    return line.name if line.due is None else say(lang, "by", name=line.name, day=line.due.isoformat())
