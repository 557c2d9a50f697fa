"""What a device in the network may send that is no answer at all: each ends soon, in a sentence, and leads nowhere."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Page
from deskapp.devices.scanner.escl import EsclScanner
from deskapp.devices.scanner.roster import address_of
from deskapp.failures import DeviceTrouble
from deskapp.sentences import sentence
from tests.devices.conftest import InNetwork
from tests.devices.scanner.test_escl import ADF, SHORT, SHORT_WAIT, loaded, own_threads, scanner_of, trouble_of
from tests.fakes.escl.device import white
from tests.fakes.escl.server import Running

CAPABILITIES, STATUS = "/ScannerCapabilities", "/ScannerStatus"
NO_ANSWER = {ScannerCode.NO_SCANNER_THERE, ScannerCode.NOT_REACHED, ScannerCode.SILENT, ScannerCode.FAILED}


def next_page(running: Running, status: int, headers: dict[str, str], body: bytes) -> list[Page]:
    """The first page comes as it should; in place of every other the device says this. What came before the trouble."""
    job = running.device.begin
    came: list[Page] = []

    def begun(asked: object) -> object:
        made = job(asked)  # type: ignore[arg-type]
        running.overrides[f"/ScanJobs/{made.name}/NextDocument"] = (status, headers, body)
        return made

    running.device.begin = begun  # type: ignore[method-assign,assignment]
    code = trouble_of(running, came=came).code
    assert code in NO_ANSWER | {ScannerCode.INCOMPLETE_PAGE, ScannerCode.DISCONNECTED, ScannerCode.BUSY}
    return came


BOMBS = {
    "laughs": b"<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (ord("b") + n, b"&%c;" % (ord("a") + n) * 10) for n in range(12)
    ) + b"]><ScannerCapabilities>&m;</ScannerCapabilities>",
    "a file of this computer": b"<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><ScannerCapabilities>&a;"
                               b"</ScannerCapabilities>",
    "a place elsewhere": b"<!DOCTYPE l SYSTEM 'http://192.0.2.1/l.dtd'><ScannerCapabilities/>",
    "parameters": b"<!DOCTYPE l [<!ENTITY % a '<!ENTITY b \"c\">'>%a;]><ScannerCapabilities>&b;</ScannerCapabilities>",
    "in other letters": "<!DOCTYPE l [<!ENTITY a 'a'>]><ScannerCapabilities>&a;</ScannerCapabilities>".encode("utf-16"),
    "a million attributes": b"<ScannerCapabilities " + b" ".join(b"a%d='1'" % n for n in range(60_000)) + b"/>",
    "a name without an end": b"<" + b"a" * 900_000,
}  # fmt: skip


@pytest.mark.parametrize("place", [CAPABILITIES, STATUS])
@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_of_xml_is_no_answer(kind: str, place: str, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides[place] = (200, {"Content-Type": "text/xml"}, BOMBS[kind])
    begun = time.monotonic()
    if place == CAPABILITIES:
        assert trouble_of(running).code == ScannerCode.NO_SCANNER_THERE
    else:  # what says nothing stops no scan
        assert len(list(scanner_of(running).scan(ADF))) == 1
    assert time.monotonic() - begun < SHORT_WAIT


HEADERS = {
    "one that never ends": {"X-Long": "y" * 200_000},
    "a thousand": {f"X-{number}": "y" for number in range(1000)},
}


@pytest.mark.parametrize("place", [CAPABILITIES, "/ScanJobs"])
@pytest.mark.parametrize("kind", HEADERS)
def test_headers_that_no_device_has_are_no_answer(kind: str, place: str, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides[place] = (200, HEADERS[kind], b"<a/>")
    assert trouble_of(running).code in NO_ANSWER | {ScannerCode.DISCONNECTED}


@pytest.mark.parametrize("place", [CAPABILITIES, STATUS])
@pytest.mark.parametrize("to", ["file:///etc/passwd", "http://192.0.2.1/eSCL", "//192.0.2.1/", "javascript:1", ""])
def test_no_redirect_is_followed_wherever_it_leads(to: str, place: str, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides[place] = (302, {"Location": to}, b"")
    before = time.monotonic()
    if place == CAPABILITIES:
        told = trouble_of(running)
        assert told.code in NO_ANSWER
        assert "root:" not in sentence(told, "en")
    else:
        assert len(list(scanner_of(running).scan(ADF))) == 1
    assert time.monotonic() - before < SHORT_WAIT, "nobody was called elsewhere"


PAGES = {
    "a redirect to a file": (302, {"Location": "file:///etc/passwd"}, b""),
    "a redirect elsewhere": (307, {"Location": "http://192.0.2.1/page"}, b""),
    "a web page that says it is a picture": (200, {"Content-Type": "image/jpeg"}, b"<html>404</html>" * 99),
    "a bomb of gzip": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000))),
    "more than it said": (200, {"Content-Type": "image/jpeg", "Content-Length": "10"}, white()),
    "less than it said": (200, {"Content-Length": "99999999", "Connection": "close"}, white()),
    "pieces without an end": (200, {"Transfer-Encoding": "chunked"}, b"ffffffffffff\r\n" + bytes(1000)),
    "pieces that are none": (200, {"Transfer-Encoding": "chunked"}, b"-1\r\nx\r\n0\r\n\r\n"),
    "a PDF": (200, {"Content-Type": "application/pdf"}, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF"),
    "nothing but NUL": (200, {"Content-Type": "image/jpeg"}, bytes(5000)),
}  # fmt: skip


@pytest.mark.parametrize("kind", PAGES)
def test_what_is_no_page_is_said_and_never_kept(kind: str, in_network: InNetwork) -> None:
    assert next_page(in_network(loaded(2)), *PAGES[kind]) == []


def test_a_page_is_what_its_bytes_are_and_not_what_it_is_said_to_be(in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    job = running.device.begin

    def begun(asked: object) -> object:
        made = job(asked)  # type: ignore[arg-type]
        running.overrides[f"/ScanJobs/{made.name}/NextDocument"] = (200, {"Content-Type": "text/html"}, white())
        return made

    running.device.begin = begun  # type: ignore[method-assign,assignment]
    first = next(iter(scanner_of(running).scan(ADF)))
    assert (first.media_type, first.image) == ("image/jpeg", white())


@pytest.mark.parametrize("place", [CAPABILITIES, "/ScanJobs"])
def test_one_that_is_not_ready_for_ever_is_left(place: str, in_network: InNetwork) -> None:
    running = in_network(loaded(1))
    running.overrides[place] = (503, {"Retry-After": "1"}, b"")
    assert trouble_of(running).code in NO_ANSWER | {ScannerCode.BUSY}


@contextmanager
def speaking(words: bytes, again: bytes, every: float) -> Iterator[str]:
    """One who answers whatever is asked with these words, and then with more of them for ever; its name as a source."""
    over = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)

    def answer(caller: socket.socket) -> None:
        with caller, suppress(OSError):
            caller.recv(4096)
            caller.sendall(words)
            while not over.wait(every):
                caller.sendall(again)

    def listen() -> None:
        while not over.is_set():
            with suppress(TimeoutError):
                hands.append(threading.Thread(target=answer, args=(listening.accept()[0],)))
                hands[-1].start()

    hands: list[threading.Thread] = []
    listener = threading.Thread(target=listen)
    listener.start()
    try:
        yield f"escl:127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        listener.join()
        for hand in hands:
            hand.join()
        listening.close()


DRIPS = {
    "its first line": (b"HTTP/1.1 2", b"0"),
    "its headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "one header": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "its words": (b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<ScannerCapabilities>", b"<a/>"),
    "pieces of nothing": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "no HTTP at all": (b"SSH-2.0-OpenSSH\r\n", b"\0"),
}


@pytest.mark.parametrize("kind", DRIPS)
def test_one_that_drips_is_left_in_its_time(kind: str) -> None:
    words, again = DRIPS[kind]
    begun = time.monotonic()
    with speaking(words, again, 0.05) as name, pytest.raises(DeviceTrouble) as told:
        list(EsclScanner(address_of(name), patience=SHORT).scan(ADF))
    assert time.monotonic() - begun < SHORT_WAIT
    assert told.value.code in NO_ANSWER | {ScannerCode.DISCONNECTED}
    assert own_threads() == []


@pytest.mark.parametrize("words", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"\0"])
def test_one_that_floods_is_left_before_it_fills_anything(words: bytes) -> None:
    begun = time.monotonic()
    with speaking(words, bytes(1024 * 1024), 0.0) as name, pytest.raises(DeviceTrouble) as told:
        list(EsclScanner(address_of(name), patience=SHORT).scan(ADF))
    assert time.monotonic() - begun < SHORT_WAIT
    assert told.value.code in NO_ANSWER | {ScannerCode.DISCONNECTED}
