"""Joins what a desk needs for new versions: whose signature it believes, and which program it is."""

from __future__ import annotations

import sys
from pathlib import Path

from deskapp import version
from deskapp.desk import Station
from deskapp.protocol.update_statement import read_keys
from deskapp.protocol.updates import DEBIAN
from deskapp.settings import Settings
from deskapp.updates.course import Course
from deskapp.updates.installing import Program, windows_program, with_command

_KEYS = "update_keys.txt"  # build.py lays it down in the package


def trusted_keys(settings: Settings) -> tuple[bytes, ...]:
    """Those of the program's own package and those of this computer's settings. Refusal `update.bad_key`."""
    return read_keys(f"{version.packaged(_KEYS)} {settings.update_keys}")


def program_of(settings: Settings) -> Program:
    """The program that runs here. One that was not packaged is replaced by nobody but a command of the settings."""
    packaged = getattr(sys, "frozen", False)
    if packaged and sys.platform == "win32":
        program = windows_program(version.running(), Path(sys.executable))
    else:
        program = Program(version=version.running(), kind=DEBIAN)
    return with_command(program, settings.update_command) if settings.update_command else program


def course_of(station: Station) -> Course | None:
    """The course of new versions at a desk; None where nobody's are believed, or there is no line for them.

    Refusal `update.bad_key`, `update.bad_minutes`.
    """
    keys = trusted_keys(station.settings)
    if not keys or station.updates is None:
        return None
    return Course(station, station.updates, keys, program_of(station.settings))
