"""Builds a centre: opens its database and page store, and joins its parts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from fastapi import FastAPI
from msgspec.structs import replace

from db import engines, upgrade
from deskapp import keys
from deskapp.assemble import seals
from deskapp.assemble.sample import SAMPLE, fill
from deskapp.clerk import redrawing
from deskapp.clock import Clock, wall_clock
from deskapp.devices.printer.escpos import NetworkPrinter
from deskapp.devices.voice.bank import Bank
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import ClerkId, DeviceId, new_id
from deskapp.journal import letters
from deskapp.journal.journal import Journal
from deskapp.journal.rebuild import refold_once
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.protocol.json import decode, encode
from deskapp.protocol.messages import HallFacts
from deskapp.rules import office_facts
from deskapp.rules.office_facts import Office
from deskapp.rules.retention import keep_of
from deskapp.rules.update_hours import USUAL_HOURS, read_hours
from deskapp.scans.reader import PageReader
from deskapp.server import app as application
from deskapp.server import bucket_address, issuing
from deskapp.server.bell import Bell
from deskapp.server.looks import Looks
from deskapp.server.offers import Offers
from deskapp.server.page_store import FolderStore, PageStore
from deskapp.server.parts import CentreParts
from deskapp.server.passes import Passes
from deskapp.server.uploads import Shelf
from deskapp.server.writer import Writer
from deskapp.settings import FIRST_HALL, Settings

if TYPE_CHECKING:
    from deskapp.server.bucket_store import BucketStore


@dataclass(frozen=True, slots=True)
class CentreWords:
    """What a centre is told: `database` as a URL, `home` for its keys and log, `pages` the folder in which pages are
    received, and kept unless there is a `bucket`: an address as `server/bucket_address.py` reads it.
    """

    home: Path
    database: str
    pages: Path
    sample: bool = False
    workers: int = 1
    kiosks: Mapping[str, str] = field(default_factory=dict)  # account → address of its receipt printer
    headings: Mapping[str, str] = field(default_factory=dict)  # office → what stands on top of its papers
    seals: Mapping[str, str] = field(default_factory=dict)  # office → PNG file of its seal
    public_address: str = ""  # where people reach this centre: what receipts' QR codes lead to
    proxies: str = ""  # whose word on who asks is taken: addresses and networks, with commas
    retention: Mapping[str, str] = field(default_factory=dict)  # item → how long an archived case is kept
    bucket: str = ""
    reads: bool = False  # whether pages are read for the unseen text of packages
    office: Mapping[str, str] = field(default_factory=dict)  # what is said of the hall itself (`rules.office_facts`)
    update_hours: str = USUAL_HOURS  # when desks may install a new version

    @property
    def hall(self) -> HallFacts:
        """The hall before its administrator has said a word: the sample's own, or any hall of the country."""
        return SAMPLE if self.sample else _UNNAMED


_UNNAMED = HallFacts(
    id=FIRST_HALL, name=office_facts.ANY_HALL, region="", phone=office_facts.HOTLINE, offline_lease=SAMPLE.offline_lease
)
_FOLDERS = ("home", "pages")
_TOLD = "DESKAPP_CENTRE"  # the word of the environment with which one process tells the others


def words_from(settings: Settings) -> CentreWords:
    """What a centre on this machine is told by its settings."""
    home = settings.home / "centre"
    in_bucket = bucket_address.is_one(settings.pages or "")
    return CentreWords(
        home=home,
        database=settings.database or f"sqlite:///{home / 'centre.db'}",
        pages=Path(home / "pages" if in_bucket else settings.pages or home / "pages"),
        bucket=settings.pages or "" if in_bucket else "",
        kiosks=settings.kiosks,
        headings=settings.headings,
        seals=settings.seals,
        public_address=settings.public_address,
        proxies=settings.proxies,
        retention=settings.retention,
        office=settings.office,
        update_hours=settings.update_hours or USUAL_HOURS,
        reads=settings.reading != "never",
    )


def open_journal(words: CentreWords, clock: Clock | None = None) -> Journal:
    """The centre's journal alone. StoreTrouble `database.newer`, `database.unreachable`, or `keys.…`."""
    journal = journal_as_kept(words, clock)
    refold_once(journal)
    return journal


def journal_as_kept(words: CentreWords, clock: Clock | None = None) -> Journal:
    """The same, with its lists as whatever program folded them: nothing is written. Raises as `open_journal`."""
    opened = keys_of(words)
    terms = Terms(
        hall=words.hall.id,
        author=Author(DeviceId(f"centre-{new_id()}"), 1),
        clock=clock or wall_clock(),
        keeper=Keeper(opened.wrapping),
        numbers=True,
        letters=_letters_key(opened),
    )
    return Journal(_database(words), terms)


