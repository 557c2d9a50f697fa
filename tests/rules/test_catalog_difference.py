"""What a new catalogue changes: each change once, in a sentence that an office understands."""

from __future__ import annotations

import pytest

from deskapp.rules.catalog_difference import Change, differences
from deskapp.rules.catalog_text import read
from deskapp.sentences import LANGUAGES, sentences
from deskapp.workbooks.words import change_in_words
from tests.rules.sample import SMALL, sample_catalog

ASKED = 'questions:\n  minor: {name: 未满十八, en: Minor, usual: "no"}\n'


def told(old: str, new: str, lang: str = "zh") -> list[str]:
    return [change_in_words(change, lang) for change in differences(read(old), read(new))]


def test_the_same_catalogue_under_another_version_changes_nothing() -> None:
    assert told(SMALL, SMALL.replace('version: "1"', 'version: "2"').replace("2026-11-01", "2027-01-01")) == []
    assert differences(sample_catalog(), sample_catalog()) == ()


GA1 = "GA-1 身份证申领"
CHANGES = [
    ("    name: 身份证申领", "    name: 身份证首次申领", ["事项 GA-1 身份证首次申领 原名“身份证申领”。"]),
    (
        "    statutory_days: 20",
        "    statutory_days: 15",
        [f"{GA1}：法定时限由 20 个工作日 改为 15 个工作日。"],
    ),
    (
        "    promised_days: 5\n    fee",
        "    promised_days: 3\n    fee",
        [f"{GA1}：承诺时限由 5 个工作日 改为 3 个工作日。"],
    ),
    (
        "    statutory_days: 20",
        "    limit_unit: hours\n    statutory_days: 20",
        [
            f"{GA1}：法定时限由 20 个工作日 改为 20 个小时。",
            f"{GA1}：承诺时限由 5 个工作日 改为 5 个小时。",
        ],
    ),
    ("fee: 2000", "fee: 1050", [f"{GA1}：收费由 20.00 元改为 10.50 元。"]),
    ("    words: [身份证]", "    words: [身份证, 办证]", [f"{GA1}：改了 俗称。"]),
    (
        "    result: 居民身份证",
        "    result: 身份证\n    grounds: [居民身份证法]\n    consult_phone: 0571-1234567",
        [f"{GA1}：改了 结果名称、法律依据、咨询电话。"],
    ),
    (
        ", commitment: true}",
        "}",
        [f"{GA1}：材料 ID-CARD 居民身份证 改了 可告知承诺。"],
    ),
    (
        "need: required",
        "need: optional",
        [f"{GA1}：材料 ID-CARD 居民身份证 由“必须”改为“可选”。"],
    ),
    (
        '"when: by_agent"',
        '"when: not by_agent"',
        [f"{GA1}：材料 PHOTO 证件照 由“按条件 by_agent”改为“按条件 not by_agent”。"],
    ),
    (
        '      - {code: PHOTO, need: "when: by_agent", copies: 2, deferral: true}\n',
        "",
        [f"{GA1}：不再要材料 PHOTO 证件照。"],
    ),
    (
        "result: 证, materials: []",
        "result: 证, materials: [{code: PHOTO, need: required}]",
        ["GA-2 补领：增加材料 PHOTO 证件照（必须）。"],
    ),
    ("  PHOTO: {name: 证件照,", "  PHOTO: {name: 白底证件照,", ["材料 PHOTO 白底证件照 改了 名称。"]),
    (
        "  PHOTO: {name",
        "  FORM: {name: 申请表, form: [original]}\n  PHOTO: {name",
        ["新增材料 FORM 申请表。"],
    ),
    ("公安局, en: Police", "公安分局, en: Police", ["部门 GA 公安分局 改了 名称。"]),
    (
        "queues:\n",
        "  MZ: {name: 民政局, en: Civil Affairs}\nqueues:\n",
        ["新增部门 MZ 民政局。"],
    ),
    (
        "en: Personal}",
        "en: Personal, ends_each_day: true}",
        ["队列 A 个人事项 改了 当天结束。"],
    ),
    (
        "en: Personal}",
        'en: Personal, booking: {hours: ["09:00-11:30"], places: 2}}',
        ["队列 A 个人事项 改了 预约时段。"],
    ),
    (
        "materials:\n  ID",
        "  B: {name: 企业, en: Business}\nmaterials:\n  ID",
        ["新增队列 B 企业。"],
    ),
    ("after: {GA-2: GA-1}", "after: {}", ["主题 T-1 成年一件事 改了 在哪项之后。"]),
    ("since: 2024-01-01", "since: 2025-01-01", ["2025-01-01 起不得再要“户籍证明”：数据共享。"]),
    (
        "  - {name: 户籍证明, since: 2024-01-01, why: 数据共享}",
        "  - {name: 婚姻证明, since: 2024-01-01, why: 数据共享}",
        ["2024-01-01 起不得再要“婚姻证明”：数据共享。", "“户籍证明”不再列为取消的证明。请确认确有依据。"],
    ),
    ("cancelled_proofs:", ASKED + "cancelled_proofs:", ["新增提问 minor 未满十八。"]),
    ("cancelled_proofs:", "line: {calls: 5}\ncancelled_proofs:", ["叫号的规矩改了 最多叫几次。"]),
    ('region: "330000"', 'region: "330100"', ["大厅和区划由 H1 330000 改为 H1 330100。"]),
]


