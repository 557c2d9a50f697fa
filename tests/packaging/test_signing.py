"""A program is signed with one's own key, which is never one of the repository's files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.architecture.house import ROOT
from tests.packaging.recipe import REAL_PROGRAM, module

signing = module("signing")
MOMENT = 1_700_000_000


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A test certificate, as the environment names it."""
    made: dict[str, str] = signing.make_test_certificate(tmp_path_factory.mktemp("keys"))
    return made


@pytest.fixture
def program(tmp_path: Path) -> Path:
    copy = tmp_path / "program.exe"
    shutil.copy(REAL_PROGRAM, copy)
    return copy


def test_what_is_signed_can_be_checked_and_what_was_changed_afterwards_shows(
    program: Path, named: dict[str, str]
) -> None:
    certificate = Path(named["ONEWINDOW_SIGN_CERT"])
    assert not signing.is_signed(program, certificate)
    assert signing.sign(program, moment=MOMENT, environment=named)
    assert signing.is_signed(program, certificate)
    assert not list(program.parent.glob("*.signed"))
    data = bytearray(program.read_bytes())
    data[600] ^= 1
    program.write_bytes(data)
    assert not signing.is_signed(program, certificate)


def test_the_same_program_signed_for_the_same_moment_is_the_same_file(program: Path, named: dict[str, str]) -> None:
    other = program.with_name("other.exe")
    shutil.copy(program, other)
    for file in (program, other):
        signing.sign(file, moment=MOMENT, environment=named)
    assert program.read_bytes() == other.read_bytes()


def test_the_key_is_readable_by_its_owner_alone(named: dict[str, str]) -> None:
    assert Path(named["ONEWINDOW_SIGN_KEY"]).stat().st_mode & 0o077 == 0


def test_without_a_key_nothing_is_signed(program: Path) -> None:
    before = program.read_bytes()
    assert not signing.sign(program, moment=MOMENT, environment={})
    assert program.read_bytes() == before


def test_a_key_that_is_half_named_or_absent_is_no_reason_to_go_on(tmp_path: Path, named: dict[str, str]) -> None:
    for wrong in (
        {"ONEWINDOW_SIGN_KEY": named["ONEWINDOW_SIGN_KEY"]},
        {"ONEWINDOW_SIGN_CERT": named["ONEWINDOW_SIGN_CERT"]},
        {**named, "ONEWINDOW_SIGN_KEY": str(tmp_path / "absent.pem")},
    ):
        with pytest.raises(signing.NoSigningError):
            signing.command(tmp_path / "x.exe", wrong, windows=False, moment=MOMENT)


def test_a_key_among_the_files_of_the_repository_is_refused(tmp_path: Path, named: dict[str, str]) -> None:
    inside = ROOT / "packaging" / "windows" / "contents.py"
    with pytest.raises(signing.NoSigningError, match="repository"):
        signing.command(tmp_path / "x.exe", {**named, "ONEWINDOW_SIGN_KEY": str(inside)}, windows=False, moment=MOMENT)


def test_windows_signs_with_a_certificate_of_its_own_store(tmp_path: Path) -> None:
    words = signing.command(tmp_path / "x.exe", {"ONEWINDOW_SIGN_THUMBPRINT": "AB12"}, windows=True, moment=MOMENT)
    assert words[:2] == ["signtool", "sign"]
    assert words[words.index("/sha1") + 1] == "AB12"
    assert signing.command(tmp_path / "x.exe", {"ONEWINDOW_SIGN_THUMBPRINT": "AB12"}, windows=False, moment=0) is None
