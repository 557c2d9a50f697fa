"""Whole pages: put, read, ask for."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator

import httpx
import pytest

from tests.server.uploads.asking import Desk, code_of, digest_of
from tests.server.uploads.centre import PageCentre

PAGE = os.urandom(300_000)
MIB = 1024 * 1024


def put(desk: Desk, data: bytes, digest: str | None = None) -> httpx.Response:
    return desk.line.put(f"/pages/{digest or digest_of(data)}", content=data)


def test_a_small_page_is_put_once_and_may_be_put_again(desk: Desk) -> None:
    assert [put(desk, PAGE).status_code for _ in range(3)] == [201, 204, 204]
    assert desk.page(PAGE) == PAGE


def test_the_same_page_from_many_desks_at_once_is_kept_once(desk: Desk, centre: PageCentre) -> None:
    told: list[int] = []
    desks = [threading.Thread(target=lambda: told.append(put(desk, PAGE).status_code)) for _ in range(8)]
    for one in desks:
        one.start()
    for one in desks:
        one.join()
    assert set(told) <= {201, 204}
    assert desk.page(PAGE) == PAGE
    assert list((centre.folder / "unfinished").iterdir()) == []


def test_a_page_under_another_name_is_refused(desk: Desk) -> None:
    answer = put(desk, PAGE, digest_of(b"another"))
    assert (answer.status_code, code_of(answer)) == (422, "page.digest_differs")


@pytest.mark.parametrize("declared", [True, False])
def test_a_page_of_more_than_a_mebibyte_is_sent_to_tus(desk: Desk, declared: bool) -> None:
    data = bytes(MIB + 1)

    def parts() -> Iterator[bytes]:
        yield data

    answer = desk.line.put(f"/pages/{digest_of(data)}", content=data if declared else parts())
    assert (answer.status_code, code_of(answer)) == (413, "page.too_large")
    assert put(desk, bytes(MIB)).status_code == 201


def test_an_empty_page_is_no_page(desk: Desk) -> None:
    assert code_of(put(desk, b"")) == "upload.empty"


@pytest.mark.parametrize("name", ["x", "A" * 64, "0" * 63, "..%2f..%2fpasswd", "%2e%2e"])
def test_a_name_that_is_no_digest_is_refused(desk: Desk, name: str) -> None:
    assert desk.line.put(f"/pages/{name}", content=b"x").status_code in (400, 404, 405)
    assert desk.line.get(f"/pages/{name}").status_code in (404, 405)


def test_head_tells_the_size_and_get_lets_no_browser_open_it(desk: Desk) -> None:
    put(desk, PAGE)
    told = desk.line.head(f"/pages/{digest_of(PAGE)}")
    assert (told.status_code, told.headers["content-length"]) == (200, str(len(PAGE)))
    got = desk.line.get(f"/pages/{digest_of(PAGE)}")
    assert got.headers["content-type"] == "application/octet-stream"
    assert (got.headers["cache-control"], got.headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_page_that_is_not_here_is_unknown(desk: Desk) -> None:
    answer = desk.line.get(f"/pages/{digest_of(PAGE)}")
    assert (answer.status_code, code_of(answer)) == (404, "page.unknown")
    assert desk.line.head(f"/pages/{digest_of(PAGE)}").status_code == 404


def test_a_page_damaged_on_the_disk_is_not_given_out(desk: Desk, centre: PageCentre) -> None:
    put(desk, PAGE)
    (kept,) = [path for path in (centre.folder / "pages").rglob("*") if path.is_file()]
    damaged = bytearray(kept.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    kept.write_bytes(damaged)
    answer = desk.line.get(f"/pages/{digest_of(PAGE)}")
    assert (answer.status_code, code_of(answer)) == (500, "page.damaged")


def test_the_centre_tells_which_pages_it_keeps(desk: Desk) -> None:
    put(desk, PAGE)
    asked = [digest_of(b"another"), digest_of(PAGE)]
    answer = desk.line.post("/pages/known", json={"digests": asked})
    assert answer.json() == {"known": [digest_of(PAGE)]}


@pytest.mark.parametrize(
    "question",
    [b"", b"{}", b"[]", b'{"digests": ["../x"]}', b'{"digests": 5}', b"[" * 100_000, b"\xff\xfe", b" " * 300_000],
)
def test_a_question_that_is_none_is_refused(desk: Desk, question: bytes) -> None:
    answer = desk.line.post("/pages/known", content=question)
    assert (answer.status_code, code_of(answer)) == (400, "page.wrong_question")


def test_too_many_at_once_are_refused(desk: Desk) -> None:
    digests = [hashlib.sha256(str(n).encode()).hexdigest() for n in range(2001)]
    assert code_of(desk.line.post("/pages/known", json={"digests": digests})) == "page.wrong_question"
    assert desk.line.post("/pages/known", json={"digests": digests[:2000]}).json() == {"known": []}


def test_without_signing_in_nothing_is_told_or_kept(address: str, centre: PageCentre) -> None:
    with httpx.Client(base_url=address, trust_env=False) as stranger:
        where = f"/pages/{digest_of(PAGE)}"
        answers = [
            stranger.put(where, content=PAGE),
            stranger.get(where),
            stranger.post("/pages/known", json={"digests": []}),
            stranger.post("/files/", headers={"Tus-Resumable": "1.0.0"}),
        ]
    assert {(answer.status_code, code_of(answer)) for answer in answers} == {(401, "sign_in.wanted")}
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert [path for path in centre.folder.rglob("*") if path.is_file()] == []
