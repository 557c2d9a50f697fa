"""The log tells faults of the machine, and of nobody's person."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.logs import to_file


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The file that the log goes to."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    to_file(tmp_path / "logs")
    yield tmp_path / "logs" / "onewindow.log"
    for handler in set(root.handlers) - set(before):
        handler.close()
        root.removeHandler(handler)
    root.setLevel(level)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("id 11010519491231002X", "id 110105********002X"),
        ("id 11010519491231002x", "id 110105********002x"),
        ("身份证110105194912310021，已核", "身份证110105********0021，已核"),
        ("id_110105194912310021_scan", "id_110105********0021_scan"),
        ("old id 110105491231002", "old id 110105******002"),
        ("permit 810000199408230021", "permit 810000********0021"),
        ("credit 91350100M000100Y43", "credit 913501********0Y43"),
        ("tel 13800138000.", "tel 138****8000."),
        ("tel +8613800138000", "tel +86138****8000"),
        ("tel 138-0013-8000", "tel 138****8000"),
        ("tel 138 0013 8000", "tel 138****8000"),
    ],
)
def test_numbers_of_people_are_masked(said: str, kept: str, log: Path) -> None:
    logging.getLogger("deskapp.sync").info(said)
    assert kept in log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "said", ["ticket A001 case 20261123000017", "page " + "3f" * 32, "in 1234567890 ns", "port 8470, 100000 rows"]
)
def test_numbers_of_things_stay_readable(said: str, log: Path) -> None:
    logging.getLogger("deskapp.sync").info(said)
    assert said in log.read_text(encoding="utf-8")


def test_what_a_failure_says_is_masked_too(log: Path, expect_log: object) -> None:
    try:
        raise ValueError("no such person: 110105194912310021, 13800138000")
    except ValueError:
        logging.getLogger("deskapp").exception("round failed for %s", "13900139000")
    written = log.read_text(encoding="utf-8")
    assert "Traceback" in written
    assert not any(number in written for number in ("19491231", "13800138000", "13900139000"))


def test_addresses_are_not_written(log: Path) -> None:
    logging.getLogger("httpx").info("GET http://127.0.0.1/api/v1/track/secret")
    assert "secret" not in (log.read_text(encoding="utf-8") if log.exists() else "")
