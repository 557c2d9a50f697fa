"""Builds resources/fonts from published fonts: the chain that papers and screens fall back along.

    npm pack @expo-google-fonts/noto-sans-sc@0.4.3 && tar xf expo-google-fonts-noto-sans-sc-0.4.3.tgz
    apt install fonts-hanazono fonts-babelstone-han
    python packaging/fonts/build_fonts.py --noto package [--out DIR]

Inputs, by package name; another edition of them is refused, because it would give other bytes:

  npm  @expo-google-fonts/noto-sans-sc 0.4.3    400Regular, 700Bold      SIL Open Font License 1.1
  apt  fonts-hanazono 20170904                  HanaMinB.ttf             Hanazono Font License or SIL OFL 1.1
  apt  fonts-babelstone-han 15.0.5              BabelStoneHan.ttf        Arphic Public License

What the licences ask of a program that ships them, Apache-2.0 or not, and how it is kept: the fonts stay under their
own licences, whose texts lie beside them; reserved names are not used for changed fonts (OFL 3: "Source" is not
ours to use and Noto is not reserved; the cut of HanaMin is named anew); each changed file says how and when it was
changed (Arphic 2a: name record 10). The Creative Commons part of BabelStone Han is symbols, and none is taken.

What is done, and why:

  * hinting and layout tables go: Chinese on today's printers and screens needs neither, and reportlab reads neither;
  * the two rare fonts keep only the ideographs that the fonts before them lack, the bold one only what headings need;
  * they are scaled to 1000 units per em, because PDF/A counts widths in thousandths;
  * HanaMin draws its curves as polygons of some two hundred points: those that stray less than a thousandth of an em
    from the line between their neighbours go, a tenth of the file for a change no printer can show;
  * no date of building is written: the same inputs and the fontTools of requirements.lock give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
import sys
from hashlib import sha256
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates

HERE = Path(__file__).resolve().parents[2] / "resources" / "fonts"
APT = Path("/usr/share/fonts/truetype")
WORDS = Path("/usr/share/doc")
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "JSTF", "vhea", "vmtx", "VORG", "DSIG", "STAT", "meta", "FFTM"]
CHANGED = "Changed in November 2026 for OneWindow: "  # Arphic Public License 2a: how and when
STRAY = 0.75  # thousandths of an em

NOTO_REGULAR = "d45f67f0a7c0ca3f256950777ce6a61cc7ce5f9696d02900cbbaac25f8aa7d16"
NOTO_BOLD = "9a38ae0ab28cd5a256f9ea8e00dedc688aac17f7915fcb000572990afa956b96"
HANAMIN_B = "829543436cdf7b4c6730e2af5806fa406f8ddf0d4b656e0cd49c58d4db1c8d3c"
BABELSTONE = "a2027ca3606907f6a628e9cd869605e3879beaaa38b37c7fec95b372130628c8"


def ideographs() -> set[int]:
    """Every ideograph of Unicode: the blocks from extension A to the third plane."""
    blocks = [(0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFD)]
    return {code for first, last in blocks for code in range(first, last + 1)}


def for_headings() -> set[int]:
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


def opened(file: Path, digest: str) -> TTFont:
    """A published font, of the very edition that is named here."""
    if not file.is_file():
        sys.exit(f"{file} is missing; install or unpack the package that this script names for it")
    found = sha256(file.read_bytes()).hexdigest()
    if found != digest:
        sys.exit(f"{file} is another edition (SHA-256 {found}); install the one this script names, or renew its digest")
    return TTFont(file, recalcTimestamp=False)


def cut(font: TTFont, wanted: set[int] | None) -> set[int]:
    """Leave only `wanted` in a font, and no hints; returns the characters that stay."""
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
    return keep


def rename(font: TTFont, family: str, how: str) -> None:
    """Give a changed font a name of its own, and say in it how it was changed."""
    names = font["name"]
    for number, text in ((1, family), (3, f"{family} 1"), (4, family), (6, family.replace(" ", "")), (10, how)):
        names.removeNames(nameID=number)
        names.setName(text, number, 3, 1, 0x409)


def straighten(font: TTFont) -> None:
    """Take the points out of every outline that do not shape it."""
    table = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = table[name]
        if glyph.numberOfContours > 0:
            _straighten(glyph)


def _straighten(glyph: Glyph) -> None:
    points: list[tuple[int, int]] = []
    ends: list[int] = []
    begin = 0
    if not all(flag & 1 for flag in glyph.flags):
        return  # true curves: every point shapes them
    for end in glyph.endPtsOfContours:
        points += _shaping(list(glyph.coordinates[begin : end + 1]))
        ends.append(len(points) - 1)
        begin = end + 1
    overlap = glyph.flags[0] & 0x40  # says that strokes cross, which they do
    glyph.coordinates = GlyphCoordinates(points)
    glyph.flags = bytearray([1 | overlap] + [1] * (len(points) - 1))
    glyph.endPtsOfContours = ends


def _shaping(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The points of a closed polygon that shape it (Ramer, Douglas and Peucker, from two points far apart)."""
    far = max(range(len(points)), key=lambda place: _apart(points[0], points[place]))
    if len(points) < 5 or not far:
        return points
    there = _between(points[: far + 1])
    back = _between([*points[far:], points[0]])
    kept = [*there[:-1], *back[:-1]]
    return kept if len(kept) > 2 else points


