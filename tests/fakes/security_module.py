"""The security module of a card reader at the other end of a serial line: a pseudo terminal that speaks its words.

Written from the description of the interface and not from our driver; it says nothing unasked, and what it is told to
do wrong it does at the next answer.
"""

from __future__ import annotations

import contextlib
import os
import select
import threading
import tty
from collections import deque

HEAD = bytes.fromhex("AAAAAA9669")
FIND, SELECT, READ = bytes.fromhex("0003200122"), bytes.fromhex("0003200221"), bytes.fromhex("0003300132")
PHOTO = bytes(range(256)) * 4


def answer(status: str, data: bytes = b"") -> bytes:
    """An answer with its length and sum."""
    words = bytes.fromhex(status) + data
    told = (len(words) + 1).to_bytes(2, "big") + words
    total = 0
    for byte in told:
        total ^= byte
    return HEAD + told + bytes([total])


class SecurityModule:
    """A reader. `faults`: what is done with the next answers, one after the other; "whole" is none."""

    def __init__(self) -> None:
        self._ours, theirs = os.openpty()
        tty.setraw(self._ours)
        tty.setraw(theirs)
        self.port = os.ttyname(theirs)
        self._theirs = theirs
        self._pulled, self._pull = os.pipe()
        self._card: bytes | None = None
        self._given = False
        self.faults: deque[str] = deque()
        self.questions: list[bytes] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def lay(self, text: bytes) -> None:
        """Lay a card on."""
        self._given = False
        self._card = text

    def take_away(self) -> None:
        """Take the card up."""
        self._card = None

    def close(self) -> None:
        """Pull the plug. Nobody listens any more then: the number of a line that was closed is given to the next."""
        if self._pull < 0:
            return
        os.close(self._pull)
        self._pull = -1
        self._thread.join()
        for end in (self._theirs, self._ours, self._pulled):
            os.close(end)

    def _serve(self) -> None:
        heard = b""
        with contextlib.suppress(OSError):
            while self._pulled not in select.select([self._ours, self._pulled], [], [])[0]:
                heard += os.read(self._ours, 4096)
                while len(heard) >= 10:
                    question, heard = heard[:10], heard[10:]
                    assert question.startswith(HEAD)
                    self.questions.append(question[5:])
                    self._say(self._answer(question[5:]))

    def _answer(self, question: bytes) -> bytes:
        if question == FIND:
            found = self._card is not None and not self._given
            return answer("00009F", b"\0" * 4) if found else answer("000080")
        if question == SELECT:
            return answer("000090", b"\0" * 8) if self._card is not None else answer("000081")
        if question == READ and self._card is not None:
            self._given = True
            lengths = len(self._card).to_bytes(2, "big") + len(PHOTO).to_bytes(2, "big")
            return answer("000090", lengths + self._card + PHOTO)
        return answer("000041")

    def _say(self, words: bytes) -> None:
        fault = self.faults.popleft() if self.faults else "whole"
        if fault == "silent":
            return
        if fault == "garbled":
            words = words[:-1] + bytes([words[-1] ^ 0x5A])
        if fault == "noise":
            words = b"\xff\x00" + words
        if fault == "endless":
            words = HEAD + b"\xff\xff" + words
        if fault == "short":
            words = words[: len(words) // 2]
        pieces = [words[at : at + 7] for at in range(0, len(words), 7)] if fault == "slow" else [words]
        for piece in pieces:
            os.write(self._ours, piece)
