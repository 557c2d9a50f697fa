"""README and manual say what is true: commands exist, pictures are there, keys are the keys, both languages agree."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskapp.commands import main
from tests.architecture.house import ROOT
from ui.keys import DEFAULTS

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs" / "manual").glob("*.md"))]
BEGINNING = 24  # characters; what goes on alike after them is the same paragraph, told anew
BY_SCREEN = {"demo"}  # commands that open a window


def told(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def commands_in(text: str) -> set[str]:
    """`deskapp server …` → server; with the second word where a command has one."""
    found = re.findall(r"(?:^|`)deskapp ((?:user|window|catalog) [a-z-]+|[a-z]+)", text, re.MULTILINE)
    return set(found)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_is_named_exists(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in sorted(commands_in(told(page)) - BY_SCREEN):
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_word_for_make_exists(page: Path) -> None:
    words = set(re.findall(r"^make ([a-z-]+)", told(page), re.MULTILINE))
    there = set(re.findall(r"^([a-z-]+):", told(ROOT / "Makefile"), re.MULTILINE))
    assert words <= there


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_everything_that_is_linked_is_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", told(page))
    assert not [link for link in links if not (page.parent / link).exists()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_of_keys_is_the_one_of_the_program(language: str) -> None:
    page = told(ROOT / "docs" / "manual" / f"clerk.{language}.md")
    table = dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| (\w+) \|$", page, re.MULTILINE))
    assert table == {key: ask.value for ask, key in DEFAULTS.items()}


@pytest.mark.parametrize("book", ["clerk", "administrator"])
def test_both_languages_have_the_same_parts(book: str) -> None:
    chinese, english = (told(ROOT / "docs" / "manual" / f"{book}.{language}.md") for language in ("zh", "en"))
    for part in (r"^#+ ", r"^\d\. ", r"^\|", r"^```", r"!\["):
        assert len(re.findall(part, chinese, re.MULTILINE)) == len(re.findall(part, english, re.MULTILINE)), part


def said_twice(text: str) -> list[str]:
    """Paragraphs of a section that begin like another, and rows and commands that are another: one of them is older."""
    found: list[str] = []
    for section in re.split(r"^(?=#)", text, flags=re.MULTILINE):
        begun: set[str] = set()
        typed = False
        for line in section.splitlines():
            typed ^= line.startswith("```")
            begins = line if typed or line.startswith("|") else line[:BEGINNING]
            if begins in begun and len(line) >= BEGINNING:
                found.append(line)
            begun.add(begins)
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_nothing_is_said_twice(page: Path) -> None:
    assert said_twice(told(page)) == []


def test_a_paragraph_that_stands_twice_would_be_found() -> None:
    older, newer = "Roles: clerk, greeter, manager and kiosk.", "Roles: clerk, greeter, manager, kiosk and portal."
    row = "| a page is blurred | scan it again |"
    assert said_twice(f"# A\n{older}\n{newer}\n\n| what | do |\n|---|---|\n{row}\n{row}\n") == [newer, row]
    assert said_twice(f"# A\n{older}\n# B\n{newer}\n```\nmake demo\nmake demo\n") == []


def test_a_command_that_is_none_would_be_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands_in("`deskapp frobnicate`\ndeskapp user add x") == {"frobnicate", "user add"}
    with pytest.raises(SystemExit) as ended:
        main(["frobnicate", "--help"])
    assert ended.value.code == 2
    assert "frobnicate" in capsys.readouterr().err
