"""The tests' own scanner before judges that are not ours: sane-airscan, and SANE's own eSCL.

What they take from it without a complaint, and how they tell its troubles, shows that our driver is tried against a
scanner and not against our own idea of one.
"""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.devices.conftest import InNetwork
from tests.fakes.escl.device import Device, Faults, Sheet, white
from tests.fakes.escl.server import Running


@dataclass(frozen=True)
class Judge:
    """One program, and the name under which it knows the scanner."""

    kind: str
    folder: Path

    def ask(self, running: Running, *said: str) -> str:
        """What `scanimage` says; its pages are in the folder. Fails when there is no such judge."""
        self.folder.mkdir(exist_ok=True)
        (self.folder / "dll.conf").write_text(f"{self.kind}\n")
        (self.folder / "airscan.conf").write_text(
            f"[options]\ndiscovery = disable\nws-discovery = off\n[devices]\nHall = {running.url}, eSCL\n"
        )
        (self.folder / "escl.conf").write_text("")
        name = "airscan:e0:Hall" if self.kind == "airscan" else f"escl:http://127.0.0.1:{running.port}"
        ended = subprocess.run(
            ["scanimage", "-d", name, *said], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
            env={**os.environ, "SANE_CONFIG_DIR": str(self.folder), "LC_ALL": "C"},
        )  # fmt: skip
        assert "Invalid argument" not in ended.stderr, f"no {self.kind} here (make setup-test): {ended.stderr}"
        return ended.stdout + ended.stderr

    def batch(self, running: Running, *said: str) -> str:
        return self.ask(running, *said, "--resolution=75", "--format=pnm", "--batch=%d.pnm")

    def pages(self) -> list[tuple[int, int]]:
        files = sorted(self.folder.glob("*.pnm"), key=lambda file: int(file.stem))
        return [Image.open(io.BytesIO(file.read_bytes())).size for file in files]


@pytest.fixture
def airscan(tmp_path: Path) -> Judge:
    return Judge("airscan", tmp_path / "airscan")


@pytest.fixture(params=["airscan", "escl"])
def judge(request: pytest.FixtureRequest, tmp_path: Path) -> Judge:
    return Judge(str(request.param), tmp_path / str(request.param))


def loaded(sheets: int, faults: Faults | None = None) -> Device:
    return Device([Sheet(white()) for _ in range(sheets)], faults=faults)


def test_both_take_the_whole_stack_and_leave_no_job(judge: Judge, in_network: InNetwork) -> None:
    running = in_network(loaded(5))
    told = judge.batch(running, "--source=ADF")
    assert "5 pages scanned" in told, told
    assert len(judge.pages()) == 5
    assert all(abs(width - 637) < 20 and abs(height - 877) < 180 for width, height in judge.pages())
    assert running.device.at_rest


def test_both_take_the_page_on_the_glass(judge: Judge, in_network: InNetwork) -> None:
    running = in_network(loaded(0))
    judge.ask(running, "--source=Flatbed", "--resolution=75", "--format=pnm", "--output-file=1.pnm")
    assert len(judge.pages()) == 1


def test_airscan_reads_in_it_what_it_can_do(airscan: Judge, in_network: InNetwork) -> None:
    told = airscan.ask(in_network(loaded(1)), "--all-options")
    assert "--resolution 75|100|150|200|300|600dpi [300]" in told
    assert "--mode Color|Gray [Color]" in told
    assert "--source Flatbed|ADF|ADF Duplex [Flatbed]" in told


def test_airscan_takes_both_sides(airscan: Judge, in_network: InNetwork) -> None:
    assert "6 pages scanned" in airscan.batch(in_network(loaded(3)), "--source=ADF Duplex")


@pytest.mark.parametrize(
    ("faults", "words_of_sane"),
    [
        (Faults(jam=3), "Document feeder jammed"),
        (Faults(cut=3), "Error during device I/O"),
        (Faults(rubbish=3), "Error during device I/O"),
        (Faults(ends_with=404), "Document feeder out of documents"),
    ],
    ids=["jam", "cut", "rubbish", "end"],
)
def test_airscan_tells_the_same_troubles(
    faults: Faults, words_of_sane: str, airscan: Judge, in_network: InNetwork
) -> None:
    running = in_network(loaded(5, faults))
    told = airscan.batch(running, "--source=ADF")
    assert words_of_sane in told, told
    assert len(airscan.pages()) >= 2
    assert running.device.at_rest


def test_airscan_is_told_of_an_empty_feeder(airscan: Judge, in_network: InNetwork) -> None:
    told = airscan.batch(in_network(loaded(0)), "--source=ADF")
    assert "Document feeder out of documents" in told, told
