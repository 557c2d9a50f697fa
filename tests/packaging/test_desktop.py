"""What a Linux desktop is told of the program: entries, kinds of files, rules for devices, pages of the manual."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from deskapp.archives.parts import SUFFIX
from deskapp.commands import main
from deskapp.settings import Settings
from tests.packaging.recipe import LINUX
from ui.app import _said, application

DESK = LINUX / "desk"
ENTRIES = sorted(DESK.rglob("*.desktop"))
RULES = (DESK / "usr/lib/udev/rules.d/70-onewindow.rules").read_text(encoding="utf-8")
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
KIND = "application/x-onewindow-package"
_TERM = r'(?:[A-Z]+|ATTRS?\{\w+\}|ENV\{\w+\})(?:==|!=|\+=|=)"[^"]*"'


def value(entry: Path, key: str) -> str:
    found = re.search(rf"^{re.escape(key)}=(.*)$", entry.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_is_one_that_desktops_read(entry: Path) -> None:
    done = subprocess.run(["desktop-file-validate", entry], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_an_entry_has_both_languages_and_starts_the_window_with_words_it_knows(entry: Path) -> None:
    for key in ("Name", "Comment"):
        assert value(entry, key).isascii()
        assert re.search(r"[一-鿿]", value(entry, f"{key}[zh_CN]"))
    program, *words = shlex.split(value(entry, "Exec"))
    assert program == "/usr/bin/onewindow"
    _said([{"%u": "deskapp:case/1", "%f": "x.deskapp"}.get(word, word) for word in words])
    assert value(entry, "Icon") == "onewindow"


def test_a_link_and_a_package_are_opened_by_the_program() -> None:
    told = {value(entry, "MimeType"): value(entry, "Exec") for entry in ENTRIES}
    assert told["x-scheme-handler/deskapp;"].endswith("--link %u")
    assert told[f"{KIND};"].endswith("--package %f")


def test_a_desktop_finds_the_entry_of_a_window_that_is_open(qapp: QApplication, tmp_path: Path) -> None:
    assert application(Settings(home=tmp_path)) is qapp
    entry = DESK / "usr/share/applications" / f"{QGuiApplication.desktopFileName()}.desktop"
    assert value(entry, "StartupWMClass") == QGuiApplication.applicationName() == "OneWindow"


def test_the_kind_of_a_package_is_known_by_its_name() -> None:
    (kind,) = ElementTree.parse(DESK / "usr/share/mime/packages/onewindow.xml").getroot()
    assert kind.get("type") == KIND
    (glob,) = kind.iter(f"{MIME}glob")
    assert glob.get("pattern") == f"*{SUFFIX}"
    assert {comment.text for comment in kind.iter(f"{MIME}comment")} == {"archived case", "归档包"}


def test_the_kind_of_a_package_is_told_apart_by_the_desktops_own_list(tmp_path: Path) -> None:
    told = tmp_path / "mime"
    (told / "packages").mkdir(parents=True)
    (told / "packages" / "onewindow.xml").write_bytes((DESK / "usr/share/mime/packages/onewindow.xml").read_bytes())
    around = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run(["update-mime-database", told], capture_output=True, text=True, check=False, env=around)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"60:{KIND}:*{SUFFIX}" in (told / "globs2").read_text(encoding="utf-8")


def test_the_description_for_software_centres_is_whole() -> None:
    told = DESK / "usr/share/metainfo/onewindow.metainfo.xml"
    done = subprocess.run(["appstreamcli", "validate", "--no-net", told], capture_output=True, text=True, check=False)
    found = re.findall(r"^[EW]: \S+ (\S+)", done.stdout, re.MULTILINE)
    assert found == ["cid-desktopapp-is-not-rdns"], "the product has no domain to be named by; all else is a fault"


def test_the_rules_for_devices_are_lines_that_udev_reads() -> None:
    lines = [line for line in RULES.splitlines() if line and not line.startswith("#")]
    assert lines
    for line in lines:
        assert re.fullmatch(rf"{_TERM}(?:, {_TERM})*", line), line
    asked = subprocess.run(["udevadm", "verify", "--help"], capture_output=True, text=True, check=False)
    if asked.returncode == 0:  # from systemd 254 on
        file = DESK / "usr/lib/udev/rules.d/70-onewindow.rules"
        done = subprocess.run(["udevadm", "verify", file], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_rules_come_before_the_seat_is_settled_and_open_no_keyboard() -> None:
    name = next((DESK / "usr/lib/udev/rules.d").iterdir()).name
    assert name < "73-seat-late.rules"
    for line in RULES.splitlines():
        if 'SUBSYSTEM=="hidraw"' in line:
            assert "idVendor" in line, "whoever reads hidraw reads every key"
            assert "idProduct" in line
    assert "MODE" not in RULES, "for whoever sits there, and not for everybody"


@pytest.mark.parametrize("page", sorted(LINUX.rglob("man?/*.[18]")), ids=lambda page: page.name)
def test_a_page_of_the_manual_names_commands_that_exist(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = page.read_text(encoding="utf-8")
    if text.startswith(".so "):
        assert (page.parents[1] / text.split()[1]).is_file()
        return
    assert text.startswith(f".TH {page.stem.upper()} {page.suffix[1]} ")
    commands = re.findall(r"^\.TP\n\.B ([a-z]+)(?: [A-Z]+)?(?:, ([a-z]+) [A-Z]+, ([a-z]+))?$", text, re.MULTILINE)
    for command in {word for found in commands for word in found if word} - {"demo"}:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0, command
    capsys.readouterr()
