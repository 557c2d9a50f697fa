"""The word on a new version is signed with a key that is never one of the repository's files."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from deskapp.protocol.update_statement import opened, read_keys
from deskapp.protocol.updates import DEBIAN, WINDOWS_SETUP
from tests.architecture.house import ROOT
from tests.packaging.recipe import FOLDER, module
from tests.updates.makers import signed_of

statement, build, signing = module("statement"), module("build"), module("signing")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    statement.make_key(tmp_path / "update.pem")
    return tmp_path / "update.pem"


@pytest.fixture
def setup(tmp_path: Path) -> Path:
    made = tmp_path / "OneWindow-1.2.3-setup.exe"
    made.write_bytes(b"MZ a setup")
    return made


def test_a_key_is_made_once_for_its_owner_alone(key: Path) -> None:
    assert key.stat().st_mode & 0o077 == 0
    with pytest.raises(signing.NoSigningError, match="cannot be written"):
        statement.make_key(key)
    with pytest.raises(signing.NoSigningError, match="repository"):
        statement.make_key(ROOT / "update.pem")
    assert not (ROOT / "update.pem").exists()


def test_what_is_signed_here_a_desk_believes(key: Path, setup: Path) -> None:
    assert not statement.write(setup, "1.2.3", environment={})
    assert not setup.with_suffix(".update.json").exists()
    assert statement.write(setup, "1.2.3", environment={"ONEWINDOW_UPDATE_KEY": str(key)})
    public = statement.public(statement.read_key(key))
    told = opened(signed_of(setup), read_keys(public))
    assert (told.version, told.kind, told.size) == ("1.2.3", WINDOWS_SETUP, 10)


def test_signed_twice_it_is_the_same_file(key: Path, setup: Path) -> None:
    signed = setup.with_suffix(".update.json")
    made = []
    for _ in range(2):
        statement.write(setup, "1.2.3", environment={"ONEWINDOW_UPDATE_KEY": str(key)})
        made.append(signed.read_bytes())
    assert made[0] == made[1]


def test_a_key_that_cannot_be_used_is_no_reason_to_go_on(tmp_path: Path, setup: Path) -> None:
    other = signing.make_test_certificate(tmp_path / "keys")["ONEWINDOW_SIGN_KEY"]  # of another kind
    (tmp_path / "rubbish.pem").write_text("rubbish", encoding="ascii")
    for wrong in (tmp_path / "absent.pem", tmp_path / "rubbish.pem", Path(other), FOLDER / "statement.py"):
        with pytest.raises(signing.NoSigningError):
            statement.write(setup, "1.2.3", environment={"ONEWINDOW_UPDATE_KEY": str(wrong)})
    assert not setup.with_suffix(".update.json").exists()


def test_the_public_keys_lie_in_the_program_and_old_ones_do_not_stay(tmp_path: Path, key: Path) -> None:
    next_key = base64.b64encode(bytes(32)).decode()
    named = {"ONEWINDOW_UPDATE_KEY": str(key), "ONEWINDOW_UPDATE_KEYS": f"{next_key} {next_key}"}
    assert statement.lay_keys(tmp_path, named)
    laid = (tmp_path / statement.KEYS).read_text(encoding="ascii")
    assert read_keys(laid) == (base64.b64decode(statement.public(statement.read_key(key))), bytes(32))
    assert not statement.lay_keys(tmp_path, {})
    assert not (tmp_path / statement.KEYS).exists()


def test_a_setup_lays_the_keys_down_and_says_which_version_it_is(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWINDOW_UPDATE_KEY", str(key))
    one = build.Build(tmp_path / "out", "1.2.3")
    (one.program / "_internal").mkdir(parents=True)
    for name in ("OneWindow.exe", "deskapp.exe"):
        (one.program / name).write_bytes(name.encode())
    one.make_setup(quick=True)
    assert "_internal/update_keys.txt" in (one.out / "files.nsh").read_text(encoding="utf-8")
    assert one.setup.read_bytes()[:2] == b"MZ"


def test_it_is_a_word_of_its_own_for_whoever_packages(
    tmp_path: Path, setup: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def say(*words: str) -> subprocess.CompletedProcess[str]:
        script = [sys.executable, str(FOLDER / "statement.py")]
        return subprocess.run([*script, *words], capture_output=True, text=True, check=False)

    key = tmp_path / "mine.pem"
    public = say("--make-key", str(key)).stdout
    assert say("--public", str(key)).stdout == public
    without = say(str(setup), "1.2.3")
    assert (without.returncode, without.stderr.count("\n")) == (1, 1)
    assert "ONEWINDOW_UPDATE_KEY" in without.stderr
    monkeypatch.setenv("ONEWINDOW_UPDATE_KEY", str(key))
    assert say(str(setup), "1.2.3", "--kind", "debian").returncode == 0
    assert opened(signed_of(setup), read_keys(public)).kind == DEBIAN
    assert say(str(setup), "1.2.3").returncode == 0
    assert json.loads(setup.with_suffix(".update.json").read_text(encoding="ascii"))["signature"]
    assert opened(signed_of(setup), read_keys(public)).version == "1.2.3"


def test_the_setup_waits_for_the_words_that_the_program_says() -> None:
    from deskapp.updates import kept
    from deskapp.updates.installing import setup_words
    from deskapp.updates.kept import UpdateFolder

    script = (FOLDER / "setup.nsi").read_text(encoding="utf-8")
    assert script.count(rf"$Update\{kept._CAME}") == 3, "deleted before, and waited for"
    assert rf"$Update\{kept._RESULT}" in script
    words = setup_words(Path("setup.exe"), UpdateFolder(Path("/a")))
    assert [word.partition("=")[0] for word in words[1:]] == ["/S", "/UPDATE"]
    assert 'StrCpy $Checked "/UPDATE="' in script
    assert r"$INSTDIR\_internal\version.txt" in script
    assert statement.KEYS == "update_keys.txt" == _keys_of_the_program()


def _keys_of_the_program() -> str:
    from deskapp.assemble import updates

    return updates._KEYS
