"""Every failure the house can raise has a sentence in every language."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from deskapp.failures import Failure, Refusal
from deskapp.sentences import LANGUAGES, sentence, sentence_of, sentences

_HOUSE = Path(__file__).resolve().parents[1]
_RAISED = re.compile(r"\b(?:Refusal|(?:Line|Device|Store|Content)?Trouble)\(\s*\"([a-z0-9_.]+)\"")


def raised_codes() -> dict[str, str]:
    """Every code that stands literally in a raised failure, and the file it stands in."""
    return {
        code: str(file.relative_to(_HOUSE))
        for room in ("deskapp", "ui", "db")
        for file in sorted((_HOUSE / room).rglob("*.py"))
        for code in _RAISED.findall(file.read_text(encoding="utf-8"))
    }


def test_every_code_that_is_raised_has_a_sentence() -> None:
    without = {code: file for code, file in raised_codes().items() if code not in sentences()}
    assert without == {}, "write one line for each in resources/i18n/failures.json"


def test_the_scan_sees_the_codes_of_the_rules() -> None:
    assert {"case.incomplete", "ticket.taken", "event.upgrade_required"} <= raised_codes().keys()


@pytest.mark.parametrize("code", sorted(sentences()))
def test_a_sentence_stands_in_every_language_and_names_the_same_values(code: str) -> None:
    words = sentences()[code]
    assert set(words) == set(LANGUAGES)
    named = [{field for _, field, _, _ in Formatter().parse(words[lang]) if field} for lang in LANGUAGES]
    assert named[0] == named[1], "both languages name the same values"
    assert all(words[lang].strip().endswith(("。", ".", "？", "?")) for lang in LANGUAGES)


def test_each_code_has_a_line_of_its_own() -> None:
    text = (_HOUSE / "resources/i18n/failures.json").read_text(encoding="utf-8")
    assert len([line for line in text.splitlines() if line.startswith('"')]) == len(sentences())


def test_what_is_missing_is_named_in_the_sentence() -> None:
    failure = Refusal("case.incomplete", missing=["居民身份证", "健康证明"])
    assert sentence(failure, "zh") == "还有材料未收齐：居民身份证、健康证明。"
    assert "居民身份证, 健康证明" in sentence(failure, "en")


def test_a_code_nobody_wrote_a_sentence_for_is_still_said() -> None:
    assert "a.b.c" in sentence(Failure("a.b.c"), "zh")
    assert "a.b.c" in sentence(Failure("a.b.c"), "en")


def test_a_value_that_was_not_given_leaves_a_dash() -> None:
    assert sentence_of("ticket.taken", {"ticket": "A012"}, "zh") == "A012 已由 — 号窗叫走。"


def test_a_language_we_do_not_speak_is_answered_in_chinese() -> None:
    assert sentence_of("case.unknown", {}, "fr") == sentence_of("case.unknown", {}, "zh")
