"""Why a case is looked at. Beside nothing else, so that a screen can name it before anything heavy is loaded."""

from __future__ import annotations

from enum import StrEnum


class Late(StrEnum):
    """Why a case is looked at, the worst first."""

    STATUTORY = "statutory"  # past the statutory day: the red card
    PROMISED = "promised"  # past the promised day: the yellow card
    ANSWER = "answer"  # nobody has said what is missing, and the day to say it has passed
    DEFERRAL = "deferral"  # a material put off has not come
    CORRECTION = "correction"  # what was asked for has not come
    PROCEDURE = "procedure"  # the special procedure should be over
    DELIVERY = "delivery"  # decided, and not handed out in time
    DUE_SOON = "due_soon"  # little is left
