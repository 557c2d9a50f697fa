"""`python -m tests.fakes.escl HOST [SHEETS [SECONDS]]`: an announced scanner, until it is ended; says where it is.

In its feeder lie SHEETS of forms and photographs (10), each of which takes it SECONDS (none).
"""

from __future__ import annotations

import sys
import threading

from tests.fakes.escl import sheets
from tests.fakes.escl.announcing import announced, announcement
from tests.fakes.escl.device import Device, Faults
from tests.fakes.escl.server import scanner


def main(host: str, count: str = "10", seconds: str = "0") -> None:
    """Stand there."""
    drawn = [sheets.sheet(sheets.form(1)), sheets.sheet(sheets.photograph(2)), sheets.sheet(sheets.form(3))]
    device = Device([drawn[number % 3] for number in range(int(count))], faults=Faults(seconds=float(seconds)))
    with (
        scanner(device, host=host) as running,
        announced(announcement(running.port, addresses=(host,)), card=host),
    ):
        sys.stdout.write(f"{running.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
