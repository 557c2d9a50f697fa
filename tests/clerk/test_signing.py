"""Signing at the window: what was shown is what was signed, and it stands on the papers for as long as it is so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.clerk import printing, signing
from deskapp.clerk.signing import ToSign
from deskapp.desk import Desk
from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import CaseId, MaterialCode, new_id
from deskapp.journal import outbox
from deskapp.rules.case import (
    CommitmentMade,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    Opened,
    Person,
    Withdrawn,
)
from deskapp.rules.material_state import Form
from tests.clerk import office
from tests.papers.samples_of_steps import signature_png

DUE = office.MORNING.date()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    station = office.station(tmp_path / "desk", office.FrozenClock(), printer=office.Tray())
    yield office.desk(station)
    station.journal.engine.dispose()


def opened(desk: Desk, *more: object, item: str = "SCJG-0102") -> CaseId:
    case = CaseId(new_id())
    person = Person("李䶮", "990105198802293371", "19900007221")
    first = Opened(item, "2026.11", desk.clerk.window, new_id(), person)  # type: ignore[arg-type]
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, first, of=case)
        for fact in more:
            facts.add(desk.clerk.id, fact, of=case)  # type: ignore[arg-type]
    return case


def pictures(desk: Desk, case: CaseId, paper: str) -> int:
    """How many pictures stand on a paper: a signature is two, its strokes and what of the ground they cover."""
    return printing.draw_paper(desk, case, paper).pdf.count(b"/Subtype /Image")


RECEIVED = MaterialReceived(MaterialCode("ID-CARD"), Form.ORIGINAL)
PROMISED = CommitmentMade(MaterialCode("PREMISES"))
LATER = MaterialDeferred(MaterialCode("PREMISES"), DUE)


@pytest.mark.parametrize(
    ("facts", "papers"),
    [
        ((RECEIVED,), ("receipt",)),
        ((RECEIVED, PROMISED), ("receipt", "commitment")),
        ((RECEIVED, LATER), ("receipt", "deferral")),
        ((RECEIVED, Withdrawn("改主意了")), ("withdrawn",)),
    ],
)
def test_a_signature_stands_on_every_paper_it_was_given_for(
    desk: Desk, facts: tuple[object, ...], papers: tuple[str, ...]
) -> None:
    case = opened(desk, *facts)
    asked = signing.to_sign(desk, [case], "zh")
    assert asked.papers == papers
    assert "李䶮" in asked.text
    assert [pictures(desk, case, paper) for paper in papers] == [0] * len(papers)
    signing.sign(desk, asked, signature_png())
    assert all(pictures(desk, case, paper) == 2 for paper in papers)


def test_what_is_promised_afterwards_is_not_signed_by_what_was_signed_before(desk: Desk) -> None:
    case = opened(desk, RECEIVED, PROMISED)
    signing.sign(desk, signing.to_sign(desk, [case], "zh"), signature_png())
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, MaterialReturned(MaterialCode("PREMISES")), of=case)
        facts.add(desk.clerk.id, PROMISED, of=case)
    assert pictures(desk, case, "commitment") == 0
    assert pictures(desk, case, "receipt") == 0


def test_words_that_changed_since_they_were_shown_are_not_signed(desk: Desk) -> None:
    case = opened(desk, RECEIVED)
    asked = signing.to_sign(desk, [case], "zh")
    with desk.journal.writing() as facts:
        facts.add(desk.clerk.id, PROMISED, of=case)
    with pytest.raises(Refusal, match=r"signing\.text_changed"):
        signing.sign(desk, asked, signature_png())
    with desk.journal.reading() as reading:
        assert not [event for event in reading.events_of(case) if event.kind == "case.signed"]


def test_the_words_cannot_be_exchanged_under_the_pen(desk: Desk) -> None:
    case = opened(desk, RECEIVED)
    asked = signing.to_sign(desk, [case], "zh")
    with pytest.raises(Refusal, match=r"signing\.text_changed"):
        signing.sign(desk, ToSign(asked.cases, asked.papers, "别的内容", "zh"), signature_png())


@pytest.mark.parametrize("picture", [b"", b"no picture", signature_png()[:200]])
def test_what_is_no_picture_is_no_signature(desk: Desk, picture: bytes) -> None:
    case = opened(desk, RECEIVED)
    with pytest.raises(ContentTrouble):
        signing.sign(desk, signing.to_sign(desk, [case], "zh"), picture)


def test_the_picture_goes_to_the_centre_before_the_word_about_it(desk: Desk) -> None:
    case = opened(desk, RECEIVED)
    signing.sign(desk, signing.to_sign(desk, [case], "zh"), signature_png())
    with desk.journal.reading() as reading:
        pages = outbox.pages_to_send(reading)
        (event,) = [event for event in reading.events_of(case) if event.kind == "case.signed"]
        assert list(pages) == [event.payload["signature"]]
        assert event.id not in {one.id for one in outbox.unsent(reading).events}
    with desk.journal.writing() as facts:
        outbox.confirm_pages(facts, pages)
    with desk.journal.reading() as reading:
        assert event.id in {one.id for one in outbox.unsent(reading).events}


def test_two_results_are_signed_for_at_once(desk: Desk) -> None:
    cases = [opened(desk, RECEIVED), opened(desk, RECEIVED, item="SCJG-0102")]
    asked = signing.to_sign(desk, cases, "zh")
    assert asked.text.count("李䶮") == 2
    signing.sign(desk, asked, signature_png())
    with desk.journal.reading() as reading:
        said = [event for case in cases for event in reading.events_of(case) if event.kind == "case.signed"]
    assert len({event.payload["signature"] for event in said}) == 1
    assert len({event.payload["text"] for event in said}) == 1
    assert len(said) == 2


def test_where_nothing_is_to_be_signed_it_says_so(desk: Desk) -> None:
    with pytest.raises(Refusal, match=r"case\.unknown"):
        signing.to_sign(desk, [CaseId("nobody")], "zh")
