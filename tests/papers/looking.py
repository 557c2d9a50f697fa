"""Programs that are not ours look at a PDF: poppler renders and reads it, zxing-cpp reads its codes."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
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


def text(folder: Path, pdf: bytes) -> str:
    """The text as somebody copies it out."""
    file = saved(folder, pdf)
    told = subprocess.run(["pdftotext", "-layout", str(file), "-"], check=True, capture_output=True)
    return told.stdout.decode()


def words(folder: Path, pdf: bytes) -> list[list[Word]]:
    """Every word of every page with its place."""
    file = saved(folder, pdf)
    told = subprocess.run(["pdftotext", "-bbox", str(file), "-"], check=True, capture_output=True).stdout.decode()
    found = []
    for page in told.split("<page ")[1:]:
        matches = re.findall(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>', page)
        found.append([Word(m[4], *(float(part) for part in m[:4])) for m in matches])
    return found


def fonts(folder: Path, pdf: bytes) -> list[list[str]]:
    """The rows that pdffonts prints, without its heading."""
    file = saved(folder, pdf)
    told = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True).stdout.decode()
    return [line.split() for line in told.splitlines()[2:]]
