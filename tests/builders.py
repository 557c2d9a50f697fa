"""Facts and journals for the tests of the journal: short to write, real all through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from db import engines
from db.tables import metadata
from deskapp.clock import Clock
from deskapp.ids import CaseId, ClerkId, DeviceId, HallId, ItemCode, MaterialCode, WindowId, new_id
from deskapp.journal.journal import Journal
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.rules import case as cases
from deskapp.rules.material_state import Form

HALL = HallId("H1")
CLERK = ClerkId("clerk3")
MORNING = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
PERSON = cases.Person("𬭎子轩", "990108200101011158", "19900006024", "下城区")
WRAPPING = b"w" * 32


@dataclass
class TestClock:
    """A clock that goes a second at each look, and can be set."""

    __test__ = False
    moment: datetime = MORNING

    def clock(self) -> Clock:
        def read() -> datetime:
            self.moment += timedelta(seconds=1)
            return self.moment

        return Clock(read)


def journal(
    engine: sa.Engine, device: str = "D1", *, numbers: bool = False, epoch: int = 1, clock: Clock | None = None
) -> Journal:
    """A journal on an engine; its tables are made when they are not there."""
    metadata.create_all(engine)
    terms = Terms(
        hall=HALL,
        author=Author(DeviceId(device), epoch),
        clock=clock or TestClock().clock(),
        keeper=Keeper(WRAPPING),
        numbers=numbers,
        keeps_people=not numbers,
    )
    return Journal(engine, terms)


def desk_journal(folder: Path, device: str = "D1") -> Journal:
    """A desk's journal in an encrypted file."""
    folder.mkdir(parents=True, exist_ok=True)
    return journal(engines.sqlcipher(folder / "cache.db", b"k" * 32), device)


def centre_journal(folder: Path) -> Journal:
    """A centre's journal in a plain file."""
    folder.mkdir(parents=True, exist_ok=True)
    return journal(engines.sqlite(folder / "centre.db"), "centre", numbers=True)


def open_case(kept: Journal, case_id: CaseId | None = None, *, window: str = "3") -> CaseId:
    """Open a case in one transaction."""
    case_id = case_id or CaseId(new_id())
    with kept.writing() as facts:
        facts.add(CLERK, opened(window), of=case_id)
    return case_id


def opened(window: str = "3") -> cases.Opened:
    return cases.Opened(ItemCode("SCJG-0102"), "2026.11", WindowId(window), new_id(), PERSON)


def received(material: str = "ID-CARD") -> cases.MaterialReceived:
    return cases.MaterialReceived(MaterialCode(material), Form.ORIGINAL)


def accepted(number: str) -> cases.Accepted:
    return cases.Accepted(number, date(2026, 11, 24), date(2026, 11, 30))


def visit(kept: Journal, number: str) -> CaseId:
    """A whole case: opened, three materials, accepted; a transaction each."""
    case_id = open_case(kept)
    for material in ("ID-CARD", "APP-SOLE", "PREMISES"):
        with kept.writing() as facts:
            facts.add(CLERK, received(material), of=case_id)
    with kept.writing() as facts:
        facts.add(CLERK, accepted(number), of=case_id)
    return case_id
