"""The bill of materials says what was taken along, and the digests are those of the files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.packaging.recipe import module

parts_list = module("parts_list")
LISTING = """('Z:\\\\out\\\\PYZ-00.pyz',
 [('alembic', 'Z:\\\\lib\\\\alembic\\\\__init__.py', 'PYMODULE'),
  ('alembic.op', 'Z:\\\\lib\\\\alembic\\\\op.py', 'PYMODULE'),
  ('six', 'Z:\\\\lib\\\\six.py', 'PYMODULE')])
"""
LOCK = "alembic==1.20.1 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n"


def package(lib: Path, name: str, *files: str, licence: str = "License-Expression: MIT") -> None:
    info = lib / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{licence}\n\nWords.\n")
    (info / "RECORD").write_text("".join(f"{file},sha256=x,1\n" for file in files))


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    folder = tmp_path / "lib"
    package(folder, "alembic", "alembic/__init__.py", "alembic/op.py")
    package(folder, "six", "six.py", licence="License: MIT\nClassifier: License :: OSI Approved :: MIT License")
    package(folder, "native-only", "_native.cp313-win_amd64.pyd", licence="Classifier: License :: OSI Approved :: BSD")
    package(folder, "never_used", "never_used/__init__.py")
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    (tmp_path / "program" / "_internal").mkdir(parents=True)
    (tmp_path / "program" / "_internal" / "_native.cp313-win_amd64.pyd").touch()
    return tmp_path / "program"


def test_the_modules_of_an_archive_are_read_from_its_listing() -> None:
    assert parts_list.modules_in(LISTING) == {"alembic", "six"}


def test_only_packages_of_which_something_was_taken_along_are_named(lib: Path, program: Path) -> None:
    found = parts_list.shipped(lib, program, parts_list.modules_in(LISTING))
    assert [(one["name"], one["licence"]) for one in found] == [
        ("alembic", "MIT"), ("native-only", "BSD"), ("six", "MIT"),
    ]  # fmt: skip


def test_the_bill_is_a_bill_and_the_same_each_time(lib: Path, program: Path, tmp_path: Path) -> None:
    setup = tmp_path / "setup.exe"
    setup.write_bytes(b"setup")
    packages = parts_list.shipped(lib, program, parts_list.modules_in(LISTING))
    text = parts_list.bill("0.1.0", "3.13.2", packages, LOCK, moment=1_700_000_000, setup=setup)
    assert text == parts_list.bill("0.1.0", "3.13.2", packages, LOCK, moment=1_700_000_000, setup=setup)
    made = json.loads(text)
    assert (made["bomFormat"], made["specVersion"], made["version"]) == ("CycloneDX", "1.5", 1)
    assert made["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    assert made["metadata"]["component"]["hashes"][0]["content"] == parts_list.digest(setup)
    (alembic,) = [one for one in made["components"] if one["name"] == "alembic"]
    assert alembic["purl"] == "pkg:pypi/alembic@1.0"
    assert [one["value"] for one in alembic["properties"]] == ["a" * 64, "b" * 64]
    assert alembic["licenses"] == [{"expression": "MIT"}]
    assert {"CPython", "Noto Sans SC"} <= {one["name"] for one in made["components"]}
    references = [one["bom-ref"] for one in made["components"] if "bom-ref" in one]
    assert len(references) == len(set(references))


def test_another_content_has_another_serial_number(lib: Path, program: Path) -> None:
    all_of_them = parts_list.shipped(lib, program, {"alembic", "six"})
    bills = [parts_list.bill("0.1.0", "3.13.2", some, LOCK, moment=0) for some in (all_of_them, all_of_them[1:])]
    assert len({json.loads(bill)["serialNumber"] for bill in bills}) == 2


def test_a_licence_in_free_words_is_no_expression() -> None:
    text = parts_list.bill("1", "3", [{"name": "x", "version": "1", "licence": "BSD License"}], "", moment=0)
    assert json.loads(text)["components"][0]["licenses"] == [{"license": {"name": "BSD License"}}]


def test_the_digests_are_checked_by_the_usual_tool(tmp_path: Path) -> None:
    for name in ("b.exe", "a.json"):
        (tmp_path / name).write_bytes(name.encode())
    (tmp_path / "SHA256SUMS").write_text(parts_list.digests([tmp_path / "b.exe", tmp_path / "a.json"]))
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path, check=False).returncode == 0
    (tmp_path / "b.exe").write_bytes(b"other")
    assert subprocess.run(check, cwd=tmp_path, check=False, capture_output=True).returncode == 1


def test_the_python_that_was_taken_along_is_named_in_full(tmp_path: Path) -> None:
    folder = tmp_path / "python" / "python"
    folder.mkdir(parents=True)
    (folder / "python313.dll").write_bytes(b"x" + "FileVersion\0003.13.2\0".encode("utf-16-le"))
    assert module("build")._python_version(tmp_path) == "3.13.2"
