"""What the fields and choices of a catalogue are called by people: on a workbook, in a fault, in a list of changes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

import resources
from deskapp.rules.catalog_difference import Change
from deskapp.sentences import LANGUAGES, sentence_of

_LIMIT = re.compile(r"([0-9]+) ([a-z_]+)")
_WHEN = "when: "


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word: name in the file → language → words."""
    loaded: dict[str, dict[str, str]] = json.loads(
        resources.path("i18n/catalog_words.json").read_text(encoding="utf-8")
    )
    return loaded


def word(name: str, lang: str) -> str:
    """What a field or a choice is called; its own name when it has no other."""
    spoken = lang if lang in LANGUAGES else LANGUAGES[0]
    return words().get(name, {}).get(spoken, name)


def change_in_words(change: Change, lang: str) -> str:
    """A change as a sentence, without the file's own names for fields and choices."""
    return sentence_of(change.code, {name: _said(name, value, lang) for name, value in change.values.items()}, lang)


def _said(name: str, value: object, lang: str) -> object:
    if name == "fields" and isinstance(value, list):
        return [word(str(field), lang) for field in value]
    if name not in ("old", "new", "need") or not isinstance(value, str):
        return value
    if limit := _LIMIT.fullmatch(value):
        return f"{limit[1]} {'' if lang == 'en' else '个'}{word(limit[2], lang)}"
    if value.startswith(_WHEN):
        return f"{word('conditional', lang)} {value.removeprefix(_WHEN)}"
    return word(value, lang)
