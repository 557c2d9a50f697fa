"""Which certificate a scanner showed when it was used first.

A printer signs its certificate itself, so no authority can be asked. The first one seen is kept and asked for ever
after: whoever puts another device at its address later is noticed before a page is taken from it (decision 019).
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

from deskapp.devices.errors import ScannerCode
from deskapp.failures import DeviceTrouble, StoreTrouble

FILE = "scanners.json"
_MOST_BYTES = 1024 * 1024


class Pins:
    """The certificates known here, by place ("192.168.1.20:443"). Without a file they are known until the end only."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._known: dict[str, str] = {}

    def check(self, place: str, certificate: bytes) -> None:
        """Keep the first certificate of a place; refuse another. `certificate` is in DER.

        DeviceTrouble CHANGED_CERTIFICATE; StoreTrouble `settings.not_kept` when it cannot be kept, because one that is
        forgotten every time protects nothing.
        """
        self.take(place, sha256(certificate).hexdigest())

    def known(self, place: str) -> str:
        """The SHA-256 of the certificate of a place; "" when none was seen. StoreTrouble `settings.not_kept`."""
        return self._read().get(place, "")

    def take(self, place: str, shown: str) -> None:
        """Keep the certificate of this SHA-256, which somebody has looked at. As `check`."""
        known = self._read()
        if known.setdefault(place, shown) != shown:
            raise DeviceTrouble(ScannerCode.CHANGED_CERTIFICATE, host=place)
        self._keep(known)

    def forget(self, place: str) -> None:
        """The next certificate of this place will be its first again."""
        known = self._read()
        if known.pop(place, None) is not None:
            self._keep(known)

    def _read(self) -> dict[str, str]:
        if self._file is None:
            return dict(self._known)
        try:
            with self._file.open("rb") as file:
                told = json.loads(file.read(_MOST_BYTES))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            # Not as if nothing were known: a file that somebody damaged must not open the door.
            raise StoreTrouble("settings.not_kept", file=self._file.name) from error
        if not isinstance(told, dict) or not all(isinstance(word, str) for word in told.values()):
            raise StoreTrouble("settings.not_kept", file=self._file.name)
        return told

    def _keep(self, known: dict[str, str]) -> None:
        if self._file is None:
            self._known = known
            return
        if known == self._read():
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside = self._file.with_suffix(".part")
            beside.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="ascii")
            beside.replace(self._file)
        except OSError as error:
            raise StoreTrouble("settings.not_kept", file=self._file.name) from error
