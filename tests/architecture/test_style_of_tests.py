"""Tests wait for conditions and use real parts."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.checks import sleeps, stand_ins
from tests.architecture.house import functions, modules, planted, told

TESTS = modules("tests")
MOST_STAND_INS_TO_TESTS = 0.05


def test_tests_wait_for_conditions() -> None:
    found = [finding for module in TESTS for finding in sleeps(module)]

    assert not found, told(found, "no sleeping in tests; `eventually` of tests/waiting.py waits for a condition")


@pytest.mark.parametrize(
    "text",
    ["time.sleep(1)", "from time import sleep as wait\nwait(1)", "qtbot.wait(50)", "for n in range(9): time.sleep(1)"],
)
def test_a_sleep_would_be_found(text: str) -> None:
    assert list(sleeps(planted(text))) != []


def test_a_pause_between_two_looks_is_no_sleep() -> None:
    assert list(sleeps(planted("while not ready():\n    time.sleep(0.01)"))) == []


def test_tests_use_real_parts() -> None:
    tests = sum(function.name.startswith("test_") for module in TESTS for function in functions(module))
    found = [finding for module in TESTS for finding in stand_ins(module)]

    assert len(found) <= MOST_STAND_INS_TO_TESTS * tests, told(found, f"too many stand-ins for {tests} tests")


@pytest.mark.parametrize(
    "text",
    ["Mock()", "mock.Mock()", "with patch('a.b'): ...", "patch.object(a, 'b')", "monkeypatch.setattr(a, 'b', c)"],
)
def test_a_stand_in_would_be_counted(text: str) -> None:
    assert list(stand_ins(planted(text))) != []


def test_a_request_to_patch_a_resource_is_no_stand_in() -> None:
    assert list(stand_ins(planted("client.patch('/files/1')\nmonkeypatch.setenv('A', 'b')"))) == []


def test_no_test_is_skipped_for_good() -> None:
    found = [
        f"{module.at(decorator)}: {function.name}"
        for module in TESTS
        for function in functions(module)
        for decorator in function.decorator_list
        if ast.unparse(decorator).startswith("pytest.mark.skip(")
    ]

    assert not found, told(found, "a test that never runs is taken out")
