"""What the gates look for in one module. Each check answers with sentences that begin with the place."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator

from tests.architecture.house import Function, Module, classes, dotted, functions

_EMPTY_WORDS = "util helper manager controller handler processor service misc common base"
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())

FUNCTION_LINES = 60
PUBLIC_METHODS = 15

_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+\d*|\d+")
_NOT_WORTH_WAITING = frozenset(
    {"time.sleep", "QTest.qWait", "QTest.qSleep", "qtbot.wait", "QThread.sleep", "QThread.msleep", "QThread.usleep"}
)
_STAND_INS = {"Mock", "MagicMock", "AsyncMock", "PropertyMock", "NonCallableMock", "create_autospec", "patch", "mocker"}


def long_functions(module: Module) -> Iterator[str]:
    """Functions that do not fit on a screen."""
    for function in functions(module):
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{module.at(function)}: {function.name} has {length} lines"


def wide_classes(module: Module) -> Iterator[str]:
    """Classes with more public methods than a reader keeps in mind. Qt's own names (camelCase) do not count."""
    for made in classes(module):
        names = {node.name for node in made.body if isinstance(node, Function)}
        public = [name for name in names if not name.startswith("_") and name == name.lower()]
        if len(public) > PUBLIC_METHODS:
            yield f"{module.at(made)}: {made.name} has {len(public)} public methods"


def words_of(name: str) -> list[str]:
    """The words in a name, small: `ScanHelpers` and `scan_helpers` hold `scan` and `helpers`."""
    return [part.lower() for part in _PART.findall(name)]


def empty_words(module: Module) -> Iterator[str]:
    """Names that do not say what happens inside."""
    named: list[tuple[ast.AST, str]] = [(module.tree, part) for part in module.path.with_suffix("").parts]
    named += [(node, node.name) for node in (*classes(module), *functions(module))]
    for node, name in named:
        if found := [word for word in words_of(name) if word.removesuffix("s") in EMPTY_WORDS]:
            yield f"{module.at(node)}: {name!r} says {found[0]!r}; say what happens inside"


def catch_alls(module: Module, named_places: Collection[str]) -> Iterator[str]:
    """Places that catch everything, where a bug would go unseen. `named_places` are `path:function` that may.

    Who tidies up and ends with a bare `raise` hides nothing and is not counted.
    """
    inside = {id(inner): function.name for function in functions(module) for inner in ast.walk(function)}
    for node in ast.walk(module.tree):
        if _catches_all(node) and f"{module.path}:{inside.get(id(node), '')}" not in named_places:
            yield f"{module.at(node)}: catches everything; name the failure, or let the bug travel to the crash report"


def _catches_all(node: ast.AST) -> bool:
    match node:
        case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
            return False
        case ast.ExceptHandler(type=None):
            return True
        case ast.ExceptHandler(type=ast.Tuple(elts=caught)):
            return any(dotted(one) in ("Exception", "BaseException") for one in caught)
        case ast.ExceptHandler(type=ast.expr() as one):
            return dotted(one) in ("Exception", "BaseException")
        case ast.Call(func=func, args=caught) if dotted(func) in ("suppress", "contextlib.suppress"):
            return any(dotted(one) in ("Exception", "BaseException") for one in caught)
    return False


def missing_docstrings(module: Module) -> Iterator[str]:
    """Public things without a promise. Frozen values and enumerations may let their fields speak for themselves."""
    if module.tree.body and ast.get_docstring(module.tree) is None:
        yield f"{module.at(module.tree)}: the module says nothing about itself"
    for node in module.tree.body:
        if not isinstance(node, ast.ClassDef | Function) or node.name.startswith("_") or ast.get_docstring(node):
            continue
        if not (isinstance(node, ast.ClassDef) and _speaks_for_itself(node)):
            yield f"{module.at(node)}: {node.name} has no docstring"


def _speaks_for_itself(made: ast.ClassDef) -> bool:
    return is_frozen(made) or any(dotted(parent).endswith("Enum") for parent in made.bases)


def is_frozen(made: ast.ClassDef) -> bool:
    """A dataclass or Struct said to be frozen, or a NamedTuple: a value that is made and never changed."""
    calls = [node for node in made.decorator_list if isinstance(node, ast.Call)]
    words = [word for call in calls for word in call.keywords] + made.keywords
    frozen = any(word.arg == "frozen" and getattr(word.value, "value", False) is True for word in words)
    return frozen or any(dotted(parent).endswith("NamedTuple") for parent in made.bases)


def sleeps(module: Module) -> Iterator[str]:
    """Waiting for time to pass. A pause between two looks, in a `while` loop, waits for a condition and is no sleep."""
    names = _NOT_WORTH_WAITING | {
        (alias.asname or alias.name)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name == "sleep"
    }
    looking = {id(inner) for node in ast.walk(module.tree) if isinstance(node, ast.While) for inner in ast.walk(node)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and dotted(node.func) in names and id(node) not in looking:
            yield f"{module.at(node)}: {dotted(node.func)} waits for time; wait for a condition"


def hand_turned_loops(module: Module) -> Iterator[str]:
    """`processEvents`, which lets a click begin while another is still being answered."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "processEvents":
            yield f"{module.at(node)}: processEvents; go by the background's door instead"


def stand_ins(module: Module) -> Iterator[str]:
    """Where a test replaces a real part by a pretended one: mocks, patches, and attributes set by monkeypatch."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and _is_stand_in(dotted(node.func)):
            yield f"{module.at(node)}: {dotted(node.func)}"


def _is_stand_in(name: str) -> bool:
    first, _, rest = name.partition(".")
    return name == "monkeypatch.setattr" or first in _STAND_INS or (first == "mock" and rest != "")
