"""A desk whose cache holds very many cases, as a hall's would after some years; made once and kept under `build`.

Each case goes through the journal's own writing: sealed, signed, chained, numbered, folded, and its people in the index
they are found by. As at a desk that pulled them, the events are accepted and other installations' own. They are
numbered far beyond what the small hall of a bench will come to, so that the desk can still pull from it.

What they say is what a hall would hold: a few surnames are everybody's, some applicants are companies, some send an
agent, some come often; nearly all cases are finished, the last days' are not. The same count makes the same people.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.script import ScriptDirectory

import resources
from db import engines, upgrade
from db.tables import case_keys, counters
from deskapp.assemble.desk import CACHE
from deskapp.ids import CaseId, ClerkId, DeviceId, ItemCode, MaterialCode, QueueId, TicketId, WindowId, new_id
from deskapp.journal import people_found
from deskapp.journal.chain import START
from deskapp.journal.journal import Journal
from deskapp.journal.kinds import Fact
from deskapp.journal.rebuild import refold_once
from deskapp.journal.seals import Keeper
from deskapp.journal.terms import Author, Terms
from deskapp.journal.writing import Writing
from deskapp.keys import beside
from deskapp.rules import numbering
from deskapp.rules import ticket as tickets
from deskapp.rules.calling import due_at
from deskapp.rules.case import Accepted, Decided, Delivered, MaterialReceived, Opened, Person, Withdrawn
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.line_terms import NORMAL, LineTerms
from deskapp.rules.material_state import Form
from tests.clerk.office import HALL, MORNING, FrozenClock

KEY = "demo.key"
FIRST = 100_000_000  # their numbers begin beyond this
_MADE = 4  # to be counted up when this module comes to write something else
_AT_ONCE = 2000
_WINDOWS = 8
_A_DAY = 125 * _WINDOWS  # cases
_MATERIALS = ("ID-CARD", "APP-SOLE")
_RUNNING_DAYS, _READY_DAYS = 5, 12  # how long ago the last were accepted, and decided
_TICKET_DAYS = 5  # whose tickets are kept too
_CATALOG = "2026.11"

# Of a hundred people, the surnames of the first fifty; the other fifty share many.
_COMMON = (("王", 7), ("李", 7), ("张", 7), ("刘", 5), ("陈", 5), ("杨", 3), ("黄", 2), ("赵", 2), ("吴", 2), ("周", 2))
_OTHERS = (
    "徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢"
    "姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴莫孔向常汤䶮"
)
_GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂花玉珍国建华文红梅春燕辉鹏宇浩欣怡子涵梓轩一诺雨桐晨曦思远"
    "志远佳慧晓婷海波立新永康德福寿长安和顺吉祥凤莲𫖯"
)
_TRADES = ("科技", "商贸", "餐饮管理", "建筑工程", "物流", "文化传媒", "生物医药", "信息技术")


@dataclass
class _Kept:
    """What one transaction has still to write beside the journal."""

    people: list[dict[str, object]] = field(default_factory=list)
    keys: dict[CaseId, bytes] = field(default_factory=dict)


class _Filling(Writing):
    """The journal's own writing, which asks the disk for no key that it has just made itself."""

    def __init__(self, connection: sa.Connection, terms: Terms) -> None:
        super().__init__(connection, terms)
        self.kept = _Kept()

    def key_of(self, case_id: CaseId) -> bytes | None:
        return self.kept.keys.get(case_id)

    def keep_key(self, case_id: CaseId, key: bytes) -> None:
        self.kept.keys[case_id] = key

    def finish(self) -> None:
        super().finish()
        wrap = self.terms.keeper.wrap
        rows = [{"hall": HALL, "case_id": one, "secret": wrap(key, one)} for one, key in self.kept.keys.items()]
        self.connection.execute(sa.insert(case_keys), rows)
        people_found.keep(self.connection, self.kept.people)


def home_with(count: int, under: Path) -> Path:
    """The folder of an installation with so many cases; made when there is none of today's shape."""
    shape = ScriptDirectory(str(upgrade.MIGRATIONS)).get_current_head()
    home = under / f"desk-{count}-{shape}-{_MADE}"
    if not home.exists():
        part = under / f"part-{count}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        fill(part, count)
        part.rename(home)
    return home


def fill(home: Path, count: int) -> None:
    """Write so many cases into the encrypted cache of this folder."""
    keys = beside(home / KEY)
    engine = engines.sqlcipher(home / CACHE, keys.cache)
    upgrade.upgrade(engine)
    clock = FrozenClock(MORNING - timedelta(days=1 + count // _A_DAY))
    terms = Terms(
        hall=HALL,
        author=Author(DeviceId(new_id()), 1),
        clock=clock.clock(),
        keeper=Keeper(keys.wrapping),
        numbers=True,  # and people are written by the thousand, in `_Filling`
    )
    journal = Journal(engine, terms)
    refold_once(journal)  # there is nothing yet: what is written from here on is folded as today
    _publish(journal)
    with journal.writing() as facts:
        facts.connection.execute(sa.update(counters).values(seq=FIRST, head=START))
    people = _People(count)
    with engine.connect().execution_options(writes=True) as connection:
        bare: Any = connection.connection.driver_connection  # beside SQLAlchemy, which would begin a transaction first
        for pragma in ("synchronous=OFF", "cache_size=-600000", "wal_autocheckpoint=20000"):
            bare.execute(f"PRAGMA {pragma}")
        for start in range(0, count, _AT_ONCE):
            with connection.begin():
                filling = _Filling(connection, terms)
                _some(filling, clock, people, range(start, min(start + _AT_ONCE, count)), count)
                filling.finish()
        connection.invalidate()  # its settings go with it
    with journal.writing() as facts:
        facts.connection.execute(sa.delete(counters))  # a desk gives no numbers
    engine.dispose()


def _publish(journal: Journal) -> None:
    catalog = read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))
    with journal.writing() as facts:
        said = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
        facts.add(ClerkId("admin"), said, of=catalog.version)


