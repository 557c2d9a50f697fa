"""What is signed, in which words, and what is a signature."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from deskapp.failures import Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.case import (
    Case,
    CaseFact,
    CommitmentMade,
    Delivered,
    How,
    LookedAt,
    MaterialReceived,
    PaperPrinted,
    Settled,
    Signed,
)
from deskapp.rules.case_state import State
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.signing import (
    SignedLine,
    Stroke,
    Told,
    ask_strokes,
    counts_for,
    digest_of,
    papers_to_sign,
    words_to_sign,
)

PAGE, OTHER = PageDigest("a" * 64), PageDigest("b" * 64)
LINES = (
    SignedLine("身份证", Standing.RECEIVED),
    SignedLine("住所证明", Standing.COMMITTED),
    SignedLine("租赁合同", Standing.DEFERRED, date(2026, 11, 30)),
    SignedLine("婚姻证明", Standing.NOT_NEEDED),
)
TOLD = Told("李明", "个体工商户设立登记", LINES, "营业执照")


def signed(*papers: str, page: PageDigest = PAGE) -> Signed:
    return Signed(page, papers, "c" * 64)


def test_what_is_promised_or_put_off_is_signed_with_the_receipt() -> None:
    case = Case(CaseId("1"), 3, State.OPENED)
    assert papers_to_sign(case) == ("receipt",)
    settled = {MaterialCode("A"): Settled(How.COMMITTED), MaterialCode("B"): Settled(How.DEFERRED)}
    assert papers_to_sign(Case(CaseId("1"), 3, State.ACCEPTED, settled=settled)) == (
        "receipt",
        "commitment",
        "deferral",
    )


@pytest.mark.parametrize(
    ("state", "papers"),
    [
        (None, ()),
        (State.READY, ("proof_of_service",)),
        (State.DECIDED, ("proof_of_service",)),
        (State.WITHDRAWN, ("withdrawn",)),
        (State.DELIVERED, ()),
        (State.DECLINED, ()),
    ],
)
def test_each_state_has_its_papers(state: State | None, papers: tuple[str, ...]) -> None:
    assert papers_to_sign(Case(CaseId("1"), 3, state)) == papers


def test_the_words_say_what_is_handed_in_promised_and_to_follow_and_nothing_else() -> None:
    text = words_to_sign(("receipt", "commitment", "deferral"), [TOLD], "zh")
    assert text.splitlines() == [
        "申请人：李明",
        "事项：个体工商户设立登记",
        "交来材料 1 项，内容真实：",
        "· 身份证",
        "以书面承诺代替材料 1 项，所承诺的事实真实：",
        "· 住所证明",
        "已知晓告知的内容，承诺不实的，愿意承担法律责任。",
        "后补：租赁合同，2026-11-30 前交齐。",
    ]
    assert "婚姻证明" not in text


def test_the_words_of_a_hand_out_and_of_a_withdrawal() -> None:
    assert "已领取：营业执照" in words_to_sign(("proof_of_service",), [TOLD], "zh")
    assert "自愿撤回" in words_to_sign(("withdrawn",), [TOLD], "zh")


def test_whoever_reads_english_signs_english_words_and_another_digest() -> None:
    zh, en = (words_to_sign(("receipt", "commitment"), [TOLD], lang) for lang in ("zh", "en"))
    assert "true in content (1)" in en
    assert "I have understood" in en
    assert digest_of(zh) != digest_of(en)
    assert len(digest_of(en)) == 64


def test_a_signature_counts_until_what_was_signed_changes() -> None:
    history: list[CaseFact] = [CommitmentMade(MaterialCode("A")), signed("receipt", "commitment")]
    assert counts_for(history, "commitment") == history[1]
    assert counts_for([*history, PaperPrinted("receipt"), LookedAt("phone")], "receipt") == history[1]
    changed = [*history, MaterialReceived(MaterialCode("B"), Form.ORIGINAL)]
    assert counts_for(changed, "commitment") is None, "the words are no more what was signed"
    again = [*changed, signed("receipt", page=OTHER)]
    found = counts_for(again, "receipt")
    assert found is not None
    assert found.signature == OTHER
    assert counts_for(again, "commitment") is None


def test_a_proof_of_service_stays_signed_through_the_hand_out() -> None:
    assert counts_for([signed("proof_of_service"), Delivered("window")], "proof_of_service") is not None
    assert counts_for([signed("receipt")], "proof_of_service") is None


@pytest.mark.parametrize(
    ("strokes", "code"),
    [
        ([], "signing.empty"),
        ([[]], "signing.empty"),
        ([[(50.0, 50.0)]], "signing.only_a_dot"),
        ([[(50.0, 50.0), (52.0, 51.0)]], "signing.only_a_dot"),
        ([[(50.0, 50.0), (51.0, 50.0)] * 40], "signing.only_a_dot"),
        ([[(nan, nan), (nan, nan)]], "signing.only_a_dot"),
        ([[(20.0, 40.0), (90.0, nan)]], "signing.only_a_dot"),
        ([[(20.0, 40.0), (90.0, 60.0), (nan, 60.0), (10.0, 10.0)]], "signing.only_a_dot"),
        ([[(0.0, 0.0), (inf, 50.0)]], "signing.only_a_dot"),
        ([[(-inf, 0.0), (inf, 50.0)]], "signing.only_a_dot"),
        ([[(0.0, 0.0), (1e308, 0.0), (-1e308, 0.0)]], "signing.only_a_dot"),
    ],
)
def test_nothing_and_a_dot_are_no_signature(strokes: list[Stroke], code: str) -> None:
    with pytest.raises(Refusal, match=code):
        ask_strokes(strokes, 200)


@pytest.mark.parametrize("height", [nan, inf, 0.0, -1.0])
def test_on_a_field_of_no_height_nothing_is_a_signature(height: float) -> None:
    with pytest.raises(Refusal, match=r"signing\.only_a_dot"):
        ask_strokes([[(20.0, 40.0), (90.0, 60.0)]], height)


def test_a_name_is_a_signature() -> None:
    ask_strokes([[(20.0, 40.0), (90.0, 60.0)], [(60.0, 20.0), (50.0, 120.0)]], 200)
