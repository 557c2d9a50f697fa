"""A real PostgreSQL in a temporary folder, for the tests that want one and the benches."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

from tests.server.uploads.serving import free_port

_USER = "postgres"  # the server refuses to run as root
_LOOK_IN = Path("/usr/lib/postgresql")


@dataclass
class Cluster:
    """A running server. Every `database()` is a new and empty one."""

    port: int
    serial: Iterator[int] = field(default_factory=lambda: count(1))

    def database(self) -> str:
        """The URL of a new database."""
        name = f"hall_{os.getpid()}_{next(self.serial)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return self.url(name)

    def url(self, name: str) -> str:
        """The URL of a database by its name."""
        return f"postgresql://{_USER}@127.0.0.1:{self.port}/{name}"


def programs() -> Path | None:
    """Where the newest installed server's programs are; None without one."""
    found = sorted(_LOOK_IN.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def running_cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A server until the block ends. `durable`: commits reach the disk, as in an office; else they are faster."""
    bin_folder = programs()
    if bin_folder is None:
        raise LookupError("no PostgreSQL is installed here")
    place = Path("build") if durable else None  # on the disk of the checkout: /tmp may be memory
    if place is not None:
        place.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="onewindow-pg-", dir=place)).absolute()
    data, port = folder / "data", free_port()
    folder.chmod(0o755)
    data.mkdir()
    try:
        if os.geteuid() == 0:
            shutil.chown(data, _USER)
            shutil.chown(folder, _USER)
        _run([str(bin_folder / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--no-locale"])
        settings = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=60 -c log_min_messages=fatal"
        settings += "" if durable else " -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
        log = folder / "log"
        _run([str(bin_folder / "pg_ctl"), "-D", str(data), "-o", settings, "-l", str(log), "-w", "start"])
        try:
            yield Cluster(port)
        finally:
            _run([str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _run(words: Sequence[str]) -> None:
    as_owner = ["runuser", "-u", _USER, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_owner, *words], check=True, capture_output=True, cwd="/")
