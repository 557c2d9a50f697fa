"""Where a department's program may be told: only over a line that nobody else reads."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from deskapp.failures import Refusal

_LONGEST = 500  # characters


def ask_address(url: str) -> None:
    """Refusal `hook.bad_address` unless it is a whole https address without a name and password in it; `http` only on
    this very machine.
    """
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError as error:
        raise Refusal("hook.bad_address") from error
    host = parts.hostname or ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and _loopback(host))
    whole = bool(host) and port_is_one and not parts.username and not parts.password and not parts.fragment
    if not (safe and whole and len(url) <= _LONGEST and url.isascii() and url.isprintable() and " " not in url):
        raise Refusal("hook.bad_address")


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
