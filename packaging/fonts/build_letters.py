"""Builds resources/fonts/OneWindowLetters.ttf: letters of foreigners' and of Yi names that Noto Sans SC lacks.

    apt install fonts-noto-core
    python packaging/fonts/build_letters.py [--noto /usr/share/fonts/truetype/noto] [--out DIR]

Inputs, of this edition alone: fonts-noto-core 20201225, NotoSans-Regular.ttf and NotoSansYi-Regular.ttf, both under the
SIL Open Font License 1.1, "Noto" not reserved. From the one the Latin, Greek and Cyrillic letters that stand for
themselves (Łukasz, Şahin, Đorđević), from the other all of Yi. Scripts whose letters change with their neighbours
(Tibetan, Mongolian, Arabic) are not taken: set letter by letter they would be wrong, and the paper library sets so.
No date of building is written: the same inputs and the fontTools of requirements.lock give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
from pathlib import Path

from build_fonts import CHANGED, HERE, cut, opened, rename
from fontTools.merge import Merger
from fontTools.ttLib import TTFont

NOTO = Path("/usr/share/fonts/truetype/noto")
NOTO_SANS = "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d"
NOTO_YI = "f621f514dce105a414ef7373a36b54ccc8d760a6319ad7133695fb42a1f02552"


def wanted() -> set[int]:
    """Latin with all its marks, combining ones too; Greek; Cyrillic; Yi and its radicals."""
    blocks = [(0xA0, 0x24F), (0x259, 0x259), (0x2B9, 0x2BF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F),
              (0x1E00, 0x1FFF), (0x2C60, 0x2C7F), (0xA000, 0xA4CF)]  # fmt: skip
    return {code for first, last in blocks for code in range(first, last + 1)}


def main() -> None:
    """Build it, and lay its licence beside it."""
    parser = argparse.ArgumentParser(description="Build the font of other letters from published fonts.")
    parser.add_argument("--noto", type=Path, default=NOTO)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--licence", type=Path, default=Path("/usr/share/doc/fonts-noto-core/copyright"))
    args = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    first = TTFont(args.out / "NotoSansSC-Regular.ttf")
    have = set(first.getBestCmap())
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for name, digest in (("NotoSans-Regular", NOTO_SANS), ("NotoSansYi-Regular", NOTO_YI)):
            font = opened(args.noto / f"{name}.ttf", digest)
            have |= cut(font, wanted() - have)
            parts.append(f"{folder}/{name}.ttf")
            font.save(parts[-1])
        merged = Merger().merge(parts)
    for table in ("GDEF", "GSUB", "GPOS"):
        if table in merged:
            del merged[table]
    rename(merged, "OneWindow Letters", CHANGED + "cut from Noto Sans and Noto Sans Yi: subset, joined, renamed.")
    merged["head"].created = merged["head"].modified = first["head"].created  # no date of building
    merged.recalcTimestamp = False
    merged.save(args.out / "OneWindowLetters.ttf", reorderTables=True)
    (args.out / "LICENSE-OneWindowLetters.txt").write_text(
        "OneWindowLetters.ttf is cut from Noto Sans and Noto Sans Yi: subset, joined, renamed.\n"
        f"What follows is the text of their package.\n\n{args.licence.read_text(encoding='utf-8')}", encoding="utf-8",
    )  # fmt: skip


if __name__ == "__main__":
    main()
