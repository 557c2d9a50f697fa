"""Problem documents, written and read back."""

from __future__ import annotations

import json
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, LineTrouble, Refusal
from deskapp.protocol.problems import STATUS, problem_document, read_problem, status_of


@pytest.mark.parametrize("code", sorted(STATUS))
def test_a_document_that_was_written_is_read_back(code: str) -> None:
    data = json.dumps(problem_document(code, STATUS[code], {"limit": 5})).encode()
    assert read_problem(data) == (code, {"limit": 5})


def test_a_document_has_what_rfc_9457_asks_for() -> None:
    told = problem_document("upload.busy", 423, {})
    assert told == {"type": "urn:onewindow:problem:upload.busy", "title": HTTPStatus.LOCKED.phrase, "status": 423}


def test_the_kind_of_a_failure_gives_the_status_when_its_code_is_not_named() -> None:
    assert status_of(Refusal("case.incomplete")) == 409
    assert status_of(ContentTrouble("page.odd")) == 422
    assert status_of(LineTrouble("line.down")) == 503
    assert status_of(Refusal("sign_in.wanted")) == 401
    assert status_of(Refusal("upload.checksum_differs")) == 460


@pytest.mark.parametrize(
    "stranger",
    [
        b"",
        b"<html>Welcome to the airport</html>",
        b"[]",
        b'{"type": "about:blank"}',
        b'{"type": 5}',
        b'{"type": "urn:onewindow:problem:"}',
        b'{"type": "urn:onewindow:problem:../../x"}',
        b'{"type": "urn:onewindow:problem:a.b", "values": []}',
        b'{"type": "urn:onewindow:problem:a.b", "x": ' + b"[" * 30_000,
        b'{"type": "urn:onewindow:problem:a.b", "x": "' + b"y" * 70_000 + b'"}',
        b'{"type": "urn:onewindow:problem:a.b", "values": {"x": "\xff"}}',
    ],
)
def test_what_our_centre_did_not_write_is_no_problem_of_ours(stranger: bytes) -> None:
    assert read_problem(stranger) == (None, {})


@given(st.binary(max_size=300))
def test_reading_never_fails(data: bytes) -> None:
    read_problem(data)
