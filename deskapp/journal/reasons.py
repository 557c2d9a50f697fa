"""Why a step was rejected, as it is kept beside it."""

from __future__ import annotations

import json


def reason_text(code: str, values: object) -> str:
    """A reason as it is kept beside a rejected event."""
    return json.dumps({"code": code, "values": values}, ensure_ascii=False, sort_keys=True, default=str)


def code_of(reason: str | None) -> str:
    """The code in a kept reason."""
    return str(json.loads(reason).get("code", "")) if reason else ""
