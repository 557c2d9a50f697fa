"""Clients that vanish, dawdle, lie, or were never let in, by bare sockets."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from tests.server.uploads.asking import Desk, code_of, digest_of
from tests.server.uploads.centre import PageCentre

PAGE = os.urandom(3_000_000)


@contextmanager
def bare_line(address: str) -> Iterator[socket.socket]:
    told = urlsplit(address)
    assert told.hostname
    with socket.create_connection((told.hostname, told.port or 80), timeout=10) as line:
        yield line


def patch_head(where: str, length: int, *more: str, user: str | None = "clerk1", offset: int = 0) -> bytes:
    lines = [f"PATCH {where} HTTP/1.1", "Host: centre", "Tus-Resumable: 1.0.0", f"Upload-Offset: {offset}"]
    lines += ["Content-Type: application/offset+octet-stream", f"Content-Length: {length}", *more]
    lines += [f"Authorization: Bearer {user}"] if user else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status(line: socket.socket) -> int:
    return int(line.makefile("rb").readline().split()[1])


def eventually(wanted: Callable[[], bool], patience: float = 10.0) -> None:
    until = time.monotonic() + patience
    while not wanted():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.02)


def data_bytes(centre: PageCentre) -> int:
    return sum(path.stat().st_size for path in (centre.folder / "unfinished").glob("*.data"))


def test_a_stranger_is_turned_away_before_a_byte_is_read(desk: Desk, address: str, centre: PageCentre) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(patch_head(where, len(PAGE), "Expect: 100-continue", user=None))
        assert status(line) == 401  # and not 100: nobody asked for the body
    with bare_line(address) as line:
        line.sendall(patch_head(where, len(PAGE), user=None) + PAGE[:200_000])
        assert status(line) == 401
    assert data_bytes(centre) == 0
    assert desk.offset(where) == 0


def test_what_arrived_before_the_line_was_cut_counts(desk: Desk, address: str, centre: PageCentre) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(patch_head(where, len(PAGE)) + PAGE[:1_700_000])
        eventually(lambda: data_bytes(centre) > 1_000_000)
    eventually(lambda: desk.head(where).status_code == 200)
    offset = desk.offset(where)
    assert 1_000_000 < offset <= 1_700_000
    assert desk.patch(where, offset, PAGE[offset:]).status_code == 204
    assert desk.page(PAGE) == PAGE


def test_a_client_that_falls_silent_does_not_hold_its_upload(desk: Desk, address: str) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(patch_head(where, len(PAGE)) + PAGE[:100_000])
        assert status(line) == 408
        assert desk.offset(where) == 100_000
        assert desk.patch(where, 100_000, PAGE[100_000:]).status_code == 204


def test_one_writes_at_a_time(desk: Desk, address: str, centre: PageCentre) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(patch_head(where, len(PAGE)) + PAGE[:1_500_000])
        eventually(lambda: data_bytes(centre) > 1_000_000)
        answer = desk.patch(where, 0, PAGE)
        assert (answer.status_code, code_of(answer)) == (423, "upload.busy")
        assert desk.end(where).status_code == 423
        line.sendall(PAGE[1_500_000:])
        assert status(line) == 204
    assert desk.page(PAGE) == PAGE


@pytest.mark.parametrize("length", ["-1", "abc", "1, 2", "99999999999999999999999999"])
def test_a_length_that_lies_stores_nothing(desk: Desk, address: str, centre: PageCentre, length: str) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(
            patch_head(where, 0).replace(b"Content-Length: 0", f"Content-Length: {length}".encode()) + b"x" * 50
        )
        assert status(line) in (400, 413)
    assert desk.offset(where) == 0


def test_a_length_that_is_too_short_ends_the_body_there(desk: Desk, address: str) -> None:
    where = desk.begun(PAGE)
    with bare_line(address) as line:
        line.sendall(patch_head(where, 10) + PAGE[:10] + b"\x00rubbish after the end\r\n\r\n")
        assert status(line) in (204, 400)  # what follows is no request; whether before the answer is a matter of time
    assert desk.offset(where) <= 10


def test_a_silent_put_keeps_nothing(desk: Desk, address: str, centre: PageCentre) -> None:
    with bare_line(address) as line:
        head = [f"PUT /pages/{digest_of(PAGE)} HTTP/1.1", "Host: c", "Authorization: Bearer a", "Content-Length: 9"]
        line.sendall(("\r\n".join(head) + "\r\n\r\nabc").encode())
        assert status(line) == 408
    assert [path for path in centre.folder.rglob("*") if path.is_file()] == []
