"""The log: one line for each fault of the machine, with its cause and without personal data."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path

_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(\d{6}|[0-9A-HJ-NPQRTUWXY]{6})\d{8}[0-9A-Z]{4}(?![0-9A-Za-z])")
_PHONES = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")


class Masked(logging.Formatter):
    """Writes a record with ID numbers and telephone numbers masked: the last net, not the first."""

    def format(self, record: logging.LogRecord) -> str:
        text = _NUMBERS.sub(lambda m: f"{m[1]}********{m[0][-4:]}", super().format(record))
        return _PHONES.sub(r"\1****\2", text)


def to_file(folder: Path) -> None:
    """Send the log to `folder/onewindow.log`, five files of a megabyte."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "onewindow.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    handler.setFormatter(Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would write every address
