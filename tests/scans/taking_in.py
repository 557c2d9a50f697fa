"""A desk's process for the tests: takes files in as a desk does, and says of each what came of it and what it cost.

Started as `python -m tests.scans.taking_in VAULT`; a file's path comes in as a line, a line of JSON goes out.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

from deskapp.failures import ContentTrouble
from deskapp.scans.apart import pages_in
from deskapp.scans.taking import take
from deskapp.scans.vault import Vault
from deskapp.sentences import sentence

SILENCE = 2.0  # s; a desk waits longer
_HIGHEST = re.compile(r"^VmHWM:\s+(?P<kb>\d+) kB$", re.MULTILINE)


def taken_in(data: bytes, vault: Vault) -> str:
    """What came of a file: the code of its trouble, or `N pages`."""
    try:
        kept = [page.digest for page in take(((page, 0) for page in pages_in(data, silence=SILENCE)), vault.put)]
    except ContentTrouble as trouble:
        if not (sentence(trouble, "zh") and sentence(trouble, "en")):
            return f"no sentence for {trouble.code}"
        return trouble.code
    for digest in kept:
        vault.get(digest)
    return f"{len(kept)} pages"


def left_over() -> dict[str, int]:
    """What this process holds now."""
    return {
        "files": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "processes": len(_children()),
    }


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def peak() -> dict[str, float]:
    """The most memory that this process and its readers have had, in megabytes.

    Its own by `/proc`: `ru_maxrss` remembers of a process what the one it was started from had before it.
    """
    own = int(_HIGHEST.search(Path("/proc/self/status").read_text())["kb"]) / 1024  # type: ignore[index]
    return {"own_mb": own, "readers_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def main(lines: Iterable[str], folder: Path) -> None:
    """Answer line by line."""
    vault = Vault(folder, bytes(32))
    taken_in(b"", vault)
    for line in lines:
        begun, spent = time.monotonic(), time.process_time()
        came = taken_in(Path(line.rstrip("\n")).read_bytes(), vault)
        told = {"came": came, "seconds": time.monotonic() - begun, "busy": time.process_time() - spent}
        sys.stdout.write(json.dumps({**told, **left_over(), **peak()}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.stdin, Path(sys.argv[1]))
