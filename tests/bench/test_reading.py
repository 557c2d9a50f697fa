"""The bench of the reader measures a window that really reads, and does not call an unread page a quick one."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.scans.reader import PageReader
from tests.bench import reading
from tests.scans import written


def test_a_page_that_is_not_read_is_no_quick_page() -> None:
    with pytest.raises(AssertionError):
        reading.read(PageReader(started_by=lambda: ["/nowhere"]), b"page")


def test_the_window_reads_the_pages_while_keys_are_struck(page_reader: PageReader, tmp_path: Path) -> None:
    row = reading.behind_the_window(page_reader, [written.scanned(written.sheet(written.FORM))], tmp_path)
    assert row.figure is not None
    assert row.figure > 0
    assert row.met is not None
    assert reading.used(page_reader) > 0
    assert reading.memory(page_reader) > 100 * 1024**2
