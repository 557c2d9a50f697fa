"""What can be applied for at this hall: departments, queues, materials, items and themes, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import HallId, ItemCode, MaterialCode, QueueId
from deskapp.rules.booking_hours import BookingHours
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.material_state import Form


class Handling(StrEnum):
    AT_ONCE = "at_once"  # 即办件
    PROMISE = "promise"  # 承诺件


class Regime(StrEnum):
    """Which law says how a faulty application is corrected (domain.md, "Life of a case")."""

    LICENCE = "licence"  # Administrative Licence Law art. 32
    REGISTRATION = "registration"
    REAL_ESTATE = "real_estate"
    SERVICE = "service"


class Need(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    CONDITIONAL = "conditional"


@dataclass(frozen=True, slots=True)
class Department:
    code: str
    name: str
    en: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A line of people. `ends_each_day`: who still waits in the evening is not carried over to the next day; `booking`:
    the hours that can be booked in it, None for a line that knows no bookings.
    """

    id: QueueId
    name: str
    en: str
    ends_each_day: bool = False
    booking: BookingHours | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """A document. One code means one document, in whatever item it is asked for."""

    code: MaterialCode
    name: str
    forms: tuple[Form, ...]
    shared_from: str | None = None  # the department that already holds it (免提交)
    licence: str | None = None  # the electronic licence that stands for it (电子证照)


@dataclass(frozen=True, slots=True)
class Demand:
    """A material as one item asks for it."""

    material: MaterialCode
    need: Need
    when: str | None = None  # the answer that makes a conditional one owed
    copies: int = 1
    commitment: bool = False  # a signed promise may stand in (告知承诺)
    deferral: bool = False  # may come later (容缺受理)


@dataclass(frozen=True, slots=True)
class Item:
    code: ItemCode
    name: str
    en: str
    department: str
    queue: QueueId
    kind: str  # 行政许可 …
    handling: Handling
    regime: Regime
    statutory_days: int  # working days
    promised_days: int  # working days, never more than the statutory ones
    fee: int  # in fen
    result: str  # what the applicant gets: 营业执照 …
    words: tuple[str, ...]  # what people call it
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing (一件事): several items applied for once."""

    code: str
    name: str
    en: str
    queue: QueueId
    promised_days: int
    items: tuple[ItemCode, ...]
    after: Mapping[ItemCode, ItemCode] = field(default_factory=dict)
    produces: Mapping[ItemCode, MaterialCode] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CancelledProof:
    """A proof that may no longer be asked for (取消证明)."""

    name: str
    since: date
    why: str


@dataclass(frozen=True, slots=True)
class Catalog:
    version: str
    valid_from: date
    hall: HallId
    region: str  # six digits
    departments: Mapping[str, Department]
    queues: Mapping[QueueId, Queue]
    materials: Mapping[MaterialCode, Material]
    items: Mapping[ItemCode, Item]
    themes: Mapping[str, Theme]
    cancelled: tuple[CancelledProof, ...]
    line: LineTerms = field(default_factory=LineTerms)

    def item(self, code: ItemCode) -> Item:
        """The item of this code. Refusal `item.unknown` when the catalogue has none."""
        found = self.items.get(code)
        if found is None:
            raise Refusal("item.unknown", item=code)
        return found
