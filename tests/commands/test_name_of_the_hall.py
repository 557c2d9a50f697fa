"""Papers and screens of a centre that was not told its hall's name do not borrow the sample's; it is said so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from deskapp.assemble.centre import open_journal, words_from
from deskapp.assemble.sample import fill
from deskapp.commands import main
from deskapp.settings import FILE, read

OFFICE = '[office]\nname = "青山区政务服务中心"\nphone = "027-12345"\n'


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@pytest.fixture
def there(home: Path) -> Path:
    """The folder of this machine's installation, in the home of the test."""
    (home / "onewindow").mkdir()
    return home / "onewindow"


def said_of_hall(capsys: pytest.CaptureFixture[str]) -> tuple[bool, str]:
    """What the doctor says of the hall."""
    main(["doctor", "--json"])
    (found,) = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "hall"]
    return found["ok"], found["message"]


def test_the_doctor_says_what_is_not_said_of_the_hall_and_which_region_does_not_fit(
    there: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said_of_hall(capsys) == (True, "-"), "no centre on this machine"
    journal = open_journal(words_from(read({}, home=there)))
    fill(journal)
    journal.engine.dispose()
    well, told = said_of_hall(capsys)
    assert not well
    assert "name、phone" in told
    assert "政务服务大厅" in told
    (there / FILE).write_text(OFFICE, encoding="utf-8")
    assert said_of_hall(capsys) == (True, "青山区政务服务中心 · 027-12345")
    (there / FILE).write_text(OFFICE + 'region = "330000"\n', encoding="utf-8")
    assert said_of_hall(capsys)[0], "the sample's own"
    (there / FILE).write_text(OFFICE + 'region = "420107"\n', encoding="utf-8")
    well, told = said_of_hall(capsys)
    assert not well
    assert "420107" in told
    assert "330000" in told


@pytest.mark.parametrize(
    ("office", "name", "told"), [("", "政务服务大厅", "name、phone"), (OFFICE, "青山区政务服务中心", "")]
)
def test_a_centre_shows_its_own_name_and_says_when_it_has_none(there: Path, office: str, name: str, told: str) -> None:
    (there / FILE).write_text(office, encoding="utf-8")
    command = [sys.executable, "-m", "ui", "server", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip().partition(" ")[2]
        page = httpx.get(f"{address}/board/H1", trust_env=False, timeout=30).text
        server.terminate()
        _, said = server.communicate(timeout=20)
    assert name in page
    assert "示例" not in page
    assert told in said
    assert bool(said.strip()) is bool(told)
