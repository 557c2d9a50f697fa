"""What is written on a page, read from its pixels by RapidOCR. Runs in a process of its own (`reader`).

A gigabyte of memory and seconds of computing are no guests for the window's process, and neither are native decoders at
work on pages from outside. The pages come by one pipe, what was read goes out by another; nothing is written anywhere,
and nothing is fetched: the models lie in the library's own wheel, and this process is not let into the network.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import msgspec
import numpy as np

from deskapp.failures import ContentTrouble
from deskapp.rules.page_making import WHOLE
from deskapp.scans.layers import overview
from deskapp.scans.reader import MODELS

NICE = 10  # of POSIX, counted from where everybody begins; the window's own threads go first
LONGEST = 2000  # pixels of a page that is read: A4 at 170 dpi, where the smallest print is still read right
_FOUND_AT = 1280  # pixels at which lines are looked for; at the full size it takes twice as long and finds no more
_MEMORY = 3 * 1024**3  # bytes of address space; the runtime reserves several times what it uses
_MOST_THREADS = 2
_BELOW_NORMAL = 0x00004000  # Windows: BELOW_NORMAL_PRIORITY_CLASS
_NEVER = frozenset({
    "socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen",
    "os.system", "os.exec", "os.posix_spawn", "os.mkdir", "os.rename",
})  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

Read = Callable[[bytes], bytes]


def main(came: IO[bytes], goes: IO[bytes], load: Callable[[], Read]) -> None:
    """In the process of its own: in each page, its serial and its length before it; out its serial, and what was read.
    Until the pipe is closed.
    """
    read = load()
    tell(goes, b"S", b"")
    while len(first := came.read(8)) == 8:
        serial, page = first[:4], came.read(int.from_bytes(first[4:], "big"))
        try:
            tell(goes, b"L", serial + read(page))
        except (ContentTrouble, MemoryError):
            tell(goes, b"F", serial)


def tell(goes: IO[bytes], kind: bytes, body: bytes) -> None:
    """One letter for what it is, four bytes for how long, and the body."""
    goes.write(kind + len(body).to_bytes(4, "big") + body)
    goes.flush()


def loaded() -> Read:
    """The reader with its models; takes two seconds. Raises whatever the library raises when they are not there."""
    import cv2
    from rapidocr import RapidOCR

    threads = max(1, min(_MOST_THREADS, (os.cpu_count() or 1) // 2))
    cv2.setNumThreads(threads)
    detects, turns, reads = (str(_models() / name) for name in MODELS)
    engine = RapidOCR(
        params={
            "Global.log_level": "critical",
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_type": "max",
            "Det.limit_side_len": _FOUND_AT,
            # named, so that none is looked for in the network when it is not as the library wants it
            "Det.model_path": detects,
            "Cls.model_path": turns,
            "Rec.model_path": reads,
        }
    )
    return lambda page: _read(engine, page)


def _models() -> Path:
    import rapidocr

    return Path(rapidocr.__file__).parent / "models"


def _read(engine: Any, page: bytes) -> bytes:
    seen = overview(page, LONGEST)
    height, width = seen.raster.height, seen.raster.width
    pixels = np.frombuffer(seen.raster.pixels, np.uint8).reshape(height, width, 4)[:, :, :3]
    told = engine(np.ascontiguousarray(pixels))
    lines = []
    if told.boxes is not None and told.txts is not None and told.scores is not None:
        for corners, text, score in zip(told.boxes, told.txts, told.scores, strict=True):
            across, down = corners[:, 0] / width * WHOLE, corners[:, 1] / height * WHOLE
            box = (float(across.min()), float(down.min()), float(across.max()), float(down.max()))
            lines.append((str(text), float(score), *(round(edge) for edge in box)))
    return msgspec.json.encode({"width": seen.width, "height": seen.height, "lines": lines})


def hold_back() -> None:
    """Behind everybody else, with so much memory and no more, without the network and without a disk to write on."""
    if sys.platform == "win32":
        kernel = ctypes.WinDLL("kernel32")
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        import resource

        os.nice(max(0, NICE - os.nice(0)))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.dont_write_bytecode = True
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _NEVER or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING):
        raise PermissionError(event)


def run() -> int:
    """By the numbers of the pipes. Whatever a library prints goes nowhere: what it prints may be what it read."""
    goes = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    hold_back()
    with os.fdopen(0, "rb", closefd=False) as came, goes:
        main(came, goes, loaded)
    return 0


if __name__ == "__main__":
    sys.exit(run())
