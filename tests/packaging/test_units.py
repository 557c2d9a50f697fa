"""The centre as a unit: systemd takes it, it is closed off, and what it is told the program understands."""

from __future__ import annotations

import configparser
import os
import re
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from deskapp import settings
from deskapp.commands import main
from tests.packaging.recipe import LINUX

CENTRE = LINUX / "centre"
UNITS = CENTRE / "usr/lib/systemd/system"
MOST_EXPOSED = 1.3  # of 10, as systemd counts: what is left is mostly that it may use the network
SERVICES = ["onewindow-centre.service", "onewindow-backup.service"]
TOLD = (CENTRE / "etc/onewindow/centre.env").read_text(encoding="utf-8")


class _Unit(configparser.RawConfigParser):
    """A unit's words; of those that are said several times the last."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def unit(name: str) -> Mapping[str, str]:
    read = _Unit(strict=False, interpolation=None)
    read.read(UNITS / name, encoding="utf-8")
    return {option: read[section][option] for section in read.sections() for option in read[section]}


def laid(folder: Path, name: str, replaced: str = "", by: str = "") -> Path:
    """A unit whose programs are there: systemd asks for them."""
    folder.mkdir(exist_ok=True)
    for path in UNITS.iterdir():
        text = re.sub(r"^(ExecStart=)/usr/(bin/deskapp|lib/\S+)", r"\1/bin/true", path.read_text(encoding="utf-8"),
                      flags=re.MULTILINE)  # fmt: skip
        if path.name == name:
            assert replaced in text
            text = text.replace(replaced, by)
        (folder / path.name).write_text(text, encoding="utf-8")
    return folder / name


def analyzed(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", [*SERVICES, "onewindow-backup.timer"])
def test_systemd_takes_the_unit_without_a_word(name: str, tmp_path: Path) -> None:
    done = analyzed("verify", "--man=no", laid(tmp_path, name))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_a_word_that_systemd_does_not_know_would_be_found(tmp_path: Path) -> None:
    broken = laid(tmp_path, SERVICES[0], "NoNewPrivileges=yes", "NoNewPrivilege=yes")
    assert "NoNewPrivilege" in analyzed("verify", "--man=no", broken).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_the_unit_is_closed_off(name: str, tmp_path: Path) -> None:
    threshold = f"--threshold={int(MOST_EXPOSED * 10)}"
    done = analyzed("security", "--offline=yes", threshold, laid(tmp_path, name))
    assert done.returncode == 0, done.stdout


def test_a_unit_that_is_less_closed_off_would_be_found(tmp_path: Path) -> None:
    threshold = f"--threshold={int(MOST_EXPOSED * 10)}"
    for less in ("ProtectSystem=strict\n", "CapabilityBoundingSet=\n", "SystemCallFilter=@system-service\n"):
        opened = laid(tmp_path, SERVICES[0], less)
        assert analyzed("security", "--offline=yes", threshold, opened).returncode != 0, less


@pytest.mark.parametrize("name", SERVICES)
def test_it_runs_as_an_account_of_its_own_that_the_package_makes(name: str) -> None:
    account = unit(name)["User"]
    assert account not in ("root", "nobody", "")
    made = (CENTRE / "usr/lib/sysusers.d/onewindow-centre.conf").read_text(encoding="utf-8")
    assert re.search(rf'^u {account} - ".+" /var/lib/onewindow -$', made, re.MULTILINE)
    folders = (CENTRE / "usr/lib/tmpfiles.d/onewindow-centre.conf").read_text(encoding="utf-8")
    assert len(re.findall(rf"^d \S+ +0700 {account} {account} -$", folders, re.MULTILINE)) == 2


def test_the_account_and_the_folders_are_made_by_systemds_own_tools(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root lays out another root")
    (tmp_path / "etc").mkdir()
    for folder in ("usr/lib", "etc/onewindow", "var/lib", "var/backups"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    for kind, tool in (("sysusers.d", ["systemd-sysusers"]), ("tmpfiles.d", ["systemd-tmpfiles", "--create"])):
        (tmp_path / "usr/lib" / kind).mkdir()
        file = tmp_path / "usr/lib" / kind / "onewindow-centre.conf"
        file.write_text((CENTRE / "usr/lib" / kind / "onewindow-centre.conf").read_text(encoding="utf-8"))
        done = subprocess.run([*tool, f"--root={tmp_path}", file.name], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    passwd = (tmp_path / "etc/passwd").read_text(encoding="utf-8")
    assert re.search(r"^onewindow:[^:]*:\d+:\d+:OneWindow centre:/var/lib/onewindow:\S*nologin$", passwd, re.MULTILINE)
    assert oct((tmp_path / "var/lib/onewindow").stat().st_mode & 0o777) == "0o700"
    assert os.readlink(tmp_path / "var/lib/onewindow/settings.toml") == "/etc/onewindow/settings.toml"


def test_the_centres_words_are_those_that_the_program_takes(capsys: pytest.CaptureFixture[str]) -> None:
    words = shlex.split(unit(SERVICES[0])["ExecStart"])
    assert words[0] == "/usr/bin/deskapp"
    told = dict(line.split("=", 1) for line in TOLD.splitlines() if re.match(r"[A-Z]", line))
    said = [re.sub(r"\$\{(\w+)\}", lambda found: told[found[1]], word) for word in words[1:]]
    assert "$" not in " ".join(said)
    with pytest.raises(SystemExit) as ended:
        main([*said, "--help"])
    assert ended.value.code == 0
    assert set(re.findall(r"--[a-z]+", " ".join(said))) <= set(re.findall(r"--[a-z]+", capsys.readouterr().out))


def test_every_word_of_its_configuration_sets_something() -> None:
    words = set(re.findall(r"^#?([A-Z_]+)=", TOLD, re.MULTILINE))
    units = "".join((UNITS / name).read_text(encoding="utf-8") for name in SERVICES)
    script = (CENTRE / "usr/lib/onewindow-centre/keep-backups").read_text(encoding="utf-8")
    unknown = [word for word in words if word not in settings._ENVIRONMENT and word not in units + script]
    assert unknown == []
    assert "DESKAPP_DATABASE" in words


def test_as_it_comes_nobody_but_this_machine_reaches_it_and_nothing_is_secret() -> None:
    said = dict(line.split("=", 1) for line in TOLD.splitlines() if re.match(r"[A-Z]", line))
    assert said["ONEWINDOW_HOST"] == "127.0.0.1"
    assert not re.search(r"://[^/\s]*:[^/@\s]+@", TOLD), "a password in an example would be copied"


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_handed_over_by_systemd_under_the_names_that_the_program_knows(name: str) -> None:
    handed, folder = unit(name)["LoadCredential"].split(":")
    assert folder == "/etc/onewindow/credentials"
    assert f"{handed}_database" in settings._CREDENTIALS
    assert f"AWS_SHARED_CREDENTIALS_FILE=%d/{handed}_aws" in unit(name)["Environment"]


def test_the_hall_is_told_by_a_file_that_is_read(tmp_path: Path) -> None:
    shipped = (CENTRE / "etc/onewindow/settings.toml").read_bytes()
    (tmp_path / settings.FILE).write_bytes(shipped)
    assert settings.read({}, home=tmp_path) == settings.Settings(home=tmp_path)


class TestBackups:
    """keep-backups, with a program in deskapp's place that writes what it is told to, or fails."""

    def kept(self, folder: Path, program: str, most: str = "2") -> subprocess.CompletedProcess[str]:
        deskapp = folder.parent / "deskapp"
        deskapp.write_text(f"#!/bin/sh\n{program}\n", encoding="utf-8")
        deskapp.chmod(0o755)
        folder.mkdir(exist_ok=True)
        around = {**os.environ, "DESKAPP": str(deskapp), "ONEWINDOW_BACKUPS": most}
        script = CENTRE / "usr/lib/onewindow-centre/keep-backups"
        return subprocess.run(["sh", script, folder], env=around, capture_output=True, text=True, check=False)

    def test_the_newest_stay(self, tmp_path: Path) -> None:
        folder = tmp_path / "backups"
        folder.mkdir()
        for day in ("20260101", "20260102", "20260103"):
            (folder / f"onewindow-{day}T013000Z.owb").touch()
        (folder / "before-the-move.owb").touch()
        assert self.kept(folder, '[ "$1" = backup ] && echo data > "$2"').returncode == 0
        names = sorted(path.name for path in folder.iterdir())
        assert names[:2] == ["before-the-move.owb", "onewindow-20260103T013000Z.owb"], "what has another name stays"
        assert len(names) == 3
        assert (folder / names[2]).read_text() == "data\n"

    def test_a_backup_that_fails_takes_none_away(self, tmp_path: Path) -> None:
        folder = tmp_path / "backups"
        folder.mkdir()
        for day in ("20260101", "20260102", "20260103"):
            (folder / f"onewindow-{day}T013000Z.owb").touch()
        assert self.kept(folder, 'echo half > "$2"; exit 1').returncode == 1
        assert len(list(folder.glob("onewindow-*.owb"))) == 3

    @pytest.mark.parametrize("wrong", ["0", "all", "-1"])
    def test_a_number_that_is_none_is_refused_before_anything_is_done(self, wrong: str, tmp_path: Path) -> None:
        done = self.kept(tmp_path / "backups", 'echo data > "$2"', wrong)
        assert done.returncode == 2
        assert list((tmp_path / "backups").iterdir()) == []
