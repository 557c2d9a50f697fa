"""What each paper of the later steps tells the person who takes it home."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deskapp.papers import (
    archive_cover,
    bundle,
    commitment,
    correction,
    decision,
    declined,
    deferral,
    extension,
    hand_out,
    proof_of_delivery,
    receipt,
    special_procedure,
    transfer,
    withdrawal,
)
from deskapp.papers.about import About
from deskapp.papers.hand_out import ResultPaper
from deskapp.papers.marks import Frame, Picture, Text
from deskapp.papers.sheet import Sheet
from deskapp.rules import grounds
from deskapp.rules.case import Handed, Procedure, Usual
from deskapp.rules.catalog import Regime
from tests.papers.samples import IMPRINT, MASKED
from tests.papers.samples_of_steps import seal, signature
from tests.papers.test_what_papers_say import flat, told

ABOUT = About("食品经营许可（新办）", "市场监督管理局", "欧阳𫖯", MASKED, "张*")
DAY, DUE = date(2026, 11, 23), date(2026, 11, 30)
LICENCE = grounds.BY_REGIME[Regime.LICENCE]
POINT = correction.Point("布局流程图", "原件 1 份", "缺少，请提交。")
CORRECTION = correction.Correction(IMPRINT, ABOUT, DAY, (POINT,), LICENCE, due=DUE)
DECLINED = declined.Declined(IMPRINT, ABOUT, DAY, DUE, {Usual.NOT_COMPETENT}, "由市级机关办理。", LICENCE.decline.cited)
DECISION = decision.Decision(
    IMPRINT, ABOUT, "行政许可", True, DAY, DUE, "食品经营许可证", "", LICENCE.grant.cited, collect="到 8 号窗口领取。"
)
STOP = special_procedure.SpecialProcedure(
    IMPRINT, ABOUT, {Procedure.HEARING}, DAY, 15, date(2026, 12, 14), "利害关系人要求听证", new_day=date(2026, 12, 21)
)
PROOF = proof_of_delivery.ProofOfDelivery(
    IMPRINT, ABOUT, [ResultPaper("食品经营许可证", "JY1", 2)], Handed.WINDOW, datetime(2026, 12, 1, 3, 20, tzinfo=UTC),
    "张*", MASKED, "代领人",
)  # fmt: skip


def ticked(sheet: Sheet) -> list[str]:
    """The words beside the boxes that are ticked, as they stand on the paper."""
    marks = [mark for page in sheet.pages() for mark in page]
    ticks = [mark for mark in marks if isinstance(mark, Text) and mark.text == "✓"]
    boxes = [mark for mark in marks if isinstance(mark, Frame) and mark.wide == mark.high]
    for tick in ticks:
        assert any(box.x <= tick.x + 2 <= box.x + box.wide and abs(box.y - tick.y) < 3 for box in boxes)
    return [
        mark.text
        for tick in ticks
        for mark in marks
        if isinstance(mark, Text) and 0 < mark.x - tick.x < 24 and abs(mark.y - tick.y) < 4 and mark.text != "✓"
    ]


def pictures(sheet: Sheet) -> list[Picture]:
    return [mark for page in sheet.pages() for mark in page if isinstance(mark, Picture)]


@pytest.mark.parametrize("regime", list(Regime))
def test_a_correction_names_each_material_with_its_opinion_the_day_and_the_law_of_its_regime(regime: Regime) -> None:
    said = flat(correction.lay_out(replace(CORRECTION, grounds=grounds.BY_REGIME[regime])))
    for part in ("布局流程图", "原件 1 份", "缺少，请提交。", "请于 2026 年 11 月 30 日前", "不再要求补正其他内容"):
        assert part in said
    law = {
        Regime.LICENCE: "行政许可法》第三十二条第一款第四项",
        Regime.REGISTRATION: "市场主体登记管理条例》第十九条",
        Regime.REAL_ESTATE: "不动产登记暂行条例》第十七条第一款第三项",
        Regime.SERVICE: "本事项办事指南",
    }
    assert law[regime] in said
    for other in set(Regime) - {regime}:
        assert law[other] not in said


def test_only_a_licence_is_accepted_by_silence() -> None:
    assert "自收到申请材料之日起即为受理" in grounds.BY_REGIME[Regime.LICENCE].silence
    assert "重新提交全部申请材料" in grounds.BY_REGIME[Regime.REGISTRATION].silence


def test_a_correction_without_a_day_and_with_a_remark_alone_still_says_what_follows() -> None:
    said = flat(correction.lay_out(replace(CORRECTION, points=(), due=None, remark="经营范围请按规范填写。")))
    assert "请及时到本大厅窗口提交" in said
    assert "经营范围请按规范填写。" in said
    assert "需要补正　0 项" not in said
    assert "不予受理决定" in said


def test_a_correction_names_what_goes_back_beside_what_is_missing() -> None:
    said = flat(correction.lay_out(replace(CORRECTION, back=("居民身份证", "住所证明"))))
    assert "随本告知书退还　2 项" in said
    assert "补正后请一并重新提交：居民身份证、住所证明。" in said
    assert "现予退还" not in flat(correction.lay_out(CORRECTION))


def test_the_consequence_and_the_way_of_a_place_stand_in_place_of_the_usual_ones() -> None:
    said = flat(correction.lay_out(replace(CORRECTION, way="邮寄到本大厅", consequence="逾期视为撤回申请。")))
    assert "前邮寄到本大厅。逾期视为撤回申请。" in said
    assert correction.USUAL_CONSEQUENCE not in said


@pytest.mark.parametrize("reason", list(Usual))
def test_a_refusal_has_five_boxes_and_its_own_is_ticked(reason: Usual) -> None:
    sheet = declined.lay_out(replace(DECLINED, reasons={reason}))
    boxes = [mark for page in sheet.pages() for mark in page if isinstance(mark, Frame) and mark.wide == mark.high]
    assert len(boxes) == len(Usual) == 5
    (words,) = ticked(declined.lay_out(replace(DECLINED, reasons={reason})))
    assert declined._SAID[reason].startswith(words)


def test_a_refusal_names_its_law_and_both_ways_of_appeal() -> None:
    said = flat(declined.lay_out(DECLINED))
    for part in (
        "行政许可法》第三十二条第一款", "决定不予受理", "由市级机关办理。", "六十日内", "行政复议法》第二十条",
        "六个月内", "行政诉讼法》第四十六条", "2026 年 11 月 30 日",
    ):  # fmt: skip
        assert part in said


def test_a_withdrawal_lists_what_is_given_back() -> None:
    paper = withdrawal.Withdrawal(IMPRINT, ABOUT, DAY, DUE, "不办了", [("营业执照", "原件", 1)])
    said = told(withdrawal.lay_out(paper)).splitlines()
    row = said.index("营业执照")
    assert said[row - 1 : row + 3] == ["1", "营业执照", "原件", "1"]
    assert "不办了" in said
    assert "受理前" in flat(withdrawal.lay_out(paper))
    assert "受理后、作出决定前" in flat(withdrawal.lay_out(replace(paper, accepted=True)))
    assert "没有需要退还的纸质材料" in flat(withdrawal.lay_out(replace(paper, returned=())))


def test_a_commitment_names_the_facts_the_consequences_and_bears_the_signature() -> None:
    paper = commitment.Commitment(
        IMPRINT, ABOUT, [commitment.Promise("场所证明", "场所产权清晰")], DAY, signature=signature()
    )
    said = flat(commitment.lay_out(paper))
    for part in ("场所证明", "场所产权清晰", "不实承诺的责任", "撤销行政决定", "国办发〔2020〕42", "一式两份"):
        assert part in said
    assert len(pictures(commitment.lay_out(paper))) == 1
    assert pictures(commitment.lay_out(replace(paper, signature=None))) == []


def test_a_deferral_says_what_comes_by_when_and_what_if_not() -> None:
    missing = [deferral.Missing("招牌效果图", "原件", DUE), deferral.Missing("平面图", "", DAY)]
    paper = deferral.Deferral(IMPRINT, ABOUT, missing, DAY)
    said = flat(deferral.lay_out(paper))
    for part in ("招牌效果图", "2026 年 11 月 30 日前", "2026 年 11 月 23 日前", "2 项", "可以终止办理", "按期补交"):
        assert part in said
    assert "2026 年 11 月 30 日" in told(deferral.lay_out(paper)).splitlines(), "the last day in large print"


@pytest.mark.parametrize("procedure", list(Procedure))
def test_a_special_procedure_is_ticked_and_its_time_does_not_count(procedure: Procedure) -> None:
    paper = replace(STOP, procedures={procedure})
    assert ticked(special_procedure.lay_out(paper)) == [special_procedure._SAID[procedure]]
    said = flat(special_procedure.lay_out(paper))
    for part in (
        "第四十五条",
        "所需时间不计算在办理期限内",
        "15 个工作日",
        "2026 年 12 月 14 日",
        "2026 年 12 月 21 日",
    ):
        assert part in said


def test_a_time_nobody_knows_is_left_to_be_written_by_hand() -> None:
    said = told(special_procedure.lay_out(replace(STOP, days=None, until=None, new_day=None)))
    assert "＿＿＿＿个工作日" in said
    assert "相应顺延" not in said
    assert "至预计结束之日" in told(special_procedure.lay_out(replace(STOP, days=None)))


def test_an_extension_names_both_days_why_and_who_allowed_it() -> None:
    paper = extension.Extension(IMPRINT, ABOUT, DAY, date(2026, 12, 21), date(2027, 1, 5), 10, "案情复杂", "局长")
    said = flat(extension.lay_out(paper))
    for part in ("第四十二条", "经局长批准", "2026 年 12 月 21 日", "10 个工作日", "2027 年 1 月 5 日", "案情复杂"):
        assert part in said
    assert "暂定" not in said
    assert "暂定" in flat(extension.lay_out(replace(paper, provisional=True)))


@pytest.mark.parametrize(
    ("granted", "sort", "title"),
    [
        (True, "行政许可", "准予行政许可决定书"),
        (False, "行政许可", "不予行政许可决定书"),
        (True, "公共服务", "办理结果通知书"),
        (False, "行政确认", "不予办理决定书"),
    ],
)
def test_a_decision_is_called_what_it_is(granted: bool, sort: str, title: str) -> None:
    assert title in told(decision.lay_out(replace(DECISION, granted=granted, sort=sort))).splitlines()


def test_a_grant_says_where_to_collect_and_a_refusal_where_to_appeal() -> None:
    granted = flat(decision.lay_out(DECISION))
    against = replace(DECISION, granted=False, reason="场所不符合要求", ground=LICENCE.refuse.cited)
    refused = flat(decision.lay_out(against))
    for part in ("第三十八条第一款", "食品经营许可证", "到 8 号窗口领取", "十日内颁发"):
        assert part in granted
    assert "行政复议" not in granted
    for part in ("第三十八条第二款", "场所不符合要求", "六十日内", "六个月内", "决定不予许可"):
        assert part in refused
    assert "领取方式" not in refused


def test_a_collection_slip_says_what_where_when_and_what_to_bring() -> None:
    paper = hand_out.HandOut(IMPRINT, ABOUT, [ResultPaper("许可证", "JY1", 2)], DUE, "8 号窗口", "9:00–17:00")
    on_roll = "".join(mark.text for mark in hand_out.strip(paper).marks if isinstance(mark, Text)).replace(
        "\u00a0", " "
    )
    for said in (flat(hand_out.lay_out(paper)), on_roll):
        for part in ("许可证", "JY1", "8 号窗口", "9:00–17:00", "2026 年 11 月 30 日起", "有效身份证件", "授权委托书"):
            assert part in said
    assert "以电子形式送达" in flat(hand_out.lay_out(replace(paper, results=())))


@pytest.mark.parametrize("way", list(Handed))
def test_a_proof_names_the_way_the_hour_and_who_took_it(way: Handed) -> None:
    paper = replace(PROOF, way=way, detail="快递单号 123")
    assert ticked(proof_of_delivery.lay_out(paper)) == [dict(proof_of_delivery._SAID)[way]]
    said = flat(proof_of_delivery.lay_out(paper))
    for part in ("2026 年 12 月 1 日 11:20", "代领人", "张*", "食品经营许可证", "快递单号 123"):
        assert part in said


def test_a_way_that_no_box_has_ticks_none() -> None:
    assert ticked(proof_of_delivery.lay_out(replace(PROOF, way=None))) == []


def test_the_signature_stands_on_its_line_and_the_seal_on_the_day() -> None:
    sheet = proof_of_delivery.lay_out(replace(PROOF, imprint=replace(IMPRINT, seal=seal()), signature=signature()))
    (page,) = sheet.pages()
    shown = [mark for mark in page if isinstance(mark, Picture)]
    signed, stamped = sorted(shown, key=lambda mark: mark.x)
    word = next(mark for mark in page if isinstance(mark, Text) and mark.text == "签收人签字")
    day = [mark for mark in page if isinstance(mark, Text) and mark.text.startswith("2026") and mark.x > 297][-1]
    assert signed.x > word.x
    assert abs(signed.y - word.y) < 5
    assert stamped.y < day.y < stamped.y + stamped.high
    assert stamped.x < day.x + 30 < stamped.x + stamped.wide
    assert stamped.wide == pytest.approx(38 / 25.4 * 72, abs=1), "38 mm"


def test_a_seal_never_lies_on_the_foot_of_the_page() -> None:
    for lines in range(30):
        paper = replace(DECLINED, told="很长的说明。" * (8 * lines), imprint=replace(IMPRINT, seal=seal()))
        for stamped in pictures(declined.lay_out(paper)):
            assert stamped.y > 100


def test_a_transfer_counts_what_goes_and_names_both_offices() -> None:
    moved = [
        transfer.Moved("3300001", "事项一", "王某", ["申请书", "平面图"], 2, 5),
        transfer.Moved("3300002", "事项二", "李某", [], 0, 0),
    ]
    said = told(transfer.lay_out(transfer.Transfer(IMPRINT, "政务大厅", "市场监管局", moved, DAY, remark="分装")))
    lines = said.splitlines()
    for part in ("政务大厅", "市场监管局", "2 件", "2 份", "5 页", "专人递送", "申请书", "平面图", "备注：分装"):
        assert part in lines
    assert "接收人签字" in lines


def test_an_archive_cover_lists_each_page_with_its_whole_digest() -> None:
    digests = [f"{n:064x}" for n in (1, 2)]
    pages = [archive_cover.FiledPage("申请书", digest) for digest in digests]
    paper = archive_cover.ArchiveCover(IMPRINT, ABOUT, DAY, DUE, "准予", DUE, "30 年", pages, package="f" * 64)
    said = flat(archive_cover.lay_out(paper)).replace(" ", "")
    for digest in (*digests, "f" * 64):
        assert digest in said
    for part in ("2页", "1项", "30年", "GB/T42727-2023"):
        assert part in said
    assert "卷内没有页面" in flat(archive_cover.lay_out(replace(paper, pages=(), package="")))


def test_a_bundle_has_one_number_its_cases_by_department_and_each_material_once() -> None:
    cases = [
        bundle.BundleCase("营业执照", "市场监管局", "3300000120", DAY),
        bundle.BundleCase("招牌", "城管局", "3300000121", DUE, provisional=True),
    ]
    lines = [receipt.ReceiptLine("身份证", "复印件", 1, 1, "已收")]
    paper = bundle.Bundle(IMPRINT, "我要开饭店", "欧阳𫖯", MASKED, "", cases, lines, DAY, True)
    said = flat(bundle.lay_out(paper))
    for part in ("我要开饭店", "市场监管局、城管局", "3300000120", "3300000121", "2 项", "2 个", "只交一次", "暂定"):
        assert part in said
    assert told(bundle.lay_out(paper)).splitlines().count("身份证") == 1
    assert "2026 年 11 月 30 日" in told(bundle.lay_out(paper)).splitlines(), "the day of the slowest"
    taken_in = flat(bundle.lay_out(replace(paper, accepted=False)))
    assert "不代表申请已获受理" in taken_in
    assert "全部办结" not in taken_in
