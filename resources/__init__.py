"""What is shipped beside the code: fonts, icons, translations, the sample catalogue, web assets, themes. No logic."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Where a shipped file lies, by its name below this folder: `path("fonts/NotoSansSC-Regular.ttf")`."""
    return _HERE / name
