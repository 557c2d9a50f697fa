"""The server before the tests' scanner: real sockets, as many hands as there are callers."""

from __future__ import annotations

import select
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast

from tests.fakes.escl import words
from tests.fakes.escl.device import Device, Job, NoPage, Side, read

_DRIP = 0.02  # s between two bytes of a page that drips


@dataclass
class Running:
    """A scanner that answers. `overrides`: path (below the root) → status, headers and body in place of its own."""

    device: Device
    server: ThreadingHTTPServer
    root: str
    secure: bool = False
    told: str = ""  # the capabilities
    location: str = ""  # what a new job is said to be at, "{job}" for its name; "" for what is right
    calls: list[str] = field(default_factory=list)
    overrides: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)  # lets go of everybody who waits

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.server.server_address[0]!s}:{self.port}{self.root}"

    @property
    def name(self) -> str:
        """The source's name."""
        return f"escl:{self.url}"


class _Quiet(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    running: Running

    def handle_error(self, *_: object) -> None:
        """A caller who hangs up is no news."""


class _Hand(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    @property
    def running(self) -> Running:
        return cast("_Quiet", self.server).running

    def log_message(self, *_: object) -> None:
        """The tests look at `calls`."""

    def handle(self) -> None:
        self.close_connection = False
        while not self.close_connection and not self.running.over.is_set():
            # An idle line ends with the server, not with whoever forgot to hang up.
            if select.select([self.connection], [], [], 0.2)[0]:
                self.handle_one_request()

    def do_GET(self) -> None:
        path = self._path()
        if path is None or self._overridden(path):
            return
        if path == "/ScannerCapabilities":
            self._answer(200, self.running.told.encode())
        elif path == "/ScannerStatus":
            self._answer(200, words.status(self.running.device, self.running.root).encode())
        elif path.startswith("/ScanJobs/") and path.endswith("/NextDocument"):
            self._next(path.split("/")[2])
        else:
            self._answer(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = self._path()
        if path is None or self._overridden(path):
            return
        try:
            job = self.running.device.begin(words.asked(body))
        except NoPage as none:
            self._answer(none.status)
        except ValueError:
            self._answer(400)
        else:
            place = self.running.location or f"{self.running.url}/ScanJobs/{{job}}"
            self._answer(201, location=place.replace("{job}", job.name))

    def do_DELETE(self) -> None:
        path = self._path()
        if path is not None and not self._overridden(path):
            self._answer(200 if self.running.device.cancel(path.rpartition("/")[2]) else 404)

    def _path(self) -> str | None:
        self.running.calls.append(f"{self.command} {self.path}")
        if not self.path.startswith(self.running.root):
            self._answer(404)
            return None
        return self.path.removeprefix(self.running.root)

    def _overridden(self, path: str) -> bool:
        if path not in self.running.overrides:
            return False
        status, headers, body = self.running.overrides[path]
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if "Content-Length" not in headers and "Transfer-Encoding" not in headers:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return True

    def _next(self, name: str) -> None:
        device = self.running.device
        try:
            job, side = device.next_side(name)
        except NoPage as none:
            self._answer(none.status)
            return
        faults = device.faults
        if job.came == faults.silent:
            self.running.over.wait(30)
            return
        self._send(job, self._read(job, side))

    def _read(self, job: Job, side: Side) -> bytes:
        faults = self.running.device.faults
        dpi = faults.resolution or job.asked.dpi
        data = read(side, job.asked, dpi=dpi, says=72 if faults.says_72 else dpi)
        if job.came == faults.rubbish:
            return b"<html>please sign in</html>" * 10
        if job.came == faults.huge:
            size = data.index(b"\xff\xc0") + 5
            return data[:size] + b"\xff\xdc\xff\xdc" + data[size + 4 :]
        if job.came == faults.half:
            return data[: len(data) // 2]
        return b"" if job.came == faults.empty else data

    def _send(self, job: Job, data: bytes) -> None:
        faults = self.running.device.faults
        if job.came == faults.endless:
            self._endless()
        elif job.came == faults.drip:
            self._dripping(data)
        elif job.came == faults.cut:
            self._head(200, len(data))
            self.wfile.write(data[: len(data) // 2])
            self.close_connection = True
        else:
            self._answer(200, data, kind=job.asked.kind)

    def _endless(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        block = b"100000\r\n" + b"\0" * 0x100000 + b"\r\n"
        while not self.running.over.is_set():
            self.wfile.write(block)

    def _dripping(self, data: bytes) -> None:
        self._head(200, len(data))
        for place in range(len(data)):
            if self.running.over.wait(_DRIP):
                return
            self.wfile.write(data[place : place + 1])
            self.wfile.flush()

    def _head(self, status: int, length: int, kind: str = "text/xml", location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        if self.running.device.faults.hangs_up:
            self.send_header("Connection", "close")  # and with it the line is hung up
        else:
            self.send_header("Content-Length", str(length))
        if location:
            self.send_header("Location", location)
        self.end_headers()

    def _answer(self, status: int, body: bytes = b"", kind: str = "text/xml", location: str = "") -> None:
        self._head(status, len(body), kind, location)
        self.wfile.write(body)


@contextmanager
def scanner(
    device: Device,
    *,
    root: str = "/eSCL",
    told: str = "",
    certificate: tuple[str, str] | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Iterator[Running]:
    """A scanner in the network of this machine; `certificate`: files of certificate and key, then it speaks TLS."""
    server = _Quiet((host, port), _Hand)
    if certificate is not None:
        terms = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        terms.load_cert_chain(*certificate)
        server.socket = terms.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    running = Running(device, server, root, certificate is not None, told or words.capabilities())
    server.running = running
    serving = threading.Thread(target=server.serve_forever, args=(0.02,))
    serving.start()
    try:
        yield running
    finally:
        running.over.set()
        server.shutdown()
        serving.join()
        server.server_close()
