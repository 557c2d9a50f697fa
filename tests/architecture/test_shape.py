"""The sizes that told the admired codebases from the abandoned ones. These numbers are only ever lowered."""

from __future__ import annotations

import graphlib
from pathlib import Path
from statistics import median, quantiles

import grimp
import pytest

from tests.architecture.checks import FUNCTION_LINES, PUBLIC_METHODS, long_functions, wide_classes
from tests.architecture.house import FLOORS, ROOT, files, modules, planted, told

MEDIAN_LINES = 90
P90_LINES = 250
MOST_LINES = 400
LEAST_TESTS_TO_CODE = 1.0

HOUSE = modules(*FLOORS)


def test_modules_are_short() -> None:
    sizes = sorted(module.lines for module in HOUSE if module.lines)
    too_long = [f"{module.path}:1: {module.lines} lines" for module in HOUSE if module.lines > MOST_LINES]

    assert not too_long, told(
        too_long, f"no module has more than {MOST_LINES} lines; split it where it says two things"
    )
    assert median(sizes) <= MEDIAN_LINES, f"the median module has {median(sizes)} lines, more than {MEDIAN_LINES}"
    assert quantiles(sizes, n=10)[-1] <= P90_LINES, f"one module in ten is longer than {P90_LINES} lines"


def test_functions_fit_on_a_screen() -> None:
    found = [finding for module in HOUSE for finding in long_functions(module)]

    assert not found, told(found, f"a function has at most {FUNCTION_LINES} lines")


def test_classes_are_narrow() -> None:
    found = [finding for module in HOUSE for finding in wide_classes(module)]

    assert not found, told(found, f"a class has at most {PUBLIC_METHODS} public methods")


def test_a_long_function_and_a_wide_class_would_be_found() -> None:
    long = planted("def f():\n" + "    x = 1\n" * FUNCTION_LINES)
    wide = planted("class A:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(PUBLIC_METHODS + 1)))
    fitting = planted("class A:\n" + "".join(f"    def m{n}(self): ...\n" for n in range(PUBLIC_METHODS)))

    assert list(long_functions(long)) == [f"deskapp/planted.py:1: f has {FUNCTION_LINES + 1} lines"]
    assert list(wide_classes(wide)) == ["deskapp/planted.py:1: A has 16 public methods"]
    assert list(wide_classes(fitting)) == []


def test_no_module_knows_itself_by_a_detour() -> None:
    graph = grimp.build_graph(*FLOORS, cache_dir=None)
    known = {name: graph.find_modules_directly_imported_by(name) - {name} for name in graph.modules}

    try:
        graphlib.TopologicalSorter(known).prepare()
    except graphlib.CycleError as cycle:
        pytest.fail(f"imports go in a circle: {' <- '.join(cycle.args[1])}")


def test_there_are_tests_for_the_code() -> None:
    code = sum(module.lines for module in HOUSE)
    tests = sum(module.lines for module in modules("tests"))

    assert tests >= LEAST_TESTS_TO_CODE * code, f"{tests} lines of tests for {code} lines of code"


def test_every_folder_with_code_is_a_package() -> None:
    """A folder without `__init__.py` is passed over in silence by import-linter and by packaging."""
    folders = {module.path.parent for module in HOUSE if not module.path.is_relative_to("db/migrations")}
    bare = sorted(f"{folder}: no __init__.py" for folder in folders if not (ROOT / folder / "__init__.py").is_file())

    assert not bare, told(bare, "every folder with code is a package")


def test_packaging_is_no_package() -> None:
    """`packaging/__init__.py` would shadow PyPI's `packaging`, and pip and pytest would break."""
    inside = [path.relative_to(ROOT) for path in files(ROOT / "packaging") if path.name == "__init__.py"]

    assert inside == []
    assert not (ROOT / "packaging.py").exists()
    assert Path(str(__import__("packaging").__file__)).is_relative_to(ROOT / "packaging") is False
