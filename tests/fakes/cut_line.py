"""The real line to a centre, which can be cut, and can lose answers on their way back."""

from __future__ import annotations

from deskapp.failures import LineTrouble
from deskapp.sync.client import HttpCentre


class Cuttable(HttpCentre):
    """The real client over a line that can be cut, or that loses answers."""

    cut = False
    lose_answers = False

    def _asked(self, *words: object, **more: object) -> tuple[int, bytes]:
        if self.cut:
            raise LineTrouble("line.down")
        answer = super()._asked(*words, **more)  # type: ignore[arg-type]
        if self.lose_answers:
            raise LineTrouble("line.slow")
        return answer
