"""`deskapp doctor`: is everything here that a window needs? Each fault with what to do about it."""

from __future__ import annotations

import argparse
import importlib
import io
import json
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportlab.pdfgen.canvas import Canvas

import resources
from deskapp import version
from deskapp.assemble.centre import page_store_of, words_from
from deskapp.assemble.desk import close_station, open_station
from deskapp.assemble.speaker import bank_of, terms_of
from deskapp.assemble.unsent import is_a_desk
from deskapp.assemble.updates import trusted_keys
from deskapp.commands import installed_parts
from deskapp.commands.database import journal_of
from deskapp.devices.camera import listing as cameras
from deskapp.devices.camera import profile as camera_profile
from deskapp.devices.camera.contract import PRETEND
from deskapp.devices.errors import CameraCode, ScannerCode, VoiceCode
from deskapp.devices.id_card import roster as card_readers
from deskapp.devices.printer import roster as printers
from deskapp.devices.scanner import escl_address, profile
from deskapp.devices.scanner import roster as scanners
from deskapp.devices.voice.contract import CHIME
from deskapp.devices.voice.roster import CLIPS, SYSTEM, Sounding
from deskapp.failures import ContentTrouble, DeviceTrouble, Failure, LineTrouble, Refusal, StoreTrouble
from deskapp.journal import hooks
from deskapp.keys import Keys, from_keyring, store_name
from deskapp.queries import catalogs
from deskapp.rules import office_facts
from deskapp.rules.announcement import LANGUAGES
from deskapp.rules.letting_go import read_days
from deskapp.rules.update_hours import read_hours, read_minutes
from deskapp.rules.upload_pace import read_limit
from deskapp.scans import reader
from deskapp.scans.apart import folded, pages_in
from deskapp.scans.vault import Vault
from deskapp.sentences import sentence
from deskapp.server import bucket_address
from deskapp.settings import Settings, read
from deskapp.sync.client import HttpCentre

