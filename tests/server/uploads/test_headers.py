"""What a tus client says in its headers is read as tus 1.0 says, and whatever else it says is refused."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.server.uploads import headers

DIGEST = hashlib.sha256(b"a page").hexdigest()


def b64(words: str | bytes) -> str:
    return base64.b64encode(words.encode() if isinstance(words, str) else words).decode()


SOUND = f"sha256 {b64(DIGEST)}"


@given(st.integers(0, 10**18 - 1))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    assert headers.number("Upload-Offset", str(number)) == number


@pytest.mark.parametrize(
    "text", [None, "", "-1", "+1", "01", "1.0", "1e3", " 1", "1 ", "١", "１", "0x1", "1" * 19, "1_0", "NaN"]
)
def test_what_is_no_plain_number_is_refused_by_its_name(text: str | None) -> None:
    with pytest.raises(Refusal) as refused:
        headers.number("Upload-Length", text)
    assert (refused.value.code, refused.value.values) == ("upload.wrong_header", {"header": "Upload-Length"})


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        f"filename {b64('扫描.jpg')},{SOUND}",
        f"{SOUND}, filename {b64('a.jpg')}",
        f"is_confidential,{SOUND}",
        f"is_confidential ,{SOUND}",
    ],
)
def test_the_digest_is_found_among_what_else_is_said(text: str) -> None:
    assert headers.announced_digest(text) == DIGEST


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (None, "upload.no_digest"),
        (f"filename {b64('a.jpg')}", "upload.no_digest"),
        (f"SHA256 {b64(DIGEST)}", "upload.no_digest"),
        ("", "upload.wrong_header"),
        (",", "upload.wrong_header"),
        (f"{SOUND},", "upload.wrong_header"),
        (f"{SOUND},{SOUND}", "upload.wrong_header"),
        ("sha256 ***", "upload.wrong_header"),
        (f"sha256  {b64(DIGEST)}", "upload.wrong_header"),
        (f"sha256 {b64(DIGEST)}é", "upload.wrong_header"),
        (f"名 {b64('a')},{SOUND}", "upload.wrong_header"),
        (f"a {'A' * 4096},{SOUND}", "upload.wrong_header"),
        ("sha256", "page.wrong_digest"),
        (f"sha256 {b64(DIGEST[:-1])}", "page.wrong_digest"),
        (f"sha256 {b64(DIGEST.upper())}", "page.wrong_digest"),
        (f"sha256 {b64('../' + DIGEST[3:])}", "page.wrong_digest"),
        (f"sha256 {b64(bytes(range(200, 232)) * 2)}", "page.wrong_digest"),
        (f"sha256 {b64(DIGEST + chr(10))}", "page.wrong_digest"),
    ],
)
def test_what_names_no_page_is_refused(text: str | None, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        headers.announced_digest(text)
    assert refused.value.code == code


@given(st.text(max_size=80))
def test_any_words_are_a_digest_or_a_refusal(text: str) -> None:
    told = ""
    try:
        digest = headers.announced_digest(text)
    except Refusal as refusal:
        told, digest = refusal.code, None
    assert told in {"", "upload.no_digest", "upload.wrong_header", "page.wrong_digest"}
    assert (digest is None) is bool(told)


@pytest.mark.parametrize("algorithm", headers.ALGORITHMS)
def test_a_checksum_is_what_its_bytes_add_up_to(algorithm: str) -> None:
    wanted = hashlib.new(algorithm, b"part", usedforsecurity=False).digest()
    read = headers.checksum(f"{algorithm} {b64(wanted)}")
    assert read is not None
    seen = read.begun()
    seen.update(b"part")
    assert seen.digest() == read.digest
    assert headers.checksum(None) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("md5 AAAA", "upload.checksum_unknown"),
        ("", "upload.checksum_unknown"),
        ("SHA256 AAAA", "upload.checksum_unknown"),
        ("sha256 *", "upload.wrong_header"),
        ("sha1 AAA", "upload.wrong_header"),
        ("sha1 名", "upload.wrong_header"),
    ],
)
def test_a_checksum_nobody_can_check_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        headers.checksum(text)
    assert refused.value.code == code


def test_a_moment_is_written_as_http_writes_it() -> None:
    assert headers.http_date(datetime(2026, 11, 3, 1, 2, 3, tzinfo=UTC)) == "Tue, 03 Nov 2026 01:02:03 GMT"
