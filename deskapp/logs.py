"""The log: one line for each fault of the machine, with its cause and without personal data."""

from __future__ import annotations

import logging
import re
from pathlib import Path

# Identity and residence numbers and uniform credit codes (GB 11643, GB 32100): 18 places; identity numbers before
# 1999: 15 digits with a day of birth in two-digit years. Mobile numbers: 11 digits, as people write them.
_NUMBERS = re.compile(r"(?<![0-9A-Z])([0-9A-Z]{2}\d{4})\d{2}[0-9A-Z]{6}([0-9A-Z]{4})(?![0-9A-Z])", re.IGNORECASE)
_OLD_NUMBERS = re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(\d{3})(?![0-9A-Za-z])")
_PHONES = re.compile(r"((?<!\d)|(?<=\+86)|(?<=0086))(1[3-9]\d)[- ]?\d{4}[- ]?(\d{4})(?!\d)")


class Masked(logging.Formatter):
    """Writes a record with ID numbers and telephone numbers masked: the last net, not the first."""

    def format(self, record: logging.LogRecord) -> str:
        text = _NUMBERS.sub(r"\1********\2", super().format(record))
        return _PHONES.sub(r"\2****\3", _OLD_NUMBERS.sub(r"\1******\2", text))


def to_file(folder: Path) -> None:
    """Send the log to `folder/onewindow.log`, five files of a megabyte."""
    from logging.handlers import RotatingFileHandler  # brings sockets and queues along

    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "onewindow.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8")
    handler.setFormatter(Masked("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would write every address
