"""Who signed a Windows program is read out of the file; what Windows holds of it is asked of Windows alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from deskapp.failures import ContentTrouble
from deskapp.rules.publisher import Publisher, Standing
from deskapp.updates.pe_signature import signer
from deskapp.updates.win_trust import publisher_of, standing_of
from tests.packaging.recipe import REAL_PROGRAM, module

signing = module("signing")


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    made: dict[str, str] = signing.make_test_certificate(tmp_path_factory.mktemp("keys"))
    return made


@pytest.fixture
def program(tmp_path: Path) -> Path:
    return Path(shutil.copy(REAL_PROGRAM, tmp_path / "program.exe"))


def test_the_signer_of_a_signed_program_is_named(program: Path, named: dict[str, str]) -> None:
    assert signer(program) == ("", "")
    signing.sign(program, moment=1_700_000_000, environment=named)
    certificate = x509.load_pem_x509_certificate(Path(named["ONEWINDOW_SIGN_CERT"]).read_bytes())
    assert signer(program) == (certificate.subject.rfc4514_string(), certificate.fingerprint(SHA256()).hex())


def test_with_a_chain_it_is_the_one_at_the_end(program: Path, tmp_path: Path) -> None:
    ca, ca_key, leaf_key, request, leaf = (tmp_path / name for name in ("ca", "ca.key", "key", "req", "leaf"))
    new = ["openssl", "req", "-newkey", "rsa:2048", "-nodes", "-subj"]
    for words in (
        [*new, "/CN=County CA", "-x509", "-keyout", ca_key, "-out", ca, "-days", "2"],
        [*new, "/CN=County", "-keyout", leaf_key, "-out", request],
        ["openssl", "x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-out", leaf, "-days", "2"],
    ):
        subprocess.run([str(word) for word in words], check=True, capture_output=True)
    chain = tmp_path / "chain.pem"
    chain.write_text(leaf.read_text() + ca.read_text())
    environment = {"ONEWINDOW_SIGN_CERT": str(chain), "ONEWINDOW_SIGN_KEY": str(leaf_key)}
    signing.sign(program, moment=1_700_000_000, environment=environment)
    assert signer(program)[0] == "CN=County"


@pytest.mark.parametrize("cut", [0, 1, 63, 100, 300])
def test_what_is_no_program_is_no_publishers(program: Path, cut: int) -> None:
    program.write_bytes(program.read_bytes()[:cut])
    with pytest.raises(ContentTrouble, match=r"update\.other_publisher"):
        signer(program)


def test_a_signature_that_cannot_be_read_is_nobodys(program: Path, named: dict[str, str]) -> None:
    bare = program.stat().st_size
    signing.sign(program, moment=1_700_000_000, environment=named)
    data = program.read_bytes()
    table = bare + 8
    for harmed in (
        data[:table] + bytes(len(data) - table),  # zeros in its place
        data[: table + 40],  # cut off
        data[: table + 30] + b"\xff" * (len(data) - table - 30),
    ):
        program.write_bytes(harmed)
        with pytest.raises(ContentTrouble, match=r"update\.other_publisher"):
            signer(program)


def test_what_windows_answers_is_taken_at_its_worst() -> None:
    assert standing_of(0) is Standing.TRUSTED
    assert standing_of(-2146762487) is Standing.NOT_TRUSTED, "0x800B0109 as a signed number"
    assert standing_of(0x800B0100) is Standing.NONE
    for bad in (0x80096010, 0x800B0111, 0x800B010C, 1, -1, 0x80070005):
        assert standing_of(bad) is Standing.BROKEN


def test_a_program_that_nobody_signed_needs_no_word_of_windows(program: Path, named: dict[str, str]) -> None:
    assert publisher_of(program) == Publisher(Standing.NONE)
    signing.sign(program, moment=1_700_000_000, environment=named)
    if sys.platform != "win32":
        assert publisher_of(program).standing is Standing.BROKEN, "where there is nobody to ask, nothing is let in"
