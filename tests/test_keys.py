"""No keyring, no cache; a key that is lost is told and never made anew."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from deskapp.failures import StoreTrouble
from deskapp.keys import Keys, beside, from_keyring, from_master
from deskapp.sentences import sentence


class Plain(KeyringBackend):
    """Keeps passwords as they are, as a plaintext file does."""

    priority = -1  # never chosen by the library itself, which knows every backend that was ever defined

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Sealing(Plain):
    """Stands where the system's own store stands."""


Sealing.__module__ = "keyring.backends.SecretService"


class Roaming(Sealing):
    """Windows' own store: what it keeps goes where its user goes, unless it is told otherwise."""

    persist = "enterprise"

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, f"{username} ({self.persist})", password)


Roaming.__module__ = "keyring.backends.Windows"


class Locked(Sealing):
    """The person has not typed the password of the store."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("locked")


Locked.__module__ = "keyring.backends.SecretService"


class Chain(Plain):
    """Several stores, one after another."""

    def __init__(self, *backends: KeyringBackend) -> None:
        super().__init__()
        self.backends = backends


@pytest.fixture(autouse=True)
def _own_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def refused(home: Path) -> str:
    with pytest.raises(StoreTrouble) as told:
        from_keyring(home)
    assert told.value.code not in sentence(told.value, "zh")
    return told.value.code


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Plain])
def test_without_a_keyring_that_encrypts_nothing_is_kept(backend: type[KeyringBackend], tmp_path: Path) -> None:
    keyring.set_keyring(backend())
    assert refused(tmp_path) == "keys.no_keyring"
    assert list(tmp_path.glob("*.key")) == []


def test_a_chain_is_used_by_its_link_that_encrypts_and_by_no_other(tmp_path: Path) -> None:
    plain, sealing = Plain(), Sealing()
    keyring.set_keyring(Chain(plain, sealing))
    from_keyring(tmp_path)
    assert (len(plain.kept), len(sealing.kept)) == (0, 1)
    keyring.set_keyring(Chain(plain, Plain()))
    assert refused(tmp_path) == "keys.no_keyring"


def test_the_key_is_made_once_for_each_installation(tmp_path: Path) -> None:
    keyring.set_keyring(Sealing())
    first = from_keyring(tmp_path / "a")
    assert from_keyring(tmp_path / "a") == first
    assert from_keyring(tmp_path / "b") != first


def test_a_cache_whose_key_is_gone_gets_no_new_one(tmp_path: Path) -> None:
    store = Sealing()
    keyring.set_keyring(store)
    (tmp_path / "cache.db").write_bytes(b"sealed")
    assert refused(tmp_path) == "keys.lost"
    assert store.kept == {}


def test_a_locked_keyring_is_told_as_locked(tmp_path: Path) -> None:
    keyring.set_keyring(Locked())
    assert refused(tmp_path) == "keys.locked"


@pytest.mark.parametrize("kept", ["", "not base 64!", base64.b64encode(b"short").decode(), "é"])
def test_what_is_no_key_is_a_lost_key(kept: str, tmp_path: Path) -> None:
    store = Sealing()
    store.kept["OneWindow", str(tmp_path)] = kept
    keyring.set_keyring(store)
    assert refused(tmp_path) == "keys.lost"


def test_each_store_has_a_key_of_its_own() -> None:
    keys = from_master(bytes(32))
    assert len({keys.cache, keys.vault, keys.wrapping}) == 3
    assert all(len(key) == 32 for key in (keys.cache, keys.vault, keys.wrapping))
    assert from_master(bytes(32)) == keys
    assert from_master(b"\1" * 32).cache != keys.cache


def test_a_key_beside_its_store_is_for_its_owner_only_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "centre" / "centre.key"
    first = beside(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert beside(path) == first
    assert os.listdir(path.parent) == ["centre.key"]


@pytest.mark.parametrize("size", [0, 31, 33, 64])
def test_a_key_file_of_another_length_is_a_lost_key_and_stays_as_it_is(size: int, tmp_path: Path) -> None:
    path = tmp_path / "centre.key"
    path.write_bytes(bytes(size))
    with pytest.raises(StoreTrouble) as told:
        beside(path)
    assert told.value.code == "keys.lost"
    assert path.stat().st_size == size


def test_starters_at_one_time_agree_on_one_key(tmp_path: Path) -> None:
    for round_ in range(5):
        path = tmp_path / str(round_) / "centre.key"
        with ThreadPoolExecutor(8) as starters:
            found: list[Keys] = list(starters.map(beside, [path] * 8))
        assert len(set(found)) == 1


ASKS = """
from pathlib import Path
from deskapp.keys import from_keyring
home = Path("installation")
print(from_keyring(home) == from_keyring(home))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is a store of Linux")
def test_a_real_secret_service_keeps_the_key(home: Path, tmp_path: Path) -> None:
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        assert shutil.which(program), f"install {program} (apt: dbus, gnome-keyring)"
    session = f"""
        printf pw | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
        daemon=$!
        until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \\
            string:org.freedesktop.secrets >/dev/null 2>&1; do kill -0 $daemon || exit 9; done
        "{sys.executable}" -c '{ASKS}'
        answer=$?
        kill $daemon
        exit $answer
    """
    words = {**os.environ, "PYTHONPATH": os.getcwd(), "XDG_RUNTIME_DIR": str(tmp_path)}
    words["PYTHON_KEYRING_BACKEND"] = "keyring.backends.SecretService.Keyring"
    ended = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", session],
        env=words, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout.strip()) == (0, "True"), ended.stderr


def test_on_windows_the_key_stays_on_the_computer_whose_cache_it_opens(tmp_path: Path) -> None:
    store = Roaming()
    keyring.set_keyring(store)
    from_keyring(tmp_path)
    ((_, username),) = store.kept
    assert username == f"{tmp_path} (local machine)"
