"""`deskapp demo --headless`, whole: what it leaves behind is what the contract says, and the keys are counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

_LONGEST = 300  # seconds


@pytest.mark.timeout(400)
def test_the_first_cases_of_the_day_are_played_through_the_real_window(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui", "demo", "--headless", "--out", str(tmp_path)]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DESKAPP_")}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_LONGEST, env=surroundings)
    assert done.returncode == 0, done.stderr
    told = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    assert told["ticket"] == "A001"
    assert told["state"] == "accepted"
    assert told["items"] == ["ZJ-0201"]
    assert told["pages"] == 3
    assert told["offline"]["events_queued"] > 0
    assert told["offline"]["events_after_reconnect"] == 0
    assert {paper["kind"] for paper in told["papers"]} == {"receipt", "acceptance"}
    assert {paper["barcode"] for paper in told["papers"]} == {told["case"]}
    assert told["keys"] == {"ticket_and_card": 5, "item_looked_up": 10, "number_typed": 29}
    assert all((tmp_path / stage["screenshot"]).stat().st_size > 10_000 for stage in told["stages"])
