"""A desk whose cache holds very many cases, as a hall's would after some years; made once and kept under `build`.

Each case goes through the journal's own writing: sealed, signed, chained, numbered, folded, and its applicant in the
index they are found by. As at a desk that pulled them, the events are accepted and other installations' own. They are
numbered far beyond what the small hall of a bench will come to, so that the desk can still pull from it.
"""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from alembic.script import ScriptDirectory

from db import engines, upgrade
from db.tables import applicants, counters
from deskapp.assemble.desk import CACHE
from deskapp.ids import CaseId, ClerkId, DeviceId, ItemCode, MaterialCode, WindowId, new_id
from deskapp.journal.chain import START
from deskapp.journal.journal import Journal
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.journal.writing import Writing
from deskapp.keys import beside
from deskapp.rules.case import Accepted, MaterialReceived, Opened, Person
from deskapp.rules.material_state import Form
from tests.clerk.office import HALL, MORNING, FrozenClock

KEY = "demo.key"
FIRST = 10_000_000  # their numbers begin beyond this
_AT_ONCE = 1000
_A_DAY = 200  # cases
_MATERIALS = ("ID-CARD", "APP-SOLE", "PREMISES")


def home_with(count: int, under: Path) -> Path:
    """The folder of an installation with so many cases; made when there is none of today's shape."""
    shape = ScriptDirectory(str(upgrade.MIGRATIONS)).get_current_head()
    home = under / f"desk-{count}-{shape}"
    if not home.exists():
        part = under / "part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        fill(part, count)
        part.rename(home)
    return home


def fill(home: Path, count: int) -> None:
    """Write so many accepted cases into the encrypted cache of this folder."""
    keys = beside(home / KEY)
    engine = engines.sqlcipher(home / CACHE, keys.cache)
    upgrade.upgrade(engine)
    clock = FrozenClock(MORNING - timedelta(days=1 + count // _A_DAY))
    terms = Terms(
        hall=HALL,
        author=Author(DeviceId(new_id()), 1),
        clock=clock.clock(),
        keeper=Keeper(keys.wrapping),
        numbers=True,  # and people are written by the thousand, below
    )
    journal = Journal(engine, terms)
    with journal.writing() as facts:
        facts.connection.execute(sa.insert(counters), [{"hall": HALL, "seq": FIRST, "head": START}])
    for start in range(0, count, _AT_ONCE):
        with journal.writing() as facts:
            _some(facts, clock, range(start, min(start + _AT_ONCE, count)))
    with journal.writing() as facts:
        facts.connection.execute(sa.delete(counters))  # a desk gives no numbers
    engine.dispose()


def _some(facts: Writing, clock: FrozenClock, serials: range) -> None:
    named = {serial: CaseId(new_id()) for serial in serials}
    facts.standings("case", list(named.values()))  # one question for all
    people = []
    for serial, case_id in named.items():
        if serial % _A_DAY == 0:
            clock.move(timedelta(days=1))
        person = Person(f"申请人{serial:06d}", f"{990000 + serial % 1000}19800101{serial % 10000:04d}", "19900000000")
        _visit(facts, case_id, serial, person, clock)
        people.append({"hall": HALL, "case_id": case_id, **_columns(person)})
    facts.connection.execute(sa.insert(applicants), people)


def _visit(facts: Writing, case_id: CaseId, serial: int, person: Person, clock: FrozenClock) -> None:
    window = str(serial % 8 + 1)
    clerk = ClerkId(f"clerk{window}")
    day = clock.moment.date()
    facts.add(clerk, Opened(ItemCode("SCJG-0102"), "2026.11", WindowId(window), new_id(), person), of=case_id)
    for material in _MATERIALS:
        facts.add(clerk, MaterialReceived(MaterialCode(material), Form.ORIGINAL), of=case_id)
    number = f"3300000{window}{day:%Y%m%d}{serial:08d}"
    facts.add(clerk, Accepted(number, day, day + timedelta(days=5)), of=case_id)


def _columns(person: Person) -> dict[str, str]:
    return {"name": person.name, "id_number": person.id_number, "phone": person.phone}
