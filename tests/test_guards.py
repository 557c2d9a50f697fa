"""The guards around every test: each is shown what it has to stop."""

from __future__ import annotations

import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import postgres as postgresql
from tests.guards import Listening, ReachedOutsideError
from tests.waiting import eventually


@pytest.mark.parametrize("address", [("203.0.113.1", 80), ("office.net", 80), ("2001:db8::1", 80)])
def test_a_word_to_the_outside_fails_the_test(address: tuple[str, int]) -> None:
    with pytest.raises(ReachedOutsideError, match=r"reaches out to"):
        socket.create_connection(address, timeout=0.1)


def test_a_name_that_nobody_has_is_not_found_without_asking_anybody() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("centre.invalid", 80), timeout=0.1)


def test_this_machine_may_be_spoken_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        socket.create_connection(listening.getsockname(), timeout=5).close()
        socket.create_connection(("localhost", listening.getsockname()[1]), timeout=5).close()


def test_a_call_to_everybody_leaves_this_machine_by_no_card() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        with pytest.raises(ReachedOutsideError):
            line.sendto(b"", ("224.0.0.251", 5353))
        line.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        line.sendto(b"", ("224.0.0.251", 5353))
        with pytest.raises(ReachedOutsideError):
            line.sendto(b"", ("224.0.0.252", 5353))


def test_a_test_has_a_home_of_its_own(tmp_path: Path, home: Path) -> None:
    assert Path.home() == home
    assert Path(os.environ["DESKAPP_HOME"]).is_relative_to(tmp_path)
    assert "DESKAPP_SERVER" not in os.environ


def test_a_warning_that_is_asked_for_may_be_read(expect_log: Listening) -> None:
    logging.getLogger("onewindow").warning("the line is %s", "slow")

    assert expect_log.said() == "WARNING onewindow: the line is slow"


PLANTED = """
import logging

def test_that_warns(): logging.getLogger("x").warning("oh")
def test_that_fails_inside(): logging.getLogger("x").exception("no")
def test_that_reports(): logging.getLogger("x").info("well")
def test_that_reads_the_log(caplog): logging.getLogger("x").warning("oh")
def test_that_expects(expect_log): logging.getLogger("x").warning("oh")
"""


def test_a_warning_that_nobody_asked_for_fails_the_test(tmp_path: Path) -> None:
    planted = tmp_path / "test_planted.py"
    planted.write_text(PLANTED, encoding="utf-8")
    plugins = ["-p", "tests.conftest", "-p", "no:cacheprovider", "-p", "no:randomly"]
    where = ["-c", os.devnull, "--rootdir", str(tmp_path), str(planted)]

    command = [sys.executable, "-m", "pytest", "-q", "-rE", *plugins, *where]
    root = Path(__file__).resolve().parents[1]
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)

    failed = {line.split("::")[1].split()[0] for line in ended.stdout.splitlines() if re.match(r"ERROR \S+::", line)}
    assert failed == {"test_that_warns", "test_that_fails_inside"}, ended.stdout
    assert "5 passed, 2 errors" in ended.stdout


def test_waiting_ends_when_the_condition_holds_and_says_what_did_not_come() -> None:
    looks = iter(["", "", "here"])

    assert eventually(lambda: next(looks)) == "here"
    with pytest.raises(AssertionError, match=r"the moon did not come about"):
        eventually(lambda: False, "the moon", patience=0.02)


@pytest.mark.postgres
def test_each_database_is_fresh_and_syncs_to_the_disk(database_url: Callable[[], str]) -> None:
    first, second = (sa.create_engine(database_url()) for _ in range(2))
    with first.begin() as connection:
        connection.execute(sa.text("CREATE TABLE mine (x int)"))
        assert connection.execute(sa.text("SHOW fsync")).scalar() == "on"

    assert sa.inspect(first).has_table("mine")
    assert sa.inspect(first).has_table("events")
    assert not sa.inspect(second).has_table("mine")
    first.dispose()
    second.dispose()


@pytest.mark.postgres
def test_a_database_can_be_had_empty(empty_database_url: Callable[[], str]) -> None:
    engine = sa.create_engine(empty_database_url())

    assert sa.inspect(engine).get_table_names() == []
    engine.dispose()


def test_without_postgresql_the_tests_say_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        assert postgresql.programs_folder().joinpath("initdb").exists()
        return
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(postgresql.NoPostgresError, match="make setup-test"):
        postgresql.programs_folder()
