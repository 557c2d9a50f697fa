"""Every page as a picture on the screen: small, large, and sharp where it is looked at closely."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QImage

from deskapp.clerk import page_steps, scanning
from deskapp.failures import Failure
from deskapp.ids import PageDigest
from deskapp.scans import layers
from deskapp.scans.layers import Layers, Overview, Raster
from ui.clerk.session import Session
from ui.page_images import decode, image_of

PICTURES, TILES = "pictures", "tiles"
LARGE, SMALL = 1800, 240  # pixels on the longer side


class PictureWires(QObject):
    """Reads and unpacks pages in lanes of their own; the screen is given what is ready to be painted."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self._looked_at = ""
        self._layers: tuple[str, Layers] | None = None  # of one page; touched in the lane of tiles alone
        pages = session.screen.pages
        pages.picture_wanted.connect(self._want_picture)
        pages.original_wanted.connect(self._want_original)
        pages.thumbnail_wanted.connect(self._want_thumbnail)
        pages.tile_wanted.connect(self._want_tile)
        session.cleared.connect(self._forget)

    def _want_picture(self, digest: str) -> None:
        desk, pages = self._s.desk, self._s.screen.pages
        self._looked_at = digest
        self._show(
            lambda: scanning.page_bytes(desk, PageDigest(digest)),
            lambda picture, full: pages.show_picture(digest, picture, full),
        )

    def _want_original(self, digest: str) -> None:
        desk, pages, case = self._s.desk, self._s.screen.pages, self._s.case_id
        if case is not None:
            self._looked_at = ""  # tiles are of the page and not of its scan
            self._show(
                lambda: scanning.page_bytes(desk, page_steps.original(desk, case, PageDigest(digest))[0]),
                lambda picture, full: pages.show_original(digest, picture, full),
            )

    def _show(self, read: Callable[[], bytes], then: Callable[[QImage, QSize], None]) -> None:
        def work() -> tuple[QImage, QSize]:
            seen: Overview = layers.overview(read(), LARGE)
            return image_of(seen.raster), QSize(seen.width, seen.height)

        self._s.do(PICTURES, work, lambda made: then(*made))

    def _want_thumbnail(self, digest: str) -> None:
        desk, pages = self._s.desk, self._s.screen.pages
        self._s.do(
            PICTURES,
            lambda: decode(scanning.thumbnail(desk, PageDigest(digest)), SMALL),
            lambda picture: pages.show_thumbnail(digest, picture),
        )

    def _want_tile(self, digest: str, layer: int, column: int, row: int) -> None:
        self._s.do(
            TILES,
            lambda: self._tile(digest, layer, column, row),
            lambda raster: self._show_tile(digest, layer, column, row, raster),
            self._no_tile,
        )

    def _tile(self, digest: str, layer: int, column: int, row: int) -> Raster | None:
        if digest != self._looked_at:
            return None  # another page is looked at by now
        if self._layers is None or self._layers[0] != digest:
            self._layers = None  # let go before the next is unpacked
            self._layers = (digest, Layers(scanning.page_bytes(self._s.desk, PageDigest(digest)), LARGE))
        return self._layers[1].tile(layer, column, row)

    def _show_tile(self, digest: str, layer: int, column: int, row: int, raster: Raster | None) -> None:
        if digest == self._looked_at:
            self._s.screen.pages.preview.show_tile(layer, column, row, raster)

    def _no_tile(self, _: Failure) -> None:
        """The page itself could not be read either, and that was said."""

    def _forget(self) -> None:
        self._looked_at = ""

        def let_go() -> None:
            self._layers = None

        self._s.do(TILES, let_go)
