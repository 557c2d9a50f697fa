"""Where an eSCL scanner lives, as its name says it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import urlsplit

KIND = "escl"
ROOT = "/eSCL"  # the usual place of the service; another is announced as `rs`

_LABEL = r"[0-9A-Za-z](?:[0-9A-Za-z_-]*[0-9A-Za-z])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_PLACE = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:]+))(?::[0-9]*)?")
_PATH = re.compile(r"(?:/[0-9A-Za-z._~:@!$&'()*+,;=%-]+)+")
_PORTS = {"http": 80, "https": 443}
_LONGEST = 300  # characters of a whole name


@dataclass(frozen=True, slots=True)
class Address:
    """One service: `root` begins with a slash and does not end with one."""

    secure: bool
    host: str
    port: int
    root: str = ROOT

    @property
    def name(self) -> str:
        """The source's name: "escl:http://192.168.1.20/eSCL"."""
        return f"{KIND}:{self.scheme}://{self.place}{self.root}"

    @property
    def scheme(self) -> str:
        return "https" if self.secure else "http"

    @property
    def place(self) -> str:
        """Host and port as a URL has them; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def read(said: str) -> Address:
    """The address behind "escl:": a URL, or a host alone (then http, and the usual root).

    ValueError for anything else, above all for a name or a password in the URL: a source's name is shown and logged.
    """
    if len(said) > _LONGEST or not said.isascii() or not said.isprintable():
        raise ValueError("no address of a scanner")
    url = urlsplit(said if "://" in said else f"http://{said}")
    if url.scheme not in _PORTS or "@" in url.netloc or url.query or url.fragment or "?" in said or "#" in said:
        raise ValueError("no address of a scanner")
    root = url.path.rstrip("/") or ROOT
    if not plain_path(root):
        raise ValueError("no address of a scanner")
    host = _host_of(url.netloc)
    port = url.port if url.port is not None else _PORTS[url.scheme]  # raises ValueError beyond 65535
    if port == 0:
        raise ValueError("no port")
    return Address(url.scheme == "https", host, port, root)


def _host_of(netloc: str) -> str:
    """The host of "host:port". `urlsplit` passes over what stands behind a bracket, and a resolver over much else.

    ValueError where it is neither a name nor an address: of one that ends in a figure nobody but an address is meant.
    """
    found = _PLACE.fullmatch(netloc)
    if found is None or not (found[1] or _NAME.fullmatch(found[2])):
        raise ValueError("no address of a scanner")
    if found[1]:
        return str(IPv6Address(found[1]))  # AddressValueError is a ValueError
    return str(IPv4Address(found[2])) if found[2].rpartition(".")[2].isdecimal() else found[2].lower()


def is_one(source: str) -> bool:
    """Whether a source's name means a scanner in the network."""
    return source.startswith(f"{KIND}:")


def plain_path(path: str) -> bool:
    """Whether this may stand in a request as it is: no steps upwards, nothing that ends a line."""
    return bool(_PATH.fullmatch(path)) and not {".", ".."} & set(path.split("/"))
