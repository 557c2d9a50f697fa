"""A catalogue from a workbook: its rows become the tree that a file's text would, read by the same reader.

Each node remembers its cell, so that every fault is named by sheet, column and row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TypeAlias

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_nodes import MOST_FAULTS, CatalogFaults, Fault, ListNode, MapNode, Node, TextNode
from deskapp.rules.catalog_text import read_tree
from deskapp.workbooks.catalog_out import NOTES
from deskapp.workbooks.cells import Cell, SheetCells, Workbook, place_name, read_workbook
from deskapp.workbooks.layout import Column, Holds, SheetPlan, code_of, plans
from deskapp.workbooks.words import word

_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_WHOLE = re.compile(r"-?[0-9]+(?:\.0+)?(?:E\+?[0-9]+)?")
_PARTED = re.compile(r"[\n\r、,，;；]")
_STOP = re.compile(r"(\S+?)[ :：\u3000]*([0-9]+)[天日]?")
_LAST_DAY = 2_958_465  # 9999-12-31 as a spreadsheet counts
_Filled: TypeAlias = TextNode | ListNode | MapNode
_BY_CODE = ("departments", "queues", "questions", "materials", "classes")


@dataclass(frozen=True, slots=True)
class _Place:
    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{place_name(self.row, self.column)}"


@dataclass(slots=True)
class _Row:
    """One filled row of a sheet, as nodes by the key of their column."""

    plan: SheetPlan
    line: int
    nodes: dict[str, _Filled]

    def text(self, key: str) -> str:
        node = self.nodes.get(key)
        return node.text if isinstance(node, TextNode) else ""


@dataclass(slots=True)
class _Reading:
    """What was read so far: the places that lines stand for, the columns of each sheet, and what was wrong."""

    places: list[_Place] = field(default_factory=list)
    columns: dict[tuple[str, str], int] = field(default_factory=dict)  # sheet's name and key → column
    faults: list[Fault] = field(default_factory=list)

    def line(self, sheet: str, row: int, column: int) -> int:
        self.places.append(_Place(sheet, row, column))
        return len(self.places)

    def note(self, line: int, code: str, **values: object) -> None:
        self.faults.append(Fault(line, code, values))
        if len(self.faults) >= MOST_FAULTS:
            self.tell()

    def tell(self) -> None:
        """CatalogFaults by their cells, when anything was noted."""
        if self.faults:
            raise CatalogFaults(tuple(self.placed(fault) for fault in sorted(self.faults, key=lambda one: one.line)))

    def placed(self, fault: Fault) -> Fault:
        """The fault with its cell, in words that stand on the sheet."""
        place = self.places[min(fault.line, len(self.places)) - 1] if self.places else None
        if place is None:
            return fault
        values = dict(fault.values)
        code = fault.code
        key = str(values.get("key", ""))
        if code == "catalog.said_twice":
            code, values["first"] = "catalog.said_twice_in_sheet", str(self.places[int(str(values["first"])) - 1])
        elif code == "catalog.missing_key":
            code = "catalog.missing_cell"
            place = replace(place, column=self.columns.get((place.sheet, key), place.column))
        if key:
            values["key"] = self._heading(place, key)
        if isinstance(values.get("choices"), list):
            values["choices"] = self._choices(place, key, values["choices"])
        return Fault(fault.line, code, values, cell=str(place))

    def _heading(self, place: _Place, key: str) -> str:
        column = self._column(place, key)
        return column.heading if column is not None else word(key, "zh")

    def _choices(self, place: _Place, key: str, choices: object) -> list[str]:
        column = self._column(place, key)
        told = [str(one) for one in choices] if isinstance(choices, list) else []
        return [column.choices.get(one, one) if column is not None else one for one in told]

    def _column(self, place: _Place, key: str) -> Column | None:
        plan = next((plan for plan in plans().values() if plan.name == place.sheet), None)
        return next((one for one in plan.columns if one.key == key), None) if plan is not None else None


def read(data: bytes) -> Catalog:
    """The catalogue in a workbook. CatalogFaults names every cell that is wrong, and why."""
    book = read_workbook(data)
    reading = _Reading()
    rows = _rows(book, reading)
    reading.tell()
    tree = _tree(rows, reading)
    try:
        catalog = read_tree(tree)
    except CatalogFaults as faults:
        reading.faults += faults.faults
        reading.tell()
        raise
    reading.tell()
    return catalog


def _rows(book: Workbook, reading: _Reading) -> dict[str, list[_Row]]:
    by_name: dict[str, SheetCells] = {}
    known = {plan.name for plan in plans().values()}
    for sheet in book.sheets:
        name = sheet.name.strip()
        if name in known:
            by_name.setdefault(name, sheet)
        elif name != NOTES and sheet.cells:
            reading.note(reading.line(name[:31], 1, 1), "catalog.unknown_sheet", sheet=name[:31])
    found: dict[str, list[_Row]] = {}
    for plan in plans().values():
        if plan.name in by_name:
            found[plan.key] = list(_of_sheet(by_name[plan.name], plan, book.from_1904, reading))
        elif plan.required:
            reading.note(reading.line(plan.name, 1, 1), "catalog.missing_sheet", sheet=plan.name)
    return found


def _of_sheet(sheet: SheetCells, plan: SheetPlan, from_1904: bool, reading: _Reading) -> Iterator[_Row]:
    by_row: dict[int, dict[int, Cell]] = {}
    for (row, place), cell in sorted(sheet.cells.items()):
        by_row.setdefault(row, {})[place] = cell
    columns = _columns(by_row.pop(1, {}), plan, reading)
    for place, column in columns.items():
        reading.columns[plan.name, column.key] = place
    for row, cells in by_row.items():
        line = reading.line(plan.name, row, 1)
        nodes: dict[str, _Filled] = {}
        for place, cell in cells.items():
            at = reading.line(plan.name, row, place)
            if place not in columns:
                reading.note(at, "catalog.unknown_column", text=cell.text[:20])
            elif (node := _node(cell, columns[place], at, from_1904, reading)) is not None:
                nodes[columns[place].key] = node
        yield _Row(plan, line, nodes)


def _columns(headings: Mapping[int, Cell], plan: SheetPlan, reading: _Reading) -> dict[int, Column]:
    found: dict[int, Column] = {}
    for place, cell in headings.items():
        line = reading.line(plan.name, 1, place)
        told = cell.text.strip()
        column = next((one for one in plan.columns if told in (one.heading, one.key)), None)
        if column is None:
            reading.note(line, "catalog.unknown_column", text=told[:20])
        elif column in found.values():
            reading.note(line, "catalog.column_twice", text=told)
        else:
            found[place] = column
    for column in plan.columns:
        if column.required and column not in found.values() and (plan.required or headings):
            reading.note(reading.line(plan.name, 1, 1), "catalog.missing_column", key=column.key)
    return found


def _node(cell: Cell, column: Column, line: int, from_1904: bool, reading: _Reading) -> _Filled | None:
    if cell.wrong:
        code = "catalog.formula" if cell.wrong == "formula" else "catalog.cell_error"
        reading.note(line, code, text=cell.text[:20])
        return None
    text = cell.text.strip()
    if column.holds is Holds.DAY:
        return TextNode(line, _day(cell, text, from_1904), quoted=False)
    if cell.number:
        plain = _whole(text)
        if plain is None and column.key not in ("least", "most", "usual"):
            reading.note(line, "catalog.cell_number", text=text[:20])
            return None
        text = plain if plain is not None else text
    if column.holds in (Holds.CHOICE, Holds.FLAG):
        return TextNode(line, code_of(column, text), quoted=False)
    if column.holds is Holds.CODES:
        return _list(line, (code_of(column, part) for part in _PARTED.split(text) if part.strip()))
    if column.holds is Holds.LINES:
        return _list(line, (part for part in text.splitlines() if part.strip()))
    if column.holds is Holds.STOPS:
        return _stops(text, column, line, reading)
    return TextNode(line, text, quoted=column.holds is Holds.TEXT)


def _whole(text: str) -> str | None:
    """A whole number in figures alone; None for what is none."""
    if not _WHOLE.fullmatch(text) or len(text) > 40:
        return None
    number = float(text)
    return str(int(number)) if abs(number) < 2**53 else None


def _day(cell: Cell, text: str, from_1904: bool) -> str:
    """A day as 2026-11-01, of what a spreadsheet program keeps as a number and people write in several ways."""
    if cell.number and (whole := _whole(text)) is not None and 1 <= int(whole) <= _LAST_DAY:
        first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
        try:
            return (first + timedelta(days=int(whole))).isoformat()
        except OverflowError:
            return text
    found = _DAY.fullmatch(text)
    return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else text


def _list(line: int, parts: Iterable[str]) -> ListNode:
    return ListNode(line, [TextNode(line, part.strip(), quoted=True) for part in parts])


def _stops(text: str, column: Column, line: int, reading: _Reading) -> MapNode | None:
    made = MapNode(line)
    for part in filter(None, (one.strip() for one in _PARTED.split(text))):
        found = _STOP.fullmatch(part)
        if found is None or code_of(column, found[1]) not in column.choices:
            reading.note(line, "catalog.bad_clock_stop", text=part[:20])
            return None
        made.pairs.append((TextNode(line, code_of(column, found[1]), False), TextNode(line, found[2], False)))
    return made


def _tree(rows: Mapping[str, list[_Row]], reading: _Reading) -> MapNode:
    root = MapNode(1)

    def put(heading: str, node: Node) -> None:
        root.pairs.append((TextNode(node.line, heading, False), node))

    head = rows.get("catalog", [])
    if len(head) > 1:
        reading.note(head[1].line, "catalog.said_twice", text=plans()["catalog"].name, first=head[0].line)
    put("catalog", _map(head[0]) if head else MapNode(reading.line(plans()["catalog"].name, 2, 1)))
    choices = _under(rows, "choices", "question", "questions", reading)
    bookings = _under(rows, "bookings", "queue", "queues", reading)
    demands = _under(rows, "demands", "item", "items", reading)
    parts = _under(rows, "theme_items", "theme", "themes", reading)
    for key in _BY_CODE:
        if key in rows:
            put(key, _by_code(rows[key], lambda row: _entry(row, choices, bookings)))
    items, themes, proofs = (ListNode(1), ListNode(1), ListNode(1))
    items.items += [_item(row, demands.get(row.text("code"), []), reading) for row in rows.get("items", [])]
    themes.items += [_theme(row, parts.get(row.text("code"), [])) for row in rows.get("themes", [])]
    proofs.items += [_map(row) for row in rows.get("cancelled_proofs", [])]
    for key, node in (("items", items), ("themes", themes), ("cancelled_proofs", proofs)):
        if key in rows:
            put(key, node)
    line_rows = [row for row in rows.get("line", []) if "rule" in row.nodes and "value" in row.nodes]
    for row in rows.get("line", []):
        for key in ("rule", "value"):
            if key not in row.nodes:
                reading.note(row.line, "catalog.missing_key", key=key, entry="line")
    if line_rows:
        put("line", MapNode(line_rows[0].line, [(row.nodes["rule"], row.nodes["value"]) for row in line_rows]))
    return root


def _under(rows: Mapping[str, list[_Row]], key: str, by: str, of: str, reading: _Reading) -> dict[str, list[_Row]]:
    """The rows of a sheet by the row of another that they belong to. A row that belongs to none is a fault."""
    known = {row.text("code") for row in rows.get(of, [])}
    found: dict[str, list[_Row]] = {}
    for row in rows.get(key, []):
        node = row.nodes.get(by)
        if node is None:
            reading.note(row.line, "catalog.missing_key", key=by, entry=key)
        elif row.text(by) not in known:
            reading.note(node.line, "catalog.nobodys_row", text=row.text(by)[:40], sheet=plans()[of].name)
        else:
            found.setdefault(row.text(by), []).append(row)
    return found


def _map(row: _Row, *without: str) -> MapNode:
    pairs: list[tuple[Node, Node]] = [
        (TextNode(node.line, key, False), node) for key, node in row.nodes.items() if key not in without
    ]
    return MapNode(row.line, pairs)


def _by_code(rows: Iterable[_Row], build: Callable[[_Row], MapNode]) -> MapNode:
    found = MapNode(1)
    for row in rows:
        code = row.nodes.get("code")
        inner = build(row)
        found.line = found.line if found.pairs else row.line
        found.pairs.append((code if code is not None else TextNode(row.line, "", True), inner))
    return found


def _entry(row: _Row, choices: Mapping[str, list[_Row]], bookings: Mapping[str, list[_Row]]) -> MapNode:
    """A row of a sheet whose entries stand under their codes; of a question with what there is to choose from, of a
    queue with the hours that can be booked in it.
    """
    made = _map(row, "code")
    options = choices.get(row.text("code"), []) if row.plan.key == "questions" else []
    if options:
        inner = _by_code(options, lambda one: _map(one, "code", "question"))
        made.pairs.append((TextNode(inner.line, "choices", False), inner))
    for hours in bookings.get(row.text("code"), []) if row.plan.key == "queues" else []:
        made.pairs.append((TextNode(hours.line, "booking", False), _map(hours, "queue")))
    return made


def _item(row: _Row, demands: list[_Row], reading: _Reading) -> MapNode:
    made = _map(row)
    listed = ListNode(demands[0].line if demands else row.line)
    for demand in demands:
        pairs = _map(demand, "item", "material", "need", "when")
        if "material" in demand.nodes:
            pairs.pairs.insert(0, (TextNode(demand.line, "code", False), demand.nodes["material"]))
        need = _need(demand, reading)
        if need is not None:
            pairs.pairs.append((TextNode(need.line, "need", False), need))
        listed.items.append(pairs)
    made.pairs.append((TextNode(listed.line, "materials", False), listed))
    return made


def _need(demand: _Row, reading: _Reading) -> TextNode | None:
    need, when = demand.nodes.get("need"), demand.nodes.get("when")
    if not isinstance(need, TextNode):
        return None
    if need.text == "conditional":
        if not isinstance(when, TextNode):
            reading.note(need.line, "catalog.when_without_condition")
            return TextNode(need.line, "optional", False)
        return TextNode(when.line, f"when: {when.text}", True)
    if when is not None:
        reading.note(when.line, "catalog.condition_unasked")
    return need


def _theme(row: _Row, parts: list[_Row]) -> MapNode:
    made = _map(row)
    listed = ListNode(parts[0].line if parts else row.line)
    listed.items += [part.nodes["item"] for part in parts if "item" in part.nodes]
    made.pairs.append((TextNode(listed.line, "items", False), listed))
    for key in ("after", "produces"):
        pairs = [(part.nodes["item"], part.nodes[key]) for part in parts if key in part.nodes and "item" in part.nodes]
        if pairs:
            inner = MapNode(pairs[0][1].line)
            inner.pairs += pairs
            made.pairs.append((TextNode(inner.line, key, False), inner))
    return made
