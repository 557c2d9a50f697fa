"""What the tests' scanner says of itself, written after the pattern of real devices; and a job as it is asked for."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.fakes.escl.device import IDLE, PROCESSING, Asked, Device

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<scan:{name} xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" '
    'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">{body}</scan:{name}>'
)
DISCRETE = "".join(
    f"<scan:DiscreteResolution><scan:XResolution>{dpi}</scan:XResolution><scan:YResolution>{dpi}</scan:YResolution>"
    "</scan:DiscreteResolution>"
    for dpi in (75, 100, 150, 200, 300, 600)
)
DISCRETE = f"<scan:DiscreteResolutions>{DISCRETE}</scan:DiscreteResolutions>"
KINDS = ("image/jpeg", "application/pdf")
_RANGED = "<scan:ResolutionRange>{}</scan:ResolutionRange>".format(
    "".join(
        f"<scan:{way}Resolution{{}}><scan:Min>75</scan:Min><scan:Max>1200</scan:Max><scan:Normal>300</scan:Normal>"
        f"<scan:Step>1</scan:Step></scan:{way}Resolution{{}}>"
        for way in "XY"
    )
)

RANGED = _RANGED.replace("{}", "Range")
RANGED_SHORTLY = _RANGED.replace("{}", "")  # as others spell it


def caps(*, resolutions: str = DISCRETE, height: int = 3508, modes: tuple[str, ...] = ("Grayscale8", "RGB24")) -> str:
    """One way in."""
    colors = "".join(f"<scan:ColorMode>{mode}</scan:ColorMode>" for mode in modes)
    return (
        "<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth><scan:MinHeight>16</scan:MinHeight>"
        f"<scan:MaxHeight>{height}</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions><scan:SettingProfiles>"
        f"<scan:SettingProfile><scan:ColorModes>{colors}</scan:ColorModes><scan:DocumentFormats>"
        "<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>"
        "<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>"
        f"<scan:SupportedResolutions>{resolutions}</scan:SupportedResolutions></scan:SettingProfile>"
        "</scan:SettingProfiles>"
    )


def capabilities(
    *, name: str = "Hall Scanner 4", glass: str | None = "", feeder: str | None = "", duplex: str | None = ""
) -> str:
    """The whole; a way in is None where there is none, "" for the usual one."""
    platen = "" if glass is None else _tag("Platen", _tag("PlatenInputCaps", glass or caps()))
    simplex = "" if feeder is None else _tag("AdfSimplexInputCaps", feeder or caps(height=4200))
    both = "" if duplex is None else _tag("AdfDuplexInputCaps", duplex or caps(height=4200))
    options = "<scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions>"
    capacity = "<scan:FeederCapacity>50</scan:FeederCapacity>"
    adf = _tag("Adf", simplex + both + capacity + options) if simplex or both else ""
    head = (
        f"<pwg:Version>2.63</pwg:Version><pwg:MakeAndModel>{name}</pwg:MakeAndModel>"
        "<pwg:SerialNumber>T4</pwg:SerialNumber><scan:UUID>00000000-0000-4000-8000-0000000000e5</scan:UUID>"
    )
    return _HEAD.format(name="ScannerCapabilities", body=head + platen + adf)


def status(device: Device, root: str) -> str:
    """How the device is now."""
    busy = not device.at_rest
    feeder = f"<scan:AdfState>{device.feeder_state}</scan:AdfState>" if device.faults.tells_feeder else ""
    jobs = "".join(
        f"<scan:JobInfo><pwg:JobUri>{root}/ScanJobs/{job.name}</pwg:JobUri><pwg:JobUuid>{job.name}</pwg:JobUuid>"
        f"<scan:Age>1</scan:Age><pwg:ImagesCompleted>{job.came}</pwg:ImagesCompleted>"
        f"<pwg:ImagesToTransfer>1</pwg:ImagesToTransfer><pwg:JobState>{job.state}</pwg:JobState></scan:JobInfo>"
        for job in (device.jobs[-5:] if device.faults.tells_jobs else [])
    )
    body = f"<pwg:Version>2.63</pwg:Version><pwg:State>{PROCESSING if busy else IDLE}</pwg:State>{feeder}"
    return _HEAD.format(name="ScannerStatus", body=body + (_tag("Jobs", jobs) if jobs else ""))


def asked(body: bytes) -> Asked:
    """A job as somebody asks for it. ValueError when a word is missing: a real device answers 400, too."""
    told = {
        element.tag.rpartition("}")[2]: (element.text or "").strip() for element in ElementTree.fromstring(body).iter()
    }
    try:
        kind = told.get("DocumentFormatExt") or told["DocumentFormat"]
        across, down = int(told["XResolution"]), int(told["YResolution"])
        if across != down or told["InputSource"] not in ("Platen", "Feeder") or kind not in KINDS:
            raise ValueError("cannot do that")
        return Asked(
            source=told["InputSource"], color=told["ColorMode"], dpi=across, width=int(told["Width"]),
            height=int(told["Height"]), duplex=told.get("Duplex") == "true",
            kind=kind,
        )  # fmt: skip
    except KeyError as missing:
        raise ValueError(f"no {missing}") from missing


def _tag(name: str, body: str) -> str:
    return f"<scan:{name}>{body}</scan:{name}>"
