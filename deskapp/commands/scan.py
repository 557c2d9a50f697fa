"""`deskapp scan`: pages from a source into a folder, cleaned and checked, one line of JSON each."""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from deskapp.devices.scanner import profile, roster
from deskapp.devices.scanner.contract import Abilities, Mode, Paper, ScanRequest
from deskapp.failures import DeviceTrouble, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.scans.taking import TakenPage, take
from deskapp.settings import keep as keep_settings
from deskapp.settings import read as settings

_MOST_DPI = 9600
_ENDING = {b"\xff\xd8": ".jpg", b"\x89P": ".png", b"II": ".tif", b"MM": ".tif"}


def declare(commands: Any) -> None:
    """Say what can be said."""
    scan = commands.add_parser("scan", help="scan pages into a folder, without a window")
    scan.add_argument("--source", help="sane:test:0, folder:PATH, …; without it the one in the settings, or the first")
    scan.add_argument("--list", action="store_true", help="list the sources; with --source, what that one can do")
    scan.add_argument("--titles", action="store_true", help="with --list: behind each name, what people call it")
    scan.add_argument("--adf", action="store_true", help="from the feeder, all that lies there")
    scan.add_argument("--duplex", action="store_true", help="both sides")
    scan.add_argument("--dpi", type=_dpi, default=300)
    scan.add_argument("--mode", choices=[mode.value for mode in Mode], default=Mode.COLOR.value)
    scan.add_argument("--paper", choices=[paper.value for paper in Paper], default=Paper.A4.value)
    scan.add_argument("--remember", action="store_true", help="keep all this as what F5 does at this window")
    scan.add_argument(
        "--trust", action="store_true", help="a scanner in the network was replaced: take its certificate"
    )
    scan.add_argument("--out", type=Path, help="the folder for the pages")
    scan.set_defaults(run=_scan)


def _scan(said: argparse.Namespace) -> int:
    here = settings()
    if said.list and not said.source:
        for source in roster.listed(here.scanner_search):
            sys.stdout.write(f"{source.name}\t{source.title}\n" if said.titles else f"{source.name}\n")
        return 0
    name = said.source or here.scanner
    if said.trust:
        roster.trust_anew(name, here.home)
    scanner = roster.find(name, home=here.home)
    if said.list:
        sys.stdout.write(json.dumps(_able(name, scanner.abilities())) + "\n")
        return 0
    request = ScanRequest(
        dpi=said.dpi, mode=Mode(said.mode), feeder=said.adf or said.duplex, duplex=said.duplex,
        paper=Paper(said.paper), max_pages=None if said.adf or said.duplex else 1,
    )  # fmt: skip
    if said.remember:
        keep_settings(here.home, profile.words_of(name, request))
    if said.out is None:
        if said.remember:
            return 0
        raise DeviceTrouble("scanner.no_folder")
    arriving = ((page.image, page.dpi) for page in scanner.scan(request))
    for number, page in enumerate(take(arriving, partial(_keep, said.out)), start=1):
        sys.stdout.write(json.dumps(_line(number, page, said.out)) + "\n")
        sys.stdout.flush()
    return 0


def _able(name: str, able: Abilities) -> dict[str, object]:
    told = able.resolutions
    every = isinstance(told, range) and len(told) > 1
    return {
        "source": name, "glass": able.glass, "feeder": able.feeder, "duplex": able.duplex,
        "modes": sorted(mode.value for mode in able.modes),
        "resolutions": {"least": told[0], "most": told[-1]} if every else list(told),
    }  # fmt: skip


def _dpi(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= _MOST_DPI):
        raise argparse.ArgumentTypeError(f"not a resolution: {text[:20]}")
    return int(text)


def _keep(folder: Path, data: bytes) -> PageDigest:
    """Write a page under its digest: whole or not at all."""
    digest = PageDigest(sha256(data).hexdigest())
    whole = folder / f"{digest}{_ENDING.get(data[:2], '.img')}"
    part = whole.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(whole)
    except OSError as error:
        raise StoreTrouble("scan.folder_full", folder=folder.name) from error
    return digest


def _line(number: int, page: TakenPage, folder: Path) -> dict[str, object]:
    file = next(folder.glob(f"{page.digest}.*"))
    return {
        "page": number, "file": str(file), "sha256": page.digest, "width": page.width, "height": page.height,
        "dpi": page.dpi, "blank": page.blank, "blurred": page.blurred,
    }  # fmt: skip
