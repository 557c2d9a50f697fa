"""What a package says of itself: control, copyright, changelog, digests. Text in, text out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

MAINTAINER = "OneWindow maintainers <maintainers@onewindow.example>"
DESK, CENTRE = "onewindow", "onewindow-centre"

# Programs and services that are asked while we run; each is missed in words (`deskapp doctor`), none at the start.
_RECOMMENDED = ("sane-utils", "cups-client", "gnome-keyring", "dbus-user-session", "xdg-utils")
_SUGGESTED = (CENTRE, "speech-dispatcher", "ibus-libpinyin | fcitx5-chinese-addons")

_TOLD = {
    DESK: (
        "window of a service hall: call, collect, scan, accept, print",
        "One clerk takes any application for any department: call the next person,\n"
        "tick off what they must bring, scan it, accept the case, print a receipt.\n"
        "While the line is cut the work goes on, and reaches the centre afterwards.\n"
        ".\n"
        "一窗：政务大厅综合窗口的桌面程序。叫号、收材料、扫描、受理、打印回执，断网照常。",
    ),
    CENTRE: (
        "centre of a service hall, as a system service",
        "Runs the centre that windows, kiosks and call boards of a hall talk to, under\n"
        "an account of its own and closed off from the rest of the machine. It is not\n"
        "started before somebody says so.\n"
        ".\n"
        "一窗的中心：大厅各窗口、取号机、叫号屏所连的服务。安装后不会自行启动。",
    ),
}


def version(said: str) -> str:
    """A version as Debian sorts it: what comes before 0.2.0 is 0.2.0~rc1. ValueError for what is no version."""
    found = re.fullmatch(r"(\d+(?:\.\d+)*)(?:\.?(a|b|rc|dev)(\d+))?", said)
    if found is None:
        raise ValueError(f"not a version: {said}")
    return found[1] + (f"~{found[2]}{found[3]}" if found[2] else "")


def control(package: str, number: str, architecture: str, depends: Sequence[str], kilobytes: int) -> str:
    """DEBIAN/control."""
    title, told = _TOLD[package]
    fields = {
        "Package": package,
        "Version": number,
        "Architecture": architecture,
        "Maintainer": MAINTAINER,
        "Installed-Size": str(kilobytes),
        "Depends": ", ".join(depends),
        "Recommends": ", ".join(_RECOMMENDED) if package == DESK else "",
        "Suggests": ", ".join(_SUGGESTED) if package == DESK else "postgresql",
        "Section": "misc",
        "Priority": "optional",
        "Description": title + "".join(f"\n {line}" for line in told.splitlines()),
    }
    return "".join(f"{name}: {value}\n" for name, value in fields.items() if value)


def copyright_text(licence: str, parts: Iterable[Mapping[str, str]], folder: str) -> str:
    """Debian's copyright file in its machine-readable form; `parts`: the libraries inside, as parts_list names them."""
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: OneWindow",
        "",
        "Files: *",
        "Copyright: 2026 the OneWindow maintainers",
        f"License: {licence}",
        " On Debian systems the text is in /usr/share/common-licenses/Apache-2.0.",
    ]
    listed = [f" {part['name']} {part['version']}: {part['licence']}" for part in parts]
    if listed:
        lines += [
            "", f"Files: {folder}/_internal/*", "Copyright: their authors", "License: several",
            " The libraries shipped with the program, each under its own licence (texts of the GPL family are in",
            " /usr/share/common-licenses). Qt and PySide6 lie there as libraries of their own and can be replaced.",
            " .", *listed,
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def changelog(package: str, number: str, moment: int) -> str:
    """Debian's changelog: one entry, for the version that this is. What is new stands in CHANGELOG.md, beside it."""
    day = datetime.fromtimestamp(moment, UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
    return (
        f"{package} ({number}) unstable; urgency=medium\n\n"
        f"  * What is new stands in /usr/share/doc/onewindow/CHANGELOG.md.gz.\n\n"
        f" -- {MAINTAINER}  {day}\n"
    )


def md5sums(root: Path) -> str:
    """The digests that `dpkg --verify` holds a package to; links and DEBIAN itself have none."""
    lines = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and not path.is_symlink() and not name.startswith("DEBIAN/"):
            with path.open("rb") as file:
                lines.append(f"{hashlib.file_digest(file, 'md5').hexdigest()}  {name}\n")
    return "".join(lines)


def conffiles(root: Path) -> str:
    """The files below /etc, which an administrator may have changed and an upgrade leaves alone."""
    return "".join(f"/{p.relative_to(root).as_posix()}\n" for p in sorted(root.glob("etc/**/*")) if p.is_file())
