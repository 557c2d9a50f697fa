"""Finds eSCL scanners in the network: they announce themselves by mDNS as `_uscan._tcp` and `_uscans._tcp`.

Whatever is announced is a stranger's word, so it is bounded and only shown: a scanner is used when somebody has named
it. Nothing is sought at start, and whoever seeks waits three seconds at most; not on the screen's thread, then.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import escl_address
from deskapp.devices.scanner.escl_address import Address
from deskapp.failures import DeviceTrouble

if TYPE_CHECKING:
    from zeroconf import ServiceInfo, ServiceStateChange, Zeroconf

EVERYWHERE = ""
NEVER = "never"
PLAIN, SECURE = "_uscan._tcp.local.", "_uscans._tcp.local."

_SEEKING = 3.0  # s; a device on the same wire answers within a fifth of it, one on a slow radio within one
_CALM = 1.0  # s without a new one, after the first: then all have spoken
_LOOK = 0.05  # s
_MOST = 64  # announcements that are looked at; a hall has a dozen scanners
_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class Announced:
    """A scanner that announces itself; what people call it, and what it says it is (to know it when it comes twice)."""

    address: Address
    title: str
    identity: str


def found(search: str = EVERYWHERE, *, seconds: float = _SEEKING) -> list[Announced]:
    """The scanners that announce themselves, each once, by their titles; the encrypted way where there are both.

    `search`: EVERYWHERE, NEVER, or the address of the one network card through which it is sought.
    DeviceTrouble NOT_ON_THIS_SYSTEM when this computer has no such card, or lets nobody seek.
    """
    if search == NEVER:
        return []
    if search != EVERYWHERE and not _own_card(search):
        raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=escl_address.KIND)
    from zeroconf import InterfaceChoice, ServiceBrowser, Zeroconf  # a second of a slow computer; only who seeks waits

    heard = _Heard()
    try:
        cards: InterfaceChoice | list[str] = InterfaceChoice.All if search == EVERYWHERE else [search]
        speaking = Zeroconf(interfaces=cards)
    except (OSError, RuntimeError) as error:
        raise DeviceTrouble(ScannerCode.NOT_ON_THIS_SYSTEM, kind=escl_address.KIND) from error
    try:
        browsing = ServiceBrowser(speaking, [PLAIN, SECURE], handlers=[heard.changed])
        heard.wait(seconds)
        browsing.cancel()
    finally:
        speaking.close()
    return _each_once(heard.told())


def _own_card(address: str) -> bool:
    """Whether this is the address of a card of this computer, asked without a word to the network."""
    try:
        kind = socket.AF_INET if ipaddress.ip_address(address).version == 4 else socket.AF_INET6
        with socket.socket(kind, socket.SOCK_DGRAM) as trial:
            trial.bind((address, 0))
    except (OSError, ValueError):
        return False
    return True


class _Heard:
    """Notes what is announced; called from the library's own thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[str, Announced] = {}
        self._changed = time.monotonic()

    def changed(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        """One is there, has said it anew, or has said goodbye."""
        if state_change.name == "Removed":
            with self._lock:
                self._told.pop(name, None)
            return
        with self._lock:
            if len(self._told) >= _MOST or name in self._told:
                return
        info = zeroconf.get_service_info(service_type, name, timeout=round(_CALM * 1000))
        announced = None if info is None else read(info)
        if announced is not None:
            with self._lock:
                self._told[name] = announced
                self._changed = time.monotonic()

    def wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._lock:
                if self._told and time.monotonic() - self._changed > _CALM:
                    return
            time.sleep(_LOOK)

    def told(self) -> list[Announced]:
        with self._lock:
            return list(self._told.values())


def read(info: ServiceInfo) -> Announced | None:
    """An announcement as a scanner; None when it names no address that could be one."""
    host = _host(info.parsed_addresses())
    words = _words(info.properties)
    root = "/" + (words.get("rs") or escl_address.ROOT).strip("/")
    if not host or not info.port or not escl_address.plain_path(root):
        return None
    said = words.get("ty") or info.name.removesuffix(f".{info.type}")
    title = "".join(letter for letter in said if letter.isprintable())[:_TITLE].strip()
    address = Address(info.type == SECURE, host, info.port, root)
    return Announced(address, title or address.place, words.get("uuid", "").lower() or f"{host}{root}")


def _host(told: list[str]) -> str:
    """The address to call: of the fourth version where there is one, never one that is valid on one wire only."""
    addresses = [ipaddress.ip_address(one.partition("%")[0]) for one in told[:8]]
    usable = [one for one in addresses if not (one.is_multicast or one.is_unspecified)]
    reachable = [one for one in usable if one.version == 4 or not one.is_link_local]
    return str(min(reachable, key=lambda one: one.version, default=""))


def _words(told: Mapping[bytes, bytes | None]) -> dict[str, str]:
    return {
        key.decode("utf-8", "replace").lower(): (value or b"").decode("utf-8", "replace") for key, value in told.items()
    }


def _each_once(told: list[Announced]) -> list[Announced]:
    chosen: dict[str, Announced] = {}
    for one in sorted(told, key=lambda one: (not one.address.secure, one.address.name)):
        chosen.setdefault(one.identity, one)
    return sorted(chosen.values(), key=lambda one: (one.title.casefold(), one.address.name))
