"""Guards around every test: no word to the outside, and no warning in the log that nobody asked for."""

from __future__ import annotations

import ipaddress
import logging
import socket

_MDNS = "224.0.0.251"
_OWN_NAMES = ("", "localhost")
_NOBODYS_NAMES = (".invalid", ".test", ".example", "invalid", "test", "example")  # RFC 2606: can never be found


class ReachedOutsideError(AssertionError):
    """A test spoke to something that is not this machine."""


def stay_inside(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook: connections and look-ups reach this machine only. Sockets made by libpq and Qt are not seen."""
    if event in ("socket.connect", "socket.sendto"):
        address = arguments[1]
        if isinstance(address, tuple) and address and not _called_out_here(arguments[0], str(address[0])):
            _admit(str(address[0]), f"{address[0]}:{address[1]}")
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        _admit(host.decode() if isinstance(host, bytes) else str(host or ""), str(host))


def _called_out_here(line: object, host: str) -> bool:
    """Whether this is mDNS on the loopback card: a call to everybody in the network, which leaves no machine."""
    if host != _MDNS or not isinstance(line, socket.socket):
        return False
    card = line.getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, 4)
    return ipaddress.ip_address(card).is_loopback


def _admit(host: str, told: str) -> None:
    if host in _OWN_NAMES:
        return
    if host.endswith(_NOBODYS_NAMES):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise ReachedOutsideError(f"a test reaches out to {told}; tests speak to this machine only")


class Listening(logging.Handler):
    """Keeps every record of WARNING and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def said(self) -> str:
        """The records, one a line."""
        return "\n".join(f"{one.levelname} {one.name}: {one.getMessage()}" for one in self.records)
