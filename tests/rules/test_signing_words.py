"""The words of a signature line by line and in both languages, when it stops counting, and how little is no name."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import CaseId, MaterialCode, PageDigest
from deskapp.rules.case import (
    Answered,
    ApplicantCorrected,
    Case,
    CaseFact,
    CommitmentMade,
    CorrectionRequested,
    Delivered,
    How,
    LookedAt,
    MaterialDeferred,
    MaterialReceived,
    MaterialReturned,
    PaperPrinted,
    Settled,
    Signed,
)
from deskapp.rules.case_state import AT_THE_WINDOW, RUNNING, State
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.signing import (
    LEAST_LENGTH,
    LEAST_SPREAD,
    SignedLine,
    Stroke,
    Told,
    ask_strokes,
    counts_for,
    digest_of,
    papers_to_sign,
    words_to_sign,
)

CODE = MaterialCode("A")
EVERY = ("receipt", "commitment", "deferral")
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P")), min_size=1, max_size=12)
LINES = st.lists(st.builds(SignedLine, NAMES, st.sampled_from(Standing), st.none() | st.dates()), max_size=6)
CHANGES: tuple[CaseFact, ...] = (
    ApplicantCorrected(None),
    Answered("q", "yes"),
    MaterialReceived(CODE, Form.COPY),
    MaterialReturned(CODE),
    CommitmentMade(CODE),
    MaterialDeferred(CODE, date(2026, 11, 30)),
    CorrectionRequested((CODE,), "补正", date(2026, 11, 30)),
)
IDLE: tuple[CaseFact, ...] = (PaperPrinted("receipt"), LookedAt("phone"), Delivered("window"))


def signed(*papers: str, page: str = "a") -> Signed:
    return Signed(PageDigest(page * 64), papers, "c" * 64)


def refused(strokes: list[Stroke], height: float) -> str:
    try:
        ask_strokes(strokes, height)
    except Refusal as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize("state", sorted(AT_THE_WINDOW | RUNNING))
@pytest.mark.parametrize(
    ("how", "papers"),
    [(How.COMMITTED, ("receipt", "commitment")), (How.DEFERRED, ("receipt", "deferral"))],
)
def test_as_long_as_a_case_runs_a_promise_is_signed_with_it(state: State, how: How, papers: tuple[str, ...]) -> None:
    settled = {CODE: Settled(how), MaterialCode("B"): Settled(how)}
    assert papers_to_sign(Case(CaseId("1"), 3, state, settled=settled)) == papers


@pytest.mark.parametrize("state", [State.FILED, State.ARCHIVED, State.DELIVERED, State.DECLINED])
def test_what_is_only_filed_or_ended_is_not_signed_whatever_was_promised(state: State) -> None:
    assert papers_to_sign(Case(CaseId("1"), 3, state, settled={CODE: Settled(How.COMMITTED)})) == ()


def test_english_words_stand_line_by_line_as_the_chinese_ones_do() -> None:
    lines = (
        SignedLine("ID card", Standing.RECEIVED),
        SignedLine("Photo", Standing.RECEIVED),
        SignedLine("Lease", Standing.DEFERRED, date(2026, 11, 30)),
        SignedLine("Proof of address", Standing.COMMITTED),
    )
    assert words_to_sign(EVERY, [Told("John Smith", "Licence", lines)], "en").splitlines() == [
        "Applicant: John Smith",
        "Item: Licence",
        "Handed in, and true in content (2):",
        "· ID card",
        "· Photo",
        "Declared in writing in place of a document, and true (1):",
        "· Proof of address",
        "I have understood what I was told, and answer by law for a false declaration.",
        "To follow: Lease, by 2026-11-30.",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_answers_by_law_for_what_they_did_not_promise(lang: str) -> None:
    text = words_to_sign(EVERY, [Told("李明", "设立登记", (SignedLine("身份证", Standing.OWED),))], lang)
    assert len(text.splitlines()) == 2, "who and what for, and no heading over nothing"


def test_what_follows_on_no_certain_day_says_so() -> None:
    text = words_to_sign(("deferral",), [Told("李明", "登记", (SignedLine("合同", Standing.DEFERRED),))], "zh")
    assert text.splitlines()[-1] == "后补：合同，— 前交齐。"


def test_a_result_without_a_name_is_called_as_its_item_is() -> None:
    assert words_to_sign(("proof_of_service",), [Told("李明", "户口登记")], "zh").splitlines()[-1] == (
        "已领取：户口登记，名称、份数核对无误。"
    )


def test_each_case_of_a_bundle_has_its_own_words_in_its_place() -> None:
    told = [Told("李明", "设立登记", result="营业执照"), Told("李明", "食品经营", result="许可证")]
    text = words_to_sign(("proof_of_service",), told, "zh")
    assert [line for line in text.splitlines() if line.startswith("已领取")] == [
        "已领取：营业执照，名称、份数核对无误。",
        "已领取：许可证，名称、份数核对无误。",
    ]
    assert text == "\n".join(words_to_sign(("proof_of_service",), [one], "zh") for one in told)


def test_a_language_that_is_not_spoken_here_is_answered_in_chinese() -> None:
    told = [Told("李明", "登记")]
    assert words_to_sign(("withdrawn",), told, "bo") == words_to_sign(("withdrawn",), told, "zh")


@pytest.mark.parametrize("name", ["{name}", "{0.__class__}", "{", "}}", "%s", "李{item}明"])
def test_braces_in_a_name_stand_as_they_are(name: str) -> None:
    text = words_to_sign(("receipt",), [Told(name, name, (SignedLine(name, Standing.RECEIVED),))], "zh")
    assert text.splitlines() == [f"申请人：{name}", f"事项：{name}", "交来材料 1 项，内容真实：", f"· {name}"]


@given(LINES, st.sampled_from(["zh", "en"]))
def test_every_material_stands_once_where_it_belongs_and_nowhere_else(lines: list[SignedLine], lang: str) -> None:
    one = Told("李明", "登记", tuple(lines))
    by_paper = {paper: words_to_sign((paper,), [one], lang).splitlines()[2:] for paper in EVERY}
    for paper, standing in (("receipt", Standing.RECEIVED), ("commitment", Standing.COMMITTED)):
        wanted = [f"· {line.name}" for line in lines if line.standing is standing]
        assert [line for line in by_paper[paper] if line.startswith("· ")] == wanted
    assert len(by_paper["deferral"]) == sum(line.standing is Standing.DEFERRED for line in lines)
    assert words_to_sign(EVERY, [one], lang).splitlines()[2:] == [line for paper in EVERY for line in by_paper[paper]]


@given(st.permutations([*EVERY, "withdrawn", "proof_of_service"]))
def test_the_words_do_not_depend_on_the_order_in_which_papers_are_named(papers: list[str]) -> None:
    told = [Told("李明", "登记", (SignedLine("身份证", Standing.RECEIVED),), "执照")]
    assert words_to_sign(papers, told, "zh") == words_to_sign(sorted(papers), told, "zh")


@given(st.text(st.characters(codec="utf-8")))
def test_the_digest_is_what_anybody_computes_from_the_words(text: str) -> None:
    assert digest_of(text) == sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("paper", EVERY)
def test_whatever_changes_what_was_said_takes_the_signature_off_the_paper(change: CaseFact, paper: str) -> None:
    assert counts_for([signed(*EVERY)], paper) == signed(*EVERY)
    assert counts_for([signed(*EVERY), change], paper) is None
    assert counts_for([signed(*EVERY), change, signed(paper, page="b")], paper) == signed(paper, page="b")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("paper", ["withdrawn", "proof_of_service"])
def test_what_was_handed_out_or_taken_back_stays_signed(change: CaseFact, paper: str) -> None:
    assert counts_for([signed(paper), change], paper) == signed(paper)


@given(st.lists(st.sampled_from([signed("receipt"), signed("deferral"), *CHANGES, *IDLE]), max_size=12))
def test_the_last_signature_counts_and_only_what_changed_behind_it_takes_it_off(history: list[CaseFact]) -> None:
    at = max((place for place, fact in enumerate(history) if fact == signed("receipt")), default=None)
    stays = at is not None and not any(fact in CHANGES for fact in history[at + 1 :])
    assert (counts_for(history, "receipt") is not None) is stays


@given(st.floats(50, 2000), st.floats(0.3, 5))
def test_one_long_stroke_is_enough_in_a_field_of_any_height(height: float, long: float) -> None:
    assert refused([[(0.0, 0.0), (long * height, 0.0)]], height) == ""
    assert refused([[(0.0, 0.0), (0.0, long * height)]], height) == ""
    assert refused([[(0.0, 0.0), (LEAST_LENGTH * height * 0.9, 0.0)]], height) == "signing.only_a_dot"


def test_the_way_between_two_strokes_is_not_drawn() -> None:
    dots: list[Stroke] = [[(0.0, 0.0)], [(400.0, 0.0)], [(0.0, 150.0)]]
    assert refused(dots, 200) == "signing.only_a_dot"
    assert refused([[point for stroke in dots for point in stroke]], 200) == ""


def test_scribbling_on_one_spot_is_no_name_however_long() -> None:
    reach = LEAST_SPREAD * 200
    assert refused([[(0.0, 0.0), (reach - 1, reach - 1)] * 500], 200) == "signing.only_a_dot"
    assert refused([[(0.0, 0.0), (reach, 0.0)] * 500], 200) == ""


def test_several_short_strokes_are_a_name_together() -> None:
    strokes: list[Stroke] = [[(20.0 * n, 0.0), (20.0 * n, 18.0)] for n in range(3)]
    assert refused(strokes[:1], 200) == refused(strokes[:2], 200) == "signing.only_a_dot"
    assert refused([*strokes, []], 200) == ""
