"""Lays the packages' roots out and puts them together: documents, icons, rights, moments, dpkg-deb."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path += [str(HERE.parent / "windows"), str(HERE.parent / "icons")]

import control  # noqa: E402
import version_info  # noqa: E402
from build_icon import ICONS, picture  # noqa: E402

FOLDER = "usr/lib/onewindow"
ICON_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


class BuildError(RuntimeError):
    """What was made is not what was wanted; the text says what and where."""


def document(root: Path, package: str, number: str, moment: int, parts: Sequence[dict[str, str]]) -> None:
    """What Debian wants to be told of a package in /usr/share/doc."""
    place = root / "usr/share/doc" / package
    place.mkdir(parents=True, exist_ok=True)
    (place / "copyright").write_text(control.copyright_text(version_info.LICENCE, parts, FOLDER), encoding="utf-8")
    (place / "changelog").write_text(control.changelog(package, number, moment), encoding="utf-8")
    pack(place / "changelog")
    if package == control.DESK:
        shutil.copy(ROOT / "CHANGELOG.md", place)
        pack(place / "CHANGELOG.md")
        shutil.copy(ROOT / "NOTICE", place)
    overrides = HERE / "lintian" / package
    if overrides.is_file():
        (root / "usr/share/lintian/overrides").mkdir(parents=True)
        shutil.copy(overrides, root / "usr/share/lintian/overrides")


def lay_icons(hicolor: Path) -> None:
    """The program's drawing in the sizes that desktops ask for, and as a drawing."""
    renderer = QSvgRenderer(str(ICONS / "window.svg"))
    for size in ICON_SIZES:
        place = hicolor / f"{size}x{size}" / "apps"
        place.mkdir(parents=True)
        (place / "onewindow.png").write_bytes(picture(renderer, size))
    (hicolor / "scalable" / "apps").mkdir(parents=True)
    shutil.copy(ICONS / "window.svg", hicolor / "scalable" / "apps" / "onewindow.svg")


def make_package(
    root: Path, package: Path, *, name: str, number: str, architecture: str, depends: Sequence[str], moment: int,
    quick: bool = False,
) -> None:  # fmt: skip
    """One package of a root. The same root gives the same bytes. BuildError with what dpkg-deb says."""
    inside = root / "DEBIAN"
    shutil.rmtree(inside, ignore_errors=True)
    size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir()) // 1024
    inside.mkdir()
    (inside / "control").write_text(control.control(name, number, architecture, depends, size), encoding="utf-8")
    (inside / "md5sums").write_text(control.md5sums(root), encoding="utf-8")
    if kept := control.conffiles(root):
        (inside / "conffiles").write_text(kept, encoding="utf-8")
    for script in (HERE / "scripts").glob(f"{name}.*"):
        shutil.copy(script, inside / script.suffix.removeprefix("."))
    settle(root, moment)
    squeezed = ["-Zgzip", "-z1"] if quick else ["-Zxz", "-z6"]
    done = subprocess.run(
        ["dpkg-deb", "--root-owner-group", *squeezed, "--build", str(root), str(package)],
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BuildError(f"dpkg-deb ended with {done.returncode}: {done.stderr.strip()[-1000:]}")


def settle(root: Path, moment: int) -> None:
    """Rights and moments of everything, whatever the account that builds usually gives its files."""
    for path in [*root.rglob("*"), root]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or _runs(path.relative_to(root)) else 0o644)
        os.utime(path, (moment, moment), follow_symlinks=False)
    secrets = root / "etc/onewindow/credentials"
    if secrets.is_dir():
        secrets.chmod(0o700)


def _runs(name: Path) -> bool:
    scripts = ("preinst", "postinst", "prerm", "postrm")
    return (
        name.parent.as_posix() in ("usr/bin", "usr/lib/onewindow-centre")
        or name.as_posix() == f"{FOLDER}/deskapp"
        or (name.parts[0] == "DEBIAN" and name.name in scripts)
    )


def pack(file: Path) -> None:
    """A file as Debian wants documents: squeezed as far as it goes, without name and moment inside."""
    packed = file.with_name(file.name + ".gz")
    packed.write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))
    file.unlink()