_NATIVE = ("cv2", "pikepdf", "pi_heif", "sqlcipher3", "psycopg", "zxingcpp", "onnxruntime", "msgspec")
_ENOUGH = 2 * 1024**3  # bytes free: a week of pages without a line


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what it is, whether it is well, and what was found or is to be done."""

    name: str
    well: bool
    words: str


def declare(commands: Any) -> None:
    """Say what can be said."""
    doctor = commands.add_parser("doctor", help="check this installation; says what to do for each fault")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--out", type=Path, help="write the report to this file as well")
    doctor.add_argument("--installation", action="store_true", help="only what an installation or an upgrade can break")
    doctor.set_defaults(run=_doctor)


def _doctor(said: argparse.Namespace) -> int:
    settings = read(lang=said.lang)
    checks = examine_installation(settings) if said.installation else examine(settings, said.sounding)
    plain = [{"name": check.name, "ok": check.well, "message": check.words} for check in checks]
    if said.out is not None:
        try:
            said.out.write_text(json.dumps(plain, ensure_ascii=False, indent=1), encoding="utf-8")
        except OSError as error:
            raise StoreTrouble("doctor.not_written", file=said.out.name) from error
    if said.json:
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    else:
        for check in checks:
            sys.stdout.write(f"{'✓' if check.well else '✗'} {check.name}: {check.words}\n")
    return 0 if all(check.well for check in checks) else 1


def examine(settings: Settings, sounding: Sounding | None = None) -> tuple[Check, ...]:
    """Look at everything, each by itself: one fault hides no other. `sounding`: the voices that can be heard."""
    looks: tuple[tuple[str, Callable[[Settings], str]], ...] = (
        ("program", _program),
        ("fonts", _fonts),
        ("reading", _reading),
        ("keyring", _keyring),
        ("disk", _disk),
        ("cache", _cache),
        ("pages", _pages),
        ("page_store", _page_store),
        ("scanners", _scanners),
        ("printers", _printers),
        ("card_reader", _card_reader),
        ("camera", _camera),
        ("voice", lambda settings: _voice(settings, sounding)),
        ("line", _line),
        ("departments", _departments),
        ("hall", _hall),
        ("updates", _updates),
    )
    return _looked(settings, looks)


def examine_installation(settings: Settings) -> tuple[Check, ...]:
    """Look at what a setup has laid down, and at a cache that was there before: whether this program can open it.

    A scanner that is off or a line that is cut says nothing about an upgrade, which is done at night.
    """
    looks: list[tuple[str, Callable[[Settings], str]]] = [("program", _program), ("fonts", _fonts)]
    looks += installed_parts.LOOKS
    if is_a_desk(settings):
        looks += [("keyring", _keyring), ("cache", _cache)]
    return _looked(settings, looks)


def _looked(settings: Settings, looks: Iterable[tuple[str, Callable[[Settings], str]]]) -> tuple[Check, ...]:
    checks = []
    for name, look in looks:
        try:
            checks.append(Check(name, well=True, words=look(settings)))
        except Failure as failure:
            checks.append(Check(name, well=False, words=sentence(failure, settings.lang)))
    return tuple(checks)


def _program(_: Settings) -> str:
    """Every native library loads, and the reader of files from outside, a process of its own, draws a page."""
    for name in _NATIVE:
        try:
            importlib.import_module(name)
        except (ImportError, OSError) as error:
            raise StoreTrouble("doctor.part_missing", part=name) from error
    made = io.BytesIO()
    document = Canvas(made, pagesize=(72, 72))
    document.showPage()
    document.save()
    try:
        drawn = [*pages_in(made.getvalue())]
    except ContentTrouble as error:
        raise StoreTrouble("doctor.part_missing", part="unfold") from error
    if not drawn or folded(drawn[0]):
        raise StoreTrouble("doctor.part_missing", part="unfold")
    return f"{len(_NATIVE)}"


def _fonts(_: Settings) -> str:
    found = sorted(path.name for path in resources.path("fonts").glob("*.ttf"))
    if not found:
        raise StoreTrouble("doctor.no_fonts")
    return ", ".join(found)


def _reading(settings: Settings) -> str:
    """Whether the reader of pages is there with its models; it is not started for it."""
    if settings.reading == "never":
        return "never"
    if not reader.installed():
        raise StoreTrouble("doctor.no_reader")
    return "OK"


def _keyring(settings: Settings) -> str:
    from_keyring(settings.home)
    return store_name()


def _disk(settings: Settings) -> str:
    there = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < _ENOUGH:
        raise StoreTrouble("doctor.disk_low", megabytes=free // 1024**2)
    return f"{free // 1024**3} GB"


def _cache(settings: Settings) -> str:
    station = open_station(settings)
    try:
        with station.journal.reading() as reading:
            return f"{reading.hall} · {reading.terms.author.device}"
    finally:
        close_station(station)


def _pages(settings: Settings) -> str:
    """How much the desk's vault holds, and how long pages stay in it once the centre has them."""
    kept = list(Vault(settings.home / "pages", bytes(32)).kept())  # only counted: no page is opened
    days = read_days(settings.page_days)
    read_limit(settings.upload_limit)
    return f"{len(kept)} · {sum(file.size for file in kept) // 1024**2} MB · {days} d"


def _page_store(settings: Settings) -> str:
    """Whether the centre's pages can be reached. "-" where there is no centre on this machine."""
    words = words_from(settings)
    if not words.bucket and not (words.home / "centre.key").is_file():
        return "-"
    unread = Keys(cache=bytes(32), vault=bytes(32), wrapping=bytes(32))  # only asked: no page is opened
    page_store_of(words, unread).ask()
    return str(bucket_address.read(words.bucket)) if words.bucket else str(words.pages)


def _scanners(settings: Settings) -> str:
    """The window's own scanner, asked what it can do, and how it is used; without one, those that are there."""
    wish = profile.read(settings)
    if settings.scanner:
        able = scanners.find(settings.scanner, home=settings.home).abilities()
        return f"{settings.scanner}: {profile.said(profile.request_of(settings, able))}"
    found = [source.name for source in scanners.listed(settings.scanner_search)]
    if not found:
        raise DeviceTrouble(ScannerCode.NONE)
    if all(escl_address.is_one(name) for name in found):  # F5 takes none of them by itself
        raise DeviceTrouble(ScannerCode.NOT_NAMED, sources=", ".join(found))
    return f"{', '.join(found)}: {profile.said(wish)}"


