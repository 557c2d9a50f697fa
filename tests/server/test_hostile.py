"""What strangers and broken programs send: answered as a problem, never by a traceback, and nobody else is held up."""

from __future__ import annotations

import json
import logging
import socket
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from deskapp.ids import CaseId, new_id
from deskapp.journal.chain import digest_of
from deskapp.protocol.json import decode
from deskapp.protocol.messages import PushAnswer
from tests.guards import Listening
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import PretendDesk, as_json, desk_at

RUBBISH = [
    b"", b"{", b"null", b"[]", b"7", b'"events"', b"\xff\xfe", b'{"events": "no"}', b'{"events": [{}]}',
    b'{"events": [[[', b"[" * 100_000, b'{"events":' * 5_000, b'{"events": [], "keys": {"c": 7}}',
    b'{"events": [' + b"1" * 5_000 + b"]}", b'{"events": [], "keys": {"\\ud800": "x"}}', b"\x00" * 100,
    b'{"finish": "yes", "queue": {}, "user": []}',
]  # fmt: skip


@pytest.fixture
def desk(any_hall: Hall) -> PretendDesk:
    return desk_at(any_hall)


@pytest.fixture
def lone_desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


@pytest.mark.parametrize("body", RUBBISH)
def test_rubbish_is_a_problem_and_not_a_fault(hall: Hall, body: bytes) -> None:
    clerk, admin = hall.sign_in("clerk3", "3"), hall.sign_in("admin")
    for line, path in (
        (hall.stranger(), "/api/v1/sign-in"),
        (clerk.line, "/api/v1/journal"),
        (clerk.line, "/api/v1/tickets"),
        (admin.line, "/api/v1/users"),
        (admin.line, "/api/v1/catalog"),
    ):
        answer = line.post(path, content=body)
        assert 400 <= answer.status_code < 500, path
        assert code_of(answer)
    assert clerk.line.post("/api/v1/tickets/call", content=b'{"finish": false, "more": 1}').status_code == 204


@pytest.mark.parametrize(
    "query",
    ["after=x", "after=-1", "after=9223372036854775808", "limit=0", "limit=-5", "after=1e5", "limit=" + "9" * 40],
)
def test_numbers_that_are_none_are_told_so(hall: Hall, query: str) -> None:
    clerk = hall.sign_in("clerk3", "3")
    told = clerk.get(f"/journal?{query}")
    assert (told.status_code, code_of(told)) == (400, "request.wrong")


def test_the_end_of_the_numbers_is_an_empty_answer(any_hall: Hall) -> None:
    clerk = any_hall.sign_in("clerk3", "3")
    told = clerk.get("/journal", params={"after": 2**63 - 1, "limit": 10**9})
    assert told.json()["events"] == []
    assert clerk.get("/journal", params={"limit": 2**62}).status_code == 200


def test_too_much_is_not_read(hall: Hall) -> None:
    clerk = hall.sign_in("clerk3", "3")
    large = clerk.line.post("/api/v1/journal", content=b" " * (8 * 1024 * 1024 + 1))
    assert (large.status_code, code_of(large)) == (413, "request.too_large")
    small = hall.stranger().post("/api/v1/sign-in", content=b" " * 20_000)
    assert code_of(small) == "request.too_large"
    desk = desk_at(hall)
    many = desk.pushes(*[desk.opened(CaseId(new_id()))] * 1001)
    assert (many.status_code, code_of(many)) == (422, "request.too_many")


def test_headers_that_are_too_long_are_refused(hall: Hall) -> None:
    told = hall.stranger().get("/api/v1/health", headers={f"X-{n}": "y" * 4000 for n in range(12)})
    assert (told.status_code, code_of(told)) == (431, "request.headers_too_large")
    assert code_of(hall.stranger().get(f"/track/{'x' * 6000}")) == "request.headers_too_large"


def test_what_is_not_there_is_told_in_our_own_words(hall: Hall) -> None:
    assert code_of(hall.stranger().get("/docs")) == "request.no_such_place"
    assert code_of(hall.stranger().get("/redoc")) == "request.no_such_place"
    assert code_of(hall.stranger().get("/../../etc/passwd")) == "request.no_such_place"
    assert code_of(hall.stranger().put("/api/v1/health")) == "request.wrong_method"


def test_every_answer_protects_who_reads_it(hall: Hall) -> None:
    for path in ("/api/v1/health", "/nope", "/track/unknown", "/api/v1/journal"):
        headers = hall.stranger().get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cache-control"] == "no-store"


def test_a_fault_of_ours_is_told_without_a_word_about_it_and_logged_once(hall: Hall, expect_log: Listening) -> None:
    clerk = hall.sign_in("clerk3", "3")
    person = " ".join(("张三", "110101" + "199001011234"))

    def fault(*_: object) -> Any:
        raise KeyError(person)

    hall.parts.passes.forget_all()
    sa.event.listen(hall.parts.journal.engine, "before_cursor_execute", fault)
    told = clerk.get("/journal")
    sa.event.remove(hall.parts.journal.engine, "before_cursor_execute", fault)
    assert (told.status_code, code_of(told)) == (500, "centre.fault")
    assert "张三" not in told.text
    assert "Traceback" not in told.text
    faults = [record for record in expect_log.records if record.levelno >= logging.ERROR]
    assert len(faults) == 1
    assert "KeyError" in faults[0].getMessage()
    assert "张三" not in faults[0].getMessage()
    assert "199001011234" not in faults[0].getMessage()


