"""The demo's hall around a centre that somebody else runs."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.commands.running import serving
from ui.demo.hall import SmallHall


def test_a_centre_that_runs_already_is_used_and_left_running(tmp_path: Path) -> None:
    words = ("--sample", "--port", "0", "--database", f"sqlite:///{tmp_path / 'c.db'}", "--pages", str(tmp_path / "p"))
    with serving(*words) as address:
        hall = SmallHall(tmp_path / "hall", int(address.rpartition(":")[2]))
        try:
            assert hall.issue_tickets() == "A001"
            assert hall.address != address, "the line goes by the relay, which can be cut"
            assert httpx.get(f"{hall.address}/api/v1/health").status_code == 200
        finally:
            hall.close()
        assert httpx.get(f"{address}/api/v1/health").status_code == 200
        assert not (tmp_path / "hall").exists()
