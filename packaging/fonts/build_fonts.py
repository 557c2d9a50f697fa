"""Builds resources/fonts from published fonts: the chain that papers and screens fall back along.

    python packaging/fonts/build_fonts.py --noto DIR

Inputs, by package name:
  npm  @expo-google-fonts/noto-sans-sc   unpacked into DIR (its 400Regular and 700Bold)   SIL OFL 1.1
  apt  fonts-hanazono                    HanaMinB.ttf                                      Hanazono Font Licence / OFL
  apt  fonts-babelstone-han              BabelStoneHan.ttf                                 Arphic Public Licence

What is done, and why: hinting and layout tables are dropped (printers and screens of today need neither for Chinese);
the two rare fonts keep only the ideographs that the fonts before them lack; the first rare one is scaled to 1000
units per em, because PDF/A counts widths in thousandths; both are renamed, because their names are reserved; and no
date of building is written, so that the same inputs give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

HERE = Path(__file__).resolve().parents[2] / "resources" / "fonts"
APT = Path("/usr/share/fonts/truetype")
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "vhea", "vmtx", "VORG", "DSIG", "STAT", "meta"]


def ideographs() -> set[int]:
    """Every ideograph of Unicode: the blocks from extension A to the third plane."""
    blocks = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD)]
    return {code for first, last in blocks for code in range(first, last + 1)}


def common() -> set[int]:
    """What headings are set in: Latin, punctuation, and the 6,763 characters of GB 2312."""
    codes = set(range(0x20, 0x7F)) | set(range(0xA0, 0x100)) | set(range(0x2010, 0x2040)) | set(range(0x3000, 0x3040))
    codes |= set(range(0xFF00, 0xFF66)) | {0x2192, 0x25A1, 0x2611, 0x2713}
    for lead in range(0xA1, 0xF8):
        for trail in range(0xA1, 0xFF):
            try:
                codes.add(ord(bytes((lead, trail)).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return codes


def build(source: Path, name: str, wanted: set[int] | None, *, family: str | None = None) -> set[int]:
    """Write one font; returns every character it has."""
    font = TTFont(source, recalcTimestamp=False)
    has = set(font.getBestCmap())
    keep = has if wanted is None else has & wanted
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409], drop_tables=DROPPED, recalc_timestamp=False,
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=sorted(keep))
    cutter.subset(font)
    if font["head"].unitsPerEm != 1000:
        scale_upem(font, 1000)
    if family is not None:
        for record in font["name"].names:
            if record.nameID in (1, 4):
                record.string = family
            elif record.nameID == 6:
                record.string = family.replace(" ", "")
            elif record.nameID == 3:
                record.string = f"{family} 1"
    font.save(HERE / f"{name}.ttf", reorderTables=True)
    return keep


def main() -> None:
    """Build all four."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--noto", type=Path, required=True)
    noto = parser.parse_args().noto
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    HERE.mkdir(parents=True, exist_ok=True)
    have = build(noto / "400Regular" / "NotoSansSC_400Regular.ttf", "NotoSansSC-Regular", None)
    build(noto / "700Bold" / "NotoSansSC_700Bold.ttf", "NotoSansSC-Bold", common())
    rare = ideographs()
    have |= build(APT / "hanazono" / "HanaMinB.ttf", "OneWindowRareB", rare - have, family="OneWindow Rare B")
    build(APT / "babelstone" / "BabelStoneHan.ttf", "OneWindowRareG", rare - have, family="OneWindow Rare G")


if __name__ == "__main__":
    main()
