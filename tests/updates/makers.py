"""Whoever makes versions: a key of their own, and setups that are small programs, signed as packaging signs."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from pathlib import Path

from deskapp.protocol.json import decode
from deskapp.protocol.updates import WINDOWS_SETUP, SignedStatement, UpdateStatement
from tests.packaging.recipe import module

_SCRIPT = """#!{python}
import pathlib, sys
folder = pathlib.Path([word.removeprefix("/UPDATE=") for word in sys.argv if word.startswith("/UPDATE=")][0])
with (folder.parent / "calls.txt").open("a", encoding="utf-8") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
(folder / "result.part").write_text("{code}", encoding="ascii")
(folder / "result.part").replace(folder / "result.txt")
# {padding}
"""


@dataclass(frozen=True)
class Maker:
    """Somebody with a key. `public`: what desks believe, base64."""

    folder: Path
    key: Path
    public: str

    def setup(
        self, version: str, *, code: int = 0, size: int = 2000, kind: str = WINDOWS_SETUP, name: str = ""
    ) -> Path:
        """A setup of a version that ends with this code, with its signed statement beside it."""
        padding = random.Random(version).randbytes(size // 2).hex()
        self.folder.mkdir(parents=True, exist_ok=True)
        made = self.folder / (name or f"OneWindow-{version}-setup.exe")
        made.write_text(_SCRIPT.format(python=sys.executable, code=code, padding=padding), encoding="ascii")
        self.sign(made, version, kind)
        return made

    def sign(self, setup: Path, version: str, kind: str = WINDOWS_SETUP) -> SignedStatement:
        """Sign what lies there now."""
        named = {"ONEWINDOW_UPDATE_KEY": str(self.key)}
        assert module("statement").write(setup, version, kind, named)
        return signed_of(setup)


def maker(folder: Path) -> Maker:
    """A maker with a new key."""
    folder.mkdir(parents=True, exist_ok=True)
    key = folder / "update.pem"
    return Maker(folder / "handed-out", key, module("statement").make_key(key))


def signed_of(setup: Path) -> SignedStatement:
    """The signed statement beside a setup."""
    return decode(setup.with_suffix(".update.json").read_bytes(), SignedStatement)


def statement_of(setup: Path) -> UpdateStatement:
    """What it says."""
    return decode(signed_of(setup).statement.encode(), UpdateStatement)
