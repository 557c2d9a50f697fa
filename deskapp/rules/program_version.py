"""Which of two versions of the program is the newer one. Pure."""

from __future__ import annotations

import re

from deskapp.failures import Refusal

_FORM = re.compile(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?(?:(a|b|rc)(\d{1,3}))?", re.ASCII)
_FINAL = "z"  # after every letter that a version before it may bear


def order_of(version: str) -> tuple[int, int, int, str, int]:
    """What versions are compared by: 0.2.0rc1 comes before 0.2.0, and 0.2 is 0.2.0. Refusal `update.bad_version`."""
    found = _FORM.fullmatch(version)
    if found is None:
        raise Refusal("update.bad_version", version=version[:32])
    return int(found[1]), int(found[2]), int(found[3] or 0), found[4] or _FINAL, int(found[5] or 0)


def is_newer(version: str, than: str) -> bool:
    """Whether one version comes after another. Refusal `update.bad_version`."""
    return order_of(version) > order_of(than)
