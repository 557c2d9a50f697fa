"""The law that each step rests on is that of the item's regime, and each sentence can stand before a full stop."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from deskapp.rules import grounds
from deskapp.rules.case_facts import Usual
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME, Ground, Grounds

ROOT = Path(__file__).resolve().parents[2]
LAWS = {
    Regime.LICENCE: "《中华人民共和国行政许可法》",
    Regime.REGISTRATION: "《中华人民共和国市场主体登记管理条例》",
    Regime.REAL_ESTATE: "《不动产登记暂行条例》",
    Regime.SERVICE: "本事项办事指南",
}


def test_every_regime_has_its_grounds() -> None:
    assert set(BY_REGIME) == set(Regime) == set(LAWS)


@pytest.mark.parametrize("regime", list(Regime))
def test_each_step_of_a_regime_rests_on_its_own_law_and_on_no_other(regime: Regime) -> None:
    for field in fields(Grounds):
        said = getattr(BY_REGIME[regime], field.name)
        if not isinstance(said, Ground):
            continue
        assert LAWS[regime] in said.cited, field.name
        assert not [law for other, law in LAWS.items() if other is not regime and law in said.whole]
        assert said.purpose


@pytest.mark.parametrize("regime", list(Regime))
def test_no_ground_brings_its_own_full_stop_but_what_follows_from_silence_does(regime: Regime) -> None:
    found = BY_REGIME[regime]
    laws = (found.accept, found.correct, found.decline, found.grant, found.refuse, *found.usual.values())
    assert not [law for law in laws if law.whole.endswith(("。", "."))]
    assert found.silence == "" or found.silence.endswith("。")


@pytest.mark.parametrize("regime", list(Regime))
@pytest.mark.parametrize("usual", list(Usual))
def test_not_accepting_rests_on_a_law_of_the_regime_whatever_the_reason(regime: Regime, usual: Usual) -> None:
    assert LAWS[regime] in BY_REGIME[regime].of(usual).cited


def test_what_was_not_compared_with_the_statute_is_listed_and_nothing_is_listed_twice() -> None:
    listed = {ground.cited for ground in grounds.unseen()}
    assert "《不动产登记暂行条例》第二十二条" in listed
    assert "《中华人民共和国行政许可法》第四十二条第一款" not in listed
    assert len(set(grounds.every())) == len(grounds.every())
    for manual in ("zh", "en"):
        told = (ROOT / f"docs/manual/administrator.{manual}.md").read_text(encoding="utf-8")
        assert [cited for cited in listed if cited not in told] == [], manual


def test_there_is_one_table_of_grounds() -> None:
    """No article of a law stands anywhere else in the program: it would be forgotten when the law changes."""
    elsewhere = [
        f"{file.relative_to(ROOT)}: {found}"
        for room in ("deskapp", "ui")
        for file in (ROOT / room).rglob("*.py")
        if file.name != "grounds.py"
        for found in re.findall(r"》第[一二三四五六七八九十百]+条", file.read_text(encoding="utf-8"))
    ]
    assert elsewhere == []


@pytest.mark.parametrize("paper", ["通知书", "决定"])
def test_both_remedies_are_named_with_their_days_and_laws(paper: str) -> None:
    said = grounds.remedies(paper)
    for part in (f"不服本{paper}", "六十日", "行政复议法》第二十条", "六个月", "行政诉讼法》第四十六条"):
        assert part in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (grounds.EXTENSION, "第四十二条"),
        (grounds.SPECIAL_PROCEDURE, "第四十五条"),
        (grounds.HANDING_OVER, "第四十四条"),
    ],
)
def test_what_the_licence_law_alone_knows_rests_on_its_article(ground: Ground, article: str) -> None:
    assert article in ground.cited
    assert LAWS[Regime.LICENCE] in ground.cited
