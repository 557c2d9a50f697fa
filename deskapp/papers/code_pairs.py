"""Code 128 in code set C, with what the library gets wrong put right."""

from __future__ import annotations

from barcode.codex import Code128


class _Pairs(Code128):  # type: ignore[misc]  # the library is untyped
    """The library takes a first pair 99 for the sign that set C begins and leaves it out: 9912… was read as 12…"""

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        return encoded  # pairs of digits alone never leave the set they begin in: there is nothing to shorten


def modules(digits: str) -> str:
    """Dark modules as 1, light ones as 0, of an even number of digits."""
    return str(_Pairs(digits).build()[0])
