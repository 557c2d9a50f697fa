"""A case goes from a real window to its department and back, and nobody types anything twice.

By its page and by its program: the paper that it gave is seen, printed and handed out at the window.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from deskapp.clerk import printing
from deskapp.rules.case_state import State
from tests.ui.clerk.life import NAME, NUMBER, Office, at_a_centre, working
from ui.background import Background
from ui.keys import Ask

LICENCE = "JY-0101"


@pytest.fixture
def office(tmp_path: Path, background: Background, dressed: QApplication, qtbot: QtBot) -> Iterator[Office]:
    with at_a_centre(tmp_path / "centre") as hall, working(tmp_path, hall, background, dressed, qtbot) as made:
        yield made


def licence_paper() -> bytes:
    """A real PDF of one page, as a department's system makes it."""
    made = io.BytesIO()
    paper = canvas.Canvas(made, pagesize=(595, 842))
    paper.drawString(80, 760, "LICENCE No. 2026-0001")
    paper.save()
    return made.getvalue()


def accepted(office: Office) -> None:
    office.begin(LICENCE)
    office.tick(1, 2, 3, 4, 5)
    office.f9("受理并打印回执")
    office.reaches(State.ACCEPTED)


class Page:
    """The department's page, as a browser without scripts uses it."""

    def __init__(self, address: str) -> None:
        self.line = httpx.Client(base_url=address, trust_env=False, timeout=20, follow_redirects=True)

    def sign_in(self) -> str:
        told = self.line.post("/department/sign-in", data={"user": "dept-jy", "password": "demo"})
        assert told.status_code == 200, told.text
        return told.text

    def press(self, case: str, step: str, files: list[bytes] | None = None, **fields: str) -> httpx.Response:
        shown = self.line.get(f"/department/cases/{case}").text
        form = re.search(rf'action="/department/cases/{case}/{step}"(.*?)</form>', shown, re.DOTALL)
        assert form is not None, f"{step} is not offered"
        known = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[1]))
        papers = [("papers", ("licence.pdf", data, "application/pdf")) for data in files or []]
        return self.line.post(f"/department/cases/{case}/{step}", data={**known, **fields}, files=papers or None)


def handed_out_with_the_paper(office: Office, paper: bytes) -> None:
    """At the window it lies ready; the department's own paper is offered, printed and handed out."""
    office.shown(State.READY)
    offered = [offer.kind for offer in printing.offered(office.desk, office.case)]
    assert offered[-1] == "result_paper_1"
    printed, trouble = printing.print_paper(office.desk, office.case, "result_paper_1")
    assert (printed.pdf, trouble) == (paper, None), "byte for byte as the department gave it"
    office.f9("出件")
    panel = office.window.screen.hand_out
    office.until(lambda: panel.isVisible() and len(panel.marked) == 1)
    assert "附 1 份" in panel.ready.choices[0].detail
    office.hands.press(Qt.Key.Key_F9)
    office.reaches(State.DELIVERED)


def test_by_the_departments_program(office: Office) -> None:
    accepted(office)
    line, case, paper = office.department("JY"), office.case, licence_paper()
    sheet = line.get(f"/api/v1/department/cases/{case}").json()
    assert (sheet["applicant"]["name"], sheet["applicant"]["id_number"]) == (NAME, NUMBER), "typed once, at the window"
    office.department_does("JY", "take")
    brought = line.post("/api/v1/department/papers", content=paper).json()["paper"]
    office.department_does("JY", "decide", granted=True, papers=[brought])
    office.shown(State.DECIDED)
    office.department_does("JY", "ready")
    handed_out_with_the_paper(office, paper)


def test_by_the_departments_page(office: Office) -> None:
    accepted(office)
    page, case, paper = Page(office.centre.address), office.case, licence_paper()
    number = office.at_the_centre().number
    assert number is not None
    listed = page.sign_in()
    assert number in listed
    assert NAME not in listed, "masked"
    assert "已接收" in page.press(case, "take").text
    refused = page.press(case, "decide", [paper], outcome="refused")
    assert refused.status_code == 409
    assert "请写明理由和依据" in refused.text
    assert "已作出决定" in page.press(case, "decide", [paper], outcome="granted").text
    office.shown(State.DECIDED)
    assert "结果可以领取" in page.press(case, "ready").text
    handed_out_with_the_paper(office, paper)
    page.line.close()


def test_the_paper_is_seen_at_the_window_before_it_is_printed(office: Office) -> None:
    accepted(office)
    line = office.department("JY")
    brought = line.post("/api/v1/department/papers", content=licence_paper()).json()["paper"]
    office.department_does("JY", "decide", granted=True, papers=[brought])
    office.shown(State.DECIDED)
    office.window.screen.ask(Ask.PREVIEW)
    panel = office.window.screen.papers
    office.until(panel.isVisible)
    names = [choice.name for choice in panel.papers.choices]
    assert names[-1] == "部门结果材料 1"
