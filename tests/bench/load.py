"""Callers that keep their connection and ask again as soon as they are answered: a closed loop without think time.

Written on asyncio's plain streams, because client, server and database share two cores: what the client costs is
missing to what is measured.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Caller:
    """One connection; `head` are its own header lines."""

    path: str
    head: str = ""
    body: bytes = b'{"finish":true}'


@dataclass(frozen=True)
class Load:
    """What was answered: each answer's status and body, and how long each took, in seconds."""

    seconds: float
    answers: list[tuple[int, bytes]]
    took: list[float]

    @property
    def per_second(self) -> float:
        return len(self.took) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.took)
        return ordered[min(int(len(ordered) * share), len(ordered) - 1)] * 1000


async def press(port: int, callers: Sequence[Caller], seconds: float, *, until: int | None = None) -> Load:
    """Let all of them call for so long; `until` ends it for a caller who gets this status."""
    answers: list[tuple[int, bytes]] = []
    took: list[float] = []
    connections = [await asyncio.open_connection("127.0.0.1", port) for _ in callers]
    begun = time.perf_counter()
    end = begun + seconds

    async def call(caller: Caller, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = (
            f"POST {caller.path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n{caller.head}"
            f"Content-Length: {len(caller.body)}\r\n\r\n"
        ).encode() + caller.body
        while (now := time.perf_counter()) < end:
            writer.write(asked)
            status, body = await _answer(reader)
            took.append(time.perf_counter() - now)
            answers.append((status, body))
            if status == until:
                break
        writer.close()

    await asyncio.gather(*(call(c, *pair) for c, pair in zip(callers, connections, strict=True)))
    return Load(time.perf_counter() - begun, answers, took)


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    status = int(head[9:12])
    place = head.lower().find(b"content-length:")
    length = int(head[place + 15 : head.index(b"\r\n", place)]) if place >= 0 else 0
    return status, await reader.readexactly(length) if length else b""