@pytest.mark.parametrize(("old", "new", "sentences_told"), CHANGES)
def test_a_change_is_told_in_a_sentence(old: str, new: str, sentences_told: list[str]) -> None:
    assert SMALL.count(old) == 1, old
    assert told(SMALL, SMALL.replace(old, new)) == sentences_told


@pytest.mark.parametrize(("old", "new", "sentences_told"), CHANGES)
def test_a_change_is_told_in_english_without_chinese_words_of_ours(
    old: str, new: str, sentences_told: list[str]
) -> None:
    english = told(SMALL, SMALL.replace(old, new), "en")
    assert len(english) == len(sentences_told)
    assert all(sentence.endswith(".") for sentence in english)


@pytest.mark.parametrize(("old", "new", "sentences_told"), CHANGES)
def test_what_is_changed_back_is_told_as_a_change_too(old: str, new: str, sentences_told: list[str]) -> None:
    assert told(SMALL.replace(old, new), SMALL)


def test_items_and_themes_that_come_and_go_are_told_by_their_names() -> None:
    lines = SMALL.splitlines(keepends=True)
    without = "".join(line for line in lines if "{code: GA-2" not in line)
    without = without[: without.index("themes:")] + without[without.index("cancelled_proofs:") :]
    assert told(SMALL, without) == ["取消事项 GA-2 补领。", "取消主题 T-1 成年一件事。"]
    assert told(without, SMALL) == ["新增事项 GA-2 补领。", "新增主题 T-1 成年一件事。"]
    assert told(without, SMALL, "en") == ["Item GA-2 补领 is new.", "Theme T-1 成年一件事 is new."]


def test_the_order_of_items_of_a_theme_is_a_change_and_that_of_the_file_is_none() -> None:
    assert told(SMALL, SMALL.replace("items: [GA-1, GA-2]", "items: [GA-2, GA-1]")) == [
        "主题 T-1 成年一件事 改了 事项。"
    ]


@pytest.mark.parametrize("code", sorted(code for code in sentences() if code.startswith("catalog.diff_")))
def test_every_sentence_of_a_change_is_whole_in_every_language(code: str) -> None:
    values = dict.fromkeys(
        ("item", "material", "named", "old", "new", "need", "proof", "since", "why", "before", "version", "count"), "甲"
    )
    for lang in LANGUAGES:
        said = change_in_words(Change(code, {**values, "fields": ["name", "words"]}), lang)
        assert "—" not in said
        assert "{" not in said
