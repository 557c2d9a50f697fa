"""How each paper is meant to look, kept as pictures and compared by how dark each small field of a page is.

After a change of looks that was meant, draw them anew and look at them:

    python -m tests.papers.pictures
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from deskapp.ids import CaseId
from deskapp.papers import separators
from tests.papers import looking, samples, samples_of_steps, stack_of

FOLDER = Path(__file__).parent / "pictures_kept"
DPI = 60
_REACH = 3  # pixels (1.3 mm) over which darkness is evened out, so that another renderer's edges do not count
MOST = 60  # of 255. Measured: the same poppler 4, QtPdf, another renderer, 52; the mark of a reprint 107


def drawn() -> dict[str, bytes]:
    """The papers that are kept as pictures, by name: each usual one, and one with everything that can be on it."""
    papers = {kind: samples.draw(kind, 4, item="个体工商户设立登记") for kind in samples.LAID}
    marked = replace(samples.LONGEST, practice=True, again=1)
    sealed = replace(samples.IMPRINT, seal=samples_of_steps.seal(), heading="浙江省示例县人民政府政务服务中心")
    return papers | {
        "longest": samples.draw("acceptance", 4, imprint=marked),
        "separator": separators.draw([stack_of.sheet(CaseId("01a21ce0-6186-7cde-8376-3427e3839c8d"), 1)]),
        "sealed": samples.draw("deferral", 2, imprint=sealed, item="个体工商户设立登记"),
    }


def seen(folder: Path, pdf: bytes) -> Image.Image:
    """Every page of a paper, side by side."""
    pages = looking.pictures(folder, pdf, DPI)
    whole = Image.new("L", (sum(page.width for page in pages), pages[0].height), 255)
    left = 0
    for page in pages:
        whole.paste(page, (left, 0))
        left += page.width
    return whole


def kept(name: str) -> Image.Image:
    """How the paper is meant to look."""
    return Image.open(FOLDER / f"{name}.png").convert("L")


def apart(one: Image.Image, other: Image.Image) -> int:
    """How far two pictures are apart where they are furthest, from 0 to 255."""
    if one.size != other.size:
        return 255
    evened = [picture.filter(ImageFilter.BoxBlur(_REACH)) for picture in (one, other)]
    _, most = ImageChops.difference(*evened).getextrema()
    return int(most)  # type: ignore[arg-type]  # one channel: two numbers


def keep() -> None:
    """Draw all of them anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, pdf in drawn().items():
        with tempfile.TemporaryDirectory() as folder:
            seen(Path(folder), pdf).quantize(32).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    keep()
