"""What a module does when it is imported. It may name things; it may not do them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from tests.architecture.checks import is_frozen
from tests.architecture.house import Module, classes, dotted

# Calls that only make a value, or tell the type checker something. Methods are named by their last word.
_MAKES_A_VALUE = """
    NewType TypeVar TypeVarTuple ParamSpec namedtuple getLogger compile frozenset set tuple list dict range zip sorted
    len sum max min pow int float str bytes bytearray bool abs round enumerate reversed map filter chr ord hash repr
    iter next isinstance getattr hasattr type object MappingProxyType Path PurePath PurePosixPath resolve Decimal
    Fraction timedelta timezone ZoneInfo date datetime UUID Struct Encoder Decoder Meta Timeout Lock RLock field fields
    partial itemgetter attrgetter cast split join strip lower upper encode decode format replace items keys values
    Query literal_column removeprefix removesuffix isoformat fromhex maketrans fromkeys union casefold product chain
    count WeakKeyDictionary
"""
# Tables are declared where they stand: SQLAlchemy's way to say a shape, which touches no database.
_DECLARES_A_SHAPE = """
    MetaData Table Column Index Integer BigInteger SmallInteger String Text Boolean Date DateTime LargeBinary JSON
    UniqueConstraint PrimaryKeyConstraint ForeignKeyConstraint ForeignKey CheckConstraint text false true null
    with_variant desc
"""
# A type of Qt that is nothing but a value.
_VALUES_OF_QT = "QSize QSizeF QPoint QPointF QRect QRectF QMargins QColor QKeySequence QKeyCombination"

_EVERYWHERE = frozenset(_MAKES_A_VALUE.split()) | frozenset(_VALUES_OF_QT.split())
_IN_TABLES = frozenset(_DECLARES_A_SHAPE.split())
_SCRIPTS = "db/migrations"  # Alembic runs these as scripts: their deeds at import are their purpose


def value_types(modules: Iterable[Module]) -> frozenset[str]:
    """The house's own types whose making does nothing but make them: frozen values, enumerations, NewTypes."""
    found: set[str] = set()
    for module in modules:
        for made in classes(module):
            if is_frozen(made) or any(dotted(parent).endswith("Enum") for parent in made.bases):
                found.add(made.name)
        for node in module.tree.body:
            match node:
                case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made_by) if (
                    dotted(made_by) == "NewType"
                ):
                    found.add(name)
    return frozenset(found)


def deeds(module: Module, values: Collection[str]) -> Iterator[str]:
    """Statements that do something at import: calls that are more than the making of a value, loops, `with`, `del`."""
    if module.path.is_relative_to(_SCRIPTS):
        return
    quiet = _EVERYWHERE.union(values, _quiet_here(module))
    for statement in _at_import(module.tree.body):
        if isinstance(statement, ast.For | ast.While | ast.With | ast.Delete):
            yield f"{module.at(statement)}: a {type(statement).__name__.lower()} at import; put it into a function"
            continue
        for call in _calls(statement):
            if dotted(call.func).split(".")[-1] not in quiet:
                yield f"{module.at(call)}: calls {dotted(call.func)} at import; nothing happens at import"


def _quiet_here(module: Module) -> Collection[str]:
    if module.path.is_relative_to("db/tables"):
        return _IN_TABLES
    if module.path.is_relative_to(
        "deskapp/rules"
    ):  # rules can do nothing but reckon: the contract on imports sees to it
        return {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    return ()


def _at_import(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        if isinstance(statement, ast.If) and dotted(statement.test) not in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            if not _is_main(statement.test):
                yield from _at_import(statement.body)
            yield from _at_import(statement.orelse)
        elif isinstance(statement, ast.Try):
            for part in (statement.body, *(one.body for one in statement.handlers), statement.orelse):
                yield from _at_import(part)
        elif not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If):
            yield statement


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and dotted(test.left) == "__name__"


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    """The calls that happen when the statement runs: not those inside a lambda, which wait until it is called."""
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, ast.Lambda):
            continue
        if isinstance(inner, ast.Call):
            yield inner
        yield from _calls(inner)
