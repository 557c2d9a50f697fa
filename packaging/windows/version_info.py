"""What Windows shows of a program under "Properties": made from pyproject.toml, so that it is said in one place."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TITLE = "一窗 · OneWindow"
PUBLISHER = "OneWindow"
LICENCE = "Apache-2.0"


def version() -> str:
    """The program's version as pyproject.toml has it."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def numbers(said: str) -> tuple[int, int, int, int]:
    """A version as Windows counts: four numbers. "0.2.0rc1" counts as 0.2.0; ValueError for what is no version."""
    found = re.match(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", said)
    if not found:
        raise ValueError(f"not a version: {said}")
    return int(found[1]), int(found[2]), int(found[3] or 0), 0


def text(said: str) -> str:
    """The description in PyInstaller's own form, in Chinese (804) and in Unicode (1200)."""
    words = {
        "CompanyName": PUBLISHER,
        "FileDescription": TITLE,
        "FileVersion": said,
        "InternalName": "OneWindow",
        "LegalCopyright": LICENCE,
        "ProductName": TITLE,
        "ProductVersion": said,
    }
    strings = ", ".join(f"StringStruct({name!r}, {word!r})" for name, word in words.items())
    version_numbers = numbers(said)
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={version_numbers}, prodvers={version_numbers}, "
        "mask=0x3f, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)), "
        f"kids=[StringFileInfo([StringTable('080404B0', [{strings}])]), "
        "VarFileInfo([VarStruct('Translation', [0x0804, 1200])])])\n"
    )
