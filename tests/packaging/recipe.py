"""The modules of packaging/windows and packaging/linux, folders of scripts and no packages: as the recipes see them."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tests.architecture.house import ROOT

FOLDER = ROOT / "packaging" / "windows"
LINUX = ROOT / "packaging" / "linux"
_SETUPTOOLS = importlib.util.find_spec("setuptools")
REAL_PROGRAM = Path(str(_SETUPTOOLS and _SETUPTOOLS.origin)).parent / "cli-64.exe"  # for Windows; it is everywhere


def module(name: str) -> ModuleType:
    """One of them; what it imports beside it is found as when build.py or debs.py runs."""
    before = list(sys.path)
    sys.path[:0] = [str(FOLDER), str(LINUX)]
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before
