"""The centre speaks tus as others do: tuspy and tus-js-client send pages to it, through kills on either side."""

from __future__ import annotations

import fcntl
import io
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from tusclient.client import TusClient

from tests.server.uploads.asking import digest_of
from tests.server.uploads.serving import CentreProcess, centre_process
from tests.server.uploads.test_kills import desk_of

_HOUSE = Path(__file__).resolve().parents[3]
_HERE = _HOUSE / "tests/server/tus_js"
_PACKAGES = _HOUSE / "build/tus_js"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def tus_js() -> Path:
    """The folder in which tus-js-client is installed, once for a checkout."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed; tus-js-client cannot be tried")
    _PACKAGES.mkdir(parents=True, exist_ok=True)
    with (_PACKAGES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = (_HERE / "package.json").read_text(encoding="utf-8")
        done = _PACKAGES / "installed.json"
        if not done.exists() or done.read_text(encoding="utf-8") != wanted:
            (_PACKAGES / "package.json").write_text(wanted, encoding="utf-8")
            command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts"]
            subprocess.run(command, cwd=_PACKAGES, check=True, capture_output=True, timeout=100)
            done.write_text(wanted, encoding="utf-8")
    return _PACKAGES


def js_client(tus_js: Path, centre: CentreProcess, file: Path, chunk: int, before: str = "-") -> subprocess.Popen[str]:
    digest = digest_of(file.read_bytes())
    words = [str(tus_js), f"{centre.address}/files/", str(file), digest, str(chunk), before]
    return subprocess.Popen(["node", str(_HERE / "send.mjs"), *words], stdout=subprocess.PIPE, text=True)


def said_until(client: subprocess.Popen[str], wanted: str, least: int = 0) -> str:
    """Read what the client says until a line begins with a word (and a number of at least `least`)."""
    assert client.stdout
    for line in client.stdout:
        word, _, rest = line.strip().partition(" ")
        if word == wanted and (not least or int(rest) >= least):
            return rest
    return ""


@pytest.mark.parametrize("checksum", [True, False])
def test_tuspy_sends_a_page(tmp_path: Path, checksum: bool) -> None:
    page = random.Random(1).randbytes(5_000_000)
    with centre_process(tmp_path) as centre, desk_of(centre) as desk:
        client = TusClient(f"{centre.address}/files/", headers={"Authorization": "Bearer clerk1"})
        client.uploader(
            file_stream=io.BytesIO(page),
            chunk_size=1_300_000,
            metadata={"sha256": digest_of(page), "filename": "第一页.jpg"},
            upload_checksum=checksum,
        ).upload()
        assert desk.page(page) == page


@pytest.mark.parametrize("seed", range(3))
def test_tuspy_goes_on_after_the_centre_was_killed(tmp_path: Path, seed: int) -> None:
    lot = random.Random(seed)
    page = lot.randbytes(6_000_000)
    with centre_process(tmp_path) as centre, desk_of(centre) as desk:
        client = TusClient(f"{centre.address}/files/", headers={"Authorization": "Bearer clerk1"})
        words = {"file_stream": io.BytesIO(page), "chunk_size": lot.randrange(100_000, 900_000)}
        first = client.uploader(**words, metadata={"sha256": digest_of(page)})
        first.upload(stop_at=lot.randrange(1, len(page)))
        centre.kill()
        centre.start()
        client.uploader(**words, url=first.url).upload()
        assert desk.page(page) == page


@pytest.mark.parametrize("seed", range(2))
def test_tus_js_client_goes_on_after_the_centre_was_killed(tmp_path: Path, tus_js: Path, seed: int) -> None:
    lot = random.Random(seed)
    file = tmp_path / "page"
    file.write_bytes(lot.randbytes(20_000_000))
    with centre_process(tmp_path / "centre") as centre, desk_of(centre) as desk:
        with js_client(tus_js, centre, file, chunk=lot.choice([1_000_000, 3_000_000, 20_000_000])) as client:
            said_until(client, "sent", lot.randrange(1, 12_000_000))
            centre.kill()
            centre.start()
            assert said_until(client, "done")
            assert client.wait(60) == 0
        assert desk.page(file.read_bytes()) == file.read_bytes()


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_tus_js_client_is_followed_by_one_that_goes_on(tmp_path: Path, tus_js: Path, seed: int) -> None:
    lot = random.Random(seed)
    file = tmp_path / "page"
    file.write_bytes(lot.randbytes(20_000_000))
    with centre_process(tmp_path / "centre") as centre, desk_of(centre) as desk:
        chunk = lot.choice([1_000_000, 20_000_000])
        with js_client(tus_js, centre, file, chunk) as first:
            where = said_until(first, "at")
            said_until(first, "sent", lot.randrange(1, 12_000_000))
            first.kill()
        with js_client(tus_js, centre, file, chunk, where) as second:
            assert said_until(second, "done") == where
            assert second.wait(60) == 0
        assert desk.page(file.read_bytes()) == file.read_bytes()
