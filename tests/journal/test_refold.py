"""Lists that an earlier program folded are folded anew, once, when a program reads more out of the same events."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.tables import cases as case_rows
from deskapp.ids import CaseId
from deskapp.journal import rebuild
from deskapp.journal.journal import Journal
from deskapp.rules import case as cases
from tests import builders


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Journal]:
    made = builders.centre_journal(tmp_path)
    yield made
    made.engine.dispose()


def told(centre: Journal) -> CaseId:
    case_id = builders.open_case(centre)
    with centre.writing() as facts:
        facts.add(builders.CLERK, cases.CorrectionRequested((), "照片不清", date(2026, 11, 30)), of=case_id)
    return case_id


def as_before(centre: Journal) -> None:
    """As the program before wrote it: nothing is watched, and the body knows of no day."""
    with centre.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE cases SET watch_day = NULL, body = json_remove(body, '$.correction_due')"))
        connection.execute(sa.text("DELETE FROM local_facts WHERE name = 'folded_by'"))


def watched(centre: Journal) -> list[date | None]:
    with centre.reading() as reading:
        return list(reading.connection.execute(sa.select(case_rows.c.watch_day)).scalars())


def test_what_a_new_program_reads_out_of_old_events_is_true_of_what_is_kept(centre: Journal) -> None:
    case_id = told(centre)
    as_before(centre)
    assert watched(centre) == [None]
    assert rebuild.refold_once(centre)
    assert watched(centre) == [date(2026, 11, 30)]
    with centre.reading() as reading:
        assert reading.case(case_id).correction_due == date(2026, 11, 30)
        assert list(rebuild.differences(reading)) == []


def test_it_is_done_once(centre: Journal) -> None:
    told(centre)
    as_before(centre)
    assert rebuild.refold_once(centre)
    with centre.engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE cases SET watch_day = NULL"))
    assert not rebuild.refold_once(centre)
    assert watched(centre) == [None], "nothing was touched the second time"


def test_a_new_journal_is_of_this_program(centre: Journal) -> None:
    assert rebuild.refold_once(centre)
    assert not rebuild.refold_once(centre)
    assert watched(centre) == []


def test_a_program_that_folds_otherwise_folds_again(centre: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rebuild.refold_once(centre)
    monkeypatch.setattr(rebuild, "_FOLD", "another")
    assert rebuild.refold_once(centre)
