"""What a program needs of the system below it is read in the program, and not remembered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.recipe import module

needs, debs = module("needs"), module("debs")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder with a program of ours, a library that it uses, and things that are neither."""
    (tmp_path / "own.c").write_text('#include <stdio.h>\nint own(void) { return puts("own"); }\n')
    (tmp_path / "main.c").write_text("#include <math.h>\nint own(void);\nint main(int n, char **w)\n"
                                     "{ (void)w; return own() + (int)sqrt((double)n); }\n")  # fmt: skip
    folder = tmp_path / "program"
    folder.mkdir()
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-Wl,-soname,libown.so.1", "-o", folder / "libown.so", tmp_path / "own.c"],
        check=True,
    )
    words: list[str | Path] = [
        "gcc",
        "-o",
        folder / "main",
        tmp_path / "main.c",
        f"-L{folder}",
        "-lown",
        "-lm",
        "-Wl,-rpath,$ORIGIN",
    ]
    subprocess.run(words, check=True)
    (folder / "libown.so.1").symlink_to("libown.so")
    (folder / "words.txt").write_text("ELF")
    return folder


def test_programs_and_libraries_are_known_by_what_they_are(program: Path) -> None:
    assert [path.name for path in needs.programs(program)] == ["libown.so", "main"]


def test_the_oldest_c_library_is_named_with_the_file_that_asks_for_it(program: Path) -> None:
    found = needs.c_libraries(needs.programs(program))
    assert (2, 2) in {(major, 2) for major, _ in found}
    assert list(found) == sorted(found, reverse=True)
    assert found[max(found)] in ("libown.so", "main")


def test_what_this_python_needs_is_what_it_says_itself() -> None:
    found = needs.c_libraries([Path(sys.executable).resolve()])
    assert max(found) >= (2, 14)
    assert max(found) < (3, 0)


def test_the_packages_are_those_of_this_system_and_our_own_libraries_are_none(program: Path) -> None:
    found = needs.depends(needs.programs(program), [program])
    assert [word.partition(" ")[0] for word in found] == ["libc6"]
    assert found[0].startswith("libc6 (>= 2.")


def test_a_library_that_nobody_has_is_named(program: Path) -> None:
    (program / "libown.so").rename(program.parent / "libown.so")
    (program / "libown.so.1").unlink()
    with pytest.raises(needs.NeedsError, match=r"libown\.so"):
        needs.depends(needs.programs(program), [])


def test_where_a_library_looks_for_others_is_read_in_it(program: Path) -> None:
    assert needs.searched(needs.programs(program)) == {program / "main": ("$ORIGIN",)}


def test_a_broken_file_is_no_silent_end(tmp_path: Path) -> None:
    (tmp_path / "broken.so").write_bytes(b"\x7fELF and no more")
    with pytest.raises(needs.NeedsError, match="objdump ended with"):
        needs.c_libraries(needs.programs(tmp_path))


def test_what_is_promised_is_what_the_pinned_qt_can_keep() -> None:
    assert debs.OLDEST_C >= (2, 34), "Qt's wheels are made for 2.34"
