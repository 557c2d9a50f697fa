"""What can be applied for at this hall: departments, queues, materials, items and themes, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from deskapp.failures import Refusal
from deskapp.ids import HallId, ItemCode, MaterialCode, QueueId
from deskapp.rules.booking_hours import BookingHours
from deskapp.rules.case_facts import Procedure
from deskapp.rules.deadline import Limit, LimitUnit
from deskapp.rules.line_terms import LineTerms
from deskapp.rules.material_state import Form
from deskapp.rules.questions import Inquiry, Question


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


class ResultKind(StrEnum):
    """What an applicant gets."""

    LICENCE = "licence"  # 证照
    APPROVAL = "approval"  # 批准文件、决定书
    VOUCHER = "voucher"  # 回执、凭证
    RECORD = "record"  # 登记或备案的信息
    NONE = "none"


class Delivery(StrEnum):
    """How the result comes to the applicant."""

    WINDOW = "window"
    POST = "post"
    ONLINE = "online"


class ForWhom(StrEnum):
    PERSON = "person"  # 自然人
    ORGANISATION = "organisation"  # 法人及其他组织


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
    titles: tuple[str, ...] = ()  # what may stand on top of it beside its name: a lease, for proof of premises


@dataclass(frozen=True, slots=True)
class Demand:
    """A material as one item asks for it."""

    material: MaterialCode
    need: Need
    when: str | None = None  # the condition (`rules.condition`) under which a conditional one is owed
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
    statutory_days: int  # in `limit_unit`
    promised_days: int  # in `limit_unit`, never more than the statutory ones
    fee: int  # in fen
    result: str  # what the applicant gets: 营业执照 …
    words: tuple[str, ...]  # what people call it
    demands: tuple[Demand, ...]
    limit_unit: LimitUnit = LimitUnit.WORKING_DAYS
    clock_stops: Mapping[Procedure, int] = field(default_factory=dict)  # for so many days at the most
    state_code: str | None = None  # 31 characters: credit code of the body 18, level 1, code of the item 12
    fee_basis: str | None = None  # the document that allows the fee
    result_kind: ResultKind = ResultKind.APPROVAL
    delivery: tuple[Delivery, ...] = (Delivery.WINDOW,)
    for_whom: tuple[ForWhom, ...] = (ForWhom.PERSON, ForWhom.ORGANISATION)
    conditions: tuple[str, ...] = ()  # 受理条件
    grounds: tuple[str, ...] = ()  # the laws it rests on
    consult_phone: str | None = None
    complaint_phone: str | None = None

    @property
    def statutory(self) -> Limit:
        return Limit(self.statutory_days, self.limit_unit)

    @property
    def promised(self) -> Limit:
        return Limit(self.promised_days, self.limit_unit)

    @property
    def whens(self) -> tuple[str, ...]:
        """The conditions of its materials, each once, in their order."""
        return tuple(dict.fromkeys(demand.when for demand in self.demands if demand.when))


@dataclass(frozen=True, slots=True)
class Theme:
    """One thing (一件事): several items applied for once."""

    code: str
    name: str
    en: str
    queue: QueueId
    promised_days: int
    items: tuple[ItemCode, ...]
    after: Mapping[ItemCode, ItemCode] = field(default_factory=dict)  # which waits for which
    produces: Mapping[ItemCode, MaterialCode] = field(default_factory=dict)

    @property
    def promised(self) -> Limit:
        return Limit(self.promised_days)

    def earlier(self, item: ItemCode) -> tuple[ItemCode, ...]:
        """The items this one waits for, the nearest first."""
        found: list[ItemCode] = []
        before = self.after.get(item)
        while before is not None and before not in found:
            found.append(before)
            before = self.after.get(before)
        return tuple(found)

    def later(self, item: ItemCode) -> tuple[ItemCode, ...]:
        """The items that wait for this one, at once or through others; each behind what it waits for."""
        return tuple(code for code in self.in_order if item in self.earlier(code))

    @property
    def in_order(self) -> tuple[ItemCode, ...]:
        """Its items as the file has them, but each behind what it waits for."""
        return tuple(dict.fromkeys(one for code in self.items for one in (*reversed(self.earlier(code)), code)))

    def produced_for(self, item: ItemCode) -> dict[MaterialCode, ItemCode]:
        """What earlier items result in that this one need not be brought, and which of them does. What an item results
        in itself it may well ask for: a household register is brought to be written into.
        """
        return {made: maker for maker in reversed(self.earlier(item)) if (made := self.produces.get(maker)) is not None}


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
    questions: Mapping[str, Question] = field(default_factory=dict)

    def item(self, code: ItemCode) -> Item:
        """The item of this code. Refusal `item.unknown` when the catalogue has none."""
        found = self.items.get(code)
        if found is None:
            raise Refusal("item.unknown", item=code)
        return found

    def matter(self, code: ItemCode) -> ItemCode:
        """The code of what somebody comes for: an item, or a theme. Refusal `item.unknown` when there is neither."""
        return code if code in self.themes else self.item(code).code

    def inquiry(self, answers: Mapping[str, str]) -> Inquiry:
        """These answers held against the questions of this catalogue."""
        return Inquiry(self.questions, answers)