def _some(facts: _Filling, clock: FrozenClock, people: _People, serials: range, count: int) -> None:
    named = {serial: CaseId(new_id()) for serial in serials}
    facts.standings("case", list(named.values()))  # one question for all
    for serial, case_id in named.items():
        if serial and serial % _A_DAY == 0:
            clock.move(timedelta(days=1))
        days_ago = (count - serial) // _A_DAY
        person, agent = people.next()
        window = WindowId(str(serial % _WINDOWS + 1))
        clerk = ClerkId(f"clerk{window}")
        ticket = _ticket(facts, clock, serial, window) if days_ago < _TICKET_DAYS else None
        track = f"{serial:08x}{case_id.replace('-', '')}"
        facts.add(
            clerk,
            Opened(ItemCode("SCJG-0102"), _CATALOG, window, track, person, agent, ticket=ticket),
            of=case_id,
        )
        for fact in _life(serial, clock.moment.date(), window, days_ago):
            facts.add(clerk, fact, of=case_id)
        facts.kept.people.append({"hall": HALL, "case_id": case_id, **_columns(person, agent)})


def _life(serial: int, day: date, window: WindowId, days_ago: int) -> Iterator[Fact]:
    """What became of a case: one in six was withdrawn, the last days' are under way."""
    if serial % 6 == 5:
        yield Withdrawn("不办了")
        return
    for material in _MATERIALS:
        yield MaterialReceived(MaterialCode(material), Form.ORIGINAL)
    if not days_ago and serial % 50 == 0:
        return
    given = serial % _A_DAY // _WINDOWS + 1
    number = numbering.case_number("330000", HALL, day, window, given)
    yield Accepted(number, day + timedelta(days=7), day + timedelta(days=28), since=day)
    if days_ago < _RUNNING_DAYS and serial % 3:
        return
    yield Decided(granted=True, decided_on=day, deliver_by=day + timedelta(days=14))
    if days_ago < _READY_DAYS and serial % 4 == 0:
        return
    yield Delivered("window", delivered_on=day)


def _ticket(facts: Writing, clock: FrozenClock, serial: int, window: WindowId) -> TicketId:
    ticket, now = TicketId(new_id()), clock.moment
    number = numbering.ticket_number(QueueId("A"), serial % _A_DAY + 1)
    issued = tickets.Issued(number, QueueId("A"), NORMAL, now, due_at(LineTerms(), NORMAL, now))
    facts.add(ClerkId("greeter"), issued, of=ticket)
    for fact in (tickets.Called(window), tickets.Arrived(window), tickets.Finished(window)):
        facts.add(ClerkId(f"clerk{window}"), fact, of=ticket)
    return ticket


class _People:
    """Everybody who ever came, the same for the same count."""

    def __init__(self, count: int) -> None:
        self._chance = random.Random(20261123)
        self._often = max(1, count * 6 // 10)  # so many different people come
        surnames = [name for name, many in _COMMON for _ in range(many)]
        self._surnames = surnames + [_OTHERS[place % len(_OTHERS)] for place in range(100 - len(surnames))]

    def next(self) -> tuple[Person, Person | None]:
        """Who comes now, and who came for them."""
        who = self._chance.randrange(self._often)
        if who % 12 == 0:
            return self._company(who), self._somebody(who % 997)  # of a few who make a living of it
        return self._somebody(who), self._somebody(who + 1) if who % 20 == 1 else None

    def _somebody(self, who: int) -> Person:
        of = random.Random(who)
        common = self._surnames[of.randrange(10)] if of.random() < 0.1 else self._surnames[of.randrange(100)]
        if of.random() > 0.42:
            common = _OTHERS[of.randrange(len(_OTHERS))] if of.random() > 0.5 else common
        name = common + "".join(of.choice(_GIVEN) for _ in range(of.choice((1, 2, 2, 2))))
        born = date(1950, 1, 1) + timedelta(days=of.randrange(20_000))
        place, serial, check = of.randrange(4000), of.randrange(1000), of.choice("0123456789X")
        number = f"99{place:04}{born:%Y%m%d}{serial:03}{check}"
        return Person(name, number, f"199{of.randrange(10**8):08}")

    def _company(self, who: int) -> Person:
        of = random.Random(who)
        name = "示例" + "".join(of.choice(_GIVEN) for _ in range(2)) + of.choice(_TRADES) + "有限公司"
        return Person(name, f"91990100{of.randrange(10**10):010}"[:18], f"199{of.randrange(10**8):08}")


def _columns(person: Person, agent: Person | None) -> dict[str, str]:
    return {
        "name": person.name, "id_number": person.id_number, "phone": person.phone,
        "agent": agent.name if agent else "", "agent_id": agent.id_number if agent else "",
    }  # fmt: skip
