"""The centre or the desk dies in the middle of a page, at points drawn by lot; the page is right in the end."""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.server.uploads.asking import PATCH_TYPE, TUS, Desk
from tests.server.uploads.serving import CentreProcess, centre_process
from tests.server.uploads.test_hostile import eventually


@contextlib.contextmanager
def desk_of(centre: CentreProcess) -> Iterator[Desk]:
    with httpx.Client(base_url=centre.address, headers={"Authorization": "Bearer clerk1"}, trust_env=False) as line:
        yield Desk(line)


def parts(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def go_on(desk: Desk, where: str, page: bytes, part: int) -> None:
    """Send what is missing; the line may break."""
    offset = desk.offset(where)
    headers = TUS | PATCH_TYPE | {"Upload-Offset": str(offset)}
    with contextlib.suppress(httpx.TransportError):
        desk.line.patch(where, content=parts(page[offset:], part), headers=headers, timeout=30)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_centre_killed_again_and_again_ends_with_the_right_page(tmp_path: Path, seed: int) -> None:
    lot = random.Random(seed)
    page = lot.randbytes(24_000_000)
    with centre_process(tmp_path) as centre, desk_of(centre) as desk:
        where = desk.begun(page)
        acknowledged = 0
        for _ in range(3):
            wanted = min(len(page) - 1, acknowledged + lot.randrange(1_000_000, 8_000_000))
            sending = threading.Thread(target=go_on, args=(desk, where, page, lot.randrange(1_000, 300_000)))
            sending.start()
            eventually(partial(_came_so_far, tmp_path, wanted, sending))
            centre.kill()
            sending.join()
            centre.start()
            offset = desk.offset(where)
            assert acknowledged <= offset <= len(page), "what was acknowledged is never lost"
            acknowledged = offset
            if offset < len(page):
                part = page[offset : offset + lot.randrange(1, 2_000_000)]
                assert desk.patch(where, offset, part).status_code == 204
                acknowledged = offset + len(part)
        go_on(desk, where, page, 1_000_000)
        assert desk.offset(where) == len(page)
        assert desk.page(page) == page


def _came_so_far(folder: Path, wanted: int, sending: threading.Thread) -> bool:
    sizes = [path.stat().st_size for path in (folder / "unfinished").glob("*.data")]
    return sum(sizes) >= wanted or not sending.is_alive()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_a_torn_end_of_the_file_is_cut_off_and_sent_again(tmp_path: Path, seed: int) -> None:
    lot = random.Random(seed)
    page = lot.randbytes(5_000_000)
    with centre_process(tmp_path) as centre, desk_of(centre) as desk:
        where = desk.begun(page)
        desk.patch(where, 0, page[:4_000_000])
        centre.kill()
        (data,) = (tmp_path / "unfinished").glob("*.data")
        with data.open("r+b") as file:
            if seed % 2:
                file.truncate(data.stat().st_size - lot.randrange(1, 500_000))
            else:  # a disk that lost its last block and gave back another
                file.seek(data.stat().st_size - lot.randrange(1, 500_000))
                file.write(lot.randbytes(50))
        centre.start()
        assert desk.offset(where) < 4_000_000
        go_on(desk, where, page, 1_000_000)
        assert desk.page(page) == page


@pytest.mark.slow
def test_a_full_disk_is_said_and_what_fitted_counts(tmp_path: Path) -> None:
    page = random.Random(1).randbytes(9_000_000)
    with centre_process(tmp_path, "--largest-file", "5000000") as centre, desk_of(centre) as desk:
        where = desk.begun(page)
        answer = desk.patch(where, 0, page)
        assert (answer.status_code, answer.json()["type"]) == (507, "urn:onewindow:problem:page.no_room")
        offset = desk.offset(where)
        assert offset <= 5_000_000
        centre.kill()
    with centre_process(tmp_path) as roomier, desk_of(roomier) as desk:
        go_on(desk, where, page, 1_000_000)
        assert desk.page(page) == page