def _between(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = {0, len(points) - 1}
    open_ends = [(0, len(points) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        (left, low), (right, high) = points[first], points[last]
        wide, tall = right - left, high - low
        length = (wide * wide + tall * tall) ** 0.5
        worst, place = STRAY, 0
        for at in range(first + 1, last):
            x, y = points[at]
            off = abs((x - left) * tall - (y - low) * wide) / length if length else _apart(points[at], points[first])
            if off > worst:
                worst, place = off, at
        if place:
            kept.add(place)
            open_ends += [(first, place), (place, last)]
    return [points[place] for place in sorted(kept)]


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def licences(noto: Path, babelstone: TTFont, out: Path) -> None:
    """Lay the licence texts beside the fonts. Arphic's stands in its font; the name and the text may not be changed."""
    (out / "LICENSE-NotoSansSC.txt").write_bytes((noto / "LICENSE_FONT").read_bytes())
    hanazono = (WORDS / "fonts-hanazono" / "copyright").read_text(encoding="utf-8")
    (out / "LICENSE-OneWindowRareB.txt").write_text(
        "OneWindowRareB.ttf is cut from HanaMinB of the GlyphWiki project: subset, scaled, straightened, renamed.\n"
        f"What follows is the text of its package.\n\n{hanazono}", encoding="utf-8",
    )  # fmt: skip
    text = str(babelstone["name"].getDebugName(13))
    (out / "ARPHICPL.TXT").write_text("\n".join(text.splitlines()) + "\n", encoding="utf-8")
    (out / "LICENSE-OneWindowRareG.txt").write_text(
        "OneWindowRareG.ttf is cut from BabelStone Han: ideographs only, scaled, renamed, in November 2026.\n\n"
        f"{babelstone['name'].getDebugName(0)}\n\n"
        "It is under the Arphic Public License, whose text is ARPHICPL.TXT in this folder, and may be copied and\n"
        "changed under it. packaging/fonts/build_fonts.py in the source of OneWindow says how it is made.\n",
        encoding="utf-8",
    )  # fmt: skip


def main() -> None:
    """Build all four, and lay their licences beside them."""
    parser = argparse.ArgumentParser(description="Build resources/fonts from published fonts.")
    parser.add_argument("--noto", type=Path, required=True, help="the unpacked npm package")
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    args.out.mkdir(parents=True, exist_ok=True)

    regular = opened(args.noto / "400Regular" / "NotoSansSC_400Regular.ttf", NOTO_REGULAR)
    bold = opened(args.noto / "700Bold" / "NotoSansSC_700Bold.ttf", NOTO_BOLD)
    rare_b = opened(APT / "hanazono" / "HanaMinB.ttf", HANAMIN_B)
    rare_g = opened(APT / "babelstone" / "BabelStoneHan.ttf", BABELSTONE)
    licences(args.noto, rare_g, args.out)

    have = cut(regular, None)
    cut(bold, for_headings())
    have |= cut(rare_b, ideographs() - have)
    cut(rare_g, ideographs() - have)
    straighten(rare_b)
    rename(rare_b, "OneWindow Rare B", CHANGED + "cut from HanaMinB: subset, scaled, straightened, renamed.")
    rename(rare_g, "OneWindow Rare G", CHANGED + "cut from BabelStone Han: ideographs only, scaled, renamed.")
    for name, font in (("NotoSansSC-Regular", regular), ("NotoSansSC-Bold", bold), ("OneWindowRareB", rare_b),
                       ("OneWindowRareG", rare_g)):  # fmt: skip
        font.save(args.out / f"{name}.ttf", reorderTables=True)


if __name__ == "__main__":
    main()
