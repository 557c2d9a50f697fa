"""Of what was read only that counts whose check digit holds, or that stands beside its label and was read surely."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.identity import CreditCode, read_number
from deskapp.rules.page_making import Box
from deskapp.rules.page_reading import PageReading, ReadLine, part_of
from deskapp.rules.read_values import Kind, values
from tests.fakes.told_reader import line
from tests.rules.test_identity import TODAY, credit_codes, ids
from tests.rules.test_page_likeness import readings

NUMBER, CODE = "990105198802293371", "91330106MA2CFRXT30"


def found(*lines: ReadLine) -> list[tuple[str, str]]:
    return [(value.kind.value, value.text) for value in values(PageReading(1654, 2339, lines), TODAY)]


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (f"公民身份号码 {NUMBER}", [("id_number", NUMBER)]),
        (f"公民身份号码{NUMBER}", [("id_number", NUMBER)]),
        ("身份证号：990105 19880229 3371", [("id_number", NUMBER)]),
        ("身份证号：９９０１０５１９８８０２２９３３７１", [("id_number", NUMBER)]),
        ("身份证号：99O1O5198802293371", [("id_number", NUMBER)]),  # O for 0, twice
        ("身份证号：99OlO5l98802293371", []),  # four letters: too much was guessed
        ("身份证号：990105198802293372", []),
        ("身份证号：9901051988022933711", []),  # nineteen
        ("单号A990105198802293371", []),
        (f"统一社会信用代码{CODE}", [("credit_code", CODE)]),
        ("统一社会信用代码 91330106MA2CFRXT3O", [("credit_code", CODE)]),
        ("统一社会信用代码 91330106MA2CFRXT31", []),
        ("联系电话：138 1234 1234", [("phone", "13812341234")]),
        ("手机13812341234", [("phone", "13812341234")]),
        ("编号 13812341234", []),
        ("电话 0571-88000110", []),
        ("电话 12812341234", []),
        ("姓名 张伟", [("person", "张伟")]),
        ("姓 名：欧阳娜娜", [("person", "欧阳娜娜")]),
        ("姓名买买提·吐尔逊", [("person", "买买提·吐尔逊")]),
        ("姓名 𬭎子轩", [("person", "𬭎子轩")]),
        ("申请人：李䶮 性别：女", [("person", "李䶮")]),
        ("姓名张伟性别男民族汉", [("person", "张伟")]),
        ("申请人签名：", []),
        ("姓名 职务 电话", []),
        ("姓名 A12", []),
        ("项目名称 改建工程一期", []),
        ("名称 示例县一窗咨询有限公司", [("organisation", "示例县一窗咨询有限公司")]),
        ("企业名称：示例县一窗咨询有限公司 类型：有限责任公司", [("organisation", "示例县一窗咨询有限公司")]),
        ("有效期限 2006.01.01-2026.01.01", [("valid_until", "2026-01-01")]),
        ("有效期限 2006.01.01-长期", []),
        ("有效期至2027年3月1日", [("valid_until", "2027-03-01")]),
        ("出生 1988年2月29日", [("born", "1988-02-29")]),
        ("出生 1987年2月29日", []),  # no such day
        ("发证日期 2019-05-06", [("issued", "2019-05-06")]),
        ("2019-05-06", []),
    ],
)
def test_what_counts_of_a_line(said: str, wanted: list[tuple[str, str]]) -> None:
    assert found(line(said, 0.2)) == wanted


def test_a_label_and_its_value_may_be_two_lines_beside_each_other() -> None:
    row = (line("姓名", 0.3), line("王秀英", 0.3, left=0.3), line("公民身份号码", 0.5), line(NUMBER, 0.5, left=0.5))
    assert found(*row) == [("person", "王秀英"), ("id_number", NUMBER)]


def test_a_number_that_was_read_in_two_lines_is_put_together() -> None:
    assert found(line("990105198802", 0.3), line("293371", 0.3, left=0.6)) == [("id_number", NUMBER)]


@pytest.mark.parametrize(
    ("said", "sure", "counts"),
    [
        (NUMBER, 0.81, True), (NUMBER, 0.79, False), ("姓名 张伟", 0.91, True), ("姓名 张伟", 0.89, False),
        ("手机 13812341234", 0.91, True), ("手机 13812341234", 0.89, False), ("出生 1988年2月29日", 0.89, False),
    ],
)  # fmt: skip
def test_what_checks_itself_may_be_less_sure_than_what_nothing_checks(said: str, sure: float, counts: bool) -> None:
    assert bool(found(line(said, sure=sure))) is counts


def test_the_place_of_a_value_is_the_place_of_its_letters() -> None:
    one = ReadLine("身份证号：" + NUMBER, 0.99, Box(10_000, 20_000, 38_000, 22_000))
    (value,) = values(PageReading(1654, 2339, (one,)), TODAY)
    assert value.box == part_of(one, 5, 23) == Box(20_000, 20_000, 38_000, 22_000)


def test_the_same_value_counts_once() -> None:
    assert found(line(NUMBER, 0.2), line(NUMBER, 0.5)) == [("id_number", NUMBER)]


@given(ids | credit_codes, st.sampled_from(["", "号码：", "号码 ", "（"]), st.sampled_from(["", "。", " 男", "）"]))
def test_every_sound_number_is_found_whatever_stands_around_it(number: str, before: str, after: str) -> None:
    read = read_number(number, TODAY)
    kind = "credit_code" if isinstance(read, CreditCode) else "id_number"
    assert (kind, number) in found(line(before + number + after))


@given(ids | credit_codes, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_figure_is_never_offered_as_an_id_number(number: str, place: int, figure: str) -> None:
    """ISO 7064 MOD 11-2 finds every single slip."""
    wrong = number[:place] + figure + number[place + 1 :]
    for kind, text in found(line(wrong)):
        assert text == wrong or kind == "credit_code"
        assert read_number(text, TODAY).number == text


@given(readings)
def test_whatever_was_read_a_number_that_is_offered_is_a_sound_one(reading: PageReading) -> None:
    for value in values(reading, TODAY):
        if value.kind in (Kind.ID_NUMBER, Kind.CREDIT_CODE):
            assert read_number(value.text, TODAY).number == value.text
        if value.kind in (Kind.BORN, Kind.ISSUED, Kind.VALID_UNTIL):
            assert date.fromisoformat(value.text)


@given(st.text(alphabet="0123456789OIlXABCS \t", max_size=60))
def test_rubbish_gives_sound_numbers_or_none(text: str) -> None:
    for _, number in found(line(text or "-")):
        try:
            assert read_number(number, TODAY).number == number
        except Refusal:
            raise AssertionError(number) from None
