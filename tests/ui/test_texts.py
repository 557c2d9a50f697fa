"""Two languages, both whole: every source string stands translated in the .ts, and the .qm is made of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from string import Formatter
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtWidgets import QApplication

import resources
from deskapp.rules.case_state import State
from deskapp.rules.condition import YES
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.material_state import Form, Standing
from deskapp.rules.questions import ALWAYS, BY_AGENT, Because, Option, Question, QuestionKind
from ui import office_words, texts
from ui.clerk.asks import ask_words
from ui.keys import Ask

_HOUSE = Path(__file__).resolve().parents[2]
_TS = resources.path("i18n/onewindow_en.ts")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def translated() -> dict[tuple[str, str], str]:
    root = ElementTree.parse(_TS).getroot()
    return {
        (context.findtext("name") or "", message.findtext("source") or ""): message.findtext("translation") or ""
        for context in root.findall("context")
        for message in context.findall("message")
    }


def spoken() -> set[tuple[str, str]]:
    """Every string that the code asks to be translated, with its context."""
    found: set[tuple[str, str]] = set()
    for file in sorted((_HOUSE / "ui").rglob("*.py")):
        if "demo" not in file.parts:
            _look(ast.parse(file.read_text(encoding="utf-8")), "", found)
    return found


def _look(node: ast.AST, context: str, found: set[tuple[str, str]]) -> None:
    for child in ast.iter_child_nodes(node):
        inside = child.name if isinstance(child, ast.ClassDef) else context
        if isinstance(child, ast.Call) and isinstance(child.func, ast.Attribute):
            words = [argument.value for argument in child.args if isinstance(argument, ast.Constant)]
            if child.func.attr == "tr" and len(words) == 1:
                found.add((context, str(words[0])))
            elif child.func.attr == "translate" and len(words) == 2:
                found.add((str(words[0]), str(words[1])))
        _look(child, inside, found)


def test_every_string_of_the_screens_is_translated() -> None:
    missing = spoken() - translated().keys()
    assert missing == set(), "run lupdate, then translate (docs: a language is one .ts file)"


def test_no_translation_is_empty_or_left_in_chinese() -> None:
    assert [source for source, words in translated().items() if not words or _CHINESE.search(words)] == []


def test_no_translation_is_left_of_a_string_that_is_gone() -> None:
    assert translated().keys() - spoken() == set()


@pytest.mark.parametrize(("source", "words"), sorted((k[1], v) for k, v in translated().items() if "{" in k[1]))
def test_a_translation_names_the_values_of_its_source(source: str, words: str) -> None:
    def named(text: str) -> set[str | None]:
        return {field for _, field, _, _ in Formatter().parse(text) if field}

    assert named(source) == named(words)


def test_no_chinese_is_shown_without_being_translatable() -> None:
    bare = [
        f"{file.relative_to(_HOUSE)}:{node.lineno} {node.value!r}"
        for file in sorted((_HOUSE / "ui").rglob("*.py"))
        if "demo" not in file.parts
        for node in _bare_strings(ast.parse(file.read_text(encoding="utf-8")))
        if _CHINESE.search(str(node.value))
    ]
    assert bare == []


_NAMES = {"中文", "一一…", "一窗 · OneWindow", "年", "月", "日"}  # names, parts of a date, and a measure of width


def _bare_strings(tree: ast.Module) -> list[ast.Constant]:
    said = {
        id(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("tr", "translate")
        for argument in node.args
    }
    documented = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value not in _NAMES
        and id(node) not in said | documented
    ]


def test_the_compiled_translation_is_made_of_the_one_beside_it(tmp_path: Path) -> None:
    tool = Path(PySide6.__file__).parent / ("lrelease.exe" if sys.platform == "win32" else "lrelease")
    subprocess.run([tool, "-silent", _TS, "-qm", tmp_path / "made.qm"], check=True, timeout=60)
    assert (tmp_path / "made.qm").read_bytes() == _TS.with_suffix(".qm").read_bytes()


@pytest.mark.parametrize("lang", sorted(texts.LANGUAGES))
def test_every_word_of_the_office_is_said_in_every_language(dressed: QApplication, lang: str) -> None:
    texts.speak(dressed, lang)
    said = [
        *map(texts.standing, Standing), *map(texts.state, State), *map(texts.form, Form), *map(ask_words, Ask),
        texts.money(0), texts.money(1250), *(office_words.limit(Limit(5, unit)) for unit in LimitUnit),
        office_words.said(ALWAYS[BY_AGENT], YES), texts.cancelled(None, ""),
    ]  # fmt: skip
    assert all(said)
    assert all(bool(_CHINESE.search(words)) is (lang == "zh") for words in said)


def test_a_question_and_its_answer_are_said_in_the_language_of_the_screen(dressed: QApplication) -> None:
    rented = Question("place", "场所", "Premises", QuestionKind.CHOICE, (Option("rent", "租用", "Rented"),))
    capital = Question("capital", "资本", "Capital", QuestionKind.NUMBER, unit="万元", unit_en="ten thousand yuan")
    assert office_words.because((Because(rented, "rent"), Because(capital, "12.5"))) == "场所：租用、资本：12.5 万元"
    texts.speak(dressed, "en")
    assert office_words.because((Because(rented, "rent"),)) == "Premises: Rented"
    assert office_words.said(capital, "12.5") == "Capital: 12.5 ten thousand yuan"


def test_a_proof_that_was_cancelled_is_said_with_its_year(dressed: QApplication) -> None:
    told = texts.cancelled(date(2024, 6, 1), "凭社会保障卡直接结算")
    assert told == "2024年6月1日 起取消，不得再向群众要。原因：凭社会保障卡直接结算"
    texts.speak(dressed, "en")
    assert texts.cancelled(date(2024, 6, 1), "x").startswith("Cancelled from 1 Jun 2024 on")


def test_days_times_and_minutes_are_said_as_people_say_them(dressed: QApplication) -> None:
    noon = datetime(2026, 11, 23, 4, 5, tzinfo=UTC)
    assert texts.clock_time(noon) == "12:05"
    assert texts.day(date(2026, 12, 3)) == "12月3日"
    assert texts.minutes(noon, noon + timedelta(seconds=119)) == "1 分钟"
    assert texts.whole_minutes(noon, noon - timedelta(minutes=3)) == 0
    texts.speak(dressed, "en")
    assert texts.day(date(2026, 12, 3)) == "3 Dec"
    assert texts.listed(["a", "b"]) == "a, b"


def test_a_language_we_do_not_speak_is_chinese(dressed: QApplication) -> None:
    texts.speak(dressed, "fr")
    assert texts.language() == "zh"
