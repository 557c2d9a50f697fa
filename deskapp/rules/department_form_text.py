"""A department's form as a file that people write (YAML). Reading names everything that is wrong, with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deskapp.rules.catalog import Catalog
from deskapp.rules.catalog_fields import Entry, Faults, entry, pairs_of
from deskapp.rules.catalog_nodes import Node, TextNode, decoded, read_nodes
from deskapp.rules.department_form import (
    ANSWER,
    DAYS,
    LONGEST_FIELD,
    MATERIAL,
    PLAIN_DAY,
    SOURCES,
    CaseField,
    DecisionFields,
    DepartmentForm,
    is_day_format,
)

_DEPARTMENT = r"[A-Z0-9-]{1,16}"
_FIELD = re.compile(r"[^\s:{}\[\],#&*!|>'\"%@`]{1,64}")
_OUTCOMES = {"granted": True, "refused": False}


def read_bytes(data: bytes, catalog: Catalog | None = None) -> DepartmentForm:
    """The form in a file's bytes; as `read`, and CatalogFaults `catalog.not_utf8`."""
    return read(decoded(data), catalog)


def read(text: str, catalog: Catalog | None = None) -> DepartmentForm:
    """The form in a YAML text. CatalogFaults names all that is wrong with it; with a catalogue, also what it names and
    the catalogue does not have.
    """
    faults = Faults()
    root = entry(read_nodes(text), "file", ("form", "case"), ("decision",), faults)
    head = _under(root, "form", ("department", "name"), ("items",))
    made = DepartmentForm(
        department=head.matching("department", _DEPARTMENT, "form.bad_department"),
        name=head.text("name"),
        items=head.texts("items"),
        case=tuple(_case_fields(root, catalog)),
        decision=_decision(root) if "decision" in root.nodes else None,
    )
    if catalog is not None:
        _ask_catalog(made, head, catalog)
    faults.tell()
    return made


def _under(root: Entry, heading: str, required: Iterable[str], optional: Iterable[str]) -> Entry:
    if heading not in root.nodes:
        return Entry(root.line, heading, {}, root.faults)
    return entry(root.nodes[heading], heading, tuple(required), tuple(optional), root.faults)


def _case_fields(root: Entry, catalog: Catalog | None) -> Iterable[CaseField]:
    if "case" not in root.nodes:
        return
    pairs = pairs_of(root.nodes["case"], "case", root.faults)
    if not pairs:
        root.faults.note(root.line_of("case"), "catalog.empty", key="case")
    for named, node in pairs:
        yield _case_field(named, node, catalog, root.faults)


def _case_field(named: TextNode, node: Node, catalog: Catalog | None, faults: Faults) -> CaseField:
    if not _FIELD.fullmatch(named.text):
        faults.note(named.line, "form.bad_field", text=named.text[:40])
    said = entry(
        node, named.text, (), ("from", "constant", "values", "otherwise", "date", "required", "longest"), faults
    )
    if ("from" in said.nodes) is ("constant" in said.nodes):
        faults.note(said.line, "form.from_or_constant", field=named.text[:40])
    source = said.text("from") if "from" in said.nodes else ""
    if source:
        _ask_source(source, said.line_of("from"), catalog, faults)
    for key in ("values", "otherwise", "date"):
        if key in said.nodes and "constant" in said.nodes:
            faults.note(said.line_of(key), "form.constant_alone", key=key)
    if "otherwise" in said.nodes and "values" not in said.nodes:
        faults.note(said.line_of("otherwise"), "form.otherwise_alone")
    if "date" in said.nodes and source not in DAYS:
        faults.note(said.line_of("date"), "form.no_day", source=source[:40])
    longest = said.whole("longest", 1, LONGEST_FIELD, LONGEST_FIELD)
    constant = said.text("constant") if "constant" in said.nodes else ""
    if len(constant) > longest:
        faults.note(said.line_of("constant"), "catalog.too_long", key="constant", longest=longest)
    return CaseField(
        name=named.text,
        source=source,
        constant=constant,
        values=_table(said),
        otherwise=said.optional_text("otherwise"),
        day=_day_format(said),
        required=said.flag("required"),
        longest=longest,
    )


def _ask_source(source: str, line: int, catalog: Catalog | None, faults: Faults) -> None:
    if source.startswith(ANSWER):
        known = catalog is None or source.removeprefix(ANSWER) in {*catalog.questions, "by_agent"}
    elif source.startswith(MATERIAL):
        known = catalog is None or source.removeprefix(MATERIAL) in catalog.materials
    else:
        known = source in SOURCES
    if not known:
        faults.note(line, "form.unknown_source", source=source[:40])


def _table(said: Entry) -> dict[str, str]:
    return {ours: theirs for _, ours, theirs in _pairs(said)}


def _pairs(said: Entry) -> Iterator[tuple[int, str, str]]:
    """The pairs of a table, what is looked for without the blanks around it: what comes is compared without them too.
    A fault where nothing is left, or where two become one.
    """
    first: dict[str, int] = {}
    for line, key, value in said.pairs("values"):
        plain = key.strip()
        if not plain:
            said.faults.note(line, "catalog.empty", key="values")
        elif plain in first:
            said.faults.note(line, "catalog.said_twice", text=plain[:40], first=first[plain])
        else:
            first[plain] = line
            yield line, plain, value


def _day_format(said: Entry) -> str:
    form = said.optional_text("date") or PLAIN_DAY
    if not is_day_format(form):
        said.faults.note(said.line_of("date"), "form.bad_day_format", text=form[:40])
    return form


def _decision(root: Entry) -> DecisionFields:
    faults = root.faults
    said = _under(root, "decision", ("outcome",), ("reason", "ground", "on"))
    outcome = _under(said, "outcome", ("field", "values"), ())
    outcomes: dict[str, bool] = {}
    for line, theirs, ours in _pairs(outcome):
        if ours not in _OUTCOMES:
            faults.note(line, "catalog.not_a_choice", key=theirs[:40], choices=sorted(_OUTCOMES))
        outcomes[theirs] = _OUTCOMES.get(ours, False)
    if "values" in outcome.nodes and set(outcomes.values()) != {True, False}:
        faults.note(outcome.line_of("values"), "form.one_outcome")
    on = _under(said, "on", ("field",), ("date",)) if "on" in said.nodes else Entry(said.line, "on", {}, faults)
    names = {key: _field_of(said, key) for key in ("reason", "ground")}
    return DecisionFields(
        outcome=outcome.text("field"), outcomes=outcomes, reason=names["reason"], ground=names["ground"],
        on=on.text("field"), day=_day_format(on),
    )  # fmt: skip


def _field_of(said: Entry, key: str) -> str:
    return _under(said, key, ("field",), ()).text("field") if key in said.nodes else ""


def _ask_catalog(made: DepartmentForm, head: Entry, catalog: Catalog) -> None:
    if made.department and made.department not in catalog.departments:
        head.faults.note(head.line_of("department"), "form.unknown_department", text=made.department[:40])
    own = {str(code) for code, item in catalog.items.items() if item.department == made.department}
    for item in made.items:
        if item not in own:
            head.faults.note(head.line_of("items"), "form.unknown_item", text=item[:40])
