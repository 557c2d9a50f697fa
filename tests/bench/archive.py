"""A case of 100 pages as one PDF/A, held against bare img2pdf of the same pages; and what the whole package costs.

`python -m tests.bench archive`. Both write a file from pages in memory, and both copy the scanner's JPEG as it is. Ours
adds what makes it an archive copy and an invisible text layer of 30 words a page. In turns, medians. Wanted is at most
1.5. Told beside it: the package of an archived case with these pages, from the encrypted cache and vault to a file that
the disk holds, and its check.
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import img2pdf
import numpy as np
from PIL import Image, ImageDraw

from deskapp.archives import checking
from deskapp.archives.page_picture import picture_of
from deskapp.archives.pdf_pages import About, pdf_of
from deskapp.archives.text_layer import Word
from deskapp.clerk import archiving
from tests.archives.made import archived
from tests.bench.table import Row, Wanted
from tests.clerk import office

PAGES = 100
TURNS = 7
WANTED = Wanted(1.5)
_ABOUT = About("归档", "示例县政务服务大厅", datetime(2026, 11, 23, tzinfo=UTC))
_LINE = [Word("申请人 王秀英 联系电话", 100, 100 + 60 * line, 600, 40) for line in range(30)]


def main() -> list[Row]:
    """Measure; the rows of the table."""
    Path("build").mkdir(exist_ok=True)  # on the disk of the checkout: /tmp may be memory
    with tempfile.TemporaryDirectory(dir="build") as folder:
        return measure(Path(folder), PAGES, TURNS)


def measure(folder: Path, count: int, turns: int) -> list[Row]:
    """The rows for so many pages."""
    pages = [page(place) for place in range(count)]
    size = sum(map(len, pages)) / 1e6
    ours: list[float] = []
    bare: list[float] = []
    for turn in range(turns + 1):
        mine = _took(lambda: _ours(folder / "ours.pdf", pages))
        theirs = _took(lambda: _bare(folder / "bare.pdf", pages))
        if turn:  # the first one loads what is loaded once
            ours.append(mine)
            bare.append(theirs)
    mine, theirs = statistics.median(ours), statistics.median(bare)
    packed, checked = _whole(folder, pages)
    what = f"PDF/A of {count} pages with text"
    return [
        Row(f"{what} ({size:.0f} MB)", f"{mine * 1000:.0f} ms", f"{theirs * 1000:.0f} ms", mine / theirs, WANTED),
        Row("the whole package", f"{packed * 1000:.0f} ms", f"{theirs * 1000:.0f} ms", packed / theirs),
        Row("the four checks of it", f"{checked * 1000:.0f} ms"),
    ]


def page(place: int) -> bytes:
    """An A4 page at 200 dpi as a scanner gives it: grain, and lines of writing."""
    grain = np.random.default_rng(place).integers(236, 256, (2339, 1654, 1), np.uint8).repeat(3, axis=2)
    image = Image.fromarray(grain)
    pen = ImageDraw.Draw(image)
    for line in range(40):
        pen.rectangle((150, 200 + line * 48, 1400 - (line * 37 + place) % 300, 220 + line * 48), fill=(40, 40, 60))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, dpi=(200, 200))
    return out.getvalue()


def _took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ours(file: Path, pages: list[bytes]) -> None:
    with file.open("wb") as out:
        for piece in pdf_of(((picture_of(data), _LINE) for data in pages), _ABOUT):
            out.write(piece)


def _bare(file: Path, pages: list[bytes]) -> None:
    with file.open("wb") as out:
        img2pdf.convert(pages, outputstream=out)


def _whole(folder: Path, pages: list[bytes]) -> tuple[float, float]:
    """Seconds for a package of an archived case, and for its check."""
    station = office.station(folder / "desk", office.FrozenClock())
    desk = office.desk(station)
    case_id = archived(desk, folder / "pages", pages)
    (folder / "out").mkdir()
    packed = _took(lambda: archiving.put_package(desk, case_id, folder / "out"))
    (file,) = (folder / "out").iterdir()
    checked = _took(lambda: _sound(file))
    station.journal.engine.dispose()
    return packed, checked


def _sound(file: Path) -> None:
    findings = checking.check(file)
    if not findings.sound:
        raise AssertionError(findings.faults)
