"""A TrueType font as the PDF library knows it, with what the library gets wrong put right."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.pdfdoc import PDFDocument

_BLOCK = 100  # entries in one block of a character map (ISO 32000-1, 9.10.3)
_NO_CHARACTER = 0xFFFD


class EmbeddedFont:
    """A font read from `file` and known to the library by `name`. Raises OSError or TTFError when it cannot be read."""

    def __init__(self, name: str, file: Path) -> None:
        font = _Copyable(name, str(file), asciiReadable=False)
        pdfmetrics.registerFont(font)
        self.letters: Container[int] = font.face.charToGlyph
        self._face = font.face

    def advance(self, code: int) -> float:
        """How far the letter after this one stands, in thousandths of the size."""
        return float(self._face.getCharWidth(code))


class _Copyable(ttfonts.TTFont):  # type: ignore[misc]  # the library is untyped
    """A font whose text can be copied out of the PDF whatever its plane.

    The library writes the map from glyphs to characters with four hexadecimal digits for each, cut off or spilling
    over beyond the basic plane: 𬭎 (U+2CB4E) was copied as two other characters. It must be UTF-16BE.
    """

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802  # the library calls it so
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for place, subset in enumerate(subsets):
            name = b"".join((ttfonts.SUBSETN(place), b"+", self.face.name, self.face.subfontNameX)).decode("pdfdoc")
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


def to_unicode(name: str, subset: list[int]) -> str:
    """The map by which text is copied out of a PDF; `subset` holds the character of each glyph, 0 for the empty box."""
    entries = [
        f"<{place:02X}> <{chr(code or _NO_CHARACTER).encode('utf-16-be').hex().upper()}>"
        for place, code in enumerate(subset)
    ]
    blocks = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
    told = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo\n<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n{told}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
