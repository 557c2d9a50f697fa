"""The failures the house knows, and what becomes of them.

    Failure
    ├── Refusal          the office says no; shown beside the field it is about
    └── Trouble          the world failed; shown with "try again"
        ├── LineTrouble      the centre cannot be reached or answered something that is not its own answer
        ├── DeviceTrouble    a scanner, printer or reader did not do its work
        ├── StoreTrouble     a disk, database or keyring did not keep what it was given
        └── ContentTrouble   something from outside (a file, a page, a catalogue) is not what it says it is

Anything else that is raised is a bug: it travels up to the crash report.

A failure carries a stable dotted `code` and the values its sentence needs. The sentence itself stands in the
translations, by code, so that a screen, a problem document and a command line all say the same words.
Values never hold personal data: codes, counts, names of materials and windows only.
"""

from __future__ import annotations


class Failure(Exception):
    """Something the person at the screen can be told in one sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, object] = values

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in sorted(self.values.items()))
        return f"{self.code}({told})" if told else self.code


class Refusal(Failure):
    """The office's own rules say no. Trying again does not help; doing something else does."""


class Trouble(Failure):
    """The world failed: a line, a disk, a device. Trying again may help."""


class LineTrouble(Trouble):
    """The centre could not be reached, or what answered was not our centre."""


class DeviceTrouble(Trouble):
    """A device did not do what it was asked to do."""


class StoreTrouble(Trouble):
    """What should have been kept could not be kept, or cannot be opened."""


class ContentTrouble(Trouble):
    """A thing from outside is not what it says it is."""