def open_centre(words: CentreWords, clock: Clock | None = None) -> CentreParts:
    """A whole centre. Raises what `open_journal` raises; DeviceTrouble NO_SUCH_PRINTER for an address that is none;
    what `seals.read` raises for a seal that is none.
    """
    clock = clock or wall_clock()
    opened = keys_of(words)
    stamped = seals.read(words.seals, words.home.parent)
    journal = open_journal(words, clock)
    if words.sample:
        fill(journal)
    store = page_store_of(words, opened)
    lease = timedelta(seconds=words.hall.offline_lease)
    return CentreParts(
        hall=replace(hall_of(words, stamped), letters=letters.address(_letters_key(opened))),
        journal=journal,
        writer=Writer(journal, issuing.answering(lease)),
        pages=store,
        shelf=Shelf(words.pages / "unfinished", opened.vault, store, clock),
        clock=clock,
        signing=signing_key(opened),
        passes=Passes(journal),
        bell=Bell(journal, alone=words.workers == 1),
        printers={ClerkId(kiosk): NetworkPrinter(address) for kiosk, address in words.kiosks.items()},
        bank=Bank(words.home / "sounds"),
        looks=Looks(words.home / "looks.db", _secret(opened, b"onewindow looks 1")),
        redraw=redrawing.by(redrawing.seals_from(stamped)),
        code_key=code_key(opened),
        codes_wanted=office_facts.read(words.office).every_desk_by_code,
        offers=offers_of(words),
        seals=stamped,
        reader=PageReader() if words.reads else None,
    )


def offers_of(words: CentreWords) -> Offers:
    """What this centre offers its desks. Refusal `update.bad_hours`."""
    read_hours(words.update_hours)
    return Offers(words.home / "updates", words.update_hours)


def hall_of(words: CentreWords, stamped: Mapping[str, bytes]) -> HallFacts:
    """The hall as its desks and its archive packages are told of it. Refusal `archive.no_such_period`, `office.…`."""
    for item in words.retention:
        keep_of(item, granted=None, told=words.retention)
    hall = _as_said(replace(_where_to_track(words), retention=dict(words.retention)), office_facts.read(words.office))
    return seals.told(hall, words.headings, stamped)


def _as_said(hall: HallFacts, office: Office) -> HallFacts:
    """The hall by the words of its own administrator, where there are some."""
    said = {"name": office.name, "address": office.address, "phone": office.phone, "region": office.region}
    days = hall.rating_days if office.rating_days is None else office.rating_days
    return replace(hall, rating_days=days, **{word: text for word, text in said.items() if text})


def in_environment(words: CentreWords) -> dict[str, str]:
    """The same words for the processes that a centre begins: each hears what the first one heard, whole."""
    told = {name: getattr(words, name) for name in (f.name for f in fields(words))}
    plain = {name: dict(said) if isinstance(said, Mapping) else said for name, said in told.items()}
    return {_TOLD: encode(plain | {name: str(plain[name]) for name in _FOLDERS}).decode()}


def heard(environment: Mapping[str, str]) -> CentreWords:
    """What `in_environment` told."""
    said = decode(environment[_TOLD].encode(), dict[str, Any])
    return CentreWords(**said | {name: Path(said[name]) for name in _FOLDERS})


def from_environment() -> FastAPI:
    """The application of one worker among several: told by the environment, because it is another process."""
    return application.create(open_centre(heard(os.environ)), alone=True)


def _where_to_track(words: CentreWords) -> HallFacts:
    """The hall, with the address that QR codes lead to. A receipt without one bears no QR: none leads astray.

    Refusal `server.bad_address` for what is not the address of a site.
    """
    address = words.public_address.rstrip("/")
    if not address:
        return words.hall
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise Refusal("server.bad_address", address=address[:80])
    return replace(words.hall, track_url=f"{address}/track")


def keys_of(words: CentreWords) -> keys.Keys:
    """The centre's keys."""
    return keys.beside(words.home / "centre.key")


def page_store_of(words: CentreWords, opened: keys.Keys) -> PageStore:
    """Where the centre's pages are kept; nothing is asked yet. Refusal `pages.bad_address`, `….secret_in_address`."""
    return bucket_store_of(words.bucket, opened) if words.bucket else FolderStore(words.pages / "kept", opened.vault)


def bucket_store_of(address: str, opened: keys.Keys) -> BucketStore:
    """A store in a bucket. Raises as `page_store_of`."""
    from deskapp.server import bucket_line, bucket_store  # no desk, and no centre with a folder, loads the S3 library

    return bucket_store.BucketStore(bucket_line.Bucket(bucket_address.read(address)), opened.vault)


def _database(words: CentreWords) -> sa.Engine:
    if words.database.startswith("sqlite:///"):
        Path(words.database.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    engine = engines.centre(words.database)
    try:
        upgrade.upgrade(engine, backup_folder=words.home / "backups")
    except upgrade.NewerDatabaseError as error:
        raise StoreTrouble("database.newer") from error
    except sa.exc.DBAPIError as error:
        raise StoreTrouble("database.unreachable") from error
    return engine


def signing_key(opened: keys.Keys) -> Ed25519PrivateKey:
    """The key of grants and checkpoints: the same for every process of this centre."""
    return Ed25519PrivateKey.from_private_bytes(_secret(opened, b"onewindow signing 1"))


def code_key(opened: keys.Keys) -> bytes:
    """The key under which enrolment codes are kept: the same for every process of this centre, and its commands."""
    return _secret(opened, b"onewindow enrolment 1")


def _letters_key(opened: keys.Keys) -> X25519PrivateKey:
    """The key that opens what desks write to the centre alone."""
    return X25519PrivateKey.from_private_bytes(_secret(opened, b"onewindow letters 1"))


def _secret(opened: keys.Keys, what_for: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=what_for).derive(opened.wrapping)
