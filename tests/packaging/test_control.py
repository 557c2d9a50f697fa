"""What a Debian package says of itself, as dpkg and apt read it."""

from __future__ import annotations

import email.parser
import subprocess
from pathlib import Path

import pytest

from tests.packaging.recipe import module

control, version_info = module("control"), module("version_info")
MOMENT = 1_790_000_000


def fields(text: str) -> dict[str, str]:
    return dict(email.parser.Parser().parsestr(text).items())


@pytest.mark.parametrize(
    ("said", "wanted"),
    [("0.1.0", "0.1.0"), ("0.2.0rc1", "0.2.0~rc1"), ("1.0.dev3", "1.0~dev3"), ("2.0b2", "2.0~b2")],
)
def test_a_version_is_written_as_debian_sorts_it(said: str, wanted: str) -> None:
    assert control.version(said) == wanted


@pytest.mark.parametrize("wrong", ["", "one", "1.0-1", "1.0+local", "1.0 "])
def test_what_is_no_version_of_ours_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a version"):
        control.version(wrong)


def test_what_comes_before_a_version_is_replaced_by_it() -> None:
    for earlier, later in (("0.2.0rc1", "0.2.0"), ("0.2.0a1", "0.2.0b1"), ("0.1.9", "0.1.10")):
        words = ["dpkg", "--compare-versions", control.version(earlier), "lt", control.version(later)]
        assert subprocess.run(words, check=False).returncode == 0, (earlier, later)


def test_the_versions_own_form_is_one_that_debian_takes() -> None:
    assert control.version(version_info.version())


@pytest.mark.parametrize("package", [control.DESK, control.CENTRE])
def test_the_fields_are_those_that_dpkg_wants(package: str) -> None:
    told = control.control(package, "1.2.3", "amd64", ["libc6 (>= 2.35)", "libglib2.0-0"], 4711)
    found = fields(told)
    assert {"Package", "Version", "Architecture", "Maintainer", "Installed-Size", "Depends", "Description"} <= set(
        found
    )
    assert (found["Package"], found["Version"], found["Installed-Size"]) == (package, "1.2.3", "4711")
    assert found["Depends"] == "libc6 (>= 2.35), libglib2.0-0"
    title = found["Description"].splitlines()[0]
    assert len(title) < 80
    assert not title.startswith(("a ", "A ", package))
    assert told.endswith("\n")
    assert "" not in told.splitlines(), "an empty line would end the package's words"


def test_the_desk_recommends_what_it_asks_for_while_it_runs() -> None:
    found = fields(control.control(control.DESK, "1", "amd64", ["libc6"], 1))
    assert {"sane-utils", "cups-client", "gnome-keyring"} <= set(found["Recommends"].split(", "))
    assert "Recommends" not in fields(control.control(control.CENTRE, "1", "all", ["onewindow (= 1)"], 1))


def test_the_copyright_names_everything_that_is_inside() -> None:
    parts = [{"name": "PySide6", "version": "6.11.3", "licence": "LGPL-3.0-only"}]
    told = control.copyright_text("Apache-2.0", parts, "usr/lib/onewindow")
    assert "License: Apache-2.0" in told
    assert "PySide6 6.11.3: LGPL-3.0-only" in told
    assert "Files: usr/lib/onewindow/_internal/*" in told
    assert "_internal" not in control.copyright_text("Apache-2.0", [], "usr/lib/onewindow")


def test_the_changelog_is_one_that_debians_tools_read(tmp_path: Path) -> None:
    told = tmp_path / "changelog"
    told.write_text(control.changelog("onewindow", "0.2.0~rc1", MOMENT), encoding="utf-8")
    done = subprocess.run(["dpkg-parsechangelog", "-l", told], capture_output=True, text=True, check=True)
    found = fields(done.stdout)
    assert (found["Source"], found["Version"]) == ("onewindow", "0.2.0~rc1")
    assert found["Timestamp"] == str(MOMENT)
    assert not done.stderr


def test_the_digests_hold_and_a_changed_file_breaks_them(tmp_path: Path) -> None:
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "一窗").write_text("x", encoding="utf-8")
    (tmp_path / "usr" / "link").symlink_to("nowhere")
    (tmp_path / "DEBIAN").mkdir()
    (tmp_path / "DEBIAN" / "control").write_text("x", encoding="utf-8")
    told = control.md5sums(tmp_path)
    assert told.split("  ")[1] == "usr/一窗\n"
    assert told.count("\n") == 1

    def holds() -> int:
        return subprocess.run(
            ["md5sum", "-c", "--quiet"], cwd=tmp_path, input=told, text=True, capture_output=True, check=False
        ).returncode

    assert holds() == 0
    (tmp_path / "usr" / "一窗").write_text("y", encoding="utf-8")
    assert holds() != 0


def test_what_an_administrator_may_change_is_kept_by_upgrades(tmp_path: Path) -> None:
    (tmp_path / "etc" / "onewindow" / "credentials").mkdir(parents=True)
    (tmp_path / "etc" / "onewindow" / "centre.env").touch()
    (tmp_path / "usr").mkdir()
    (tmp_path / "usr" / "x").touch()
    assert control.conffiles(tmp_path) == "/etc/onewindow/centre.env\n"
