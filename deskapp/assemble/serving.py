"""Runs a centre until it is told to end: one process, or several on one database."""

from __future__ import annotations

import ipaddress
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import replace

import uvicorn
from uvicorn.supervisors import Multiprocess

from deskapp.assemble.centre import CentreWords, in_environment, open_centre
from deskapp.failures import Refusal, StoreTrouble
from deskapp.server import app as application

_BACKLOG = 2048
log = logging.getLogger("deskapp.server")


def _unheard(trouble: StoreTrouble) -> None:
    log.warning("the page store does not answer: %s", trouble.code)


def serve(
    words: CentreWords,
    host: str,
    port: int,
    on_ready: Callable[[str], None],
    on_trouble: Callable[[StoreTrouble], None] = _unheard,
) -> None:
    """Serve; `on_ready` is told the address once it can be reached (port 0 takes a free one), `on_trouble` that the
    page store does not answer, which ends nothing.

    Refusal `server.sample_is_local` when the sample people would be reachable from elsewhere,
    `server.workers_want_postgres` for several processes on SQLite; StoreTrouble `server.port_taken`.
    """
    if words.sample and not _loopback(host):
        raise Refusal("server.sample_is_local", host=host)
    if words.workers > 1 and words.database.startswith("sqlite"):
        raise Refusal("server.workers_want_postgres")
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    if words.sample and not words.public_address:
        words = replace(words, public_address=address)  # the codes of a first look lead to the page too
    trusted = words.proxies or "127.0.0.1"  # whose X-Forwarded-For is believed
    parts = open_centre(words)
    try:
        parts.pages.ask()
    except StoreTrouble as trouble:  # keeps no centre from its work: pages wait at their desks meanwhile
        on_trouble(trouble)
    if words.workers == 1:
        config = uvicorn.Config(
            application.create(parts, alone=True),
            log_level="warning",
            timeout_graceful_shutdown=5,
            forwarded_allow_ips=trusted,
        )
        server = uvicorn.Server(config)
        on_ready(address)
        server.run(sockets=[listening])
        return
    parts.writer.close()
    parts.journal.engine.dispose()
    os.environ.update(in_environment(words))
    config = uvicorn.Config(
        "deskapp.assemble.centre:from_environment",
        factory=True,
        workers=words.workers,
        log_level="warning",
        forwarded_allow_ips=trusted,
        timeout_graceful_shutdown=5,  # every desk keeps a stream open: nobody would ever be done
    )
    on_ready(address)
    Multiprocess(config, [listening]).run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
        listening.set_inheritable(True)
    except OSError as error:
        raise StoreTrouble("server.port_taken", host=host, port=port) from error
    return listening


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
