"""Builds a desk from its settings: opens its stores and joins its parts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from db import engines, upgrade
from db.tables import local_facts
from deskapp.clock import Clock, wall_clock
from deskapp.desk import Station
from deskapp.devices.id_card import roster as card_readers
from deskapp.devices.printer import roster as printers
from deskapp.devices.scanner import escl_address
from deskapp.devices.scanner import roster as scanners
from deskapp.devices.scanner.kept import KeptScanners
from deskapp.failures import StoreTrouble
from deskapp.ids import DeviceId, HallId, new_id
from deskapp.jobs.line import Line
from deskapp.jobs.pace import Pace
from deskapp.journal.journal import Journal
from deskapp.journal.rebuild import refold_once
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.keys import Keys, from_keyring
from deskapp.rules import letting_go, upload_pace
from deskapp.scans.reader import PageReader
from deskapp.scans.vault import Vault
from deskapp.settings import Settings
from deskapp.sync.client import HttpCentre
from deskapp.sync.door import HttpDoor
from deskapp.sync.enrolment import HttpEnrolment
from deskapp.sync.ratings import HttpRatings
from deskapp.sync.updates import HttpUpdates

CACHE = "cache.db"
_DEVICE, _EPOCH = "device", "epoch"


def open_station(
    settings: Settings, *, keys: Callable[[Path], Keys] = from_keyring, clock: Clock | None = None
) -> Station:
    """Open this installation.

    StoreTrouble `keys.…` without a keyring, `cache.unreadable` when the cache does not open with its key,
    `database.newer` when a newer program has written it, `journal.not_kept` when the disk will not take it. Refusal
    `pages.bad_days`, `pages.bad_limit` for settings that are no such numbers.
    """
    clock = clock or wall_clock()
    letting_go.read_days(settings.page_days)
    pace = Pace(upload_pace.read_limit(settings.upload_limit))
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = keys(settings.home)
    engine = _cache(settings.home / CACHE, opened)
    author = _author(engine, settings.hall)
    terms = Terms(hall=settings.hall, author=author, clock=clock, keeper=Keeper(opened.wrapping), keeps_people=True)
    line = Line(clock)
    centre = HttpCentre(settings.server, ca_file=settings.ca_file, on_time=line.heard_time)
    journal = Journal(engine, terms)
    refold_once(journal)
    return Station(
        hall=settings.hall,
        settings=settings,
        clock=clock,
        journal=journal,
        vault=Vault(settings.home / "pages", opened.vault),
        centre=centre,
        door=HttpDoor(centre),
        ratings=HttpRatings(centre),
        enrolment=HttpEnrolment(centre),
        updates=HttpUpdates(centre),
        line=line,
        scanner=KeptScanners(partial(scanners.find, home=settings.home)),
        sources=partial(_sources, settings),
        seekers=partial(scanners.seekers, settings.scanner_search),
        card_reader=card_readers.find(settings.card_reader),
        reader=None if settings.reading == "never" else PageReader(),
        printer=printers.find(settings.printer),
        ticket_printer=printers.find(settings.ticket_printer or settings.printer),
        printers=lambda: tuple(target.name for target in printers.listed()),
        printer_of=printers.find,
        pace=pace,
    )


def _sources(settings: Settings) -> tuple[str, ...]:
    """What F5 can use. Asked when a window opens, so nobody is sought in the network: a scanner there that the settings
    name counts as there until it is used."""
    if escl_address.is_one(settings.scanner):
        return (settings.scanner,)
    return tuple(source.name for source in scanners.listed())


def close_station(station: Station) -> None:
    """Let go of the stores, the line, the card reader and the reader of pages."""
    if station.reader is not None:
        station.reader.end()
    if station.card_reader is not None:
        station.card_reader.close()
    station.journal.engine.dispose()
    if isinstance(station.centre, HttpCentre):
        station.centre.close()


def renew_epoch(station: Station) -> None:
    """Begin a new life of this installation: its cache was restored, so serials of the old one may be used already."""
    with station.journal.writing() as facts:
        facts.note(_EPOCH, str(station.journal.terms.author.epoch + 1))


def _cache(path: Path, keys: Keys) -> sa.Engine:
    engine = engines.sqlcipher(path, keys.cache)
    try:
        upgrade.upgrade(engine, backup_folder=path.parent / "backups")
    except upgrade.NewerDatabaseError as error:
        raise StoreTrouble("database.newer") from error
    except sa.exc.DatabaseError as error:
        raise StoreTrouble("cache.unreadable") from error
    return engine


def _author(engine: sa.Engine, hall: HallId) -> Author:
    """Who this installation is: named once, at its first start."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        known = {
            row.name: row.value
            for row in connection.execute(
                sa.select(local_facts.c.name, local_facts.c.value).where(
                    local_facts.c.hall == hall, local_facts.c.name.in_((_DEVICE, _EPOCH))
                )
            )
        }
        if _DEVICE not in known:
            known = {_DEVICE: new_id(), _EPOCH: "1"}
            connection.execute(
                sa.insert(local_facts), [{"hall": hall, "name": name, "value": value} for name, value in known.items()]
            )
    return Author(DeviceId(known[_DEVICE]), int(known[_EPOCH]))
