"""What is said in eSCL: a scanner's capabilities and status read, a request worded. Pure.

Devices differ in small things, so what is not offered is not asked for, and what is missing is not assumed to be there.
Sizes are in three hundredths of an inch, as the protocol has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Abilities, Mode, ScanRequest
from deskapp.devices.scanner.escl_address import plain_path
from deskapp.devices.scanner.escl_xml import Node
from deskapp.failures import DeviceTrouble

UNITS_PER_MM = 300 / 25.4
_MODES = {Mode.COLOR: "RGB24", Mode.GRAY: "Grayscale8"}
_FORMATS = ("image/jpeg", "image/png", "image/tiff")  # as we like them; all have to know the first
_DPI = range(1, 9601)
_LONGEST_PATH = 1000  # characters
_USUAL = 300  # dpi of a device that names none


@dataclass(frozen=True, slots=True)
class Intake:
    """One way in: the glass, the feeder, the feeder with both sides. Sizes are 0 where none is told."""

    modes: frozenset[Mode]
    resolutions: tuple[int, ...] | range
    formats: frozenset[str]
    extended: bool  # knows DocumentFormatExt
    least: tuple[int, int]
    most: tuple[int, int]

    def nearest_dpi(self, wish: int) -> int:
        return min((dpi for dpi in self.resolutions if dpi >= wish), default=max(self.resolutions))


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a device says of itself."""

    title: str
    version: str
    glass: Intake | None
    feeder: Intake | None
    duplex: Intake | None

    @property
    def abilities(self) -> Abilities:
        """The same in the words of all scanners."""
        ways = [way for way in (self.glass, self.feeder, self.duplex) if way is not None]
        return Abilities(
            glass=self.glass is not None,
            feeder=self.feeder is not None,
            duplex=self.duplex is not None,
            modes=frozenset[Mode]().union(*(way.modes for way in ways)),
            resolutions=_together([way.resolutions for way in ways]),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request as this device can carry it out. `width` and `height` in three hundredths of an inch; `most` sides
    are taken, None for all that lie there."""

    intake: Intake
    version: str
    feeder: bool
    duplex: bool
    mode: Mode
    dpi: int
    width: int
    height: int
    media_type: str
    most: int | None


@dataclass(frozen=True, slots=True)
class Job:
    """How far a job is, as the device's status tells it."""

    path: str
    state: str


@dataclass(frozen=True, slots=True)
class Status:
    """How a scanner is now: Idle, Processing, Stopped…; and what its feeder says, "" when it says nothing."""

    state: str
    feeder: str
    jobs: tuple[Job, ...] = ()

    def job(self, path: str) -> str:
        """The state of the job of this path; "" when it is not told."""
        end = path.rstrip("/").rpartition("/")[2]
        return next((job.state for job in self.jobs if job.path.rstrip("/").rpartition("/")[2] == end), "")


def capabilities(told: Node) -> Capabilities | None:
    """The capabilities; None when this is another kind of document, or a device without any way in."""
    if told.name != "ScannerCapabilities":
        return None
    feeder = told.first("AdfSimplexInputCaps")
    duplex = told.first("AdfDuplexInputCaps")
    if duplex is None and "Duplex" in told.words("AdfOption"):
        duplex = feeder  # some say it in one word only
    found = Capabilities(
        title=told.word("MakeAndModel"),
        version=told.word("Version"),
        glass=_intake(told.first("PlatenInputCaps"), told),
        feeder=_intake(feeder if feeder is not None else duplex, told),
        duplex=_intake(duplex, told),
    )
    return found if found.glass or found.feeder else None


def status(told: Node) -> Status | None:
    """The status; None when this is another kind of document."""
    if told.name != "ScannerStatus":
        return None
    jobs = tuple(Job(job.word("JobUri"), job.word("JobState")) for job in told.every("JobInfo"))
    return Status(told.word("State"), told.word("AdfState"), jobs)


def settled(able: Capabilities, request: ScanRequest) -> Wanted:
    """The request as this device can do it. Raises DeviceTrouble NO_FEEDER, NO_DUPLEX, NO_SUCH_MODE."""
    if request.duplex and able.duplex is None:
        raise DeviceTrouble(ScannerCode.NO_DUPLEX)
    if request.feeder and able.feeder is None:
        raise DeviceTrouble(ScannerCode.NO_FEEDER)
    sheets = request.feeder or request.duplex
    # A sheet-fed scanner has no glass: one sheet from its feeder is then what "one page" means.
    intake = able.duplex if request.duplex else able.feeder if sheets or able.glass is None else able.glass
    if intake is None or request.mode not in intake.modes:
        raise DeviceTrouble(ScannerCode.NO_SUCH_MODE, mode=request.mode.value)
    media_type = next((kind for kind in _FORMATS if kind in intake.formats), "" if intake.formats else _FORMATS[0])
    if not media_type:
        raise DeviceTrouble(ScannerCode.NO_SUCH_MODE, mode=_FORMATS[0])
    width, height = (round(side * UNITS_PER_MM) for side in request.paper.mm)
    return Wanted(
        intake=intake,
        version=able.version,
        feeder=intake is not able.glass,
        duplex=request.duplex,
        mode=request.mode,
        dpi=intake.nearest_dpi(request.dpi),
        width=_between(width, intake.least[0], intake.most[0]),
        height=_between(height, intake.least[1], intake.most[1]),
        media_type=media_type,
        most=request.max_pages if sheets else 1,
    )


def worded(wanted: Wanted) -> bytes:
    """The job in the device's words, in the order in which the specification lists them: some devices insist."""
    extended = f"<scan:DocumentFormatExt>{wanted.media_type}</scan:DocumentFormatExt>"
    sides = f"<scan:Duplex>{'true' if wanted.duplex else 'false'}</scan:Duplex>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03"'
        ' xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">'
        f"<pwg:Version>{_plain(wanted.version)}</pwg:Version>"
        "<pwg:ScanRegions><pwg:ScanRegion>"
        "<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>"
        "<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>"
        f"<pwg:Width>{wanted.width}</pwg:Width><pwg:Height>{wanted.height}</pwg:Height>"
        "</pwg:ScanRegion></pwg:ScanRegions>"
        f"<pwg:InputSource>{'Feeder' if wanted.feeder else 'Platen'}</pwg:InputSource>"
        f"<scan:ColorMode>{_MODES[wanted.mode]}</scan:ColorMode>"
        f"<pwg:DocumentFormat>{wanted.media_type}</pwg:DocumentFormat>"
        f"{extended if wanted.intake.extended else ''}"
        f"<scan:XResolution>{wanted.dpi}</scan:XResolution><scan:YResolution>{wanted.dpi}</scan:YResolution>"
        f"{sides if wanted.feeder else ''}"
        "</scan:ScanSettings>"
    ).encode("ascii")


