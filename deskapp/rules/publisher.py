"""Whether a setup for Windows comes from whoever the program that runs here comes from. Pure.

Beside the signed statement, which every desk wants, and never in its place: a program whose publisher Windows shows to
people stays with that publisher.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskapp.failures import ContentTrouble


class Standing(StrEnum):
    """What Windows says of the signature in a program."""

    NONE = "none"
    TRUSTED = "trusted"
    NOT_TRUSTED = "not_trusted"  # whole, by a certificate that this computer does not trust
    BROKEN = "broken"  # changed afterwards, or distrusted by name


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who signed a program. `name`: the subject of the certificate; `certificate`: its SHA-256; "" without any."""

    standing: Standing
    name: str = ""
    certificate: str = ""


def ask_same(running: Publisher, offered: Publisher) -> None:
    """ContentTrouble `update.other_publisher`, unless the setup may stand in the place of the program that runs.

    A renewed certificate bears the same name and another key: trusted, the name is enough. One that this computer does
    not trust can be made by anybody under any name: only the very same certificate is.
    """
    if offered.standing is Standing.BROKEN:
        raise ContentTrouble("update.other_publisher")
    if running.standing in (Standing.NONE, Standing.BROKEN):
        return  # a program without a publisher has none to keep
    if offered.standing is Standing.TRUSTED and offered.name == running.name:
        return
    if offered.standing is running.standing and offered.certificate and offered.certificate == running.certificate:
        return
    raise ContentTrouble("update.other_publisher")
