"""Programs that are not ours look at a PDF: poppler renders and reads it, zxing-cpp reads its codes."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import zxingcpp
from PIL import Image


@dataclass(frozen=True)
class Word:
    """A word where it stands, in points from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def saved(folder: Path, pdf: bytes) -> Path:
    file = folder / "paper.pdf"
    file.write_bytes(pdf)
    return file


def pictures(folder: Path, pdf: bytes, dpi: int) -> list[Image.Image]:
    """Every page as a picture."""
    file = saved(folder, pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", str(file), str(folder / "page")], check=True)
    return [Image.open(page).convert("L") for page in sorted(folder.glob("page*.png"))]


def codes(picture: Image.Image) -> set[str]:
    """Every barcode that can be read from a picture."""
    return {code.text for code in zxingcpp.read_barcodes(picture)}


def kinds(picture: Image.Image) -> dict[str, str]:
    """What kind of code each one that can be read is, by its text."""
    return {code.text: code.format.name for code in zxingcpp.read_barcodes(picture)}


def text(folder: Path, pdf: bytes) -> str:
    """The text as somebody copies it out."""
    return _told("pdftotext", "-layout", str(saved(folder, pdf)), "-")


def written(folder: Path, pdf: bytes) -> str:
    """The text in the order it is written in, without blanks and line ends."""
    return "".join(_told("pdftotext", "-raw", str(saved(folder, pdf)), "-").split())


def words(folder: Path, pdf: bytes) -> list[list[Word]]:
    """Every word of every page with its place."""
    told = _told("pdftotext", "-bbox", str(saved(folder, pdf)), "-")
    found = []
    for page in told.split("<page ")[1:]:
        matches = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
        found.append([Word(unescape(m[4]), *(float(part) for part in m[:4])) for m in matches])
    return found


def fonts(folder: Path, pdf: bytes) -> list[list[str]]:
    """The rows that pdffonts prints, without its heading."""
    return [line.split() for line in _told("pdffonts", str(saved(folder, pdf))).splitlines()[2:]]


def about(folder: Path, pdf: bytes) -> dict[str, str]:
    """What the file says about itself."""
    lines = _told("pdfinfo", str(saved(folder, pdf))).splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()
