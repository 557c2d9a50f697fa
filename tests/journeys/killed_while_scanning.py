"""A program that scans until somebody kills it. Started once, with everything loaded; forks for each scan.

Each line it reads is a scan: home, folder, case, material. It answers with the number of the process that scans, and
that process with the digest of each page it has acknowledged, as soon as it has.
"""

from __future__ import annotations

import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

from deskapp.clerk import scanning
from deskapp.clerk.stacking import Told
from deskapp.devices.scanner.contract import ScanRequest
from deskapp.devices.scanner.folder import FolderScanner, Patience
from deskapp.ids import CaseId, MaterialCode
from deskapp.rules.spot import Spot
from tests.clerk import office


def say(word: str) -> None:
    """A line, at once: whoever is killed has nothing left to say."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def scan(home: Path, folder: Path, spot: Spot) -> None:
    """One scan, as the window makes it."""
    station = office.station(home, office.FrozenClock(), furnished=False)
    source = FolderScanner(folder, patience=Patience(settle=0.001))
    desk = office.desk(replace(station, scanner=lambda _: source))
    told = Told(lambda _: None, lambda page: say(page.digest))
    scanning.scan_stack(desk, spot, told, threading.Event(), request=ScanRequest(feeder=True))


def main() -> None:
    """Fork for each line until there are no more, and say when what was begun is over, however it ended."""
    for line in sys.stdin:
        home, folder, case, material = line.split()
        child = os.fork()
        if child == 0:
            scan(Path(home), Path(folder), Spot(CaseId(case), MaterialCode(material)))
            say("whole")
            os._exit(0)
        say(f"begun {child}")
        os.waitpid(child, 0)
        say("over")


if __name__ == "__main__":
    main()