SPOILT = [
    ("id", "x"), ("id", ""), ("id", "../../etc/passwd"), ("id", "0" * 36), ("id", "\x00" * 36), ("id", "é" * 36),
    ("stream", "nothing"), ("stream", ""), ("stream", "x" * 17), ("stream_id", ""), ("stream_id", "x" * 65),
    ("stream_id", "a\x00b"), ("version", -1), ("version", 2**31), ("kind", "case.vanished"), ("kind", "x" * 49),
    ("kind", "case.\x00"), ("schema", 0), ("schema", -(10**9)), ("epoch", 0), ("epoch", 2**31), ("device_seq", 0),
    ("device_seq", 2**63 - 1), ("device_seq", -1), ("occurred_at", ""), ("occurred_at", "yesterday"),
    ("occurred_at", "2026-13-01T00:00:00.000000Z"), ("occurred_at", "9999-12-31T23:59:59.999999Z"),
    ("occurred_at", "2026-11-23T01:30:00+08:00__"), ("prev", "x" * 64), ("prev", ""), ("actor", "x" * 65),
    ("actor", "a\x00"), ("payload", {"what": "x" * 300_000}), ("payload", {}), ("payload", {"what": 7}),
    ("stream", "ticket"), ("stream", "clerk"),
]  # fmt: skip


def test_one_spoilt_event_holds_up_nobody_else(desk: PretendDesk) -> None:
    """Among good ones, rightly signed: it is rejected or set aside, and the others are accepted."""
    wrong = []
    for place, (name, value) in enumerate(SPOILT):
        case = CaseId(new_id())
        before, after = desk.opened(case), desk.opened(CaseId(new_id()))
        other = PretendDesk(desk.hall, desk.person, desk.device, epoch=10 + place)
        spoilt = replace(other.event("case.looked_at", case, {"what": "id"}), **{name: value})
        told = desk.push(before, replace(spoilt, digest=digest_of(spoilt)), after)
        said = [verdict.status.value for verdict in told]
        if said not in (["accepted", way, "accepted"] for way in ("rejected", "quarantined")) or not told[1].reason:
            wrong.append((name, value, told))
    assert wrong == []


def test_numbers_beyond_all_columns_are_no_message(any_hall: Hall, desk: PretendDesk) -> None:
    event = as_json(desk.opened(CaseId(new_id()))) | {"device_seq": 10**30}
    told = desk.person.line.post("/api/v1/journal", content=json.dumps({"events": [event], "keys": {}}))
    assert told.status_code == 422 or decode(told.content, PushAnswer).verdicts[0].status == "quarantined"


def test_nested_deeper_than_any_fact_is_set_aside(desk: PretendDesk) -> None:
    deep: Any = "x"
    for _ in range(100):
        deep = [deep]
    assert desk.says(desk.event("case.looked_at", new_id(), {"what": "id", "more": deep})) == [
        "quarantined event.malformed"
    ]


OPENED = {"item": "SCJG-0102", "catalog": "2026.11", "window": "3", "track": "t" * 30, "applicant": None}
ISSUED = {
    "number": "A001", "queue": "A", "ticket_class": "normal",
    "issued_at": "2026-11-23T01:30:00Z", "due_at": "2026-11-23T01:30:00Z",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "stream_id", "payload"),
    [
        ("case.opened", None, OPENED | {"item": "x" * 65}),
        ("case.opened", None, OPENED | {"window": "w" * 20}),
        ("case.opened", None, OPENED | {"window": "3\x00"}),
        ("case.opened", None, OPENED | {"applicant": {"name": "张三"}}),
        ("ticket.called", None, {"window": "w" * 30}),
        ("window.opened", "3", {"clerk": "clerk9", "device": "D9"}),
        ("clerk.signed_in", "clerk9", {"window": "3"}),
        ("ticket.issued", None, ISSUED | {"number": "B001"}),
        ("ticket.issued", None, ISSUED | {"issued_at": "2026-11-23T01:30:00", "due_at": "2026-11-23T01:30:00"}),
    ],
)
def test_what_makes_no_sense_is_rejected_and_kept(
    desk: PretendDesk, kind: str, stream_id: str | None, payload: dict[str, Any]
) -> None:
    (told,) = desk.push(desk.event(kind, stream_id or new_id(), payload))
    assert told.status in ("rejected", "quarantined")
    assert told.reason
    assert desk.says(desk.opened(CaseId(new_id()))) == ["accepted"], "and the desk goes on"


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
_names = st.sampled_from([
    "id", "hall", "stream", "stream_id", "version", "kind", "schema", "payload", "actor", "device", "epoch",
    "device_seq", "occurred_at", "prev", "digest", "seq", "received_at",
])  # fmt: skip


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(_names, _values, min_size=1, max_size=3))
def test_whatever_an_event_is_changed_to_it_is_answered(lone_desk: PretendDesk, changes: dict[str, Any]) -> None:
    desk = lone_desk
    event = as_json(desk.opened(CaseId(new_id()))) | changes
    told = desk.person.line.post("/api/v1/journal", content=json.dumps({"events": [event], "keys": {}}))
    assert told.status_code in (200, 422, 426), told.text
    if told.status_code != 200:
        assert code_of(told)


def test_half_a_request_and_a_line_that_is_cut_harm_nobody(hall: Hall) -> None:
    clerk: Person = hall.sign_in("clerk3", "3")
    port = int(hall.address.rpartition(":")[2])
    said = f"Authorization: Bearer {clerk.answer['token']}\r\n"
    for part in (
        b"POST /api/v1/journal HTTP/1.1\r\nHost: h\r\n",
        f"POST /api/v1/journal HTTP/1.1\r\nHost: h\r\n{said}Content-Length: 99\r\n\r\n{{".encode(),
        f"GET /api/v1/journal/stream HTTP/1.1\r\nHost: h\r\n{said}\r\n".encode(),
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(part)
    assert clerk.get("/journal").status_code == 200
    assert clerk.call().status_code == 204
