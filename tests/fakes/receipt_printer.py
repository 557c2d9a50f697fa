"""A receipt printer on the network, as far as its wire goes: it decodes what it is sent into pictures."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from PIL import Image

COVER_OPEN, PAPER_OUT, BROKEN = 0x04, 0x20, 0x40
_READY = 0x12
_ROLL_EMPTY = 0x60


@dataclass
class ReceiptPrinter:
    """`papers` are the strips that were cut off. What is odd about it is set before it is asked."""

    address: str = ""
    trouble: int = 0  # bits of its answer to DLE EOT 2
    answers: bool = True  # whether it answers at all
    chatters: bool = False  # says bytes that nobody asked for before each answer
    hangs_up_after: int | None = None  # bytes of a paper
    stuck: bool = False  # takes everything and never says that it is done
    papers: list[Image.Image] = field(default_factory=list)
    connections: int = 0

    def taken(self, line: socket.socket) -> None:
        """One connection to its end."""
        self.connections += 1
        held = bytearray()
        strips: list[Image.Image] = []
        got = 0
        while part := line.recv(65536):
            held += part
            got += len(part)
            if self.hangs_up_after is not None and got > self.hangs_up_after:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                return
            while self._step(line, held, strips):
                pass

    def _step(self, line: socket.socket, held: bytearray, strips: list[Image.Image]) -> bool:
        """Take one command from what has come. False when it is not whole yet."""
        if held.startswith(b"\x10\x04") and len(held) >= 3:
            self._answer(line, held[2])
            del held[:3]
        elif held.startswith(b"\x1b@"):
            strips.clear()
            del held[:2]
        elif held.startswith(b"\x1dv0\x00") and len(held) >= 8:
            wide = int.from_bytes(held[4:6], "little")
            high = int.from_bytes(held[6:8], "little")
            if len(held) < 8 + wide * high:
                return False
            black = bytes(held[8 : 8 + wide * high])
            strips.append(Image.frombytes("1", (wide * 8, high), bytes(255 - byte for byte in black)))
            del held[: 8 + wide * high]
        elif held.startswith(b"\x1dVB") and len(held) >= 4:
            self.papers.append(_joined(strips))
            del held[:4]
        elif held.startswith(b"\x1dr") and len(held) >= 3:
            if self.answers and not self.stuck:
                line.sendall(b"\x00")
            del held[:3]
        else:
            assert len(held) < 8, f"not ESC/POS: {bytes(held[:16])!r}"
            return False
        return bool(held)

    def _answer(self, line: socket.socket, asked: int) -> None:
        if not self.answers:
            return
        if self.chatters:
            line.sendall(b"\x00\xff\x41")
        empty = _ROLL_EMPTY if self.trouble & PAPER_OUT else 0
        line.sendall(bytes([_READY | (self.trouble if asked == 2 else empty)]))


def _joined(strips: list[Image.Image]) -> Image.Image:
    whole = Image.new("1", (strips[0].width, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        whole.paste(strip, (0, top))
        top += strip.height
    return whole


@contextmanager
def receipt_printer() -> Iterator[ReceiptPrinter]:
    """A printer that listens until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        printer = ReceiptPrinter(f"127.0.0.1:{listening.getsockname()[1]}")
        faults: list[BaseException] = []

        def serve() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                with line, suppress(ConnectionError):
                    try:
                        printer.taken(line)
                    except AssertionError as fault:
                        faults.append(fault)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield printer
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)
    assert not faults, faults
