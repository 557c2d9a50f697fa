"""What a failure is called in words. One sentence for each code, in each language, in one shipped file.

`resources/i18n/failures.json` holds one line per code: `"case.unknown": {"zh": "…", "en": "…"}`. A sentence says what
to do, and may name the failure's values in braces.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

import resources
from deskapp.failures import Failure

LANGUAGES = ("zh", "en")
_JOINED_BY = {"zh": "、", "en": ", "}


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every sentence: code → language → words. Read once, when the first is asked for."""
    loaded: dict[str, dict[str, str]] = json.loads(resources.path("i18n/failures.json").read_text(encoding="utf-8"))
    return loaded


def sentence(failure: Failure, lang: str) -> str:
    """The failure in words. Total: a code without a sentence of its own gets a general one that names the code."""
    return sentence_of(failure.code, failure.values, lang)


def sentence_of(code: str, values: Mapping[str, object], lang: str) -> str:
    """The sentence of a code, for reasons that came as a code alone: what the centre rejected, a notice of the line."""
    spoken = lang if lang in LANGUAGES else LANGUAGES[0]
    words = sentences().get(code) or sentences()["unknown"]
    told = _Told({name: _in_words(value, spoken) for name, value in values.items()})
    told.setdefault("code", code)
    return words[spoken].format_map(told)


class _Told(dict[str, str]):
    """Values by name. One that was not given leaves a dash instead of an error inside an error."""

    def __missing__(self, name: str) -> str:
        return "—"


def _in_words(value: Any, lang: str) -> str:
    if isinstance(value, (list, tuple, set, frozenset)):
        return _JOINED_BY[lang].join(str(part) for part in value)
    return str(value)
