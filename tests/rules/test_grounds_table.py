"""The table of grounds, regime by regime: which article each usual reason has, and that days are said as they count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.rules import grounds
from deskapp.rules.case_facts import Usual
from deskapp.rules.catalog import Regime
from deskapp.rules.grounds import BY_REGIME, Ground, Grounds

WHOLE = [grounds.EXTENSION, grounds.SPECIAL_PROCEDURE, grounds.HANDING_OVER, grounds.COMMITMENT]
REMEDIES = [grounds.REVIEW, grounds.SUIT]


@pytest.mark.parametrize(
    ("regime", "usual", "article"),
    [
        (Regime.LICENCE, Usual.NOT_NEEDED, "第三十二条第一款第一项"),
        (Regime.LICENCE, Usual.NOT_COMPETENT, "第三十二条第一款第二项"),
        (Regime.LICENCE, Usual.NOT_COMPLETE, "第三十二条第一款第四项"),
        (Regime.LICENCE, Usual.FALSE_STATEMENTS, "第七十八条"),
        (Regime.LICENCE, Usual.OTHERWISE, "第三十二条第一款"),
        (Regime.REAL_ESTATE, Usual.NOT_COMPETENT, "第十七条第一款第四项"),
        (Regime.REAL_ESTATE, Usual.NOT_COMPLETE, "第十七条第一款第三项"),
        (Regime.REAL_ESTATE, Usual.NOT_NEEDED, "第十七条第一款"),
        (Regime.REAL_ESTATE, Usual.FALSE_STATEMENTS, "第十七条第一款"),
        (Regime.REGISTRATION, Usual.NOT_COMPETENT, "第十九条"),
        (Regime.SERVICE, Usual.NOT_COMPLETE, ""),
    ],
)
def test_each_usual_reason_has_the_article_of_its_box(regime: Regime, usual: Usual, article: str) -> None:
    assert BY_REGIME[regime].of(usual).article == article


@pytest.mark.parametrize("regime", list(Regime))
def test_what_is_missing_rests_on_the_article_by_which_it_is_asked_for(regime: Regime) -> None:
    """A notice not to accept for want of papers names no other article than the notice that asked for them."""
    found = BY_REGIME[regime]
    assert found.of(Usual.NOT_COMPLETE).cited == found.correct.cited


@pytest.mark.parametrize("regime", list(Regime))
def test_a_reason_without_a_box_of_its_own_falls_back_on_not_accepting_at_all(regime: Regime) -> None:
    found = BY_REGIME[regime]
    assert {usual for usual in Usual if found.of(usual) is found.decline} == set(Usual) - set(found.usual)
    assert Usual.OTHERWISE not in found.usual


@pytest.mark.parametrize(
    ("regime", "yes", "no"),
    [
        (Regime.LICENCE, "第三十八条第一款", "第三十八条第二款"),
        (Regime.REGISTRATION, "第十九条", "第二十条"),
        (Regime.REAL_ESTATE, "第二十条", "第二十二条"),
        (Regime.SERVICE, "", ""),
    ],
)
def test_a_decision_for_and_one_against_rest_on_articles_of_their_own(regime: Regime, yes: str, no: str) -> None:
    assert (BY_REGIME[regime].grant.article, BY_REGIME[regime].refuse.article) == (yes, no)


@pytest.mark.parametrize("regime", [Regime.LICENCE, Regime.REGISTRATION, Regime.REAL_ESTATE])
def test_that_all_of_it_is_told_at_once_is_quoted_where_a_law_says_so(regime: Regime) -> None:
    correct = BY_REGIME[regime].correct
    assert "一次" in correct.says
    assert "告知" in correct.says
    assert correct.whole == f"{correct.cited}：{correct.says}"


def test_silence_accepts_by_the_licence_law_and_not_by_the_registration_rules() -> None:
    assert "自收到申请材料之日起即为受理" in BY_REGIME[Regime.LICENCE].silence
    assert BY_REGIME[Regime.LICENCE].correct.says.endswith("自收到申请材料之日起即为受理")
    assert "视为受理" in BY_REGIME[Regime.REAL_ESTATE].silence
    assert "受理" not in BY_REGIME[Regime.REGISTRATION].silence
    assert BY_REGIME[Regime.SERVICE].silence == ""


@pytest.mark.parametrize(
    ("ground", "cited", "whole"),
    [
        (Ground("《甲法》"), "《甲法》", "《甲法》"),
        (Ground("《甲法》", "第一条"), "《甲法》第一条", "《甲法》第一条"),
        (Ground("《甲法》", "第一条", "受理"), "《甲法》第一条", "《甲法》第一条"),
        (Ground("《甲法》", "第一条", says="应当受理"), "《甲法》第一条", "《甲法》第一条：应当受理"),
    ],
)
def test_a_sentence_is_quoted_behind_its_article_and_a_purpose_is_not(ground: Ground, cited: str, whole: str) -> None:
    assert (ground.cited, ground.whole) == (cited, whole)


def test_a_regime_with_no_boxes_gives_its_one_ground_for_every_reason() -> None:
    one, other = Ground("《甲法》"), Ground("《乙法》")
    found = Grounds(one, one, other, one, one)
    assert {found.of(usual) for usual in Usual} == {other}
    boxed = replace(found, usual={Usual.NOT_NEEDED: one})
    assert [usual for usual in Usual if boxed.of(usual) is one] == [Usual.NOT_NEEDED]


def test_every_ground_is_in_the_list_of_all_and_what_is_unseen_is_a_part_of_it() -> None:
    every, unseen = grounds.every(), grounds.unseen()
    for found in BY_REGIME.values():
        assert {found.accept, found.correct, found.decline, found.grant, found.refuse} <= set(every)
        assert set(found.usual.values()) <= set(every)
    assert {*WHOLE, *REMEDIES} <= set(every)
    assert list(unseen) == [ground for ground in every if not ground.seen]
    assert 0 < len(unseen) < len(every)


@pytest.mark.parametrize("ground", grounds.every())
def test_every_ground_names_a_law_in_its_marks_and_says_what_it_is_for(ground: Ground) -> None:
    if ground.law != grounds.GUIDE:
        assert ground.law.startswith("《")
        assert ground.law.count("《") == ground.law.count("》")
    assert ground.article == "" or ground.article.startswith("第")
    assert ground.purpose


def test_the_remedies_are_two_and_the_days_said_are_those_that_are_counted() -> None:
    said = grounds.remedies("决定")
    assert said.endswith("提起行政诉讼。")
    assert said.index(grounds.REVIEW.cited) < said.index(grounds.SUIT.cited)
    assert "六十日" in said
    assert "六十日" in grounds.REVIEW.purpose
    assert grounds.REVIEW_DAYS == 60
    assert "六个月" in said
    assert "六个月" in grounds.SUIT.purpose
    assert grounds.SUIT_MONTHS == 6


@pytest.mark.parametrize("ground", [grounds.EXTENSION, grounds.SPECIAL_PROCEDURE, grounds.HANDING_OVER])
def test_what_was_compared_with_the_statute_needs_nobody_to_look_at_it(ground: Ground) -> None:
    assert ground.seen
    assert ground not in grounds.unseen()
