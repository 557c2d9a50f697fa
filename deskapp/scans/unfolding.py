"""A file that holds pages, taken apart: PDF, many-paged TIFF, HEIC. Runs in a process of its own (`apart`).

Native readers of formats like these have had holes for twenty years, so whatever they do to this process, the window
goes on. Nothing is written: the file comes in by one pipe, the pages go out by another.
"""

from __future__ import annotations

import ctypes
import io
import os
import sys
import warnings
from collections.abc import Iterator
from typing import IO, Any

import pypdfium2  # type: ignore[import-untyped]
from PIL import Image, ImageOps

from deskapp.failures import ContentTrouble
from deskapp.rules import dots
from deskapp.scans.apart import MOST_PAGES, folded
from deskapp.scans.page import MOST_PIXELS

_DPI = 300  # of a page that is drawn and not photographed
_LEAST_DPI, _MOST_DPI = 150, 600
_QUALITY = 92
_INCH = 72.0  # points
_MEMORY = 3 * 1024**3  # bytes of address space; pdfium reserves much that it never uses
_LOCKED = 4  # pdfium: FPDF_ERR_PASSWORD


def unfold(data: bytes) -> Iterator[bytes]:
    """Each page as a picture; nothing for a file that is one picture already.

    ContentTrouble `page.locked`, `page.too_many`, `page.too_large`, `page.not_an_image` or `page.truncated`.
    """
    kind = folded(data)
    if kind == "pdf":
        yield from _of_pdf(data)
    elif kind == "heif":
        yield _of_heif(data)
    elif kind == "tiff":
        yield from _of_tiff(data)


def _of_pdf(data: bytes) -> Iterator[bytes]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", 0) == _LOCKED
        raise ContentTrouble("page.locked" if locked else "page.truncated") from error
    if len(document) > MOST_PAGES:
        raise ContentTrouble("page.too_many", most=MOST_PAGES)
    if not len(document):
        raise ContentTrouble("page.truncated")
    for number in range(len(document)):
        try:
            yield _drawn(document[number])
        except pypdfium2.PdfiumError as error:
            raise ContentTrouble("page.truncated") from error


def _drawn(page: Any) -> bytes:
    width, height = page.get_size()
    if not (1 <= width <= 20_000 and 1 <= height <= 20_000):
        raise ContentTrouble("page.too_large")
    dpi = _dpi_of(page, width)
    if width * height * (dpi / _INCH) ** 2 > MOST_PIXELS / 2:
        dpi = int(_INCH * (MOST_PIXELS / 2 / (width * height)) ** 0.5)
    picture = page.render(scale=dpi / _INCH, fill_color=(255, 255, 255, 255)).to_pil()
    return _jpeg(picture.convert("RGB"), dpi)


def _dpi_of(page: Any, width: float) -> int:
    """As many dots as the photograph has that the page consists of; else enough for print."""
    pictures = list(page.get_objects(filter=[3], max_depth=2))  # 3: FPDF_PAGEOBJ_IMAGE
    if len(pictures) != 1:
        return _DPI
    across, down = ctypes.c_uint(), ctypes.c_uint()
    if not pypdfium2.raw.FPDFImageObj_GetImagePixelSize(pictures[0], across, down):
        return _DPI
    left, _, right, _ = pictures[0].get_bounds() if hasattr(pictures[0], "get_bounds") else pictures[0].get_pos()
    share = (right - left) / width if right > left else 1.0
    return min(_MOST_DPI, max(_LEAST_DPI, round(across.value / max(0.05, share) / width * _INCH)))


def _of_heif(data: bytes) -> bytes:
    import pi_heif  # type: ignore[import-untyped]  # of the file formats the one that is seldom met: not loaded for the others

    try:
        held = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
        if held.size[0] * held.size[1] > MOST_PIXELS:
            raise ContentTrouble("page.too_large")
        picture = held.to_pillow()
    except (OSError, ValueError, RuntimeError, SyntaxError, EOFError, IndexError, KeyError) as error:
        raise ContentTrouble("page.truncated") from error
    return _jpeg(picture.convert("RGB"), 0)


def _of_tiff(data: bytes) -> Iterator[bytes]:
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=("TIFF",)) as held:
            frames = int(getattr(held, "n_frames", 1))
            if frames > MOST_PAGES:
                raise ContentTrouble("page.too_many", most=MOST_PAGES)
            for number in range(frames if frames > 1 else 0):
                held.seek(number)
                if held.width * held.height > MOST_PIXELS:
                    raise ContentTrouble("page.too_large")
                yield _png(held)
    except (Image.DecompressionBombError, MemoryError) as error:
        raise ContentTrouble("page.too_large") from error
    except (OSError, ValueError, SyntaxError, EOFError, KeyError, TypeError, ZeroDivisionError) as error:
        raise ContentTrouble("page.truncated") from error


def _png(frame: Image.Image) -> bytes:
    fine = dots.believed(frame.info.get("dpi"))
    upright = ImageOps.exif_transpose(frame)
    plain = upright if upright.mode in ("1", "L", "RGB") else upright.convert("RGB")
    held = io.BytesIO()
    plain.save(held, "PNG", compress_level=3, dpi=fine if all(fine) else None)
    return held.getvalue()


def _jpeg(picture: Image.Image, dpi: int) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=_QUALITY, dpi=(dpi, dpi) if dpi else (0, 0))
    return held.getvalue()


def main(came: IO[bytes], goes: IO[bytes]) -> None:
    """In the process of its own: the file in, then each page with its length before it; a refusal as its code."""
    _hold_memory()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        for page in unfold(came.read()):
            _tell(goes, b"P", page)
        _tell(goes, b"E", b"")
    except ContentTrouble as trouble:
        _tell(goes, b"F", trouble.code.encode())
    except MemoryError:
        _tell(goes, b"F", b"page.too_large")


def _tell(goes: IO[bytes], kind: bytes, body: bytes) -> None:
    goes.write(kind + len(body).to_bytes(4, "big") + body)
    goes.flush()


def _hold_memory() -> None:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run() -> int:
    """By the numbers of the pipes: the packaged program has no standard streams of its own."""
    with os.fdopen(0, "rb", closefd=False) as came, os.fdopen(1, "wb", closefd=False) as goes:
        main(came, goes)
    return 0


if __name__ == "__main__":
    sys.exit(run())
