"""Makes this computer the desk of a window: its centre and hall are kept, its cache is made, its new life begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from deskapp import settings as settings_file
from deskapp.assemble.desk import CACHE, close_station, open_station, renew_epoch
from deskapp.clerk import signing_in
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, HallId, WindowId
from deskapp.journal import outbox
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
    again = _is_a_desk(settings)
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


def _ask(settings: Settings) -> tuple[HallId, tuple[WindowId, ...]]:
    centre = HttpCentre(settings.server, ca_file=settings.ca_file)
    try:
        return centre.hall(), tuple(centre.windows())
    finally:
        centre.close()


def _is_a_desk(settings: Settings) -> bool:
    return (settings.home / CACHE).exists()


def _holds_work(settings: Settings, keys: Callable[[Path], Keys]) -> bool:
    if not _is_a_desk(settings):
        return False
    station = open_station(settings, keys=keys)
    try:
        with station.journal.reading() as reading:
            left = outbox.unsent(reading, limit=1)
            return bool(left.events or left.held or outbox.pages_to_send(reading))
    finally:
        close_station(station)
