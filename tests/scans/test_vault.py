"""A page that was acknowledged is there, whole, whatever happened; and nobody reads it off the disk."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, StoreTrouble, Trouble
from deskapp.ids import PageDigest
from deskapp.scans.page_file import PIECE
from deskapp.scans.vault import Vault

KEY = bytes(range(32))
PAGE = random.Random(3).randbytes(3000)
LONG = random.Random(4).randbytes(2 * PIECE + 1234)  # three pieces


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "pages", KEY)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def code_of(vault: Vault, digest: PageDigest) -> str:
    with pytest.raises(Trouble) as told:
        vault.get(digest)
    return told.value.code


@pytest.mark.parametrize(
    "page", [b"a", PAGE, bytes(PIECE), LONG], ids=["a byte", "a page", "one piece", "three pieces"]
)
def test_a_page_comes_back_as_it_was_put(page: bytes, vault: Vault) -> None:
    digest = vault.put(page)
    assert digest == sha256(page).hexdigest()
    assert vault.has(digest)
    assert vault.get(digest) == page
    assert vault.size(digest) == len(page)
    assert list(vault.digests()) == [digest]


def test_no_plain_byte_lies_on_the_disk(vault: Vault, tmp_path: Path) -> None:
    vault.put(b"applicant " * 500)
    for file in files(tmp_path):
        assert b"applicant" not in file.read_bytes()
        assert file.stat().st_mode & 0o077 == 0


@settings(max_examples=40)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_a_page_is_read_from_any_place_on(page: bytes, offset: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder), KEY)
        assert b"".join(vault.read_from(vault.put(page), offset)) == page[offset:]


@pytest.mark.parametrize("offset", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, len(LONG) - 1, len(LONG), 10**9])
def test_a_long_page_is_read_from_any_place_on(offset: int, vault: Vault) -> None:
    assert b"".join(vault.read_from(vault.put(LONG), offset)) == LONG[offset:]


def test_the_same_page_twice_is_one_page(vault: Vault, tmp_path: Path) -> None:
    assert vault.put(PAGE) == vault.put(PAGE)
    assert len(files(tmp_path)) == 1


def test_a_page_let_go_is_gone_and_may_be_let_go_again(vault: Vault, tmp_path: Path) -> None:
    digest, other = vault.put(PAGE), vault.put(LONG)
    vault.forget(digest)
    vault.forget(digest)
    assert not vault.has(digest)
    assert code_of(vault, digest) == "page.not_here"
    assert list(vault.digests()) == [other]


@pytest.mark.parametrize("name", ["", "ab", "../../secret", "A" * 64, "g" * 64, "0" * 63 + "\n", "..\0"])
def test_a_name_that_is_no_digest_leads_nowhere(name: str, vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"x")
    digest = PageDigest(name)
    assert not vault.has(digest)
    assert code_of(vault, digest) == "page.not_here"
    vault.forget(digest)
    assert (tmp_path / "secret").exists()


def test_another_key_opens_nothing(vault: Vault, tmp_path: Path) -> None:
    assert code_of(Vault(tmp_path / "pages", bytes(32)), vault.put(PAGE)) == "page.damaged"


def test_every_flipped_bit_is_noticed(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put(b"a small page")
    [file] = files(tmp_path)
    good = file.read_bytes()
    for place in range(len(good)):
        file.write_bytes(good[:place] + bytes([good[place] ^ 1 << place % 8]) + good[place + 1 :])
        assert code_of(vault, digest) == "page.damaged", place


@given(cut=st.integers(0, 10**6))
def test_every_cut_is_noticed(cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        vault = Vault(Path(folder), KEY)
        digest = vault.put(PAGE)
        [file] = files(Path(folder))
        data = file.read_bytes()
        file.write_bytes(data[: cut % len(data)])
        assert code_of(vault, digest) == "page.damaged"
        with pytest.raises(ContentTrouble):
            vault.size(digest)


def test_pieces_that_changed_places_are_noticed(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put(LONG)
    [file] = files(tmp_path)
    data, head, piece = file.read_bytes(), 20, PIECE + 33
    first, second, rest = data[head : head + piece], data[head + piece : head + 2 * piece], data[head + 2 * piece :]
    for swapped in (second + first + rest, first + first + rest, first + rest):
        file.write_bytes(data[:head] + swapped)
        assert code_of(vault, digest) == "page.damaged"


def test_a_page_under_anothers_name_is_not_that_page(vault: Vault) -> None:
    digest, other = vault.put(PAGE), vault.put(LONG)
    folder = vault._folder
    (folder / digest[:2] / digest).write_bytes((folder / other[:2] / other).read_bytes())
    assert code_of(vault, digest) == "page.damaged"


def test_scanning_a_damaged_page_again_mends_it(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put(PAGE)
    [file] = files(tmp_path)
    file.write_bytes(file.read_bytes()[:-5])
    assert vault.put(PAGE) == digest
    assert vault.get(digest) == PAGE


def test_a_page_the_disk_does_not_give_is_damaged(vault: Vault, tmp_path: Path) -> None:
    digest = vault.put(PAGE)
    [file] = files(tmp_path)
    file.unlink()
    file.mkdir()
    assert code_of(vault, digest) == "page.damaged"


def test_what_a_crash_left_is_swept_and_what_is_being_written_is_not(vault: Vault, tmp_path: Path) -> None:
    old, young = tmp_path / "pages" / "old.part", tmp_path / "pages" / "young.part"
    for part in (old, young):
        part.write_bytes(b"half")
    os.utime(old, (time.time() - 3600,) * 2)
    Vault(tmp_path / "pages", KEY)
    assert (old.exists(), young.exists()) == (False, True)


PUTS = """
import random, sys
from pathlib import Path
from deskapp.scans.vault import Vault
chance = random.Random(int(sys.argv[2]))
vault = Vault(Path(sys.argv[1]), bytes(range(32)))
while True:
    print(vault.put(chance.randbytes(chance.randrange(1, 3_000_000))), flush=True)
