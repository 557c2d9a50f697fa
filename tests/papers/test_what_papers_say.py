"""What each paper tells the person who takes it home."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from deskapp.papers import acceptance, checklist_notice, receipt, words
from deskapp.papers.acceptance import Acceptance
from deskapp.papers.checklist_notice import ChecklistNotice
from deskapp.papers.marks import Text
from deskapp.papers.receipt import Receipt, ReceiptLine
from deskapp.papers.sheet import Sheet
from deskapp.rules.deadline import Limit, LimitUnit
from tests.papers.samples import IMPRINT, MASKED

FORM = ReceiptLine("个体工商户登记申请书", "原件", 1, 2, "已收")
CARD = ReceiptLine("居民身份证", "", 0, 0, "免提交")
PROMISE = ReceiptLine("食品安全承诺", "", 0, 0, "告知承诺")
LATER = ReceiptLine("经营场所使用证明", "", 0, 0, "容缺后补", date(2026, 12, 4))
ACCEPTANCE = Acceptance(
    imprint=IMPRINT, item="个体工商户设立登记", department="市场监督管理局", applicant="欧阳𫖯",
    id_number=MASKED, agent="张*", accepted_on=date(2026, 11, 23), promised_day=date(2026, 11, 24),
    statutory_day=date(2026, 12, 21), promised=Limit(1), statutory=Limit(20), provisional=False, fee=0,
    result="营业执照",
)  # fmt: skip
NOTICE = ChecklistNotice(
    imprint=IMPRINT, item="个体工商户设立登记", department="市场监督管理局", applicant="欧阳𫖯", id_number=MASKED,
    owed=(("经营场所使用证明", "原件或复印件", "1 份"),), done=(("居民身份证", "免提交"),), remark="",
)  # fmt: skip
RECEIPT = Receipt(IMPRINT, "个体工商户设立登记", "市场监督管理局", "欧阳𫖯", MASKED, "", (FORM, CARD, PROMISE, LATER))


def told(sheet: Sheet) -> str:
    """All that stands on a paper, line after line, with every blank an ordinary one."""
    texts = [mark.text for page in sheet.pages() for mark in page if isinstance(mark, Text)]
    return "\n".join(texts).replace("\u00a0", " ")


def flat(sheet: Sheet) -> str:
    """The same without line ends, for sentences that are wrapped."""
    return told(sheet).replace("\n", "")


def test_an_acceptance_names_both_days_the_department_the_fee_and_the_result() -> None:
    said = told(acceptance.lay_out(ACCEPTANCE))
    for line in ("2026 年 11 月 24 日", "2026 年 12 月 21 日", "自受理起 1 个工作日", "自受理起 20 个工作日", "不收费"):
        assert line in said.splitlines()
    for line in ("个体工商户设立登记", "市场监督管理局", "营业执照", f"欧阳𫖯　{MASKED}", "张*", "受理人　陈三"):
        assert line in said.splitlines()
    assert "暂定" not in said
    assert "容缺" not in said


def test_an_acceptance_rests_on_its_own_law() -> None:
    assert "《中华人民共和国行政许可法》第三十二条" in flat(acceptance.lay_out(ACCEPTANCE))
    other = replace(ACCEPTANCE, ground="《中华人民共和国市场主体登记管理条例》第十九条")
    assert "行政许可法" not in flat(acceptance.lay_out(other))
    assert "市场主体登记管理条例" in flat(acceptance.lay_out(other))


def test_days_of_a_year_without_a_calendar_are_marked_provisional_and_the_mark_is_explained() -> None:
    said = flat(acceptance.lay_out(replace(ACCEPTANCE, provisional=True)))
    assert said.count("（暂定）") == 2
    assert "节假日安排尚未公布" in said


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (LimitUnit.WORKING_DAYS, "自受理起 3 个工作日"),
        (LimitUnit.CALENDAR_DAYS, "自受理起 3 天"),
        (LimitUnit.HOURS, "自受理起 3 小时"),
    ],
)
def test_a_limit_is_told_in_what_the_item_counts_it(unit: LimitUnit, said: str) -> None:
    assert said in told(acceptance.lay_out(replace(ACCEPTANCE, promised=Limit(3, unit)))).splitlines()


def test_what_is_decided_on_the_spot_says_so() -> None:
    assert "当场办结" in told(acceptance.lay_out(replace(ACCEPTANCE, promised=Limit(0)))).splitlines()


@pytest.mark.parametrize(
    ("fen", "said"), [(0, "不收费"), (5, "0.05 元"), (1250, "12.50 元"), (123456700, "1234567.00 元")]
)
def test_a_fee_is_told_to_the_fen(fen: int, said: str) -> None:
    assert words.money(fen).replace("\u00a0", " ") == said
    assert said in told(acceptance.lay_out(replace(ACCEPTANCE, fee=fen))).splitlines()


def test_an_acceptance_with_materials_to_come_does_not_claim_that_all_is_there() -> None:
    said = flat(acceptance.lay_out(replace(ACCEPTANCE, deferred=(("经营场所使用证明", date(2026, 12, 4)),))))
    assert "主要材料齐全" in said
    assert "请按期补交" in said
    assert "2026 年 12 月 4 日前" in said
    assert "主要材料" not in flat(acceptance.lay_out(ACCEPTANCE))


def test_a_material_stands_on_an_acceptance_once() -> None:
    paper = replace(
        ACCEPTANCE, materials=(FORM, PROMISE, LATER),
        deferred=((LATER.name, date(2026, 12, 4)),), committed=(PROMISE.name,),
    )  # fmt: skip
    said = told(acceptance.lay_out(paper))
    for line in (FORM, PROMISE, LATER):
        assert said.splitlines().count(line.name) == 1
    assert "2026-12-04 前" in said.splitlines()


def test_what_is_to_come_is_told_even_when_the_list_of_materials_names_no_day() -> None:
    paper = replace(ACCEPTANCE, materials=(replace(LATER, due=None),), deferred=((LATER.name, date(2026, 12, 4)),))
    assert "2026 年 12 月 4 日前" in told(acceptance.lay_out(paper)).splitlines()


def test_a_receipt_tells_form_copies_and_pages_and_what_stands_in_place_of_a_material() -> None:
    said = told(receipt.lay_out(RECEIPT)).splitlines()
    row = said.index(FORM.name)
    assert said[row - 1 : row + 5] == ["1", FORM.name, "原件", "1", "2", "已收"]
    row = said.index(LATER.name)
    assert said[row : row + 6] == [LATER.name, "—", "—", "—", "容缺后补", "2026-12-04 前"]
    assert (
        "以上共 4 项：已收 1 项，免提交 1 项，告知承诺 1 项，容缺后补 1 项；其中扫描 2 页，已存为电子件。"
        in "".join(said)
    )


def test_a_receipt_of_nothing_says_so_and_is_no_acceptance() -> None:
    said = flat(receipt.lay_out(replace(RECEIPT, lines=())))
    assert "本次未收取材料" in said
    assert "不代表申请已获受理" in said


def test_a_notice_names_what_is_owed_what_is_not_and_the_law() -> None:
    said = flat(checklist_notice.lay_out(NOTICE))
    for part in ("还需提交　1 项", "经营场所使用证明", "不需再交　1 项", "居民身份证免提交", "第三十二条", "一次告知"):
        assert part in said
    assert "除本单所列外，不再要求补交其他材料" in said


def test_a_notice_with_a_day_names_it() -> None:
    said = flat(checklist_notice.lay_out(replace(NOTICE, due=date(2026, 12, 1))))
    assert "于 2026 年 12 月 1 日前持本单" in said


def test_a_notice_of_a_fault_alone_does_not_say_that_all_is_well() -> None:
    said = flat(
        checklist_notice.lay_out(replace(NOTICE, owed=(), remark="照片不清楚，请重拍。", due=date(2026, 12, 1)))
    )
    assert "照片不清楚，请重拍。" in said
    assert "请于 2026 年 12 月 1 日前补正" in said
    assert "没有需要补正的内容" not in said


def test_a_notice_of_nothing_says_that_all_is_there() -> None:
    said = flat(checklist_notice.lay_out(replace(NOTICE, owed=(), done=())))
    assert "材料没有缺少，也没有需要补正的内容" in said
    assert "还需提交" not in said
    assert "不需再交" not in said


def test_times_are_told_as_the_office_reads_its_clock() -> None:
    """02:03 in UTC is 10:03 at the window."""
    assert "打印时间 2026-11-23 10:03" in told(receipt.lay_out(RECEIPT)).splitlines()
