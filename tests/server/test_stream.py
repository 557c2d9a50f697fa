"""Hearing of what others do: pulled, told as it happens, or as a whole for a new desk."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import httpx_sse
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from deskapp.ids import CaseId, new_id
from deskapp.journal.chain import START, head_after
from tests.server.hall import Hall, Person, code_of
from tests.server.pretend_desk import desk_at
from tests.waiting import eventually


@pytest.fixture
def clerk(any_hall: Hall) -> Person:
    return any_hall.sign_in("clerk3", "3", device="D1")


@contextmanager
def listening(person: Person, **how: Any) -> Iterator[Iterator[httpx_sse.ServerSentEvent]]:
    with httpx_sse.connect_sse(person.line, "GET", "/api/v1/journal/stream", timeout=20, **how) as source:
        assert source.response.status_code == 200
        yield source.iter_sse()


def test_pulling_goes_on_where_it_ended_and_says_how_far_there_is(any_hall: Hall, clerk: Person) -> None:
    greeter = any_hall.sign_in("greeter")
    for _ in range(5):
        any_hall.issue(greeter)
    seen: list[int] = []
    after = 0
    while True:
        batch = clerk.get("/journal", params={"after": after, "limit": 3}).json()
        assert len(batch["events"]) <= 3
        seen += [event["seq"] for event in batch["events"]]
        assert batch["upto"] == (seen[-1] if seen else 0)
        after = batch["upto"]
        if after == batch["last"]:
            break
    assert seen == list(range(1, len(seen) + 1))
    rest = clerk.get("/journal", params={"after": after}).json()
    assert (rest["events"], rest["upto"], rest["last"]) == ([], after, after)


def test_a_pull_brings_the_keys_of_its_cases_and_names_the_erased(any_hall: Hall, clerk: Person) -> None:
    desk = desk_at(any_hall, "clerk5", "5", "D5")
    kept, erased = CaseId(new_id()), CaseId(new_id())
    desk.push(desk.opened(kept), desk.opened(erased))
    any_hall.parts.writer.write_now(lambda facts: facts.erase(erased))
    batch = clerk.get("/journal", params={"after": 0}).json()
    assert batch["keys"] == {kept: desk.keys[kept]}
    assert batch["erased"] == [erased]


def test_the_checkpoint_is_the_centres_signed_word_over_every_event(any_hall: Hall, clerk: Person) -> None:
    batch = clerk.get("/journal", params={"after": 0, "limit": 2000}).json()
    head = START
    for event in batch["events"]:
        head = head_after(head, event["digest"], event["received_at"])
    told = clerk.get("/checkpoint").json()
    assert (told["hall"], told["seq"], told["head"]) == ("H1", batch["last"], head)
    assert batch["checkpoint"] == told
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["key"]))
    said = f"H1|{told['seq']}|{told['head']}|{told['at']}".encode()
    key.verify(base64.b64decode(told["signature"]), said)
    with pytest.raises(InvalidSignature):
        key.verify(base64.b64decode(told["signature"]), said.replace(b"H1", b"H2"))


def test_who_listens_hears_of_a_step_at_once_and_resumes_where_they_were(any_hall: Hall, clerk: Person) -> None:
    greeter = any_hall.sign_in("greeter")
    last = clerk.get("/checkpoint").json()["seq"]
    with listening(clerk, params={"after": last}) as told:
        issued = any_hall.issue(greeter)
        first = next(told)
        assert (first.event, first.id) == ("grown", str(last + 1))
        assert json.loads(first.data) == issued["events"][0]
    any_hall.issue(greeter)
    with listening(clerk, headers={"Last-Event-ID": first.id}) as told:
        assert json.loads(next(told).data)["payload"]["number"] == "A002"


def test_many_who_listen_hear_everything_once_and_in_order(hall: Hall) -> None:
    clerk, greeter = hall.sign_in("clerk3", "3"), hall.sign_in("greeter")
    last = clerk.get("/checkpoint").json()["seq"]
    heard: list[list[int]] = [[] for _ in range(8)]
    line = [httpx.Client(base_url=hall.address, headers=clerk.line.headers, trust_env=False) for _ in heard]

    def listen(place: int) -> None:
        with listening(Person(hall, line[place], {}), params={"after": last}) as told:
            for event in told:
                heard[place].append(int(event.id))
                if len(heard[place]) == 20:
                    return

    listeners = [threading.Thread(target=listen, args=(place,)) for place in range(len(heard))]
    for listener in listeners:
        listener.start()
    for _ in range(20):
        hall.issue(greeter)
    for listener in listeners:
        listener.join(20)
    for one in line:
        one.close()
    assert heard == [list(range(last + 1, last + 21))] * 8


def test_what_another_process_wrote_is_heard_within_a_moment(any_hall: Hall) -> None:
    """Its own commits ring the bell; those of others are looked for."""
    bell = type(any_hall.parts.bell)(any_hall.parts.journal, alone=False)
    before = bell.strikes
    assert bell.strikes == before
    any_hall.issue(any_hall.sign_in("greeter"))
    assert eventually(lambda: bell.strikes > before)


def test_a_new_desk_gets_everything_packed_or_not(any_hall: Hall, clerk: Person) -> None:
    greeter = any_hall.sign_in("greeter")
    for _ in range(3):
        any_hall.issue(greeter)
    plain = clerk.get("/snapshot", headers={"Accept-Encoding": "identity"})
    packed = clerk.get("/snapshot", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text, "also for clients that read one gzip member only"
    batches = [json.loads(line) for line in plain.text.splitlines()]
    seqs = [event["seq"] for batch in batches for event in batch["events"]]
    assert seqs == list(range(1, batches[-1]["last"] + 1))


def test_a_packed_push_is_unpacked_and_never_too_far(hall: Hall) -> None:
    desk = desk_at(hall)
    body = json.dumps({"events": [], "keys": {}}).encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = packer.compress(body) + packer.flush()
    gzip = {"Content-Encoding": "gzip"}
    send = desk.person.line.post
    assert send("/api/v1/journal", content=packed, headers=gzip).json() == {"verdicts": []}
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b" " * 200_000_000) + packer.flush()
    assert code_of(send("/api/v1/journal", content=bomb, headers=gzip)) == "request.too_large"
    for broken in (packed[:-4], b"no gzip", packed + packed):
        assert code_of(send("/api/v1/journal", content=broken, headers=gzip)) == "request.wrong_packing"
    other = send("/api/v1/journal", content=packed, headers={"Content-Encoding": "br"})
    assert (other.status_code, code_of(other)) == (415, "request.wrong_packing")
