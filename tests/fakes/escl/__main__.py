"""`python -m tests.fakes.escl HOST [SHEETS]`: an announced scanner, until it is ended; says where it is."""

from __future__ import annotations

import sys
import threading

from tests.fakes.escl.announcing import announced, announcement
from tests.fakes.escl.device import Device, Sheet, white
from tests.fakes.escl.server import scanner


def main(host: str, sheets: str = "10") -> None:
    """Stand there."""
    device = Device([Sheet(white()) for _ in range(int(sheets))])
    with (
        scanner(device, host=host) as running,
        announced(announcement(running.port, addresses=(host,)), card=host),
    ):
        sys.stdout.write(f"{running.url}\n")
        sys.stdout.flush()
        threading.Event().wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
