"""Only our centre's own answer counts; everything else is a line that is no good, with a sentence, and in time."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from deskapp.failures import LineTrouble, Refusal
from deskapp.protocol.messages import Push, SignIn
from deskapp.sentences import sentences
from deskapp.sync.client import HttpCentre
from tests.sync import rubbish
from tests.sync.rubbish import answering, said

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


@pytest.mark.parametrize(
    "ask",
    [
        lambda centre: centre.sign_in(SignIn(user="u", password="p")),
        lambda centre: centre.call(token="t", finish=True),
        lambda centre: centre.pull(token="t", after=0, limit=10),
        lambda centre: centre.push(Push(events=[]), token="t"),
        lambda centre: centre.known_pages([], token="t"),
        lambda centre: centre.sign_out(token="t"),
        lambda centre: list(centre.listen(token="t", after=0)),
    ],
)
def test_every_question_survives_a_captive_portal(ask: Callable[[HttpCentre], object]) -> None:
    with answering(rubbish.PORTAL) as address:
        centre = HttpCentre(address)
        with suppress(LineTrouble):  # any other failure is a fault of this test
            ask(centre)
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
        assert time.monotonic() - begun < 2
        centre.close()
    assert trouble.value.code == "line.slow"


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
