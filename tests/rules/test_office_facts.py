"""What an administrator says of their hall: taken as it is, or refused with what is wrong about it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.rules.office_facts import LONGEST, Office, ask_named, read

TOLD = {
    "name": " 示例县政务服务中心 ", "address": "人民路 1 号", "phone": "0571-12345，转 8", "region": "330106",
    "rating_days": "60",
}  # fmt: skip


def test_what_is_said_is_taken_and_what_is_not_is_left_open() -> None:
    assert read(TOLD) == Office("示例县政务服务中心", "人民路 1 号", "0571-12345，转 8", "330106", 60)
    assert read({}) == Office()
    assert read({"phone": "12345"}) == Office(phone="12345")
    assert read({"enrolment": "code"}) == Office(every_desk_by_code=True)


def test_a_hall_whose_name_or_telephone_is_not_said_is_told_which() -> None:
    ask_named(read(TOLD))
    with pytest.raises(Refusal) as refused:
        ask_named(read({"phone": "12345", "address": "人民路 1 号"}))
    assert (refused.value.code, refused.value.values["words"]) == ("office.not_said", ["name"])
    with pytest.raises(Refusal) as refused:
        ask_named(Office())
    assert refused.value.values["words"] == ["name", "phone"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"fax": "1"}, "office.unknown_word"),
        ({"name": ""}, "office.bad_text"),
        ({"name": "  "}, "office.bad_text"),
        ({"name": "长" * (LONGEST["name"] + 1)}, "office.bad_text"),
        ({"address": "人民路\n1 号"}, "office.bad_text"),
        ({"name": "中心\u202e"}, "office.bad_text"),
        ({"phone": "请打总机"}, "office.bad_phone"),
        ({"phone": "---"}, "office.bad_phone"),
        ({"region": "33010"}, "office.bad_region"),
        ({"region": "033010"}, "office.bad_region"),
        ({"region": "３３０１０６"}, "office.bad_region"),
        ({"rating_days": "0"}, "office.bad_days"),
        ({"rating_days": "366"}, "office.bad_days"),
        ({"rating_days": "十"}, "office.bad_days"),
        ({"enrolment": "yes"}, "office.bad_enrolment"),
        ({"enrolment": ""}, "office.bad_enrolment"),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_word(wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(TOLD | wrong)
    assert refused.value.code == code


@given(st.dictionaries(st.sampled_from([*LONGEST, "region", "rating_days", "enrolment", "x"]), st.text(max_size=12)))
def test_nothing_that_is_typed_breaks_it(told: dict[str, str]) -> None:
    with suppress(Refusal):
        read(told)
