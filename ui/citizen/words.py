"""What the citizen's screen says, in the language the citizen chose: the clerk goes on in their own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import resources

LANGUAGES = ("zh", "en")


@cache
def _all() -> Mapping[str, Mapping[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(resources.path("i18n/citizen.json").read_text(encoding="utf-8"))
    return loaded


def say(lang: str, name: str, /, **values: object) -> str:
    """These words in this language."""
    return _all()[name][lang].format_map(values)
