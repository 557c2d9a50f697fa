"""Cases that lie with departments, taken in at the hall; and the departments' own programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

import httpx

from deskapp.clock import office_day
from deskapp.ids import CaseId, ClerkId, HallId, ItemCode, MaterialCode, PageDigest, WindowId, new_id
from deskapp.journal import department_keys
from deskapp.journal.chain import moment_text
from deskapp.journal.writing import Writing
from deskapp.queries import catalogs
from deskapp.rules.case import Accepted, CaseFact, MaterialReceived, Opened, PagesAdded, Person
from deskapp.rules.case_steps import limits_of
from deskapp.rules.deadline import WorkingDays, due_of
from deskapp.rules.material_state import Form
from deskapp.rules.numbering import case_number
from deskapp.server.passes import digest_of
from tests.server.hall import API, Hall

FOOD, FIRE, SCHOOL = ItemCode("SCJG-0201"), ItemCode("XF-0101"), ItemCode("JY-0201")
LICENCES = {"SCJG": FOOD, "XF": FIRE}
CLERK = ClerkId("clerk3")
APPLICANT = Person("𬭎子轩", "990108200101011158", "19900006024", "下城区示例路 1 号")
PICTURE = b"\xff\xd8\xff\xe0 a scanned page"


@dataclass
class AtTheHall:
    """Takes cases in, as a window does it: straight into the centre's journal."""

    hall: Hall
    taken: list[CaseId] = field(default_factory=list)

    def says(self, case: CaseId, *facts: CaseFact, actor: str = CLERK) -> None:
        def write(writing: Writing) -> None:
            for fact in facts:
                writing.add(ClerkId(actor), fact, of=case)

        self.hall.parts.writer.write_now(write)

    def keeps(self, data: bytes = PICTURE) -> PageDigest:
        """The centre keeps a page."""
        digest = PageDigest(sha256(data).hexdigest())
        self.hall.parts.shelf.keep_whole(data, digest)
        return digest

    def opened(self, item: ItemCode = FOOD, applicant: Person = APPLICANT) -> CaseId:
        case = CaseId(new_id())
        today = office_day(self.hall.clock.moment)
        with self.hall.parts.journal.reading() as reading:
            version = catalogs.version_in_force(reading, today).version
            demands = catalogs.of_version(reading, version).item(item).demands
        page = self.keeps()
        self.says(
            case,
            Opened(item, version, WindowId("3"), new_id(), applicant, received_on=today),
            *(MaterialReceived(demand.material, Form.ORIGINAL) for demand in demands),
            PagesAdded(demands[0].material, (page,)),
        )
        self.taken.append(case)
        return case

    def accepted(self, item: ItemCode = FOOD, applicant: Person = APPLICANT) -> CaseId:
        """A case that the hall has accepted: the department's turn."""
        case = self.opened(item, applicant)
        now = self.hall.parts.clock.now()
        with self.hall.parts.journal.reading() as reading:
            catalog = catalogs.of_version(reading, reading.case(case).catalog)
        promised, statutory = (due_of(now, limit, WorkingDays()) for limit in limits_of(catalog.item(item)))
        number = case_number("330000", HallId("H1"), office_day(now), WindowId("3"), len(self.taken))
        self.says(
            case,
            Accepted(
                number, promised.day, statutory.day, promised.provisional or statutory.provisional, office_day(now)
            ),
        )
        return case


@dataclass
class Program:
    """A department's own program, by a key."""

    hall: Hall
    line: httpx.Client
    user: ClerkId

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.line.get(f"{API}/department{path}", **more)

    def post(self, path: str, body: object = None, **more: Any) -> httpx.Response:
        return self.line.post(f"{API}/department{path}", json={} if body is None else body, **more)

    def does(self, case: CaseId, step: str, body: object = None, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.post(f"/cases/{case}/{step}", body, headers=named)

    def brings(self, data: bytes) -> str:
        answer = self.line.post(f"{API}/department/papers", content=data)
        assert answer.status_code == 201, answer.text
        told: str = answer.json()["paper"]
        return told

    def sees(self, **query: Any) -> dict[str, Any]:
        answer = self.get("/cases", params=query)
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told


def program(hall: Hall, department: str = "SCJG", name: str = "ledger") -> Program:
    """A key made for it, and its line."""
    token = f"owk_{new_id()}"
    until = moment_text(hall.parts.clock.now() + timedelta(days=400))
    user = hall.parts.writer.write_now(
        lambda facts: department_keys.add(facts, department, name, digest_of(token), until)
    )
    line = hall.stranger()
    line.headers["Authorization"] = f"Bearer {token}"
    return Program(hall, line, user)


def pdf(*, extra: bytes = b"", catalog: bytes = b"") -> bytes:
    """The smallest whole PDF; `extra` are further objects, `catalog` what its catalogue holds besides."""
    return (
        b"%PDF-1.4\n1 0 obj <</Type /Catalog /Pages 2 0 R " + catalog + b">> endobj\n"
        b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
        b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj\n" + extra + b"\n"
        b"trailer <</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
    )


def material(code: str) -> MaterialCode:
    return MaterialCode(code)
