"""Which version of the program runs here, and what its package came with."""

from __future__ import annotations

import sys
from pathlib import Path

NUMBER = "0.1.0"  # as pyproject.toml says it; a test compares them


def running() -> str:
    """The version of this program: of a packaged one what its setup was called, otherwise that of the source."""
    return packaged("version.txt") or NUMBER


def packaged(name: str) -> str:
    """What a small file that was laid down beside a packaged program says; "" where there is none."""
    folder = getattr(sys, "_MEIPASS", "")
    try:
        return (Path(folder) / name).read_text(encoding="ascii").strip() if folder else ""
    except (OSError, UnicodeDecodeError):
        return ""
