"""The law that each step rests on is that of the item's regime, and each sentence can stand before a full stop."""

from __future__ import annotations

from dataclasses import astuple, fields

import pytest

from deskapp.papers import grounds
from deskapp.papers.grounds import BY_REGIME, Grounds
from deskapp.rules.catalog import Regime

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
        if field.name == "silence":
            continue
        assert LAWS[regime] in said, field.name
        assert not [law for other, law in LAWS.items() if other is not regime and law in said]


@pytest.mark.parametrize("regime", list(Regime))
def test_no_ground_brings_its_own_full_stop_but_what_follows_from_silence_does(regime: Regime) -> None:
    found = BY_REGIME[regime]
    *laws, _ = (found.accept, found.correct, found.decline, found.grant, found.refuse, "")
    assert not [law for law in laws if law.endswith(("。", "."))]
    assert found.silence == "" or found.silence.endswith("。")
    assert all(isinstance(text, str) for text in astuple(found))


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
def test_what_the_licence_law_alone_knows_rests_on_its_article(ground: str, article: str) -> None:
    assert article in ground
    assert LAWS[Regime.LICENCE] in ground
