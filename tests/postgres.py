"""A PostgreSQL of the tests' own: a fresh server in a temporary folder, and a fresh database for each test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
import sqlalchemy as sa

from db import engines, upgrade
from tests.waiting import eventually

NOT_INSTALLED = "PostgreSQL is not installed, and the tests of the centre need a real one: run `make setup-test`"
SHAPED = "shaped"


class NoPostgresError(Exception):
    """There is no PostgreSQL on this machine. The message says what to do."""


@dataclass
class Cluster:
    """A running server, reached by a socket in `folder` only. It syncs to the disk as in an office."""

    folder: Path
    _serial: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def create(self, *, shaped: bool) -> str:
        """The URL of a new database: empty, or with the program's tables in it, copied from a template."""
        if shaped and not self._exists(SHAPED):
            self._ask(f"CREATE DATABASE {SHAPED}")
            engine = engines.postgres(self.url(SHAPED))
            upgrade.upgrade(engine)
            engine.dispose()
        name = f"test_{next(self._serial)}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {SHAPED if shaped else 'template0'}")
        return self.url(name)

    def drop(self, url: str) -> None:
        """Throw a database away, whoever is still connected."""
        self._ask(f"DROP DATABASE IF EXISTS {sa.make_url(url).database} WITH (FORCE)")

    def _exists(self, name: str) -> bool:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres") as connection:
            return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def _ask(self, statement: str) -> None:
        with psycopg.connect(host=str(self.folder), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Cluster]:
    """Start a server and stop it at the end; should the tests be killed, the kernel stops it. NoPostgresError."""
    programs = programs_folder()
    # Not below pytest's folder: that one is root's alone, and the path of a socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="onewindow-pg-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    quiet = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    try:
        _run([str(programs / "initdb"), "-D", str(data), *quiet], folder)
        with _serving([str(programs / "postgres"), "-D", str(data), "-k", str(folder)], folder):
            yield Cluster(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def programs_folder() -> Path:
    """Where the server's programs lie: Debian's newest version, else wherever PATH finds them."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: int(re.sub(r"\D", "", folder.parent.name) or 0))
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    raise NoPostgresError(NOT_INSTALLED)


def _run(command: list[str], folder: Path) -> None:
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    ended = subprocess.run([*prefix, *command], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, f"{command[0]}: {ended.stderr}"


@contextmanager
def _serving(command: list[str], folder: Path) -> Iterator[None]:
    # setpriv, not runuser: the server is then our own child, and is told to stop (SIGINT) should we be killed.
    prefix = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        prefix += ["--reuid", "postgres", "--regid", "postgres", "--clear-groups"]
    settings = ["-c", "listen_addresses=", "-c", "fsync=on", "-c", "max_connections=200", "-c", "logging_collector=off"]
    log = folder / "log"
    with log.open("wb") as written:
        server = subprocess.Popen([*prefix, *command, *settings], cwd=folder, stdout=written, stderr=written)
    try:
        eventually(lambda: _answers(server, folder, log), "PostgreSQL", patience=30)
        yield
    finally:
        server.send_signal(2)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answers(server: subprocess.Popen[bytes], folder: Path, log: Path) -> bool:
    assert server.poll() is None, f"PostgreSQL ended:\n{log.read_text(errors='replace')}"
    try:
        psycopg.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg.OperationalError:
        return False
    return True
