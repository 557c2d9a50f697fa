"""A library that is neither shipped nor part of Windows is found before a clerk's computer finds it."""

from __future__ import annotations

import contextlib
import shutil
import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.packaging.recipe import REAL_PROGRAM as PROGRAM
from tests.packaging.recipe import module

imports = module("imports")


def program(folder: Path, name: str, *libraries: str) -> Path:
    """The smallest file of the form that imports these libraries."""
    names_at = 20 * (len(libraries) + 1)
    table, names = b"", b""
    for library in libraries:
        table += struct.pack("<12xII", 0x1000 + names_at + len(names), 0)
        names += library.encode() + b"\0"
    body = table + bytes(20) + names
    head = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = b"PE\0\0" + struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 112 + 128, 0x22)
    optional = struct.pack("<H", 0x20B) + bytes(106) + struct.pack("<I", 16)
    directory = struct.pack("<II", 0, 0) + struct.pack("<II", 0x1000, len(body)) + bytes(8 * 14)
    section = b".idata\0\0" + struct.pack("<IIII", len(body), 0x1000, len(body), 0x200) + bytes(16)
    data = (head + coff + optional + directory + section).ljust(0x200, b"\0") + body
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_real_program_says_what_it_needs() -> None:
    assert "kernel32.dll" in imports.imported(PROGRAM)


def test_what_is_shipped_or_windows_own_is_not_missing(tmp_path: Path) -> None:
    program(tmp_path, "a.pyd", "B.dll", "KERNEL32.dll", "api-ms-win-core-file-l1-1-0.dll")
    program(tmp_path, "b.DLL", "WINSPOOL.DRV")
    assert imports.missing(tmp_path) == {}


def test_what_a_real_program_needs_of_the_compilers_runtime_has_to_be_shipped(tmp_path: Path) -> None:
    shutil.copy(PROGRAM, tmp_path)
    assert imports.missing(tmp_path) == {"vcruntime140.dll": ("cli-64.exe",)}
    program(tmp_path, "VCRUNTIME140.dll")
    assert imports.missing(tmp_path) == {}


def test_a_missing_library_is_named_with_those_who_need_it(tmp_path: Path) -> None:
    program(tmp_path, "a.pyd", "MSVCP140.dll")
    program(tmp_path, "b.dll", "msvcp140.dll", "user32.dll")
    assert imports.missing(tmp_path) == {"msvcp140.dll": ("a.pyd", "b.dll")}


def test_a_broken_file_is_said_to_be_one(tmp_path: Path) -> None:
    for n, data in enumerate((b"", b"MZ", b"MZ" + bytes(58) + b"\xff\xff\xff\xff", PROGRAM.read_bytes()[:700])):
        path = tmp_path / f"{n}.dll"
        path.write_bytes(data)
        with pytest.raises(imports.NotAProgramError):
            imports.imported(path)


@given(st.binary(max_size=200), st.integers(0, 600))
def test_no_file_stops_the_look_otherwise(noise: bytes, at: int) -> None:
    whole = PROGRAM.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "noise.dll"
        path.write_bytes(whole[:at] + noise + whole[at + len(noise) :])
        with contextlib.suppress(imports.NotAProgramError):
            imports.imported(path)
