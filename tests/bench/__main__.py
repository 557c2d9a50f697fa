"""`python -m tests.bench [NAME …]`: every bench, or those named; one line of JSON each."""

from __future__ import annotations

import importlib
import os
import platform
import sys

BENCHES = ("calling", "upload")


def main() -> None:
    """Run them one after the other: two at once would measure each other."""
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")  # noqa: T201 - this is what it is for
    for name in sys.argv[1:] or BENCHES:
        print(f"{name}:", flush=True)  # noqa: T201 - this is what it is for
        importlib.import_module(f"tests.bench.{name}").main()


if __name__ == "__main__":
    main()
