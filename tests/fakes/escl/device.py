"""A scanner as a machine: paper that lies in it, one job at a time, and what can go wrong with either."""

from __future__ import annotations

import io
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

Side = bytes  # JPEG of an A4 page at DRAWN_AT
DRAWN_AT = 300  # dots per inch
A4 = (2480, 3508)  # dots, and three hundredths of an inch
IDLE, PROCESSING = "Idle", "Processing"


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of paper, as it looks at DRAWN_AT; `back` is white when nothing is said of it."""

    front: Side
    back: Side | None = None


@dataclass
class Faults:
    """What goes wrong, and when. Pages count from 1; 0 is never."""

    jam: int = 0
    double_feed: int = 0
    open_hatch: int = 0
    cancel: int = 0  # somebody presses cancel at the device before this page
    cut: int = 0  # the connection breaks off in the middle of this page
    silent: int = 0  # nothing is said any more from this page on
    rubbish: int = 0  # this page is no picture
    half: int = 0  # this page is the first half of a JPEG, said to be whole
    huge: int = 0  # this page is small and says it would unpack to a picture as large as a house
    empty: int = 0  # this page has no bytes
    endless: int = 0  # this page never ends
    drip: int = 0  # this page comes byte by byte, so that something is always heard
    not_yet: int = 0  # so many times is "not yet" said before each page
    busy: int = 0  # so many new jobs are refused at first
    ends_with: int = 404  # what is said after the last page
    jam_says: int = 409  # what is said when there is a jam, an open hatch
    empty_says: int = 409  # what is said to a new job without paper
    hangs_up: bool = False  # after each answer, and does not say how long it is: the old form of HTTP
    tells_feeder: bool = True  # whether the status speaks of the feeder
    tells_jobs: bool = True  # whether the status speaks of the jobs
    resolution: int = 0  # dots per inch that it scans at, whatever was asked; and its files say so
    says_72: bool = False  # its files claim 72 dots per inch
    seconds: float = 0.0  # for one page through the feeder


@dataclass(frozen=True)
class Asked:
    """A job as it was asked for."""

    source: str
    color: str
    dpi: int
    width: int  # three hundredths of an inch
    height: int
    duplex: bool
    kind: str


@dataclass
class Job:
    """One scan. `state` in the words of the protocol."""

    asked: Asked
    name: str = field(default_factory=lambda: uuid.uuid4().hex)
    state: str = PROCESSING
    came: int = 0
    put_off: int = 0
    waiting: list[Side] = field(default_factory=list)  # sides of the sheet that went through last


class NoPage(Exception):
    """There is no page, and the device says so with this number."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Device:
    """Locked throughout: a server has many hands."""

    def __init__(self, feeder: Sequence[Sheet] = (), glass: Sheet | None = None, faults: Faults | None = None) -> None:
        self.feeder = list(feeder)
        self.glass = glass
        self.faults = faults or Faults()
        self.jobs: list[Job] = []
        self.deleted: list[str] = []
        self.fed = 0
        self.trouble = ""
        self._lock = threading.RLock()
        self._moving = threading.Condition(self._lock)

    @property
    def at_rest(self) -> bool:
        """No job is open."""
        with self._lock:
            return all(job.state != PROCESSING for job in self.jobs)

    @property
    def feeder_state(self) -> str:
        with self._lock:
            return self.trouble or ("ScannerAdfLoaded" if self.feeder else "ScannerAdfEmpty")

    def begin(self, asked: Asked) -> Job:
        """Raises NoPage when it does not take the job."""
        with self._lock:
            if self.faults.busy > 0:
                self.faults.busy -= 1
                raise NoPage(503)
            if not self.at_rest:
                raise NoPage(503)
            if asked.source == "Feeder" and not self.feeder and self.faults.empty_says != 404:
                raise NoPage(self.faults.empty_says)
            job = Job(asked)
            self.jobs.append(job)
            return job

    def cancel(self, name: str) -> bool:
        with self._moving:
            for job in self.jobs:
                if job.name == name:
                    self.deleted.append(name)
                    job.state = "Canceled" if job.state == PROCESSING else job.state
                    self._moving.notify_all()
                    return True
            return False

    def next_side(self, name: str) -> tuple[Job, Side]:
        """The next side of a job. Raises NoPage."""
        with self._moving:
            job = next((job for job in self.jobs if job.name == name), None)
            if job is None or job.state != PROCESSING:
                raise NoPage(404)
            if job.put_off < self.faults.not_yet:
                job.put_off += 1
                raise NoPage(503)
            job.put_off = 0
            if not job.waiting:
                self._draw_in(job)
            job.came += 1
            return job, job.waiting.pop(0)

    def _draw_in(self, job: Job) -> None:
        self._break(job, job.came + 1)
        if job.asked.source != "Feeder":
            if job.came:
                job.state = "Completed"
                raise NoPage(self.faults.ends_with)
            job.waiting = [white() if self.glass is None else self.glass.front]
            return
        if not self.feeder:
            job.state = "Completed" if job.came else "Aborted"
            raise NoPage(self.faults.ends_with)
        if self.faults.seconds:
            self._moving.wait_for(lambda: job.state != PROCESSING, self.faults.seconds)
            if job.state != PROCESSING:
                raise NoPage(404)
        sheet = self.feeder.pop(0)
        self.fed += 1
        back = white() if sheet.back is None else sheet.back
        job.waiting = [sheet.front, back] if job.asked.duplex else [sheet.front]

    def _break(self, job: Job, page: int) -> None:
        wrong = {
            self.faults.jam: "ScannerAdfJam",
            self.faults.double_feed: "ScannerAdfMultipickDetected",
            self.faults.open_hatch: "ScannerAdfHatchOpen",
        }
        if page in wrong:
            self.trouble = wrong[page]
            job.state = "Aborted"
            raise NoPage(self.faults.jam_says)
        if page == self.faults.cancel:
            job.state = "Canceled"
            raise NoPage(410)


