"""A line of the search as it is read: the day and the hour are those of the hall, wherever the clock stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from deskapp.ids import CaseId
from deskapp.queries.found import FoundCase
from deskapp.rules.case_state import State
from ui.clerk.find_rows import case_row


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 27, 23, 33, tzinfo=UTC), "11月28日 07:33"),
        (datetime(2026, 11, 28, 1, 5, tzinfo=UTC), "11月28日 09:05"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "1月1日 00:00"),
    ],
)
def test_a_case_without_a_number_is_told_by_the_halls_day(dressed: QApplication, moment: datetime, said: str) -> None:
    found = FoundCase(CaseId("a"), "", State.OPENED, "食品经营许可", "欧阳**", moment)
    assert case_row(found).detail == said
