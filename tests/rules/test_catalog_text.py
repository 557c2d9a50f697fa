"""A catalogue's file: read whole, or every fault named with its line."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble
from deskapp.ids import HallId, ItemCode, MaterialCode, QueueId
from deskapp.rules.catalog import (
    CancelledProof,
    Catalog,
    Demand,
    Department,
    Handling,
    Item,
    Material,
    Need,
    Queue,
    Regime,
    Theme,
)
from deskapp.rules.catalog_text import CatalogFaults, from_plain, read, read_bytes, to_plain
from deskapp.rules.material_state import Form
from deskapp.sentences import LANGUAGES, sentence_of, sentences
from tests.rules.sample import SMALL, sample_catalog, sample_text


def faults_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(CatalogFaults) as faults:
        read(text)
    return [(fault.line, fault.code.removeprefix("catalog.")) for fault in faults.value.faults]


def line_of(part: str) -> int:
    """The line of the small catalogue on which these words stand, once."""
    assert SMALL.count(part) == 1, part
    return SMALL[: SMALL.index(part)].count("\n") + 1


def test_the_small_catalogue_is_read_as_it_is_written() -> None:
    catalog = read(SMALL)
    one, two, queue = ItemCode("GA-1"), ItemCode("GA-2"), QueueId("A")
    card, photo = MaterialCode("ID-CARD"), MaterialCode("PHOTO")
    assert (catalog.version, catalog.valid_from, catalog.region) == ("1", date(2026, 11, 1), "330000")
    assert catalog.hall == HallId("H1")
    assert catalog.departments == {"GA": Department("GA", "公安局", "Police")}
    assert catalog.queues == {queue: Queue(queue, "个人事项", "Personal")}
    assert catalog.materials == {
        card: Material(card, "居民身份证", (Form.ORIGINAL, Form.ELECTRONIC), "GA", "居民身份证"),
        photo: Material(photo, "证件照", (Form.ELECTRONIC,)),
    }
    assert catalog.items[one] == Item(
        one, "身份证申领", "ID card", "GA", queue, "行政许可", Handling.PROMISE, Regime.LICENCE, 20, 5, 2000,
        "居民身份证", ("身份证",),
        (
            Demand(card, Need.REQUIRED, commitment=True),
            Demand(photo, Need.CONDITIONAL, "by_agent", copies=2, deferral=True),
        ),
        fee_basis="发改价格〔2003〕2322号",
    )  # fmt: skip
    assert catalog.items[two].demands == ()
    assert catalog.items[two].fee == 0
    assert catalog.themes == {
        "T-1": Theme("T-1", "成年一件事", "Growing up", queue, 5, (one, two), {two: one}, {one: card})
    }
    assert catalog.cancelled == (CancelledProof("户籍证明", date(2024, 1, 1), "数据共享"),)


def test_the_shipped_sample_is_good() -> None:
    catalog = sample_catalog()
    assert (len(catalog.items), len(catalog.themes), len(catalog.departments)) == (25, 5, 12)
    assert (len(catalog.queues), len(catalog.materials), len(catalog.cancelled)) == (4, 46, 4)


@pytest.mark.parametrize(
    ("code", "regime"),
    [
        ("SCJG-0101", Regime.REGISTRATION),  # declared
        ("SCJG-0102", Regime.REGISTRATION),
        ("SCJG-0201", Regime.LICENCE),  # 行政许可
        ("GA-0301", Regime.SERVICE),  # 公共服务
        ("RS-0201", Regime.SERVICE),  # 行政确认
    ],
)
def test_the_regime_is_the_declared_one_or_follows_from_the_kind(code: str, regime: Regime) -> None:
    assert {str(item.code): item.regime for item in sample_catalog().items.values()}[code] is regime


@pytest.mark.parametrize("catalog", [sample_catalog(), read(SMALL)], ids=["sample", "small"])
def test_a_catalogue_survives_the_journal_whole(catalog: Catalog) -> None:
    kept = json.dumps(to_plain(catalog), ensure_ascii=False)
    assert from_plain(json.loads(kept)) == catalog


@pytest.mark.parametrize("plain", [{}, {"version": 1}, {"items": []}, {**to_plain(sample_catalog()), "region": None}])
def test_what_is_no_catalogue_is_not_taken_from_the_journal(plain: dict[str, object]) -> None:
    with pytest.raises(ContentTrouble, match=r"catalog\.not_plain"):
        from_plain(plain)


# What is written instead of what, the words that mark the fault's line, and the fault.
ONE_FAULT = [
    ('region: "330000"', 'region: "33000"', "catalog: {", "bad_region"),
    ('region: "330000"', 'region: "033000"', "catalog: {", "bad_region"),
    ("hall: H1", "hall: 1", "catalog: {", "bad_hall"),
    ("2026-11-01", "2026-11-31", "catalog: {", "not_a_day"),
    ("2026-11-01", "20261101", "catalog: {", "not_a_day"),
    ("2026-11-01", "2026-W45-1", "catalog: {", "not_a_day"),
    ("since: 2024-01-01", "since: soon", "户籍证明", "not_a_day"),
    ('version: "1", ', "", "catalog: {", "missing_key"),
    ('version: "1"', 'version: "1", colour: red', "catalog: {", "unknown_key"),
    ('version: "1"', 'version: ""', "catalog: {", "empty"),
    ('version: "1"', "version: ~", "catalog: {", "empty"),
    ('version: "1"', "version: [1]", "catalog: {", "not_a_text"),
    ('version: "1"', 'version: "1", version: "2"', "catalog: {", "said_twice"),
    ("GA: {name: 公安局, en: Police}", "GA: 公安局", "公安局", "not_a_map"),
    ("GA: {name: 公安局, en: Police}", "GA: {name: 公安局}", "公安局", "missing_key"),
    ("  A: {name", "  AB: {name", "  A: {name", None),
    ("form: [electronic]}", "form: electronic}", "PHOTO: {", "not_a_list"),
    ("form: [electronic]}", "form: [paper]}", "PHOTO: {", "not_a_choice"),
    ("form: [electronic]}", "form: []}", "PHOTO: {", "empty"),
    ("shared_from: GA", "shared_from: GAX", "shared_from: GA", "unknown_department"),
    ("- code: GA-1\n", "- code: ga 1\n", "- code: GA-1", None),
    ("    name: 身份证申领\n", "", "- code: GA-1", "missing_key"),
    ("    name: 身份证申领", "    nam: 身份证申领\n    name: 身份证申领", "name: 身份证申领", "unknown_key"),
    ("    department: GA\n", "    department: XX\n", "    department: GA\n", "unknown_department"),
    ("    queue: A\n    kind", "    queue: B\n    kind", "    queue: A\n    kind", "unknown_queue"),
    ("handling: promise", "handling: someday", "handling: promise", "not_a_choice"),
    ("    kind: 行政许可", "    kind: 行政许可\n    regime: royal", "    handling: promise", "not_a_choice"),
    ("statutory_days: 20", "statutory_days: twenty", "statutory_days: 20", None),
    ("statutory_days: 20", "statutory_days: 99999", "statutory_days: 20", None),
    (
        "    promised_days: 5\n    fee",
        "    promised_days: 21\n    fee",
        "    promised_days: 5\n    fee",
        "promised_too_long",
    ),
    (
        "    promised_days: 5\n    fee",
        '    promised_days: "5"\n    fee',
        "    promised_days: 5\n    fee",
        "not_a_number",
    ),
    (
        "    promised_days: 5\n    fee",
        "    promised_days: -1\n    fee",
        "    promised_days: 5\n    fee",
        "not_a_number",
    ),
    (
        "    promised_days: 5\n    fee",
        "    promised_days: 5.0\n    fee",
        "    promised_days: 5\n    fee",
        "not_a_number",
    ),
    (
        "    promised_days: 5\n    fee",
        "    promised_days: 0x5\n    fee",
        "    promised_days: 5\n    fee",
        "not_a_number",
    ),
    ("fee: 2000", "fee: 20.00", "fee: 2000", "not_a_number"),
    ("words: [身份证]", "words: 身份证", "words: [身份证]", "not_a_list"),
    ("words: [身份证]", "words: [身份证, '']", "words: [身份证]", "empty"),
    ("- {code: ID-CARD", "- {code: ID", "- {code: ID-CARD", "unknown_material"),
    ("- {code: PHOTO", "- {code: ID-CARD", "- {code: PHOTO", "said_twice"),
    ("need: required", "need: maybe", "need: required", "bad_need"),
    ("when: by_agent", "when:", "when: by_agent", "condition.empty"),
    ("when: by_agent", "when: By Agent!", "when: by_agent", "condition.stray"),
    ("commitment: true", "commitment: yes", "commitment: true", "not_a_flag"),
    ("commitment: true", 'commitment: "true"', "commitment: true", "not_a_flag"),
    ("copies: 2", "copies: 0", "copies: 2", "not_a_number"),
    ("{code: GA-2", "{code: GA-1", "{code: GA-2", None),
    ("items: [GA-1, GA-2]", "items: [GA-1, GA-2, GA-9]", "items: [GA-1", "unknown_item"),
    ("result: 居民身份证", "result: {}", "result: 居民身份证", "not_a_text"),
    ("items: [GA-1, GA-2]", "items: [GA-1, GA-2, GA-1]", "items: [GA-1", "said_twice"),
    ("after: {GA-2: GA-1}", "after: {GA-2: GA-9}", "after: {", "not_in_theme"),
    ("after: {GA-2: GA-1}", "after: {GA-9: GA-1}", "after: {", "not_in_theme"),
    ("after: {GA-2: GA-1}", "after: {GA-2: GA-2}", "after: {", "circle"),
    ("after: {GA-2: GA-1}", "after: {GA-2: GA-1, GA-1: GA-2}", "after: {", "circle"),
    ("after: {GA-2: GA-1}", "after: [GA-2]", "after: {", "not_a_map"),
    ("produces: {GA-1: ID-CARD}", "produces: {GA-1: NOTHING}", "produces: {", "unknown_material"),
    ("produces: {GA-1: ID-CARD}", "produces: {GA-9: ID-CARD}", "produces: {", "not_in_theme"),
    ("why: 数据共享", "why: []", "户籍证明", "not_a_text"),
    ("name: 身份证申领", "name: " + "申" * 201, "name: 身份证申领", "too_long"),
]


@pytest.mark.parametrize(("good", "bad", "where", "code"), [one for one in ONE_FAULT if one[3]])
def test_a_fault_is_named_with_its_line(good: str, bad: str, where: str, code: str) -> None:
    assert SMALL.count(good) == 1, good
    assert faults_of(SMALL.replace(good, bad)) == [(line_of(where), code)]


@pytest.mark.parametrize(("good", "bad", "where", "code"), [one for one in ONE_FAULT if one[3] is None])
def test_a_fault_that_makes_others_is_named_too(good: str, bad: str, where: str, code: None) -> None:
    lines = [line for line, _ in faults_of(SMALL.replace(good, bad))]
    assert line_of(where) in lines


def test_all_faults_are_named_at_once_in_the_order_of_their_lines() -> None:
    bad = SMALL
    for good, instead in [
        ('region: "330000"', "region: here"), ("form: [electronic]}", "form: [paper], colour: red}"),
        ("    department: GA\n", "    department: XX\n"), ("copies: 2", "copies: two"),
        ("{GA-2: GA-1}", "{GA-1: GA-1}"),
    ]:  # fmt: skip
        bad = bad.replace(good, instead)
    assert faults_of(bad) == [
        (1, "bad_region"),
        (8, "unknown_key"),
        (8, "not_a_choice"),
        (line_of("    department: GA\n"), "unknown_department"),
        (line_of("copies: 2"), "not_a_number"),
        (line_of("{GA-2: GA-1}"), "circle"),
    ]


def test_a_second_item_of_one_code_says_where_the_first_stands() -> None:
    with pytest.raises(CatalogFaults) as faults:
        read(SMALL.replace("{code: GA-2", "{code: GA-1"))
    said = next(fault for fault in faults.value.faults if fault.code == "catalog.said_twice")
    assert (said.line, said.values) == (line_of("{code: GA-2"), {"text": "GA-1", "first": line_of("- code: GA-1")})


def test_a_longer_circle_is_named_once_with_all_its_items() -> None:
    text = sample_text().replace("GA-0101: WJ-0101", "GA-0101: WJ-0101, WJ-0101: RS-0301", 1)
    with pytest.raises(CatalogFaults) as faults:
        read(text)
    (fault,) = faults.value.faults
    assert fault.code == "catalog.circle"
    assert set(fault.values["items"]) == {"GA-0101", "WJ-0101", "RS-0301"}  # type: ignore[call-overload]


@pytest.mark.parametrize("heading", ["catalog", "departments", "queues", "materials", "items"])
def test_a_missing_heading_is_one_fault_and_not_one_for_each_that_names_it(heading: str) -> None:
    kept, skipping = [], False
    for line in SMALL.splitlines():
        if not line.startswith(" "):
            skipping = line.startswith(f"{heading}:")
        if not skipping:
            kept.append(line)
    assert faults_of("\n".join(kept)) == [(1, "missing_key")]


@pytest.mark.parametrize("heading", ["themes", "cancelled_proofs"])
def test_themes_and_cancelled_proofs_may_be_left_out(heading: str) -> None:
    start = SMALL.index(f"{heading}:")
    end = SMALL.index("cancelled_proofs:") if heading == "themes" else len(SMALL)
    assert read(SMALL[:start] + SMALL[end:]).items


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", [(1, "missing_key")] * 5),
        ("just words", [(1, "not_a_map")]),
        ("- a\n- b", [(1, "not_a_map")]),
        ("a: 'x\nb: y\n", [(1, "not_yaml")]),
        ("a:\n  b: 1\n   c: 2", [(3, "not_yaml")]),
        ("a: [1, 2\nb: 3\n", [(2, "not_yaml")]),
        ("a: 1\n\tb: 2\n", [(2, "tab")]),
        ("a: 1\nb: x\ty\nc:\t2\n", [(2, "tab"), (3, "tab")]),
        ("a: 1\nb: \x07\n", [(2, "unprintable")]),
        ("a: 1\nb: \x00\n", [(2, "unprintable")]),
        ("a: \ud800\n", [(1, "unprintable")]),
        ("a: &anchor 1\nb: *anchor", [(1, "alias")]),
        ("a: 1\nb: *nothing", [(2, "alias")]),
        ("a: 1\nb: !!python/object/apply:os.system [ls]", [(2, "tag")]),
        ("a: 1\nb: !secret x", [(2, "tag")]),
        ("a: 1\n---\nb: 2", [(2, "second_document")]),
        ("a: " + "[" * 17 + "]" * 17, [(1, "too_deep")]),
        ("{[a]: 1, }", [(1, "missing_key")] * 5 + [(1, "not_a_text")]),
    ],
)
def test_what_is_no_catalogue_at_all_is_refused_with_its_line(text: str, faults: list[tuple[int, str]]) -> None:
    assert sorted(faults_of(text)) == faults


def test_a_file_that_is_not_utf8_is_refused_with_its_line() -> None:
    data = SMALL.encode().replace("公安局".encode(), "公安局".encode("gb18030"))
    with pytest.raises(CatalogFaults) as faults:
        read_bytes(data)
    assert [(fault.line, fault.code) for fault in faults.value.faults] == [(line_of("公安局"), "catalog.not_utf8")]


def test_a_file_with_a_byte_order_mark_and_windows_line_ends_is_read() -> None:
    assert read_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == read(SMALL)


@pytest.mark.parametrize(
    "bomb",
    [
        "[" * 1_000_000,
        "{a: " * 500_000,
        "- " * 500_000,
        "a: &a [x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(9)),
        "x" * (5 * 1024 * 1024),
        "x:\t1\n" * 500_000,
        "k" * 100_000 + ": 1",
        "\n".join(f"k{n}: 1" for n in range(100_000)),
    ],
    ids=["deep list", "deep map", "deep dashes", "laughs", "huge", "tabs", "long key", "many keys"],
)
def test_a_bomb_is_refused_and_quickly(bomb: str) -> None:
    started = time.monotonic()
    with pytest.raises(CatalogFaults) as faults:
        read(bomb)
    assert 1 <= len(faults.value.faults) <= 1_000
    assert time.monotonic() - started < 20  # a machine under load; alone it takes a second at most


@given(st.text(max_size=300))
def test_no_text_is_anything_but_a_catalogue_or_its_faults(text: str) -> None:
    with suppress(CatalogFaults):
        read(text)


@given(st.binary(max_size=300))
def test_no_bytes_are_anything_but_a_catalogue_or_its_faults(data: bytes) -> None:
    with suppress(CatalogFaults):
        read_bytes(data)


@given(st.integers(0, len(SMALL) - 1), st.sampled_from(["", "[", "}", ":", "'", "-", " ", "&a", "#", "\n", "5", "~"]))
def test_a_slip_of_the_finger_anywhere_is_a_catalogue_or_faults_on_real_lines(place: int, slip: str) -> None:
    text = SMALL[:place] + slip + SMALL[place + 1 :]
    try:
        read(text)
    except CatalogFaults as faults:
        told = faults.faults
    else:
        told = ()
    assert all(1 <= fault.line <= text.count("\n") + 2 for fault in told)


def test_the_words_of_yaml_are_never_taken_for_something_else() -> None:
    """A department called NO is not false, and version 1.10 is not 1.1."""
    catalog = read(SMALL.replace("GA", "NO").replace('version: "1"', "version: 1.10"))
    assert catalog.departments["NO"].code == "NO"
    assert catalog.version == "1.10"


def test_every_fault_has_a_sentence_that_uses_its_values() -> None:
    for good, bad, _, _ in ONE_FAULT:
        with pytest.raises(CatalogFaults) as faults:
            read(SMALL.replace(good, bad))
        told = [(fault.code, fault.values) for fault in faults.value.faults]
        for code, values in [*told, (faults.value.code, faults.value.values)]:
            assert code in sentences()
            for lang in LANGUAGES:
                assert "—" not in sentence_of(code, values, lang), code
