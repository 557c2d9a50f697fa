"""Takes pages as they come: checked, kept, and only then told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import cv2

from deskapp.failures import ContentTrouble
from deskapp.ids import PageDigest
from deskapp.scans.page import check, unpacked


@dataclass(frozen=True, slots=True)
class TakenPage:
    """A page that is kept. Width and height in pixels, size in bytes; `dark` when the lamp is too weak."""

    digest: PageDigest
    size: int
    media_type: str
    width: int
    height: int
    dpi: int
    blank: bool
    blurred: bool
    dark: bool


def take(arriving: Iterable[tuple[bytes, int]], keep: Callable[[bytes], PageDigest]) -> Iterator[TakenPage]:
    """Take pages, each with its dots per inch (0 when nobody knows), one at a time.

    What is no picture raises ContentTrouble after the pages before it were kept and told; so does whatever the source
    raises when it jams.
    """
    for raw, dpi in arriving:
        data = encoded(raw, dpi)
        seen = check(data, dpi)
        digest = keep(data)
        yield TakenPage(
            digest, len(data), seen.media_type, seen.width, seen.height, seen.dpi,
            blank=seen.blank, blurred=seen.blurred, dark=seen.dark,
        )  # fmt: skip


def encoded(raw: bytes, dpi: int = 0) -> bytes:
    """A raw picture (PNM) as JPEG, once: what is kept then is the page. Anything else stays as it came.

    `dpi` is written into it where it is known: a raw picture cannot tell, and nobody could print it true to size later.

    ContentTrouble `page.truncated` when the raw picture is less than its head says.
    """
    if not raw.startswith(_RAW):
        return raw
    done, written = cv2.imencode(".jpg", unpacked(raw, cv2.IMREAD_ANYCOLOR), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise ContentTrouble("page.truncated")
    data = bytearray(bytes(written))
    if dpi and data[6:11] == b"JFIF\0":  # OpenCV leaves the density blank; 1 says "per inch", then across and down
        data[13:18] = b"\x01" + min(dpi, 65535).to_bytes(2, "big") * 2
    return bytes(data)


_RAW = (b"P4", b"P5", b"P6")
_QUALITY = 90  # of 100: letters stay sharp, a page in colour at 300 dpi is half a megabyte
