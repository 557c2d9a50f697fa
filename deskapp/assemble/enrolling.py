"""Makes this computer the desk of a window: its centre and hall are kept, its cache is made, its new life begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from deskapp import settings as settings_file
from deskapp.assemble.desk import close_station, open_station, renew_epoch
from deskapp.assemble.unsent import is_a_desk, unsent
from deskapp.clerk import signing_in
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, HallId, WindowId
from deskapp.keys import Keys, from_keyring
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What this computer is from now on. `epoch`: which life of the device it is, 1 for a new one."""

    hall: HallId
    window: WindowId
    device: DeviceId
    epoch: int


def enroll(settings: Settings, window: WindowId, *, keys: Callable[[Path], Keys] = from_keyring) -> Enrolled:
    """Ask the centre whose it is and whether it knows the window; then keep that, and open the cache.

    A desk that was one before begins a new life (epoch): what it does from now on is not taken for what a lost or
    copied cache did under the same serials. What it has not sent yet is sent under its old life all the same.
    Nothing is written before the centre has answered. LineTrouble; Refusal `enroll.no_such_window`, or
    `enroll.unsent` when this computer still holds unsent work of another hall; StoreTrouble of `open_station`.
    """
    hall, known = _ask(settings)
    if window not in known:
        raise Refusal("enroll.no_such_window", window=window[:40], known=" ".join(known))
    if hall != settings.hall and _holds_work(settings, keys):
        raise Refusal("enroll.unsent", hall=settings.hall)
    again = is_a_desk(settings)
    station = open_station(replace(settings, hall=hall), keys=keys)
    try:
        if again:
            renew_epoch(station)
        signing_in.expect_at(station, window, known)
        author = station.journal.terms.author
    finally:
        close_station(station)
    said = {"server": settings.server, "hall": str(hall), "ca_file": settings.ca_file}
    settings_file.keep(settings.home, {name: value for name, value in said.items() if value})
    return Enrolled(hall, window, author.device, author.epoch + again)


def is_enrolled(settings: Settings) -> bool:
    """Whether this computer already is a desk of the hall at that address."""
    kept = settings_file.read({}, home=settings.home)
    return is_a_desk(settings) and kept.server == settings.server


def _ask(settings: Settings) -> tuple[HallId, tuple[WindowId, ...]]:
    centre = HttpCentre(settings.server, ca_file=settings.ca_file)
    try:
        return centre.hall(), tuple(centre.windows())
    finally:
        centre.close()


def _holds_work(settings: Settings, keys: Callable[[Path], Keys]) -> bool:
    left = unsent(settings, keys=keys)
    return bool(left.steps or left.pages)
