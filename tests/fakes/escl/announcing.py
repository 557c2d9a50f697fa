"""The tests' scanner says that it is there, as a real one does: by mDNS, on one card of this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from zeroconf import ServiceInfo, Zeroconf

from deskapp.devices.scanner.escl_found import PLAIN, SECURE

LOOPBACK = "127.0.0.1"


def announcement(
    port: int,
    *,
    called: str = "Hall Scanner 4",
    secure: bool = False,
    addresses: tuple[str, ...] = (LOOPBACK,),
    words: Mapping[str, str] | None = None,
) -> ServiceInfo:
    """What it says; `words` differ from the usual ones, or stand beside them."""
    kind = SECURE if secure else PLAIN
    usual = {
        "txtvers": "1", "ty": called, "rs": "eSCL", "is": "platen,adf", "duplex": "T", "cs": "color,grayscale",
        "pdl": "image/jpeg,application/pdf", "vers": "2.63", "uuid": "00000000-0000-4000-8000-0000000000e5",
    }  # fmt: skip
    return ServiceInfo(
        kind, f"{called}.{kind}", port=port, properties=usual | dict(words or {}), server="hall-scanner-4.local.",
        addresses=[socket.inet_pton(socket.AF_INET6 if ":" in one else socket.AF_INET, one) for one in addresses],
    )  # fmt: skip


@contextmanager
def announced(*infos: ServiceInfo, card: str = LOOPBACK) -> Iterator[None]:
    """These are announced until the block is left."""
    speaking = Zeroconf(interfaces=[card])
    try:
        for info in infos:
            speaking.register_service(info)
        yield
    finally:
        speaking.close()
