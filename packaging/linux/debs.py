"""Makes the Debian packages of 一窗 · OneWindow: the desk (the whole program) and the centre (a unit that runs it).

    make deb                              on the oldest system that shall run it: its C library is the oldest one

In `--out` (build/linux) afterwards: onewindow_VERSION_ARCH.deb, onewindow-centre_VERSION_all.deb, the bill of materials
(….cdx.json), the digests (SHA256SUMS), and `program/onewindow`, the folder that the first one lays down. Exit code 1
with one line that says what is wrong.

The program is made of what is installed here, which is requirements.lock: the very versions that are tested. The same
input gives the same bytes: hashes, moments, order and rights of everything are fixed.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.append(str(HERE.parent / "windows"))

import control  # noqa: E402
import linux_contents  # noqa: E402
import needs  # noqa: E402
import parts_list  # noqa: E402
import sizes  # noqa: E402
import version_info  # noqa: E402
from staging import FOLDER, BuildError, document, lay_icons, make_package, pack  # noqa: E402

MOST_PACKAGE = 230 * sizes.MEGABYTE
MOST_INSTALLED = 640 * sizes.MEGABYTE
OLDEST_C = (2, 35)  # Debian 12 and the systems that are made of it have 2.36 and later
_ALSO_NEEDED = ("tzdata",)  # read and not linked to
_LONGEST = 3600  # s for PyInstaller on a computer that has other things to do
_MUST_BE_THERE = (
    "deskapp",
    "_internal/PySide6/Qt/plugins/platforms/libqxcb.so",  # without it PyInstaller ends well and no window opens
    "_internal/PySide6/Qt/plugins/platforms/libqoffscreen.so",
    "_internal/PySide6/Qt/plugins/imageformats/libqsvg.so",
    "_internal/PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
    "_internal/resources/fonts/NotoSansSC-Regular.ttf",
    "_internal/resources/catalog/sample.yaml",
    "_internal/resources/i18n/onewindow_en.qm",
    "_internal/db/migrations/env.py",
)


class Build:
    """One run of the recipe, in one folder."""

    def __init__(self, out: Path, version: str) -> None:
        self.out = out.absolute()
        self.version = control.version(version)
        self.moment = moment()
        self.program = self.out / "program" / "onewindow"
        self.work = self.out / "work"
        self.architecture = _told(["dpkg", "--print-architecture"])
        self.desk = self.out / f"{control.DESK}_{self.version}_{self.architecture}.deb"
        self.centre = self.out / f"{control.CENTRE}_{self.version}_all.deb"
        self._begun = time.monotonic()

    def say(self, words: str) -> None:
        """One step is done."""
        print(f"[{time.monotonic() - self._begun:5.0f} s] {words}", flush=True)

    def make_program(self) -> None:
        """The program folder, by PyInstaller, and what is looked at afterwards."""
        shutil.rmtree(self.out / "program", ignore_errors=True)
        self.out.mkdir(parents=True, exist_ok=True)
        words = [
            sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath",
            str(self.out / "program"), "--workpath", str(self.work), str(HERE / "program.spec"),
        ]  # fmt: skip
        fixed = {"SOURCE_DATE_EPOCH": str(self.moment), "PYTHONHASHSEED": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        log = self.out / "pyinstaller.log"
        with log.open("w", encoding="utf-8") as told:
            done = subprocess.run(words, cwd=self.out, env={**os.environ, **fixed}, stdout=told, stderr=told,
                                  timeout=_LONGEST, check=False)  # fmt: skip
        if done.returncode:
            raise BuildError(f"PyInstaller ended with {done.returncode}; see {log}")
        self.say("the program is put together")
        check(self.program)
        inside = self.program / "_internal"
        heavy = [file for file in needs.programs(inside) if linux_contents.is_stripped(str(file.relative_to(inside)))]
        subprocess.run(["strip", "--strip-unneeded", *map(str, heavy)], check=True)
        forget_folders(needs.programs(inside))
        self.say("everything it needs is there")

    def make_packages(self, *, quick: bool = False) -> None:
        """Both packages; `quick`: the first larger and made in a fraction of the time, for tries."""
        files = needs.programs(self.program)
        asked = needs.c_libraries(files)
        newest, by = next(iter(asked.items()))
        if newest > OLDEST_C:
            raise BuildError(f"{by} wants glibc {newest[0]}.{newest[1]}; promised is {OLDEST_C[0]}.{OLDEST_C[1]}")
        own = sorted({file.parent for file in files})
        depends = [*needs.depends(files, own), *_ALSO_NEEDED]
        self.say(f"glibc {newest[0]}.{newest[1]} is enough ({by} wants it); {len(depends)} packages of the system")
        parts = self.parts()
        root = self.stage_desk(parts)
        make_package(
            root, self.desk, name=control.DESK, number=self.version, architecture=self.architecture, depends=depends,
            moment=self.moment, quick=quick,
        )  # fmt: skip
        self.say(f"{self.desk.name} is made")
        root = self.stage_centre()
        exactly = [f"{control.DESK} (= {self.version})", "systemd"]
        make_package(
            root, self.centre, name=control.CENTRE, number=self.version, architecture="all", depends=exactly,
            moment=self.moment, quick=quick,
        )  # fmt: skip
        self.say(f"{self.centre.name} is made")
        self.write_lists(parts)

    def parts(self) -> list[dict[str, str]]:
        """The packages of which something was taken along."""
        listing = self.work / "program" / "PYZ-00.toc"
        lib = Path(sysconfig.get_path("purelib"))
        modules = parts_list.modules_in(listing.read_text(encoding="utf-8"))
        return [dict(part) for part in parts_list.shipped(lib, self.program, modules) if part["name"] != "deskapp"]

    def stage_desk(self, parts: Sequence[dict[str, str]]) -> Path:
        """The root of the first package, as it will lie on a disk."""
        root = self._new_root("desk")
        shutil.copytree(self.program, root / FOLDER, symlinks=True, copy_function=_link)
        (root / "usr/bin").mkdir(parents=True)
        for name in ("deskapp", "onewindow"):
            (root / "usr/bin" / name).symlink_to("../lib/onewindow/deskapp")
        lay_icons(root / "usr/share/icons/hicolor")
        document(root, control.DESK, self.version, self.moment, parts)
        return root

    def stage_centre(self) -> Path:
        """The root of the second package."""
        root = self._new_root("centre")
        (root / "etc/onewindow/credentials").mkdir()
        document(root, control.CENTRE, self.version, self.moment, ())
        return root

    def write_lists(self, parts: Sequence[dict[str, str]]) -> None:
        """The bill of materials and the digests, beside the packages."""
        lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
        python = platform.python_version()
        told = parts_list.bill(self.version, python, parts, lock, moment=self.moment, setup=self.desk)
        bill = self.desk.with_suffix(".cdx.json")
        bill.write_text(told, encoding="utf-8")
        files = [self.desk, self.centre, bill]
        (self.out / "SHA256SUMS").write_text(parts_list.digests(files), encoding="utf-8")
        self.say(f"{bill.name} names {len(parts)} packages")

    def _new_root(self, package: str) -> Path:
        root = self.out / "root" / package
        shutil.rmtree(root, ignore_errors=True)
        root.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(HERE / package, root)
        for page in (root / "usr/share/man").rglob("*.[18]"):
            pack(page)
        return root


def forget_folders(files: Sequence[Path]) -> None:
    """Take folders of the machines that libraries were built on out of them: what lies there elsewhere is not ours."""
    told = needs.searched(files)
    if astray := [str(file) for file, folders in told.items() if any(folder.startswith("/") for folder in folders)]:
        subprocess.run(["chrpath", "--delete", *astray], stdout=subprocess.DEVNULL, check=True)


def check(program: Path) -> None:
    """That a program folder is whole. BuildError naming what lacks."""
    if lacking := [name for name in _MUST_BE_THERE if not (program / name).is_file()]:
        raise BuildError(f"not in the program: {', '.join(lacking)}")
    astray = [path.name for path in program.rglob("*") if path.is_symlink() and not path.exists()]
    if astray:
        raise BuildError(f"links that lead nowhere: {', '.join(sorted(astray)[:5])}")


def _link(source: str, target: str) -> None:
    """A file of the program in the package's root: shared on the disk, not copied; its moment is set for both."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy(source, target)


