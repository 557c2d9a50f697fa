"""Only our centre's own answer counts; everything else is a line that is no good, with a sentence, and in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from deskapp.failures import LineTrouble, Refusal
from deskapp.ids import PageDigest, QueueId
from deskapp.protocol.messages import IssueTicket, Push, SignIn, Upload
from deskapp.sentences import sentences
from deskapp.sync.client import HttpCentre
from tests.sync import rubbish
from tests.sync.rubbish import answering, own_certificate, said

RUBBISH = {
    "a captive portal": (rubbish.PORTAL, "line.not_our_centre"),
    "an empty 200": (said("200 OK", b""), "line.not_our_centre"),
    "JSON of another shape": (said("200 OK", b'{"windows": 7}'), "line.not_our_centre"),
    "a list": (said("200 OK", b"[[[[]]]]"), "line.not_our_centre"),
    "deep nesting": (said("200 OK", b"[" * 100_000), "line.not_our_centre"),
    "broken UTF-8": (said("200 OK", b'{"windows": ["\xff\xfe"]}'), "line.not_our_centre"),
    "a redirect to elsewhere": (
        said("302 Found", b"", "text/html", "Location: http://127.0.0.1:9/"),
        "line.not_our_centre",
    ),
    "a proxy's error page": (said("502 Bad Gateway", b"<html>", "text/html"), "line.not_our_centre"),
    "a 404 that is not ours": (said("404 Not Found", b"nothing", "text/plain"), "line.not_our_centre"),
    "half an answer": (rubbish.half, "line.down"),
    "no HTTP at all": (rubbish.nonsense, "line.down"),
    "our JSON as a web page": (said("200 OK", b'{"windows": ["1"]}', "text/html"), "line.not_our_centre"),
    "our JSON as nothing at all": (said("200 OK", b'{"windows": ["1"]}', ""), "line.not_our_centre"),
    "our JSON behind a redirect": (
        said("307 Temporary Redirect", b'{"windows": ["1"]}', "application/json", "Location: http://127.0.0.1:9/"),
        "line.not_our_centre",
    ),
    "a packing that is none": (
        said("200 OK", b'{"windows": ["1"]}', "application/json", "Content-Encoding: gzip"),
        "line.down",
    ),
    "more headers than anybody has": (
        said("200 OK", b"{}", "application/json", *[f"X-{n}: {'x' * 1000}" for n in range(200)]),
        "line.down",
    ),
    "a 500 in plain words": (said("500 Oh", b"oh", "text/plain"), "line.not_our_centre"),
    "a problem that is not ours": (
        said("409 Conflict", b'{"type": "about:blank", "status": 409}', "application/problem+json"),
        "line.not_our_centre",
    ),
    "half a problem": (said("409 Conflict", b'{"type": "urn:one', "application/problem+json"), "line.not_our_centre"),
    "an endless body": (rubbish.endless, "line.not_our_centre"),
    "a gzip bomb": (rubbish.BOMB, "line.not_our_centre"),
    "a centre with a fault": (
        said("500 X", b'{"type": "urn:onewindow:problem:centre.fault", "status": 500}', "application/problem+json"),
        "line.centre_ill",
    ),
}


@pytest.mark.parametrize("kind", sorted(RUBBISH))
def test_rubbish_is_told_as_a_line_that_is_no_good(kind: str) -> None:
    answer, code = RUBBISH[kind]
    with answering(answer) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble) as trouble:
            centre.windows()
        centre.close()
    assert trouble.value.code == code
    assert code in sentences()


def upload(size: int) -> Upload:
    return Upload(
        digest=PageDigest("a" * 64),
        size=size,
        read_from=lambda offset: iter([b"x" * (size - offset)]),
        location=None,
        located=lambda _: None,
    )


QUESTIONS: dict[str, Callable[[HttpCentre, str], object]] = {
    "sign in": lambda centre, token: centre.sign_in(SignIn(user="u", password="p")),
    "sign out": lambda centre, token: centre.sign_out(token=token),
    "windows": lambda centre, token: centre.windows(),
    "call": lambda centre, token: centre.call(token=token, finish=True),
    "issue": lambda centre, token: centre.issue(IssueTicket(queue=QueueId("A")), token=token),
    "pull": lambda centre, token: centre.pull(token=token, after=0, limit=10),
    "push": lambda centre, token: centre.push(Push(events=[]), token=token),
    "known pages": lambda centre, token: centre.known_pages([], token=token),
    "a small page": lambda centre, token: centre.upload([upload(10)], token=token),
    "a large page": lambda centre, token: centre.upload([upload(2 * 1024 * 1024)], token=token),
    "listen": lambda centre, token: list(centre.listen(token=token, after=0)),
}


@pytest.mark.parametrize("question", sorted(QUESTIONS))
@pytest.mark.parametrize("kind", ["a captive portal", "no HTTP at all", "a proxy's error page", "half a problem"])
def test_no_question_takes_a_stranger_for_the_centre(question: str, kind: str) -> None:
    with answering(RUBBISH[kind][0]) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble) as trouble:
            QUESTIONS[question](centre, "t")
        centre.close()
    assert trouble.value.code in sentences()


@pytest.mark.parametrize("question", sorted(QUESTIONS.keys() - {"sign in", "windows"}))
def test_a_token_that_no_header_can_hold_is_a_line_that_is_no_good(question: str) -> None:
    with answering(rubbish.PORTAL) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble):
            QUESTIONS[question](centre, "口\n令")
        centre.close()


def test_nobody_there_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    centre = HttpCentre(f"http://127.0.0.1:{port}")
    with pytest.raises(LineTrouble) as trouble:
        centre.windows()
    centre.close()
    assert trouble.value.code == "line.down"


def test_a_call_waits_no_longer_than_a_clerk_would() -> None:
    with answering(rubbish.silence) as address:
        centre = HttpCentre(address)
        begun = time.monotonic()
        with pytest.raises(LineTrouble) as trouble:
            centre.call(token="t", finish=True)
        assert time.monotonic() - begun < 5
        centre.close()
    assert trouble.value.code == "line.slow"


def test_nor_longer_when_the_answer_trickles() -> None:
    with answering(rubbish.trickle) as address:
        centre = HttpCentre(address)
        begun = time.monotonic()
        with pytest.raises(LineTrouble) as trouble:
            centre.call(token="t", finish=True)
        assert time.monotonic() - begun < 5
        centre.close()
    assert trouble.value.code == "line.slow"


WINDOWS = said("200 OK", b'{"windows": ["1", "2"]}')


def test_a_certificate_nobody_vouches_for_is_said_as_such(tmp_path: Path) -> None:
    own, tls = own_certificate(tmp_path)
    with answering(WINDOWS, tls) as address:
        stranger = HttpCentre(address)
        with pytest.raises(LineTrouble) as trouble:
            stranger.windows()
        stranger.close()
        trusting = HttpCentre(address, ca_file=str(own))
        assert trusting.windows() == ["1", "2"]
        trusting.close()
    assert trouble.value.code == "line.not_trusted"


def test_plain_words_where_tls_was_wanted_are_a_line_that_is_down() -> None:
    with answering(WINDOWS) as address:
        centre = HttpCentre(address.replace("http:", "https:"))
        with pytest.raises(LineTrouble) as trouble:
            centre.windows()
        centre.close()
    assert trouble.value.code == "line.down"


_DATE = "Date: Mon, 23 Nov 2026 02:00:00 GMT"


@pytest.mark.parametrize(
    ("answer", "heard"),
    [
        (said("200 OK", b'{"windows": []}', "application/json", _DATE), [datetime(2026, 11, 23, 2, 0, tzinfo=UTC)]),
        (said("200 OK", b"<html>", "text/html", _DATE), []),
        (said("200 OK", b'{"windows": []}', "application/json", "Date: yesterday"), []),
        (said("200 OK", b'{"windows": []}'), []),
    ],
)
def test_only_our_centre_is_asked_what_time_it_is(answer: rubbish.Answer, heard: list[datetime]) -> None:
    told: list[datetime] = []
    with answering(answer) as address:
        centre = HttpCentre(address, on_time=told.append)
        with suppress(LineTrouble):
            centre.windows()
        centre.close()
    assert told == heard


HOSTILE_PLACES = [
    "http://evil.example/elsewhere",
    "/files/../sign-in",
    "//evil.example/files/x",
    "/files/a b",
    "/files/x?y=z",
    "",
]


@pytest.mark.parametrize("place", HOSTILE_PLACES)
def test_an_upload_goes_nowhere_but_to_the_shelf_of_our_centre(place: str) -> None:
    told: list[str | None] = []
    page = replace(upload(2 * 1024 * 1024), located=told.append)
    with answering(said("201 Created", b"", "text/plain", f"Location: {place}")) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble) as trouble:
            centre.upload([page], token="t")
        centre.close()
    assert trouble.value.code == "line.not_our_centre"
    assert told == []


@pytest.mark.parametrize("offset", ["3000000", "9" * 400, "-1", "٣", "half"])
def test_an_offset_beyond_the_page_does_not_make_it_whole(offset: str) -> None:
    told: list[str | None] = []
    page = replace(upload(2 * 1024 * 1024), located=told.append, location="/files/x")
    with answering(said("200 OK", b"", "text/plain", f"Upload-Offset: {offset}")) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble):
            centre.upload([page], token="t")
        centre.close()
    assert told == []


def test_what_the_centre_refuses_keeps_its_code_and_values() -> None:
    body = b'{"type": "urn:onewindow:problem:window.taken", "status": 409, "values": {"window": "3", "clerk": "c"}}'
    with answering(said("409 Conflict", body, "application/problem+json")) as address:
        centre = HttpCentre(address)
        with pytest.raises(Refusal) as refused:
            centre.sign_in(SignIn(user="u", password="p"))
        centre.close()
    assert refused.value.code == "window.taken"
    assert refused.value.values == {"window": "3", "clerk": "c"}


def test_an_answer_about_other_events_is_no_answer() -> None:
    with answering(said("200 OK", b'{"verdicts": [{"id": "x", "status": "accepted", "seq": 1}]}')) as address:
        centre = HttpCentre(address)
        with pytest.raises(LineTrouble) as trouble:
            centre.push(Push(events=[]), token="t")
        centre.close()
    assert trouble.value.code == "line.not_our_centre"
