"""A desk that says what a test wants it to say: events that are rightly signed, whatever they claim."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass, field
from typing import Any

import httpx
from msgspec.structs import replace

from deskapp.ids import CaseId, ClerkId, DeviceId, EventId, HallId, ItemCode, new_id
from deskapp.journal.chain import START, digest_of, moment_text
from deskapp.protocol.json import decode, encode, plain
from deskapp.protocol.messages import SCHEMA, Event, Push, PushAnswer, Verdict
from deskapp.rules.case_steps import limits_of
from deskapp.rules.deadline import WorkingDays, due_of
from tests.rules.sample import sample_catalog
from tests.server.hall import Hall, Person

ITEM = "SCJG-0102"  # handled at once; wants the three materials below
MATERIALS = ("ID-CARD", "APP-SOLE", "PREMISES")
_STREAMS = {"case": "case", "ticket": "ticket", "window": "window", "clerk": "clerk", "catalog": "catalog",
    "rating": "rating"}  # fmt: skip


@dataclass
class PretendDesk:
    """One installation with a chain of its own."""

    hall: Hall
    person: Person
    device: DeviceId
    user: ClerkId = field(default_factory=lambda: ClerkId("clerk3"))
    epoch: int = 1
    serial: int = 0
    last: str = START
    keys: dict[CaseId, str] = field(default_factory=dict)
    items: dict[CaseId, str] = field(default_factory=dict)

    def event(self, kind: str, stream_id: str, payload: dict[str, Any], **other: Any) -> Event:
        """The next event of this desk's chain; `other` says what is different about it, before it is signed."""
        self.serial += 1
        made = Event(
            id=EventId(new_id()), hall=HallId("H1"), stream=_STREAMS[kind.partition(".")[0]], stream_id=stream_id,
            version=1, kind=kind, schema=SCHEMA, payload=payload, actor=self.user, device=self.device,
            epoch=self.epoch, device_seq=self.serial, occurred_at=moment_text(self.hall.clock.moment),
            prev=self.last, digest="",
        )  # fmt: skip
        made = replace(made, **other)
        signed = replace(made, digest=digest_of(made))
        self.last = signed.digest
        return signed

    def opened(self, case: CaseId, **other: Any) -> Event:
        """A case taken in at this desk, its person sealed."""
        key = base64.b64encode(os.urandom(32)).decode()
        self.keys[case] = key
        self.items[case] = str(other.get("item", ITEM))
        payload: dict[str, Any] = {
            "item": ITEM, "catalog": "2026.11", "window": "3", "track": new_id(),
            "applicant": {"sealed": "AAAA"}, "agent": None, "answers": {}, "ticket": None,
        }  # fmt: skip
        return self.event("case.opened", case, payload | other)

    def received(self, case: CaseId, material: str) -> Event:
        return self.event("case.material_received", case, {"material": material, "form": "original", "copies": 1})

    def accepted(self, case: CaseId, number: str, **other: Any) -> Event:
        item = sample_catalog().item(ItemCode(self.items.get(case, ITEM)))
        days = [due_of(self.hall.clock.moment, limit, WorkingDays()) for limit in limits_of(item)]
        payload = {
            "number": number, "promised_day": days[0].day.isoformat(), "statutory_day": days[1].day.isoformat(),
            "provisional": any(due.provisional for due in days),
        }  # fmt: skip
        return self.event("case.accepted", case, payload, **other)

    def visit(self, case: CaseId, number: str) -> list[Event]:
        """A whole case."""
        return [self.opened(case), *(self.received(case, code) for code in MATERIALS), self.accepted(case, number)]

    def pushes(self, *events: Event, keys: dict[CaseId, str] | None = None, **more: Any) -> httpx.Response:
        words = Push(events=list(events), keys=self.keys if keys is None else keys)
        return self.person.line.post("/api/v1/journal", content=encode(words), **more)

    def push(self, *events: Event) -> list[Verdict]:
        answer = self.pushes(*events)
        assert answer.status_code == 200, answer.text
        verdicts = list(decode(answer.content, PushAnswer).verdicts)
        assert [verdict.id for verdict in verdicts] == [event.id for event in events]
        return verdicts

    def says(self, *events: Event) -> list[str]:
        """What is said of each, in short: `accepted`, or with its reason `rejected case.incomplete`."""
        return [f"{v.status.value} {v.reason}" if v.reason else v.status.value for v in self.push(*events)]


def desk_at(hall: Hall, user: str = "clerk3", window: str | None = "3", device: str = "D1") -> PretendDesk:
    """A desk at which somebody has signed in."""
    person = hall.sign_in(user, window, device=device)
    return PretendDesk(hall, person, DeviceId(device), ClerkId(user))


def as_json(event: Event) -> dict[str, Any]:
    """An event as plain JSON, to be spoilt."""
    made: dict[str, Any] = plain(event)
    return made
