"""The house as the tests of its shape read it: every module with its text, its syntax tree and its place."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("deskapp", "db", "ui", "resources")

_NOT_OURS = {
    ".git",
    ".venv",
    "build",
    "dist",
    "node_modules",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file: where it lies below the root, what stands in it, and what that means."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return self.text.count("\n")

    def at(self, node: ast.AST) -> str:
        """The place as editors open it: `deskapp/clock.py:12`."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def planted(text: str, path: str = "deskapp/planted.py") -> Module:
    """A module that is not there, to see whether a check would find what is wrong with it."""
    return Module(Path(path), text, ast.parse(text))


def files(root: Path = ROOT) -> Iterator[Path]:
    """Every file that belongs to the repository, below `root`; what tools leave behind is passed over."""
    for folder, inner, names in os.walk(root):
        inner[:] = sorted(name for name in inner if name not in _NOT_OURS and not name.endswith(".egg-info"))
        for name in sorted(names):
            if (path := Path(folder, name)).is_file() and not path.is_symlink():
                yield path


@cache
def modules(*tops: str) -> tuple[Module, ...]:
    """The Python modules below the named folders of the root, in order of their paths."""
    found = (path for top in tops for path in files(ROOT / top) if path.suffix == ".py")
    return tuple(_read(path) for path in found)


def _read(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT), text, ast.parse(text))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def classes(module: Module) -> Iterator[ast.ClassDef]:
    """Every class, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef):
            yield node


def dotted(node: ast.AST) -> str:
    """`a.b.c` for a name or a chain of attributes, and an empty string for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attr):
            return f"{front}.{attr}" if (front := dotted(value)) else attr
        case ast.Call(func=func):
            return dotted(func)
        case ast.Subscript(value=value):
            return dotted(value)
    return ""


def told(findings: Iterable[str], rule: str) -> str:
    """What a failing gate says: the rule, then each place that breaks it on a line of its own."""
    return "\n".join((rule, *findings))