"""


def child(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("seed", range(5))
def test_a_page_that_was_acknowledged_survives_a_kill(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    acknowledged: list[str] = []
    with child(PUTS, str(tmp_path / "pages"), str(seed)) as putting:
        assert putting.stdout is not None
        for line in putting.stdout:
            acknowledged.append(line.strip())
            if len(acknowledged) == 3:
                until = time.monotonic() + chance.uniform(0, 0.06)  # anywhere within the writing of a page
                while time.monotonic() < until:
                    pass
                putting.kill()
    acknowledged = [one for one in acknowledged if len(one) == 64]
    for left in (tmp_path / "pages").glob("*.part"):
        os.utime(left, (0, 0))
    vault = Vault(tmp_path / "pages", KEY)
    there = set(vault.digests())
    assert len(acknowledged) >= 3
    assert there >= set(acknowledged)
    assert len(there) <= len(acknowledged) + 1, "one was kept whose word did not come through"
    for digest in there:
        assert sha256(vault.get(digest)).hexdigest() == digest
    assert {file.name for file in files(tmp_path)} == there


FILLS = """
import resource, signal, sys
from pathlib import Path
from deskapp.failures import StoreTrouble
from deskapp.scans.vault import Vault
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
vault = Vault(Path(sys.argv[1]), bytes(range(32)))
small = vault.put(b"small")
try:
    vault.put(bytes(3_000_000))
except StoreTrouble as trouble:
    print(trouble.code, vault.get(small) == b"small")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are a thing of POSIX")
@pytest.mark.parametrize("room", [1000, 1_048_600, 2_500_000])
def test_a_disk_that_is_full_keeps_what_it_has_and_nothing_half(room: int, tmp_path: Path) -> None:
    with child(FILLS, str(tmp_path / "pages"), str(room)) as filling:
        said, _ = filling.communicate(timeout=60)
    assert said.split() == ["page.no_room", "True"]
    assert len(files(tmp_path)) == 1


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreTrouble) as told:
        Vault(tmp_path / "file" / "pages", KEY)
    assert told.value.code == "page.not_kept"


def test_a_disk_that_does_not_say_its_room_is_told(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_: Path) -> None:
        raise OSError(116, "stale file handle")

    monkeypatch.setattr(shutil, "disk_usage", gone)
    with pytest.raises(StoreTrouble) as trouble:
        vault.room_left()
    assert trouble.value.code == "page.not_kept"


def test_a_page_that_cannot_be_looked_at_is_told_and_one_that_has_gone_is_passed_over(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {vault.put(b"one"), vault.put(b"two")}
    assert {file.page for file in vault.kept()} == pages
    stat, why = Path.stat, {"raised": PermissionError(13, "held by an antivirus")}

    def told(path: Path, **more: bool) -> os.stat_result:
        if path.name == min(pages):
            raise why["raised"]
        return stat(path, **more)

    monkeypatch.setattr(Path, "stat", told)
    with pytest.raises(StoreTrouble) as trouble:
        list(vault.kept())
    assert trouble.value.code == "page.not_kept"
    why["raised"] = FileNotFoundError(2, "gone")  # type: ignore[assignment]
    assert {file.page for file in vault.kept()} == {max(pages)}
