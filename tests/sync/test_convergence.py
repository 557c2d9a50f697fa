"""Whatever is lost, doubled, late or out of order: all come to the same state, and every step is there once.

Faults planted on purpose must each be found by the same machine; else it would prove nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from deskapp.failures import Failure
from tests.fakes import faults
from tests.sync.schedules import Schedules


def _settings(examples: int, *, same: bool = False) -> settings:
    return settings(
        max_examples=examples,
        derandomize=same,
        database=None,
        stateful_step_count=50,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,),
        print_blob=False,
    )


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_all_come_to_the_same_state_whatever_the_line_does() -> None:
    run_state_machine_as_test(Schedules, settings=_settings(50))


class HastySchedules(Schedules):
    """The same, with a centre that says "accepted" before it has kept anything."""

    hasty = True


FAULTS = [
    faults.no_memory_of_events,
    faults.cursor_before_data,
    faults.no_refolding,
    faults.rejected_stays_folded,
    faults.names_by_arrival,
    faults.pages_after_the_word,
]


def _found(machine: type[Schedules]) -> bool:
    try:
        run_state_machine_as_test(machine, settings=_settings(400, same=True))
    except (AssertionError, Failure, sa.exc.IntegrityError, ExceptionGroup):
        return True
    return False


@pytest.mark.timeout(400)
@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_planted_fault_is_found(fault: Callable[[], AbstractContextManager[None]]) -> None:
    with fault():
        assert _found(Schedules)


@pytest.mark.timeout(400)
@pytest.mark.slow
def test_an_answer_before_anything_is_kept_is_found() -> None:
    assert _found(HastySchedules)
