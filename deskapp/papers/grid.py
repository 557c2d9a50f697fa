"""Tables, and facts by name. A row keeps together, unless it is longer than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskapp.papers.flow import LEADING, MARGIN, RISE, ROOM, Flow
from deskapp.papers.fonts import BOLD, REGULAR, Chain, width
from deskapp.papers.marks import Area, Ink, Rule, Text
from deskapp.papers.wrapping import wrapped

_SIZE = 10.0
_ROW = _SIZE * LEADING
_PAD_X, _PAD_Y = 7.0, 3.6
_HEAVY = 0.9
_NAME = 66.0  # how wide the names of facts stand


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share of the width, and whether it stands in the middle."""

    heading: str
    share: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class _Cell:
    x: float
    wide: float
    lines: list[str]
    chain: Chain = REGULAR
    ink: Ink = Ink.TEXT
    centred: bool = False
    shaded: bool = False


_Row = list[_Cell]


def facts(flow: Flow, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
    """Names and values, one or two of them in a row. Two that need more than a line stand one under the other."""
    set_apart: list[_Row] = []
    for row in rows:
        beside = _fact_row(row)
        if len(row) > 1 and any(len(cell.lines) > 1 for cell in beside):
            set_apart += [_fact_row([fact]) for fact in row]
        else:
            set_apart.append(beside)
    _rows(flow, set_apart)


def table(flow: Flow, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """A table whose heading stands again on every page it reaches."""
    heading = _table_row(columns, [column.heading for column in columns], BOLD, shaded=True)
    _rows(flow, [_table_row(columns, row, REGULAR) for row in rows], heading)


def _fact_row(row: Sequence[tuple[str, str]]) -> _Row:
    cells: _Row = []
    each = ROOM / len(row)
    for place, (name, value) in enumerate(row):
        x = MARGIN + place * each
        cells.append(_cell(x, _NAME, name, ink=Ink.QUIET, shaded=True))
        cells.append(_cell(x + _NAME, each - _NAME, value or "—"))
    return cells


def _table_row(columns: Sequence[Column], texts: Sequence[str], chain: Chain, *, shaded: bool = False) -> _Row:
    cells: _Row = []
    x = MARGIN
    for column, text in zip(columns, texts, strict=True):
        wide = column.share * ROOM
        cells.append(_cell(x, wide, text, chain=chain, centred=column.centred, shaded=shaded))
        x += wide
    return cells


def _cell(
    x: float, wide: float, text: str, *, chain: Chain = REGULAR, ink: Ink = Ink.TEXT, centred: bool = False,
    shaded: bool = False,
) -> _Cell:  # fmt: skip
    return _Cell(x, wide, wrapped(text, _SIZE, wide - 2 * _PAD_X, chain), chain, ink, centred, shaded)


def _rows(flow: Flow, rows: Sequence[_Row], heading: _Row | None = None) -> None:
    if not rows and heading is None:
        return
    above = _height(heading) if heading else 0.0
    flow.need(above + min(_height(rows[0]) if rows else 0.0, flow.whole - above))
    _open(flow, heading)
    for row in rows:
        if _height(row) > flow.left:
            if _height(row) <= flow.whole - above:
                _break(flow, heading)
            else:
                row = _long(flow, row, heading)  # noqa: PLW2901  # what is left of it is set below
        _set(flow, row)
    _close(flow)
    flow.y -= 11


def _long(flow: Flow, row: _Row, heading: _Row | None) -> _Row:
    """Set what fits of a row longer than a page, page by page; returns the rest, which fits."""
    while _height(row) > flow.left:
        many = int((flow.left - 2 * _PAD_Y) / _ROW)
        if many > 0:
            _set(flow, [_part(cell, 0, many) for cell in row])
            row = [_part(cell, many, None) for cell in row]
        _break(flow, heading)
    return row


def _part(cell: _Cell, begin: int, end: int | None) -> _Cell:
    return _Cell(cell.x, cell.wide, cell.lines[begin:end], cell.chain, cell.ink, cell.centred, cell.shaded)


def _open(flow: Flow, heading: _Row | None) -> None:
    flow.put(_edge(flow.y))
    if heading:
        _set(flow, heading)


def _break(flow: Flow, heading: _Row | None) -> None:
    _close(flow)
    flow.turn()
    _open(flow, heading)


def _close(flow: Flow) -> None:
    flow.put(_edge(flow.y))


def _edge(y: float) -> Rule:
    return Rule(MARGIN, y, MARGIN + ROOM, y, _HEAVY, Ink.TEXT)


def _height(row: _Row) -> float:
    return max(len(cell.lines) for cell in row) * _ROW + 2 * _PAD_Y


def _set(flow: Flow, row: _Row) -> None:
    height = _height(row)
    for cell in row:
        if cell.shaded:
            flow.put(Area(cell.x, flow.y - height, cell.wide, height))
        for place, line in enumerate(cell.lines):
            x = cell.x + (cell.wide - width(line, _SIZE, cell.chain)) / 2 if cell.centred else cell.x + _PAD_X
            y = flow.y - _PAD_Y - _SIZE * RISE - place * _ROW
            flow.put(Text(x, y, _SIZE, line, cell.chain, cell.ink))
    flow.y -= height
    flow.put(Rule(MARGIN, flow.y, MARGIN + ROOM, flow.y))