def moment() -> int:
    """Seconds since 1970 that are written everywhere: the last commit's, or SOURCE_DATE_EPOCH."""
    said = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(said or _told(["git", "log", "-1", "--format=%ct"]) or 1_700_000_000)


def _told(words: Sequence[str]) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def table(build: Build) -> str:
    """Sizes as lines for a person, each part's share."""
    shares = sizes.shares(build.program)
    whole = sum(shares.values())
    lines = [f"{part:<34}{size / sizes.MEGABYTE:8.1f} MB {100 * size / max(whole, 1):5.1f} %"
             for part, size in shares.items()]  # fmt: skip
    for title, size, most in ("installed", whole, MOST_INSTALLED), ("package", build.desk.stat().st_size, MOST_PACKAGE):
        lines.append(f"{title:<34}{size / sizes.MEGABYTE:8.1f} MB (at most {most // sizes.MEGABYTE})")
    return "\n".join(lines)


def too_large(build: Build) -> list[str]:
    """What is larger than it may be; nothing when all is well."""
    found = {"installed": (sum(sizes.shares(build.program).values()), MOST_INSTALLED)}
    found["package"] = (build.desk.stat().st_size, MOST_PACKAGE)
    return [f"{what}: {size / sizes.MEGABYTE:.1f} MB" for what, (size, most) in found.items() if size > most]


def main() -> int:
    """Make it all, or the packages alone."""
    parser = argparse.ArgumentParser(description="the Debian packages of OneWindow")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "linux")
    parser.add_argument("--version", default=version_info.version(), help="another version than pyproject.toml's")
    parser.add_argument("--packages-only", action="store_true", help="the program folder is there already")
    parser.add_argument("--quick", action="store_true", help="a larger package in less time, for tries")
    said = parser.parse_args()
    try:
        build = Build(said.out, said.version)
        if not said.packages_only:
            build.make_program()
        build.make_packages(quick=said.quick)
    except (BuildError, needs.NeedsError, OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"debs.py: {error}", file=sys.stderr)
        return 1
    print(table(build))
    found = [] if said.quick else too_large(build)
    for finding in found:
        print(f"debs.py: larger than it may be: {finding}", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
