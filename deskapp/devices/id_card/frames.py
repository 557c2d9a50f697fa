"""What is said to the security module of a card reader, and what it answers (GA 467, the module's interface).

A frame: AA AA AA 96 69, the length of what follows in two bytes, the words, and their sum (each byte XORed, the length
too). A question's words are a command and its parameter; an answer's words begin with three bytes of status.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import xor

HEAD = b"\xaa\xaa\xaa\x96\x69"
FIND, SELECT, READ = b"\x20\x01", b"\x20\x02", b"\x30\x01"
FOUND, DONE = b"\x00\x00\x9f", b"\x00\x00\x90"
STATUS = 3
LONGEST = 4096  # bytes; a card's text, photograph and fingerprints are 2,321 and a frame around them


class Garbled(Exception):
    """What came is no frame."""


def frame(words: bytes) -> bytes:
    """These words as a frame."""
    told = (len(words) + 1).to_bytes(2) + words
    return HEAD + told + bytes([reduce(xor, told)])


def length_of(head: bytes) -> int:
    """How many bytes follow a head of seven bytes. Garbled when that is no head."""
    length = int.from_bytes(head[len(HEAD) :])
    if not head.startswith(HEAD) or len(head) != len(HEAD) + 2 or not STATUS < length <= LONGEST:
        raise Garbled
    return length


def words_of(head: bytes, rest: bytes) -> bytes:
    """The words of an answer. Garbled when their sum is wrong."""
    if len(rest) != length_of(head) or reduce(xor, head[len(HEAD) :] + rest) != 0:
        raise Garbled
    return rest[:-1]


def text_of(words: bytes) -> bytes:
    """The text record in the answer to READ: after the status two lengths, of the text and of the photograph.

    Garbled when the answer is shorter than it says.
    """
    told = words[STATUS:]
    long = int.from_bytes(told[:2])
    text = told[4 : 4 + long]
    if len(told) < 4 or len(text) != long:
        raise Garbled
    return text


def questions() -> Iterator[bytes]:
    """The three questions of one reading, as frames."""
    return map(frame, (FIND, SELECT, READ))