@lru_cache(1)
def white() -> Side:
    """A side on which nothing is."""
    return printed(np.full((A4[1], A4[0], 3), (246, 249, 251), np.uint8))


def printed(picture: npt.NDArray[np.uint8]) -> Side:
    """A drawing (BGR, at DRAWN_AT) as the side of a sheet."""
    _, jpeg = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 92])
    return bytes(jpeg)


def read(side: Side, asked: Asked, *, dpi: int, says: int) -> bytes:
    """A side as this scanner reads it; `says` is the resolution that its file claims."""
    same = (asked.width, asked.height, dpi, asked.color) == (*A4, DRAWN_AT, "RGB24")
    data = bytearray(side if same else _scaled(side, asked, dpi))
    data[13:18] = b"\x01" + says.to_bytes(2, "big") * 2
    if asked.kind == "application/pdf":
        sheet = io.BytesIO()
        Image.open(io.BytesIO(data)).save(sheet, "PDF", resolution=dpi)
        return sheet.getvalue()
    return bytes(data)


@lru_cache(16)
def _scaled(side: Side, asked: Asked, dpi: int) -> bytes:
    grey = asked.color == "Grayscale8"
    paper = cv2.imdecode(np.frombuffer(side, np.uint8), cv2.IMREAD_GRAYSCALE if grey else cv2.IMREAD_COLOR)
    assert paper is not None
    lid = np.full((asked.height, asked.width, *paper.shape[2:]), 250, np.uint8)
    part = paper[: asked.height, : asked.width]
    lid[: part.shape[0], : part.shape[1]] = part
    size = (round(asked.width / 300 * dpi), round(asked.height / 300 * dpi))
    _, jpeg = cv2.imencode(".jpg", cv2.resize(lid, size, interpolation=cv2.INTER_AREA))
    return bytes(jpeg)
