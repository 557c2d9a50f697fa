"""The bench of the feeder measures what it says: real pages, all of them, from a scanner in another process."""

from __future__ import annotations

from pathlib import Path

from deskapp.scans.vault import Vault
from tests.bench import feeder
from tests.bench.table import Wanted


def test_ours_and_bare_take_the_same_pages_one_after_the_other(tmp_path: Path) -> None:
    with feeder.standing(seconds=0) as url:
        vault = Vault(tmp_path / "pages", b"v" * 32)
        assert min(feeder._bare(url, 4), feeder._ours(url, 4), feeder._taken(url, 4, vault)) > 0
        assert len([file for file in (tmp_path / "pages").rglob("*") if file.is_file()]) == 3, "three sorts of sheets"


def test_a_row_is_the_ratio_of_pages_a_second() -> None:
    row = feeder._row("feeder", (100.0, 97.0), Wanted(0.95, at_least=True))
    assert (row.figure, row.met) == (0.97, True)
    assert feeder._in_turns(lambda: 2.0, lambda: 4.0, turns=3, pages=8) == (4.0, 2.0)
