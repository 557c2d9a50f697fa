"""Takes pages as they come: checked, kept, and only then told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from deskapp.failures import ContentTrouble
from deskapp.ids import PageDigest
from deskapp.rules.page_making import Doubt
from deskapp.scans.encoding import as_jpeg
from deskapp.scans.page import LEAST_SIDE, Colour, Head, Seen, check, head_and_small
from deskapp.scans.raw import is_raw, pixels


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
    cut_off: bool = False

    @property
    def doubts(self) -> tuple[tuple[PageDigest, Doubt], ...]:
        """What a clerk should look at, as the journal says it."""
        seen = ((Doubt.BLANK, self.blank), (Doubt.BLURRED, self.blurred), (Doubt.DARK, self.dark))
        return tuple((self.digest, doubt) for doubt, so in (*seen, (Doubt.CUT_OFF, self.cut_off)) if so)


def take(arriving: Iterable[tuple[bytes, int]], keep: Callable[[bytes], PageDigest]) -> Iterator[TakenPage]:
    """Take pages, each with its dots per inch (0 when nobody knows), one at a time.

    What is no picture raises ContentTrouble after the pages before it were kept and told; so does whatever the source
    raises when it jams.
    """
    for raw, dpi in arriving:
        data = encoded(raw, dpi)
        seen = check(data, dpi)
        digest = keep(data)
        yield taken_page(digest, len(data), seen)


def taken_page(digest: PageDigest, size: int, seen: Seen) -> TakenPage:
    """A page that is kept, as it was seen."""
    return TakenPage(
        digest, size, seen.media_type, seen.width, seen.height, seen.dpi,
        blank=seen.blank, blurred=seen.blurred, dark=seen.dark, cut_off=seen.cut_off,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Came:
    """A page as it will be kept, its head, a picture of it that is small or can be made so (None: only of `data`), and
    the dots per inch that the source knew of, or 0.
    """

    data: bytes
    head: Head
    picture: Colour | None
    dpi: int


def came(raw: bytes, dpi: int = 0) -> Came:
    """A page that has just come, looked at for the first time: whether it is a picture to its end.

    What is packed here is not unpacked again to see that. ContentTrouble as of `page.check` and of `encoded`.
    """
    if not is_raw(raw):
        return Came(raw, *head_and_small(raw), dpi)
    there = pixels(raw)
    height, width = there.shape[:2]
    if min(width, height) < LEAST_SIDE:
        raise ContentTrouble("page.not_an_image")
    return Came(as_jpeg(there, _QUALITY, dpi), Head("image/jpeg", width, height, dpi), there, dpi)


def encoded(raw: bytes, dpi: int = 0) -> bytes:
    """A raw picture (PNM) as JPEG, once: what is kept then is the page. Anything else stays as it came.

    `dpi` is written into it where it is known: a raw picture cannot tell, and nobody could print it true to size later.

    ContentTrouble `page.truncated` when the raw picture is less than its head says.
    """
    return as_jpeg(pixels(raw), _QUALITY, dpi) if is_raw(raw) else raw


_QUALITY = 90  # of 100: letters stay sharp, a page in colour at 300 dpi is half a megabyte
