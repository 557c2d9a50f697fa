"""Makes this computer the desk of a window: its centre and hall are kept, its cache is made, its new life begun."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from deskapp import settings as settings_file
from deskapp.assemble.desk import close_station, open_station, renew_epoch
from deskapp.assemble.unsent import is_a_desk, unsent
from deskapp.clerk import signing_in
from deskapp.clerk.showing_code import has_shown, show_code
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, HallId, WindowId
from deskapp.keys import Keys, from_keyring
from deskapp.protocol.messages import WindowNames
from deskapp.rules.enrolment_code import read_code
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from deskapp.sync.enrolment import HttpEnrolment


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What this computer is from now on. `epoch`: which life of the device it is, 1 for a new one."""

    hall: HallId
    window: WindowId
    device: DeviceId
    epoch: int


def enroll(
    settings: Settings, window: WindowId, *, code: str = "", keys: Callable[[Path], Keys] = from_keyring
) -> Enrolled:
    """Ask the centre whose it is and whether it knows the window, show it the code, and keep that.

    A desk that was one before begins a new life (epoch): what it does from now on is not taken for what a lost or
    copied cache did under the same serials. What it has not sent yet is sent under its old life all the same.
    Nothing is written before the centre has answered; but a code is shown by a computer that has its cache already, so
    that after an answer that was lost the same computer may show it again. A new computer that lacks the code its
    window wants knows its centre from then on, and asks for the code when somebody signs in.

    LineTrouble; Refusal `enroll.no_such_window`, `enroll.code_wanted` for a window that takes a desk by a code alone
    when none was said and this computer never showed one, what `read_code` and the centre say of the code, or
    `enroll.unsent` when this computer still holds unsent work of another hall; StoreTrouble of `open_station`.
    """
    code = read_code(code) if code else ""
    centre = HttpCentre(settings.server, ca_file=settings.ca_file)
    try:
        hall, names = centre.hall(), HttpEnrolment(centre).window_names()
    finally:
        centre.close()
    _ask(settings, hall, window, names, keys)
    if not code and window in names.by_code and not _holds_credential(settings, hall, window, keys):
        if not is_a_desk(settings):
            _keep_centre(settings, hall)  # its sign-in page asks for the code
        raise Refusal("enroll.code_wanted", window=window)
    return _become(settings, _Asked(hall, window, names.windows, code), keys)


def is_enrolled(
    settings: Settings, *, by_code: WindowId | None = None, keys: Callable[[Path], Keys] = from_keyring
) -> bool:
    """Whether this computer already is a desk of the hall at that address; `by_code`: and of that window by a code,
    so that a desk of before there were codes shows its first.
    """
    kept = settings_file.read({}, home=settings.home)
    same = is_a_desk(settings) and kept.server == settings.server
    return same and (by_code is None or _holds_credential(settings, kept.hall, by_code, keys))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a computer is to be. `code`: what it shows; "" for none."""

    hall: HallId
    window: WindowId
    windows: Sequence[WindowId]
    code: str


def _ask(settings: Settings, hall: HallId, window: WindowId, names: WindowNames, keys: Callable[[Path], Keys]) -> None:
    if window not in names.windows:
        raise Refusal("enroll.no_such_window", window=window[:40], known=" ".join(names.windows))
    if hall != settings.hall and _holds_work(settings, keys):
        raise Refusal("enroll.unsent", hall=settings.hall)


def _become(settings: Settings, asked: _Asked, keys: Callable[[Path], Keys]) -> Enrolled:
    again = is_a_desk(settings)
    station = open_station(replace(settings, hall=asked.hall), keys=keys)
    try:
        if asked.code:
            show_code(station, asked.window, asked.code)
        if again:
            renew_epoch(station)
        signing_in.expect_at(station, asked.window, asked.windows)
        author = station.journal.terms.author
    finally:
        close_station(station)
    _keep_centre(settings, asked.hall)
    return Enrolled(asked.hall, asked.window, author.device, author.epoch + again)


def _keep_centre(settings: Settings, hall: HallId) -> None:
    said = {"server": settings.server, "hall": str(hall), "ca_file": settings.ca_file}
    settings_file.keep(settings.home, {name: value for name, value in said.items() if value})


def _holds_credential(settings: Settings, hall: HallId, window: WindowId, keys: Callable[[Path], Keys]) -> bool:
    if not is_a_desk(settings):
        return False
    station = open_station(replace(settings, hall=hall), keys=keys)
    try:
        with station.journal.reading() as reading:
            return has_shown(reading, window)
    finally:
        close_station(station)


def _holds_work(settings: Settings, keys: Callable[[Path], Keys]) -> bool:
    left = unsent(settings, keys=keys)
    return bool(left.steps or left.pages)