def job_path(location: str, root: str) -> str:
    """The path of a new job from the device's Location; "" when it is none.

    The path alone counts: devices name themselves wrongly there, and a hostile one would send us elsewhere.
    """
    try:
        path = urlsplit(location).path.rstrip("/") if len(location) <= _LONGEST_PATH else ""
    except ValueError:
        return ""
    if path and not path.startswith("/"):
        path = f"{root}/ScanJobs/{path.rpartition('/')[2]}"
    return path if plain_path(path) else ""


def _intake(caps: Node | None, document: Node) -> Intake | None:
    if caps is None:
        return None
    told = caps if caps.first("ColorMode") is not None else document  # profiles told once, for all ways in
    modes = set(told.words("ColorMode"))
    extended = told.words("DocumentFormatExt")
    return Intake(
        modes=frozenset(mode for mode, word in _MODES.items() if word in modes) if modes else frozenset(Mode),
        resolutions=_resolutions(caps) or _resolutions(document) or (_USUAL,),
        formats=frozenset(word.lower() for word in (*told.words("DocumentFormat"), *extended)),
        extended=bool(extended),
        least=(_number(caps.word("MinWidth")), _number(caps.word("MinHeight"))),
        most=(_number(caps.word("MaxWidth")), _number(caps.word("MaxHeight"))),
    )


def _resolutions(caps: Node) -> tuple[int, ...] | range:
    single = {
        _number(one.word("XResolution"))
        for one in caps.every("DiscreteResolution")
        if one.word("XResolution") == one.word("YResolution")  # a page squeezed one way is no picture of it
    }
    if chosen := tuple(sorted(dpi for dpi in single if dpi in _DPI)):
        return chosen
    ranged = caps.first("ResolutionRange")
    span = None if ranged is None else ranged.first("XResolutionRange") or ranged.first("XResolution")  # both are spelt
    if span is None:
        return ()
    low, high = max(_DPI[0], _number(span.word("Min"))), min(_DPI[-1], _number(span.word("Max")))
    return range(low, high + 1, max(1, _number(span.word("Step"))))


def _together(told: Iterable[tuple[int, ...] | range]) -> tuple[int, ...] | range:
    ways = list(told)
    if all(way == ways[0] for way in ways):
        return ways[0]
    return tuple(sorted({dpi for way in ways for dpi in way}))


def _between(wish: int, least: int, most: int) -> int:
    return max(least, min(wish, most or wish))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0


def _plain(version: str) -> str:
    return version if version.replace(".", "").isascii() and version.replace(".", "").isdigit() else "2.0"
