"""Servers that are not our centre: each answers every request with one kind of rubbish."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Answer = Callable[[socket.socket], None]


def said(status: str, body: bytes, kind: str = "application/json", *more: str) -> Answer:
    """A whole answer."""
    head = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close", *more]
    data = "\r\n".join(head).encode() + b"\r\n\r\n" + body  # words beyond ASCII go as UTF-8: nobody's header
    return lambda line: line.sendall(data)


def half(line: socket.socket) -> None:
    """An answer that breaks off."""
    line.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{"windows": ["1"')


def nonsense(line: socket.socket) -> None:
    line.sendall(b"\x00\x01\x02 220 mail.example ESMTP ready\r\n")


def silence(line: socket.socket) -> None:
    with suppress(OSError):
        line.settimeout(3)
        while line.recv(4096):
            pass


def trickle(line: socket.socket) -> None:
    """A body that never ends and never pauses long."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    pause = threading.Event()
    with suppress(OSError):
        while not pause.wait(0.2):
            line.sendall(b" ")


def endless(line: socket.socket) -> None:
    """A body without an end."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    with suppress(OSError):
        for _ in range(100):
            line.sendall(b" " * 1024 * 1024)


BOMB = said("200 OK", gzip.compress(b" " * 100 * 1024 * 1024), "application/json", "Content-Encoding: gzip")
PORTAL = said("200 OK", b"<html><title>Please sign in to this network</title></html>", "text/html")


@contextmanager
def answering(answer: Answer, tls: ssl.SSLContext | None = None) -> Iterator[str]:
    """The address of a server that answers so, behind TLS if it has a certificate."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line, suppress(OSError):
                line.settimeout(5)
                spoken = tls.wrap_socket(line, server_side=True) if tls else line
                with spoken:
                    spoken.recv(65536)
                    answer(spoken)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def own_certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that nobody else vouches for, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return file, context
