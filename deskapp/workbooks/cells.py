"""A workbook's cells (.xlsx, ECMA-376), read from bytes that anybody may have made.

Read are the names of the sheets, their texts and their numbers, and nothing else: macros, links, pictures and styles
are never opened. What is refused: more than a catalogue can be when unpacked, XML that declares entities, and cells
that are computed. No file is written, and nothing outside the archive is asked for.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from deskapp.rules.catalog_nodes import CatalogFaults, Fault

LARGEST = 8 * 1024 * 1024  # bytes of the file
LARGEST_UNPACKED = 64 * 1024 * 1024  # bytes of all the parts that are read
MOST_CELLS = 400_000
_MOST_PARTS = 2_000
_PIECE = 64 * 1024
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `number`: it was kept as a number; `wrong`: "formula" or "error"."""

    text: str
    number: bool = False
    wrong: str = ""


@dataclass(slots=True)
class SheetCells:
    """One sheet: rows and columns count from 1. Cells without a word are left out."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Workbook:
    """The sheets in their order, and whether days count from 1904."""

    sheets: list[SheetCells]
    from_1904: bool


def is_workbook(data: bytes) -> bool:
    """Whether these bytes are a workbook rather than a text."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06", _OLD_OR_LOCKED)


def read_workbook(data: bytes) -> Workbook:
    """The cells of a workbook. CatalogFaults `catalog.not_xlsx`, `catalog.too_large`, `catalog.xlsx_broken`,
    `catalog.xlsx_too_large` or `catalog.xlsx_too_many_cells`.
    """
    if len(data) > LARGEST:
        raise refused("catalog.too_large", largest=LARGEST // (1024 * 1024))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Reader(archive).workbook()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, struct.error) as error:
        raise refused("catalog.not_xlsx") from error
    except (RuntimeError, ValueError) as error:  # an archive under a password, or with places before its beginning
        raise refused("catalog.not_xlsx") from error


def refused(code: str, **values: object) -> CatalogFaults:
    """A workbook that is refused as a whole."""
    return CatalogFaults((Fault(1, code, values),))


def place_name(row: int, column: int) -> str:
    """A cell as people name it: D7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _place(reference: str) -> tuple[int, int] | None:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column


class _Refused(Exception):
    """Something in the XML that no workbook needs."""


class _Reader:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self._left = LARGEST_UNPACKED
        self._cells_left = MOST_CELLS
        if len(self._names) > _MOST_PARTS or _WORKBOOK not in self._names:
            raise refused("catalog.not_xlsx")

    def workbook(self) -> Workbook:
        targets = self._targets()
        named: list[tuple[str, str]] = []
        settings: dict[str, bool] = {"date1904": False}

        def start(tag: str, said: Mapping[str, str]) -> None:
            if tag == "sheet":
                relation = next((value for name, value in said.items() if name.endswith(" id")), "")
                named.append((said.get("name", ""), relation))
            elif tag == "workbookPr":
                settings["date1904"] = said.get("date1904") in ("1", "true")

        self._parse(_WORKBOOK, start)
        shared = next((path for kind, path in targets.values() if kind == "sharedStrings"), None)
        texts = self._shared(shared) if shared is not None and shared in self._names else []
        sheets = []
        for name, relation in named:
            kind, path = targets.get(relation, ("", ""))
            if kind == "worksheet":
                sheets.append(self._sheet(name, path, texts))
        return Workbook(sheets, settings["date1904"])

    def _targets(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, said: Mapping[str, str]) -> None:
            if tag == "Relationship" and said.get("TargetMode") != "External":
                target = said.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
                found[said.get("Id", "")] = (said.get("Type", "").rsplit("/", 1)[-1], path)

        if _RELATIONS in self._names:
            self._parse(_RELATIONS, start)
        return found

    def _shared(self, path: str) -> list[str]:
        texts: list[str] = []
        parts: list[str] = []
        inside = {"t": False, "rPh": False}

        def start(tag: str, said: Mapping[str, str]) -> None:
            if tag == "si":
                parts.clear()
            if tag in inside:
                inside[tag] = True

        def end(tag: str) -> None:
            if tag in inside:
                inside[tag] = False
            if tag == "si":
                texts.append(_unescaped("".join(parts)))
                if len(texts) > MOST_CELLS:
                    raise refused("catalog.xlsx_too_many_cells", most=MOST_CELLS)

        def words(text: str) -> None:
            if inside["t"] and not inside["rPh"]:  # a reading above the letters is no part of them
                parts.append(text)

        self._parse(path, start, end, words)
        return texts

    def _sheet(self, name: str, path: str, texts: list[str]) -> SheetCells:
        sheet = SheetCells(name)
        rows = _Rows(sheet, texts)
        self._parse(path, rows.start, rows.end, rows.words)
        self._cells_left -= len(sheet.cells)
        return sheet

    def _parse(
        self,
        path: str,
        start: Callable[[str, Mapping[str, str]], None],
        end: Callable[[str], None] | None = None,
        words: Callable[[str], None] | None = None,
    ) -> None:
        if path not in self._names:
            raise refused("catalog.xlsx_broken", part=path[:60])
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.StartElementHandler = lambda tag, said: start(_local(tag), said)
        if end is not None:
            parser.EndElementHandler = lambda tag: end(_local(tag))
        if words is not None:
            parser.CharacterDataHandler = words
        try:
            with self._archive.open(path) as part:
                while piece := part.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise refused("catalog.xlsx_too_large")
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except (expat.ExpatError, _Refused) as error:
            raise refused("catalog.xlsx_broken", part=path[:60]) from error


class _Rows:
    """Takes the cells of one sheet as the parser meets them."""

    def __init__(self, sheet: SheetCells, texts: list[str]) -> None:
        self._sheet, self._texts = sheet, texts
        self._row = self._column = 0
        self._kind = self._inside = ""
        self._value: list[str] = []
        self._formula = self._reading = False

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        if tag == "row":
            number = said.get("r", "")
            self._row = int(number) if number.isascii() and number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = 0
        elif tag == "c":
            self._row, self._column = _place(said.get("r", "")) or (self._row, self._column + 1)
            self._kind, self._formula = said.get("t", "n"), False
            self._value.clear()
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._reading = True
        elif tag in ("v", "t"):
            self._inside = tag

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._inside = ""
        elif tag == "rPh":
            self._reading = False
        elif tag == "c":
            self._keep()

    def words(self, text: str) -> None:
        if self._inside and not self._reading:
            self._value.append(text)

    def _keep(self) -> None:
        text = "".join(self._value)
        if self._formula:
            cell = Cell(text, wrong="formula")
        elif self._kind == "s":
            cell = Cell(self._texts[int(text)] if text.isdecimal() and int(text) < len(self._texts) else "")
        elif self._kind == "e":
            cell = Cell(text, wrong="error")
        elif self._kind == "b":
            cell = Cell("true" if text == "1" else "false")
        else:
            cell = Cell(_unescaped(text), number=self._kind == "n")
        if cell.text.strip() or cell.wrong:
            self._sheet.cells[self._row, self._column] = cell
            if len(self._sheet.cells) > MOST_CELLS:
                raise refused("catalog.xlsx_too_many_cells", most=MOST_CELLS)


def _local(tag: str) -> str:
    return tag.rsplit(" ", 1)[-1]


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _no_doctype(*_: Any) -> None:
    raise _Refused
