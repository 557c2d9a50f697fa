"""Large pages by tus 1.0, over a real socket."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx
import pytest

from tests.server.uploads.asking import PATCH_TYPE, TUS, Desk, code_of, digest_of, metadata
from tests.server.uploads.centre import PageCentre
from tests.server.uploads.conftest import LIMITS, Hands

PAGE = os.urandom(2_500_000)
DAY = timedelta(days=1)


def summed(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


def unfinished(centre: PageCentre) -> list[str]:
    return sorted(path.suffix for path in (centre.folder / "unfinished").iterdir())


def test_a_page_sent_in_parts_is_kept_under_its_digest(desk: Desk) -> None:
    where = desk.begun(PAGE)
    for offset in range(0, len(PAGE), 1_000_000):
        answer = desk.patch(where, offset, PAGE[offset : offset + 1_000_000])
        assert answer.status_code == 204
        assert answer.headers["tus-resumable"] == "1.0.0"
    assert answer.headers["upload-offset"] == str(len(PAGE))
    assert desk.page(PAGE) == PAGE


def test_creation_may_bring_the_bytes_along(desk: Desk) -> None:
    headers = {"Upload-Length": str(len(PAGE)), "Upload-Metadata": metadata(digest_of(PAGE), filename="第一页.jpg")}
    answer = desk.line.post("/files", content=PAGE, headers=TUS | PATCH_TYPE | headers)
    assert (answer.status_code, answer.headers["upload-offset"]) == (201, str(len(PAGE)))
    assert desk.page(PAGE) == PAGE


def test_head_tells_how_far_it_got_and_what_was_said_of_it(desk: Desk) -> None:
    where = desk.begun(PAGE)
    desk.patch(where, 0, PAGE[:1000])
    headers = desk.head(where).headers
    assert headers["upload-offset"] == "1000"
    assert headers["upload-length"] == str(len(PAGE))
    assert headers["upload-metadata"] == metadata(digest_of(PAGE))
    assert headers["cache-control"] == "no-store"


def test_a_lost_last_answer_is_told_again_by_head(desk: Desk, centre: PageCentre) -> None:
    where = desk.begun(PAGE)
    desk.patch(where, 0, PAGE)
    assert desk.offset(where) == len(PAGE)
    assert desk.patch(where, len(PAGE), b"").status_code == 204
    assert unfinished(centre) == [".done", ".note"]


def test_a_page_that_is_here_already_may_come_again(desk: Desk) -> None:
    for _ in range(2):
        where = desk.begun(PAGE)
        assert desk.patch(where, 0, PAGE).status_code == 204
    assert desk.page(PAGE) == PAGE


def test_bytes_that_are_not_the_announced_page_are_discarded(desk: Desk, centre: PageCentre) -> None:
    where = desk.begun(PAGE, digest_of(b"another"))
    answer = desk.patch(where, 0, PAGE)
    assert (answer.status_code, code_of(answer)) == (422, "page.digest_differs")
    assert desk.head(where).status_code == 404
    assert unfinished(centre) == []
    assert desk.page(PAGE) is None


@pytest.mark.parametrize("offset", [0, 999, 1001])
def test_a_wrong_offset_is_a_conflict_that_names_the_right_one(desk: Desk, offset: int) -> None:
    where = desk.begun(PAGE)
    desk.patch(where, 0, PAGE[:1000])
    answer = desk.patch(where, offset, b"x")
    assert (answer.status_code, code_of(answer), answer.json()["values"]) == (
        409,
        "upload.offset_differs",
        {"offset": 1000},
    )
    assert desk.offset(where) == 1000


@pytest.mark.parametrize("offset", ["-1", "+0", "0x0", "", "1e3", "９", "00", "9" * 30])
def test_rubbish_for_an_offset_is_refused(desk: Desk, offset: str) -> None:
    where = desk.begun(PAGE)
    headers: list[tuple[bytes, bytes]] = [(name.encode(), value.encode()) for name, value in (TUS | PATCH_TYPE).items()]
    answer = desk.line.patch(where, content=b"x", headers=[*headers, (b"Upload-Offset", offset.encode())])
    assert (answer.status_code, code_of(answer)) == (400, "upload.wrong_header")


def test_another_content_type_is_refused(desk: Desk) -> None:
    where = desk.begun(PAGE)
    answer = desk.patch(where, 0, b"x", Content_Type="application/octet-stream")
    assert (answer.status_code, code_of(answer)) == (415, "upload.wrong_type")


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
def test_a_checksum_that_fits_passes_and_one_that_does_not_leaves_the_offset(desk: Desk, algorithm: str) -> None:
    where = desk.begun(PAGE)
    first, second = PAGE[:1_200_000], PAGE[1_200_000:]
    assert desk.patch(where, 0, first, Upload_Checksum=summed(algorithm, first)).status_code == 204
    answer = desk.patch(where, len(first), second, Upload_Checksum=summed(algorithm, first))
    assert (answer.status_code, code_of(answer)) == (460, "upload.checksum_differs")
    assert desk.offset(where) == len(first)
    assert desk.patch(where, len(first), second, Upload_Checksum=summed(algorithm, second)).status_code == 204
    assert desk.page(PAGE) == PAGE


@pytest.mark.parametrize(
    ("said", "code"),
    [("md5 AAAA", "upload.checksum_unknown"), ("sha1 ***", "upload.wrong_header"), ("", "upload.checksum_unknown")],
)
def test_a_checksum_we_cannot_read_is_refused(desk: Desk, said: str, code: str) -> None:
    answer = desk.patch(desk.begun(PAGE), 0, b"x", Upload_Checksum=said)
    assert (answer.status_code, code_of(answer)) == (400, code)


def test_another_version_of_tus_is_refused(desk: Desk) -> None:
    answer = desk.line.post("/files/", headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, code_of(answer)) == (412, "upload.wrong_version")


def test_options_tells_what_the_centre_can_do(desk: Desk) -> None:
    headers = desk.line.options("/files/").headers
    assert headers["tus-version"] == "1.0.0"
    assert set(headers["tus-extension"].split(",")) >= {"creation", "checksum", "expiration", "termination"}
    assert headers["tus-max-size"] == str(LIMITS.largest)
    assert headers["tus-checksum-algorithm"] == "sha256,sha1"


@pytest.mark.parametrize(
    ("length", "status", "code"),
    [
        (str(LIMITS.largest + 1), 413, "upload.too_large"),
        ("0", 400, "upload.empty"),
        ("-5", 400, "upload.wrong_header"),
        ("ten", 400, "upload.wrong_header"),
        (None, 400, "upload.wrong_header"),
    ],
)
def test_a_length_that_cannot_be_is_refused(desk: Desk, length: str | None, status: int, code: str) -> None:
    headers = TUS | {"Upload-Metadata": metadata(digest_of(PAGE))} | ({"Upload-Length": length} if length else {})
    answer = desk.line.post("/files/", headers=headers)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (None, "upload.no_digest"),
        ("filename YQ==", "upload.no_digest"),
        ("sha256 YQ==", "page.wrong_digest"),
        ("sha256 !!!", "upload.wrong_header"),
        ("sha256", "page.wrong_digest"),
        (",", "upload.wrong_header"),
        (metadata(digest_of(PAGE)) + "," + metadata(digest_of(PAGE)), "upload.wrong_header"),
        (metadata("../" * 20), "page.wrong_digest"),
        (metadata(digest_of(PAGE), filename="x" * 5000), "upload.wrong_header"),
    ],
)
def test_metadata_without_a_digest_or_not_as_tus_says_is_refused(desk: Desk, said: str | None, code: str) -> None:
    headers = TUS | {"Upload-Length": "5"} | ({"Upload-Metadata": said} if said else {})
    answer = desk.line.post("/files/", headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, code)


def test_more_than_was_announced_is_refused_and_the_offset_stays(desk: Desk) -> None:
    where = desk.begun(PAGE)
    desk.patch(where, 0, PAGE[:1000])
    assert desk.patch(where, 1000, PAGE).status_code == 413

    def chunked() -> Iterator[bytes]:
        yield PAGE
        yield PAGE

    headers = TUS | PATCH_TYPE | {"Upload-Offset": "1000"}
    assert code_of(desk.line.patch(where, content=chunked(), headers=headers)) == "upload.too_large"
    assert desk.offset(where) == 1000
    assert desk.patch(where, 1000, PAGE[1000:]).status_code == 204


def test_a_body_without_a_declared_length_is_taken(desk: Desk) -> None:
    headers = TUS | PATCH_TYPE | {"Upload-Offset": "0"}
    parts = (PAGE[start : start + 99_999] for start in range(0, len(PAGE), 99_999))
    assert desk.line.patch(desk.begun(PAGE), content=parts, headers=headers).status_code == 204
    assert desk.page(PAGE) == PAGE


def test_an_ended_upload_is_gone_with_all_its_bytes(desk: Desk, centre: PageCentre) -> None:
    where = desk.begun(PAGE)
    desk.patch(where, 0, PAGE[:1000])
    assert desk.end(where).status_code == 204
    assert desk.end(where).status_code == 404
    assert unfinished(centre) == []


def test_an_upload_belongs_to_who_began_it(signed_in: Callable[[str], Desk]) -> None:
    mine, other = signed_in("clerk1"), signed_in("clerk2")
    where = mine.begun(PAGE)
    answers: list[httpx.Response] = [other.head(where), other.patch(where, 0, PAGE), other.end(where)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert mine.offset(where) == 0


def test_an_upload_expires_and_is_swept_away(desk: Desk, centre: PageCentre, hands: Hands) -> None:
    old = desk.begun(PAGE)
    desk.patch(old, 0, PAGE[:1000])
    assert "GMT" in desk.head(old).headers["upload-expires"]
    hands.move(DAY)
    young = desk.begun(PAGE)
    assert centre.shelf.sweep() == 0
    hands.move(DAY)
    assert (desk.head(old).status_code, desk.patch(old, 1000, b"x").status_code) == (410, 410)
    assert centre.shelf.sweep() > 0
    assert desk.head(old).status_code == 404
    assert desk.offset(young) == 0
    assert unfinished(centre) == [".data", ".note"]


@pytest.mark.parametrize("name", ["..%2f..%2fetc%2fpasswd", "x", "0" * 42, "%00", "../note", "." * 42])
def test_a_name_that_is_no_upload_is_unknown(desk: Desk, name: str) -> None:
    assert desk.head(f"/files/{name}").status_code == 404


def test_no_plain_byte_rests_on_the_disk(desk: Desk, centre: PageCentre) -> None:
    plain = b"Zhang San 110101199003070000 " * 40_000
    half = desk.begun(plain)
    desk.patch(half, 0, plain[:500_000])
    assert desk.patch(desk.begun(plain), 0, plain).status_code == 204
    files = [path for path in centre.folder.rglob("*") if path.is_file()]
    assert len(files) >= 3
    assert not any(b"110101" in path.read_bytes() or b"clerk1" in path.read_bytes() for path in files)
    assert all(path.stat().st_mode & 0o077 == 0 for path in files if os.name == "posix")
