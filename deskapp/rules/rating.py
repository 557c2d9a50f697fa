"""The rating of a service (好差评): five levels, once per service, by the applicant alone; and what a bad one opens.

Sources, from memory and to be held against the texts by whoever publishes rules for a hall: 国办发〔2019〕51号 (State
Council's General Office on setting up the rating system: five levels; every service rated by whoever was served; who
handled it goes back over each bad one, verifies it, puts right what is true and answers; nobody may force, lead or keep
somebody from rating) and GB/T 39735-2020 (政务服务评价工作指南). Neither is quoted here, and neither names the days of
the follow-up in a form we could check: `CONTACT_DAYS` and `PUT_RIGHT_DAYS` are what local rules usually say.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import CaseId, ClerkId, EventId, WindowId
from deskapp.rules.case_state import State
from deskapp.rules.deadline import Lamp, WorkingDays, due, working_days_between

APPLICANT = ClerkId("applicant")  # who rates: whoever was served, and never by name
UNTOUCHED_SECONDS = 15  # a question nobody touches for so long was not answered: 未评价 is not 满意
LOWEST, HIGHEST = 1, 5
BAD = 2  # this and below opens a follow-up
SATISFIED = 3  # this and above counts as satisfied (基本满意)
CONTACT_DAYS = 1  # working days until the applicant was spoken to
PUT_RIGHT_DAYS = 15  # working days until it is put right and answered
LONGEST_WORDS = 500  # characters
LONGEST_DRAWING = 4 * 1024  # bytes of what was written by hand, as a PNG in black and white
YELLOW_DAYS = 3  # working days left: from then on a follow-up is yellow


class Occasion(StrEnum):
    """The two services of a case that are rated, each once."""

    WINDOW = "window"  # accepted or declined at the window
    DELIVERY = "delivery"


class Reason(StrEnum):
    """What somebody was not satisfied with: ready choices, in the order in which they are offered."""

    WAITED_LONG = "waited_long"
    UNFRIENDLY = "unfriendly"
    NOT_TOLD_AT_ONCE = "not_told_at_once"  # 未一次性告知
    TOO_MUCH_PAPER = "too_much_paper"  # asked for what the guide does not name
    MANY_TRIPS = "many_trips"
    TOO_SLOW = "too_slow"  # not within the time promised
    WRONG_FEE = "wrong_fee"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody said. `score` None: they were asked, and said nothing. `drawing`: words by hand, a PNG, base64."""

    score: int | None = None
    reasons: tuple[Reason, ...] = ()
    words: str = ""
    drawing: str = ""
    at_home: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """A service was rated, or its rating was asked for in vain. Only the centre can read the letter."""

    case: CaseId
    occasion: Occasion
    rated: bool  # all that a desk may know of it
    letter: str
    window: WindowId | None = None


class Step(StrEnum):
    """What is done about a bad rating (差评核实整改), in its order."""

    CONTACTED = "contacted"  # 已联系
    FOUND_TRUE = "found_true"  # 核实属实
    FOUND_FALSE = "found_false"  # 核实不属实
    PUT_RIGHT = "put_right"  # 已整改
    ANSWERED = "answered"  # 已答复, and with it closed


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of a follow-up. What was said stands in a letter that only the centre can read."""

    rating: EventId
    step: Step
    letter: str


RatingFact = Rated | StepTaken

_NEXT: dict[Step | None, tuple[Step, ...]] = {
    None: (Step.CONTACTED,),
    Step.CONTACTED: (Step.FOUND_TRUE, Step.FOUND_FALSE),
    Step.FOUND_TRUE: (Step.PUT_RIGHT,),
    Step.FOUND_FALSE: (Step.ANSWERED,),
    Step.PUT_RIGHT: (Step.ANSWERED,),
    Step.ANSWERED: (),
}


def letter_place(hall: str, case: CaseId, occasion: Occasion) -> str:
    """Where a letter about a service belongs: moved to another service it does not open."""
    return f"{hall}|{case}|{occasion.value}"


def stream_of(case: CaseId, occasion: Occasion) -> str:
    """The stream of one service's ratings."""
    return f"{case}:{occasion.value}"


def ask_opinion(opinion: Opinion) -> None:
    """Ask whether this can be said. Refusal `rating.no_such_score`, `rating.reasons_of_bad_only`, `rating.too_long`."""
    if opinion.score is not None and not LOWEST <= opinion.score <= HIGHEST:
        raise Refusal("rating.no_such_score")
    if not is_bad(opinion.score) and (opinion.reasons or opinion.drawing):
        raise Refusal("rating.reasons_of_bad_only")
    if opinion.score is None and opinion.words:
        raise Refusal("rating.no_such_score")
    if len(opinion.words) > LONGEST_WORDS or len(opinion.drawing) > LONGEST_DRAWING * 4 // 3 + 4:
        raise Refusal("rating.too_long", most=LONGEST_WORDS)


def is_bad(score: int | None) -> bool:
    """Whether this opens a follow-up."""
    return score is not None and score <= BAD


def occasion_of(state: State | None) -> Occasion | None:
    """The service that a case in this state has had last; None while there is nothing to rate."""
    if state in (State.DELIVERED, State.ARCHIVED):
        return Occasion.DELIVERY
    return Occasion.WINDOW if state in _SERVED else None


_SERVED = frozenset({State.ACCEPTED, State.PAUSED, State.DECIDED, State.READY, State.DECLINED})


def ask_once(*, rated_before: bool, served: bool) -> None:
    """Ask whether a service may be rated now. Refusal `rating.no_service`, `rating.again`: the first one counts."""
    if not served:
        raise Refusal("rating.no_service")
    if rated_before:
        raise Refusal("rating.again")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Until when a follow-up is to be begun, and to be closed."""

    contact_by: date
    close_by: date


def deadlines(rated_on: date, calendar: WorkingDays) -> Deadlines:
    """The days of a follow-up, counted from the day after the rating."""
    return Deadlines(due(rated_on, CONTACT_DAYS, calendar).day, due(rated_on, PUT_RIGHT_DAYS, calendar).day)


def next_steps(last: Step | None) -> tuple[Step, ...]:
    """What may be done next; nothing once it is closed."""
    return _NEXT[last]


def due_next(last: Step | None, until: Deadlines) -> date | None:
    """The day on which the next step is due; None once it is closed."""
    if last is Step.ANSWERED:
        return None
    return until.contact_by if last is None else until.close_by


def lamp(last: Step | None, until: Deadlines, today: date, calendar: WorkingDays) -> Lamp:
    """How a follow-up stands: red past its day, yellow on the last days before it, green otherwise and once closed."""
    day = due_next(last, until)
    if day is None:
        return Lamp.GREEN
    if today > day:
        return Lamp.RED
    left = working_days_between(today, day, calendar)
    return Lamp.YELLOW if last is None or left <= YELLOW_DAYS else Lamp.GREEN


def take_step(last: Step | None, step: Step, *, by: ClerkId, concerned: Collection[ClerkId], remark: str) -> None:
    """Ask whether somebody may take a step. Refusal `rating.own` for whoever it is about, `rating.not_now`,
    `rating.no_remark`.
    """
    if by in concerned:
        raise Refusal("rating.own")
    if step not in next_steps(last):
        raise Refusal("rating.not_now")
    if not remark.strip():
        raise Refusal("rating.no_remark")
    if len(remark) > LONGEST_WORDS:
        raise Refusal("rating.too_long", most=LONGEST_WORDS)
