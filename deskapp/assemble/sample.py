"""The sample hall H1: the catalogue, its queues, eight windows, and people whose password is `demo`.

For the demo, the tests and a first look. Only a centre that listens on the loopback takes it.
"""

from __future__ import annotations

from argon2 import PasswordHasher

import resources
from deskapp.ids import ClerkId, HallId
from deskapp.journal import people
from deskapp.journal.journal import Journal
from deskapp.journal.people import User
from deskapp.protocol.messages import HallFacts
from deskapp.rules.catalog_text import read, to_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.window import WindowDefined, WindowKind

SAMPLE = HallFacts(
    id=HallId("H1"),
    name="示例县政务服务大厅",
    region="330000",
    phone="0571-12345",
    offline_lease=600,
    track_url="https://hall.example/track",
)
PASSWORD = "demo"  # noqa: S105 - said in the contract
_ADMIN = ClerkId("admin")
_NAMES = ("陈一鸣", "林晓燕", "周明远", "吴佳怡", "郑海涛", "孙丽华", "朱建国", "徐雅琴")
_HAND_OUT = frozenset({"8"})


def fill(journal: Journal) -> None:
    """Fill an empty journal; one that holds anything is left as it is."""
    with journal.reading() as reading:
        if reading.last()[0]:
            return
    catalog = read(resources.path("catalog/sample.yaml").read_text(encoding="utf-8"))
    password_hash = PasswordHasher().hash(PASSWORD)
    staff = [User(ClerkId(f"clerk{n}"), name, ("clerk",), password_hash) for n, name in enumerate(_NAMES, start=1)]
    staff += [
        User(ClerkId("manager"), "何值班", ("manager",), password_hash),
        User(ClerkId("greeter"), "高导办", ("greeter",), password_hash),
        User(_ADMIN, "管理员", ("admin",), password_hash),
        User(ClerkId("kiosk"), "大厅取号机", ("kiosk",), password_hash),
        User(ClerkId("board"), "大厅叫号屏", ("screen",), password_hash),
        User(ClerkId("portal"), "网上办事大厅", ("portal",), password_hash),
    ]
    staff += [
        User(ClerkId(f"dept-{code.lower()}"), department.name, ("department",), password_hash, department=code)
        for code, department in catalog.departments.items()
    ]
    with journal.writing() as facts:
        for user in staff:
            people.put_user(facts, user)
        published = CatalogPublished(catalog.version, catalog.valid_from.isoformat(), to_plain(catalog))
        facts.add(_ADMIN, published, of=catalog.version)
        for name in "12345678":
            kind = WindowKind.HAND_OUT if name in _HAND_OUT else WindowKind.INTAKE
            queues = tuple(catalog.queues) if name in _HAND_OUT else tuple(q for q in catalog.queues if q != "D")
            facts.add(_ADMIN, WindowDefined(kind, queues), of=name)
