"""A package is put together: the same root gives the same bytes, with the rights that its files shall have."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.packaging.recipe import LINUX, module

staging, control, debs = module("staging"), module("control"), module("debs")
MOMENT = 1_790_000_000
PARTS = [{"name": "PySide6", "version": "6.11.3", "licence": "LGPL-3.0-only"}]


def lay(root: Path, names: list[str]) -> Path:
    """A small program, its files written in this order."""
    for name in names:
        path = root / "usr/lib/onewindow" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/onewindow").symlink_to("../lib/onewindow/deskapp")
    return root


def package(root: Path, name: str, into: Path) -> Path:
    staging.make_package(
        root, into, name=name, number="1.2.3", architecture="all", depends=["libc6"], moment=MOMENT, quick=True
    )
    return into


def listed(file: Path) -> dict[str, tarfile.TarInfo]:
    """What a package lays down: name → rights, owner, moment."""
    told = subprocess.run(["dpkg-deb", "--fsys-tarfile", file], capture_output=True, check=True).stdout
    unpacked = file.with_suffix(".tar")
    unpacked.write_bytes(told)
    with tarfile.open(unpacked) as opened:
        return {member.name.removeprefix("./"): member for member in opened.getmembers()}


def test_the_same_input_gives_the_same_package_in_whatever_order_and_with_whatever_rights_it_was_laid(
    tmp_path: Path,
) -> None:
    names = ["deskapp", "_internal/a.so", "_internal/b/中文.txt"]
    one = package(lay(tmp_path / "one", names), control.DESK, tmp_path / "one.deb")
    before = os.umask(0o077)
    try:
        other = lay(tmp_path / "other", names[::-1])
        os.utime(other / "usr/lib/onewindow/deskapp", (1, 1))
        (other / "usr/lib/onewindow/_internal/a.so").chmod(0o600)
        made = package(other, control.DESK, tmp_path / "other.deb")
    finally:
        os.umask(before)
    assert one.read_bytes() == made.read_bytes()


def test_another_file_makes_another_package(tmp_path: Path) -> None:
    one = package(lay(tmp_path / "one", ["deskapp"]), control.DESK, tmp_path / "one.deb")
    other = package(lay(tmp_path / "other", ["deskapp", "more"]), control.DESK, tmp_path / "other.deb")
    assert one.read_bytes() != other.read_bytes()


def test_everything_belongs_to_root_and_only_programs_run(tmp_path: Path) -> None:
    found = listed(package(lay(tmp_path / "root", ["deskapp", "_internal/a.so"]), control.DESK, tmp_path / "x.deb"))
    assert {(member.uid, member.gid) for member in found.values()} == {(0, 0)}
    assert {member.mtime for member in found.values()} == {MOMENT}
    assert oct(found["usr/lib/onewindow/deskapp"].mode) == "0o755"
    assert oct(found["usr/lib/onewindow/_internal/a.so"].mode) == "0o644"
    assert found["usr/bin/onewindow"].linkname == "../lib/onewindow/deskapp"


def test_the_centres_package_holds_its_units_and_keeps_secrets_from_others(tmp_path: Path) -> None:
    build = debs.Build(tmp_path, "1.2.3")
    file = package(build.stage_centre(), control.CENTRE, tmp_path / "x.deb")
    found = listed(file)
    assert oct(found["etc/onewindow/credentials"].mode) == "0o700"
    for name in (
        "usr/lib/systemd/system/onewindow-centre.service", "usr/lib/systemd/system/onewindow-backup.timer",
        "usr/lib/sysusers.d/onewindow-centre.conf", "usr/lib/tmpfiles.d/onewindow-centre.conf",
        "usr/share/man/man8/onewindow-centre.8.gz", "usr/share/doc/onewindow-centre/copyright",
        "usr/share/doc/onewindow-centre/changelog.gz",
    ):  # fmt: skip
        assert oct(found[name].mode) == "0o644", name
    for name in ("usr/bin/onewindow-centre", "usr/lib/onewindow-centre/keep-backups"):
        assert oct(found[name].mode) == "0o755", name
    told = subprocess.run(["dpkg-deb", "--info", file], capture_output=True, text=True, check=True).stdout
    for script in ("postinst", "prerm", "postrm", "conffiles", "md5sums"):
        assert script in told
    kept = subprocess.run(["dpkg-deb", "--info", file, "conffiles"], capture_output=True, text=True, check=True).stdout
    assert kept.split() == ["/etc/onewindow/centre.env", "/etc/onewindow/settings.toml"]


def test_the_desks_package_holds_what_a_desktop_looks_for(tmp_path: Path) -> None:
    build = debs.Build(tmp_path, "1.2.3")
    lay(tmp_path / "made", ["deskapp", "_internal/a.so"])
    shutil.copytree(tmp_path / "made/usr/lib/onewindow", build.program)
    found = listed(package(build.stage_desk(PARTS), control.DESK, tmp_path / "x.deb"))
    for name in (
        "usr/bin/onewindow", "usr/bin/deskapp", "usr/lib/onewindow/_internal/a.so",
        "usr/share/applications/onewindow.desktop", "usr/share/mime/packages/onewindow.xml",
        "usr/lib/udev/rules.d/70-onewindow.rules", "usr/share/man/man1/deskapp.1.gz",
        "usr/share/icons/hicolor/48x48/apps/onewindow.png", "usr/share/icons/hicolor/scalable/apps/onewindow.svg",
        "usr/share/doc/onewindow/copyright", "usr/share/doc/onewindow/NOTICE",
        "usr/share/doc/onewindow/examples/onewindow-autostart.desktop",
    ):  # fmt: skip
        assert name in found, name
    assert not [name for name in found if name.startswith("etc/")], "a desk starts nothing by itself"


def test_the_icons_are_the_programs_drawing_in_each_size(tmp_path: Path) -> None:
    staging.lay_icons(tmp_path)
    for size in staging.ICON_SIZES:
        picture = QImage(str(tmp_path / f"{size}x{size}/apps/onewindow.png"))
        assert (picture.width(), picture.height()) == (size, size)
        middle = picture.pixelColor(size // 8, size // 2)
        assert (middle.red(), middle.green(), middle.blue()) == (0x18, 0x57, 0xB8), "its own blue"


def test_a_document_is_squeezed_without_name_and_moment(tmp_path: Path) -> None:
    squeezed: list[bytes] = []
    for name in ("a", "b"):
        (tmp_path / name).write_text("what is new", encoding="utf-8")
        os.utime(tmp_path / name, (len(squeezed), len(squeezed)))
        staging.pack(tmp_path / name)
        squeezed.append((tmp_path / f"{name}.gz").read_bytes())
        assert not (tmp_path / name).exists()
    assert squeezed[0] == squeezed[1]
    assert gzip.decompress(squeezed[0]) == b"what is new"


def test_what_dpkg_will_not_take_is_said(tmp_path: Path) -> None:
    root = lay(tmp_path / "root", ["deskapp"])
    with pytest.raises(staging.BuildError, match="dpkg-deb ended with"):
        staging.make_package(
            root, tmp_path / "x.deb", name=control.DESK, number="1 2", architecture="all", depends=[], moment=MOMENT
        )


def test_a_program_that_is_not_whole_is_no_program(tmp_path: Path) -> None:
    with pytest.raises(staging.BuildError, match=r"not in the program: deskapp, .*libqxcb\.so"):
        debs.check(tmp_path)
    for name in debs._MUST_BE_THERE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    debs.check(tmp_path)
    (tmp_path / "_internal" / "libx.so.1").symlink_to("libx.so.1.0")
    with pytest.raises(staging.BuildError, match=r"lead nowhere: libx\.so\.1"):
        debs.check(tmp_path)


def test_the_moment_is_the_one_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(MOMENT))
    assert debs.moment() == MOMENT
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert debs.moment() > 1_700_000_000, "without one, the last commit's"


def test_a_package_that_is_too_large_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = debs.Build(tmp_path, "1.2.3")
    build.program.mkdir(parents=True)
    (build.program / "deskapp").write_bytes(bytes(100))
    build.desk.write_bytes(bytes(10))
    assert debs.too_large(build) == []
    assert "package" in debs.table(build)
    monkeypatch.setattr(debs, "MOST_PACKAGE", 9)
    assert [said.partition(":")[0] for said in debs.too_large(build)] == ["package"]
    monkeypatch.setattr(debs, "MOST_INSTALLED", 99)
    assert [said.partition(":")[0] for said in debs.too_large(build)] == ["installed", "package"]


def test_every_word_for_dpkg_is_a_script_that_a_shell_reads() -> None:
    scripts = sorted((LINUX / "scripts").iterdir())
    assert [script.name for script in scripts if script.suffix == ".postinst"] == [
        "onewindow-centre.postinst", "onewindow.postinst",
    ]  # fmt: skip
    shells = [
        *scripts,
        LINUX / "centre/usr/bin/onewindow-centre",
        LINUX / "centre/usr/lib/onewindow-centre/keep-backups",
    ]
    for script in shells:
        assert subprocess.run(["sh", "-n", script], check=False).returncode == 0, script
        assert "set -e" in script.read_text(encoding="utf-8"), script
