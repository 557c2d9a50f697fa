"""What is offered changes something, is about the person at the window, and shows no ID number in full."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.ids import MaterialCode, PageDigest
from deskapp.rules.page_reading import PageReading, ReadLine
from deskapp.rules.read_offer import Fields, Fill, Move, ReadPage, RunOut
from deskapp.rules.read_offers import offers
from tests.fakes.told_reader import line
from tests.rules.test_identity import TODAY
from tests.rules.test_page_likeness import LOOKS, readings

NUMBER, OTHER, CODE = "990105198802293371", "990105198802290031", "91330106MA2CFRXT30"
ZHANG = Fields("张伟", NUMBER, "13812341234")


def page(*lines: ReadLine, digest: str = "p", material: str = "LETTER") -> ReadPage:
    return ReadPage(PageDigest(digest), MaterialCode(material), PageReading(1654, 2339, lines))


def filled(fields: Fields, *lines: ReadLine) -> dict[str, str]:
    found = offers([page(*lines)], LOOKS, fields, TODAY)
    return {offer.field: offer.text for offer in found if isinstance(offer, Fill)}


NAME, NUMBER_LINE, PHONE = line("姓名 张伟", 0.2), line("身份证号 " + NUMBER, 0.3), line("手机 13900001111", 0.4)


@pytest.mark.parametrize(
    ("fields", "lines", "wanted"),
    [
        (ZHANG, (NAME, NUMBER_LINE, PHONE), {}),  # nothing to say
        (Fields("张韦", NUMBER, "1"), (NAME, NUMBER_LINE), {"name": "张伟"}),
        (Fields("张伟", OTHER, "1"), (NAME, NUMBER_LINE), {"id_number": NUMBER}),
        (Fields("张伟", NUMBER, ""), (NUMBER_LINE, PHONE), {"phone": "13900001111"}),
        (Fields("王秀英", OTHER, ""), (NAME, NUMBER_LINE, PHONE), {}),  # somebody else's page
        (Fields("王秀英", OTHER, ""), (PHONE,), {}),
        (Fields("张伟", "", "1"), (NUMBER_LINE,), {}),  # closed fields are filled by their owner's name alone
        (Fields("", "", "", open=True), (NAME, NUMBER_LINE, PHONE),
         {"id_number": NUMBER, "name": "张伟", "phone": "13900001111"}),
        (Fields("", "", "", open=True), (NUMBER_LINE, line("身份证号 " + OTHER, 0.5)), {}),  # two people
        (Fields("王秀英", "", "", open=True), (NAME, NUMBER_LINE), {}),
        (Fields("", "", "1", open=True), (line("法定代表人身份证 " + OTHER, 0.5), line("代码 " + CODE, 0.6)),
         {"id_number": CODE}),
        (Fields("某公司", CODE, "1"), (line("名称 示例县一窗咨询有限公司", 0.2), line("代码 " + CODE, 0.3)),
         {"name": "示例县一窗咨询有限公司"}),
        (Fields("张韦", NUMBER, "1"), (NAME, NUMBER_LINE, line("姓名 王秀英", 0.6)), {}),  # which of the two?
        (Fields("张伟", NUMBER, ""), (NUMBER_LINE, PHONE, line("电话 13700002222", 0.6)), {}),
    ],
)  # fmt: skip
def test_fields_that_are_filled(fields: Fields, lines: tuple[ReadLine, ...], wanted: dict[str, str]) -> None:
    assert filled(fields, *lines) == wanted


def test_a_number_is_shown_masked_and_what_a_person_must_check_is_not() -> None:
    found = offers([page(NAME, NUMBER_LINE, PHONE)], LOOKS, Fields(open=True), TODAY)
    shown = {offer.field: offer.shown for offer in found if isinstance(offer, Fill)}
    assert shown == {"id_number": "990105********3371", "name": "张伟", "phone": "13900001111"}
    company = offers([page(line(CODE, 0.3))], LOOKS, Fields(open=True), TODAY)
    assert [offer.shown for offer in company if isinstance(offer, Fill)] == [CODE]


@pytest.mark.parametrize(("day", "said"), [("2026.11.22", True), ("2026.11.23", False), ("2027.01.01", False)])
def test_a_document_holds_until_the_end_of_its_last_day(day: str, said: bool) -> None:
    found = offers([page(line(f"有效期限 2006.01.01-{day}", 0.5))], LOOKS, ZHANG, TODAY)
    assert [offer.day for offer in found if isinstance(offer, RunOut)] == ([date(2026, 11, 22)] if said else [])


def test_of_one_field_only_the_first_page_is_offered_and_moves_come_page_by_page() -> None:
    licence = line("营业执照", 0.08, high=0.04)
    pages = [page(licence, NAME, NUMBER_LINE, digest="a"), page(licence, NAME, NUMBER_LINE, digest="b")]
    found = offers(pages, LOOKS, Fields("张韦", NUMBER, "1"), TODAY)
    assert [(type(offer), offer.page) for offer in found] == [(Move, "a"), (Fill, "a"), (Move, "b")]


@given(st.lists(readings, max_size=3), st.builds(Fields, st.just("张伟"), st.just(NUMBER), st.just(""), st.booleans()))
def test_an_offer_always_changes_something(found: list[PageReading], fields: Fields) -> None:
    pages = [ReadPage(PageDigest(str(at)), MaterialCode("ID"), reading) for at, reading in enumerate(found)]
    for offer in offers(pages, LOOKS, fields, TODAY):
        if isinstance(offer, Fill):
            assert getattr(fields, offer.field) != offer.text
        elif isinstance(offer, Move):
            assert offer.material != "ID"
        else:
            assert offer.day < TODAY
