"""The modules of packaging/windows, which is a folder of scripts and no package: each as the recipe itself sees it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from tests.architecture.house import ROOT

FOLDER = ROOT / "packaging" / "windows"
_SETUPTOOLS = importlib.util.find_spec("setuptools")
REAL_PROGRAM = Path(str(_SETUPTOOLS and _SETUPTOOLS.origin)).parent / "cli-64.exe"  # for Windows; it is everywhere


def module(name: str) -> ModuleType:
    """One of them; what it imports beside it is found as when build.py runs."""
    sys.path.insert(0, str(FOLDER))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(FOLDER))
