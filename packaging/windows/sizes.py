"""How large the package is, part by part, and the most it may be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

MEGABYTE = 1_000_000
MOST_SETUP = 160 * MEGABYTE  # a county fetches three hundred of them at night
MOST_INSTALLED = 450 * MEGABYTE

_PARTS = {
    "Qt": ("PySide6", "shiboken6"),
    "OpenCV": ("cv2", "opencv_python_headless.libs"),
    "reading (onnxruntime, rapidocr)": ("onnxruntime", "rapidocr", "shapely", "shapely.libs", "pyclipper"),
    "numpy": ("numpy", "numpy.libs"),
    "fonts, sounds, words": ("resources",),
    "pages and PDF": ("pi_heif", "pikepdf", "pikepdf.libs", "pypdfium2", "pypdfium2_raw", "PIL", "lxml", "reportlab"),
    "S3 (the centre)": ("botocore", "boto3", "s3transfer"),
}
REST = "Python and everything else"


def shares(program: Path) -> Mapping[str, int]:
    """Bytes for each part of a program folder, largest first; the parts together are the whole."""
    part_of = {folder: part for part, folders in _PARTS.items() for folder in folders}
    found = dict.fromkeys([*_PARTS, REST], 0)
    for path in program.rglob("*"):
        if path.is_file() and not path.is_symlink():
            below = path.relative_to(program).parts
            first = below[1] if below[0] == "_internal" and len(below) > 1 else below[0]
            found[part_of.get(first, REST)] += path.stat().st_size
    return dict(sorted(found.items(), key=lambda share: -share[1]))


def table(program: Path, setup: Path | None = None) -> str:
    """The shares as lines for a person: megabytes and hundredths of the whole."""
    found = shares(program)
    whole = sum(found.values())
    lines = [f"{part:<34}{size / MEGABYTE:8.1f} MB {100 * size / max(whole, 1):5.1f} %" for part, size in found.items()]
    lines.append(f"{'installed':<34}{whole / MEGABYTE:8.1f} MB (at most {MOST_INSTALLED // MEGABYTE})")
    if setup is not None:
        lines.append(f"{'setup':<34}{setup.stat().st_size / MEGABYTE:8.1f} MB (at most {MOST_SETUP // MEGABYTE})")
    return "\n".join(lines)


def too_large(program: Path, setup: Path | None = None) -> list[str]:
    """What is larger than it may be; nothing when all is well."""
    found = []
    if (installed := sum(shares(program).values())) > MOST_INSTALLED:
        found.append(f"installed: {installed / MEGABYTE:.1f} MB")
    if setup is not None and setup.stat().st_size > MOST_SETUP:
        found.append(f"setup: {setup.stat().st_size / MEGABYTE:.1f} MB")
    return found