def _printers(_: Settings) -> str:
    found = list(printers.listed())
    if not found:
        raise DeviceTrouble("printer.none")
    return ", ".join(str(getattr(printer, "name", printer)) for printer in found)


def _card_reader(settings: Settings) -> str:
    """A reader that is set is asked whether a card lies on it; a desk need not have one."""
    reader = card_readers.find(settings.card_reader)
    if reader is None:
        return "-"
    try:
        reader.read()
    finally:
        reader.close()
    return settings.card_reader


def _camera(settings: Settings) -> str:
    """The window's own camera, or those that are there; a desk need not have one."""
    wish = camera_profile.read(settings)
    if wish.camera.startswith(PRETEND):
        return wish.camera
    found = cameras.listed()
    own = camera_profile.camera_of(found, wish.camera)
    if own is None and wish.camera:
        raise DeviceTrouble(CameraCode.NO_SUCH_CAMERA, camera=wish.camera[:60])
    if own is None:
        return "-"
    size = camera_profile.size_words(camera_profile.best_size(own.sizes, wish.size))
    others = [one.title for one in found if one is not own]
    return ", ".join([f"{own.title} {size}".strip(), *others])


def _voice(settings: Settings, sounding: Sounding | None) -> str:
    """Who speaks which language. A computer that is set to speak is asked to play something, so softly that nobody
    hears it; another need not have a loudspeaker."""
    bank = bank_of(settings)
    if missing := bank.missing():
        raise ContentTrouble("doctor.clips_missing", clips=list(missing[:5]), count=len(missing))
    system = None if sounding is None else sounding(SYSTEM, bank)
    if settings.speaker:
        terms_of(settings.speaker)
        if sounding is None:
            raise DeviceTrouble(VoiceCode.NONE)
        sounding(CLIPS, bank).say(CHIME, 0.0)
    own = bank.own_languages()
    kinds = {lang: "own clips" if lang in own else "clips" for lang in LANGUAGES}
    kinds |= {lang: "system" for lang in LANGUAGES if system is not None and system.speaks(lang)}
    return " · ".join(f"{lang}: {kind}" for lang, kind in kinds.items())


def _departments(settings: Settings) -> str:
    """Whether every department's program is told. "-" where there is no centre on this machine."""
    if not _is_a_centre(settings):
        return "-"
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        found = hooks.listed(reading)
    given_up = [f"{hook.department} {hook.hook}" for hook in found if hook.given_up_at]
    if given_up:
        raise StoreTrouble("hook.given_up", count=len(given_up), hooks=given_up)
    return f"{len(found)}"


def _hall(settings: Settings) -> str:
    """What papers and pages say of the hall, and whether its region is that of the numbers. "-" without a centre."""
    if not _is_a_centre(settings):
        return "-"
    said = office_facts.read(settings.office)
    office_facts.ask_named(said)
    with journal_of(settings, begun=True) as journal, journal.reading() as reading:
        numbers = catalogs.in_force(reading, journal.terms.clock.today()).region if said.region else ""
    if said.region != numbers:
        raise Refusal("office.other_region", region=said.region, numbers=numbers)
    return f"{said.name} · {said.phone}"


def _is_a_centre(settings: Settings) -> bool:
    return settings.database is not None or (settings.home / "centre" / "centre.db").is_file()


def _updates(settings: Settings) -> str:
    """Which version runs, and whose signature on a new one is believed: how many keys."""
    read_minutes(settings.update_after)
    if settings.update_hours:
        read_hours(settings.update_hours)
    return f"{version.running()} · {len(trusted_keys(settings))}"


def _line(settings: Settings) -> str:
    centre = HttpCentre(settings.server, ca_file=settings.ca_file)
    try:
        windows = centre.windows()
    except LineTrouble as trouble:
        raise LineTrouble("doctor.no_line", server=settings.server) from trouble
    finally:
        centre.close()
    return f"{settings.server} · {len(windows)}"
