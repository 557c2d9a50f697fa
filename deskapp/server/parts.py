"""The parts of one running centre: typed, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deskapp.archives.case_file import Redraw
from deskapp.clock import Clock
from deskapp.desk import Reader
from deskapp.devices.printer.escpos import NetworkPrinter
from deskapp.devices.voice.bank import Bank
from deskapp.ids import ClerkId
from deskapp.journal.journal import Journal
from deskapp.protocol.messages import HallFacts
from deskapp.server.bell import Bell
from deskapp.server.looks import Looks
from deskapp.server.offers import Offers
from deskapp.server.page_store import PageStore
from deskapp.server.passes import Passes
from deskapp.server.uploads import Shelf
from deskapp.server.writer import Writer


@dataclass(frozen=True, slots=True)
class CentreParts:
    """What the routes may ask for."""

    hall: HallFacts
    journal: Journal
    writer: Writer
    pages: PageStore
    shelf: Shelf
    clock: Clock
    signing: Ed25519PrivateKey
    passes: Passes
    bell: Bell
    printers: Mapping[ClerkId, NetworkPrinter]  # by the account of the kiosk beside which it stands
    bank: Bank  # of clips, for boards that speak
    looks: Looks  # at pages that anybody may see
    redraw: Redraw  # the papers of an archived case
    offers: Offers  # of new versions, for the desks
    code_key: bytes  # under which enrolment codes are kept
    codes_wanted: bool = False  # by every window, and not only by those that have used one
    reader: Reader | None = None  # None: pages are not read, and packages have no unseen text
    seals: Mapping[str, bytes] = field(default_factory=dict)  # office → PNG
