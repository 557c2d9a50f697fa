"""What a fact says for a paper; what an older program's fact leaves out is None and never made up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from deskapp.clerk import facts_on_paper
from deskapp.clerk.subjects import Told
from deskapp.papers.declined import Reason
from deskapp.papers.proof_of_delivery import Way
from deskapp.papers.special_procedure import Procedure
from deskapp.rules import case as cases
from deskapp.rules.case import Person

DAY = date(2026, 12, 21)
AT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Refused:
    """As a newer program tells it: with the box to tick."""

    reason: str
    ground: str
    usual: str | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    reason: str
    procedure: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Handed:
    how: str
    receiver: Person | None = None
    papers: tuple[str, ...] = ()
    signature: str | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Extended:
    reason: str
    approved_by: str
    promised_day: date
    statutory_day: date
    provisional: bool = False


def history(*facts: Any) -> list[Told]:
    return [Told(fact, AT) for fact in facts]


@pytest.mark.parametrize("reason", list(Reason))
def test_a_refusal_ticks_the_box_it_names(reason: Reason) -> None:
    assert facts_on_paper.declined_for(Refused("因为", "法", reason.value)) is reason


@pytest.mark.parametrize(
    "fact", [cases.Declined("因为", "法"), Refused("因为", "法"), Refused("因为", "法", "of a later program"), None]
)
def test_a_refusal_that_names_no_box_ticks_the_last(fact: object) -> None:
    assert facts_on_paper.declined_for(fact) is Reason.OTHERWISE


@pytest.mark.parametrize("procedure", list(Procedure))
def test_a_stop_names_its_procedure_and_how_long_it_is(procedure: Procedure) -> None:
    stop = facts_on_paper.stop_of(Stopped("听证", procedure.value, AT.date(), DAY))
    assert stop == facts_on_paper.Stop(frozenset({procedure}), AT.date(), DAY)


@pytest.mark.parametrize("fact", [cases.Paused("鉴定"), Stopped("鉴定", "of a later program"), None])
def test_a_stop_that_names_no_procedure_ticks_nothing(fact: object) -> None:
    assert facts_on_paper.stop_of(fact) == facts_on_paper.Stop(frozenset(), None, None)


@pytest.mark.parametrize("way", [Way.WINDOW, Way.POST, Way.ELECTRONIC])
def test_a_handover_names_its_way_and_who_took_what(way: Way) -> None:
    receiver = Person("张三", "990109196306300795")
    told = facts_on_paper.handover_of(Handed(way.value, receiver, ("执照", "公章"), "5" * 64, "核对无误"), "执照")
    assert told == facts_on_paper.Handover(way, ("执照", "公章"), receiver, "核对无误", "5" * 64)


def test_a_handover_that_names_no_papers_hands_over_the_result_of_the_item() -> None:
    assert facts_on_paper.handover_of(cases.Delivered("window"), "执照").papers == ("执照",)
    assert facts_on_paper.handover_of(cases.Delivered("window"), "").papers == ()


def test_a_way_in_words_is_kept_as_a_remark() -> None:
    told = facts_on_paper.handover_of(cases.Delivered("家属到窗口代领"), "执照")
    assert (told.way, told.remark) == (Way.WINDOW, "家属到窗口代领")
    assert facts_on_paper.handover_of(None, "执照").remark == ""


@pytest.mark.parametrize(
    ("said", "wanted"), [("《某法》第一条。", "《某法》第一条"), (" ", "《通常的法》"), ("", "《通常的法》")]
)
def test_a_ground_stands_without_its_full_stop_or_is_the_usual_one(said: str, wanted: str) -> None:
    assert facts_on_paper.ground_of(Refused("因为", said), "《通常的法》") == wanted


def test_a_decision_that_names_no_law_rests_on_the_usual_one() -> None:
    assert facts_on_paper.ground_of(cases.Decided(True), "《通常的法》") == "《通常的法》"
    assert facts_on_paper.ground_of(None, "《通常的法》") == "《通常的法》"


def test_the_last_extension_counts() -> None:
    first, last = (Extended("复杂", who, DAY, DAY, who == "局长") for who in ("科长", "局长"))
    told = facts_on_paper.extension_of(history(first, cases.Resumed(), last, cases.Decided(True)))
    assert told == facts_on_paper.Extended("复杂", "局长", DAY, True)


@pytest.mark.parametrize("facts", [(), (cases.Paused("鉴定"), cases.Resumed())])
def test_where_nothing_was_extended_there_is_none(facts: tuple[object, ...]) -> None:
    assert facts_on_paper.extension_of(history(*facts)) is None
