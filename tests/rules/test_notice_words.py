"""What a notice will say, read before it is printed."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.rules import notice_words as papers
from deskapp.rules.case import Procedure, Usual
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME
from deskapp.rules.notice_words import About, usual_words

ABOUT = About("示例县政务服务大厅", "欧阳**", "食品经营许可(新办)")
DUE = date(2026, 11, 30)


@pytest.mark.parametrize("regime", list(Regime))
def test_a_correction_names_everything_its_ground_and_its_day(regime: Regime) -> None:
    ground = BY_REGIME[regime].correct.cited
    said = papers.correction(ABOUT, ["健康证明", "布局图"], "照片不清", ground=ground, due=DUE)
    for words in ("【补正告知书】", "欧阳**", "食品经营许可(新办)", "1. 健康证明", "2. 布局图", "意见：照片不清",
                  "2026年11月30日", ground, "示例县政务服务大厅"):  # fmt: skip
        assert words in said
    assert "退还" not in said


@pytest.mark.parametrize(
    ("regime", "what"),
    [
        (Regime.LICENCE, "不需要取得行政许可"),
        (Regime.REGISTRATION, "不需要办理登记"),
        (Regime.REAL_ESTATE, "不需要办理登记"),
        (Regime.SERVICE, "不需要办理"),
    ],
)
def test_what_is_not_needed_is_named_by_its_kind(regime: Regime, what: str) -> None:
    reason, _ = usual_words(Usual.NOT_NEEDED, regime)
    assert reason.endswith(what)
    assert ("许可" in reason) is (regime is Regime.LICENCE)


def test_a_correction_without_a_day_or_a_list_still_reads_as_a_sentence() -> None:
    said = papers.correction(ABOUT, [], "照片不清", ground="法", due=None)
    assert "请一次补齐" in said
    assert "None" not in said


def test_a_correction_names_what_goes_home_with_the_applicant() -> None:
    said = papers.correction(ABOUT, ["布局图"], "", ground="法", due=DUE, back=["居民身份证", "住所证明"])
    assert "下列材料现予退还，补正后请一并重新提交：居民身份证、住所证明。" in said


def test_not_accepting_names_reason_ground_and_remedies() -> None:
    said = papers.declined(ABOUT, "不属于职权范围", "第三十二条")
    for words in ("【不予受理通知书】", "理由：不属于职权范围", "依据第三十二条", "六十日内申请行政复议", "六个月内"):
        assert words in said
    listed = papers.declined(ABOUT, "材料不齐", "第十七条", ["产权证", "身份证"])
    assert "1. 产权证\n2. 身份证" in listed


def test_what_is_not_yet_written_is_shown_as_a_gap() -> None:
    for said in (
        papers.declined(ABOUT, "", ""),
        papers.refused(ABOUT, "", ""),
        papers.withdrawn(ABOUT, ""),
        papers.special_procedure(ABOUT, "", ""),
        papers.extension(ABOUT, "", "", 10),
    ):
        assert "……" in said


@pytest.mark.parametrize("regime", list(Regime))
@pytest.mark.parametrize("usual", list(Usual))
def test_each_usual_reason_brings_its_words_and_its_ground_but_the_last(usual: Usual, regime: Regime) -> None:
    reason, ground = usual_words(usual, regime)
    assert bool(reason) is bool(ground) is (usual is not Usual.OTHERWISE)
    if regime is Regime.REAL_ESTATE and usual is Usual.NOT_COMPLETE:
        assert ground.startswith("《不动产登记暂行条例》第十七条")


def test_each_procedure_has_a_word() -> None:
    assert set(papers.PROCEDURE_WORDS) == set(Procedure)
    assert len(set(papers.PROCEDURE_WORDS.values())) == len(Procedure)
    for procedure, words in papers.PROCEDURE_WORDS.items():
        said = papers.special_procedure(ABOUT, words, "15")
        assert words in said, procedure
        assert "15 个工作日" in said
        assert "第四十五条" in said


def test_an_extension_says_by_whom_why_and_for_how_long() -> None:
    said = papers.extension(ABOUT, "李局长", "需要异地核查", 10)
    for words in ("李局长", "需要异地核查", "10 个工作日", "第四十二条"):
        assert words in said


def test_a_refusal_and_a_withdrawal_have_a_paper_of_their_own() -> None:
    assert "【不予许可决定书】" in papers.refused(ABOUT, "a", "b")
    assert "六十日内申请行政复议" in papers.refused(ABOUT, "a", "b")
    assert "材料退还申请人" in papers.withdrawn(ABOUT, "不办了")
