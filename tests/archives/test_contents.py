"""The list of what an archived case consists of: which steps belong to it, in which order, and who must be able to
read them.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.archives import contents
from deskapp.ids import CaseId, ClerkId, DeviceId, EventId, HallId, ItemCode, MaterialCode, PageDigest, WindowId
from deskapp.journal.kinds import CASE, to_payload
from deskapp.journal.personal import seal_place
from deskapp.journal.seals import seal
from deskapp.protocol.messages import SCHEMA, Event
from deskapp.rules import case as cases
from deskapp.rules.case import Archived, Case, CaseFact, Delivered, Handed, PagesAdded, Person, Signed

HALL, CASE_ID, KEY = HallId("H1"), CaseId("c" * 32), bytes(range(32))
OURS, THEIRS = DeviceId("desk-3"), DeviceId("desk-5")
CARD, FORM = MaterialCode("CARD"), MaterialCode("FORM")
A, B, C, INK, INK_2 = (PageDigest(letter * 64) for letter in "abcde")
OPENED = cases.Opened(ItemCode("SCJG-0102"), "2026.11", WindowId("3"), "t" * 32, Person("𬭎子轩", "9" * 18))


def event(
    number: int,
    fact: CaseFact,
    *,
    device: DeviceId = OURS,
    seq: int | None = None,
    epoch: int = 1,
    schema: int = SCHEMA,
) -> Event:
    kind, payload = to_payload(
        fact, lambda plain, field: seal(plain, KEY, seal_place(HALL, CASE_ID, _kind_of(fact), field))
    )
    return Event(
        id=EventId(f"e{number:03}"), hall=HALL, stream=CASE, stream_id=CASE_ID, version=number, kind=kind.name,
        schema=schema, payload=payload, actor=ClerkId("clerk3"), device=device, epoch=epoch, device_seq=number,
        occurred_at="2026-11-23T01:30:00.000000Z", prev="0" * 64, digest=sha256(b"%d" % number).hexdigest(), seq=seq,
    )  # fmt: skip


def _kind_of(fact: CaseFact) -> str:
    return to_payload(fact, lambda _plain, _field: "")[0].name


def steps_of(events: Sequence[Event], key: bytes | None = KEY) -> list[str]:
    found = contents.closed(events, key)
    assert found is not None
    return [str(step.id) for step in found.steps]


def test_a_case_that_was_never_archived_is_not_closed() -> None:
    assert contents.closed([], KEY) is None
    assert contents.closed([event(1, OPENED), event(2, PagesAdded(CARD, (A,)))], KEY) is None


def test_a_last_step_from_a_newer_program_closes_nothing() -> None:
    assert contents.closed([event(1, OPENED), event(2, Archived("p"), schema=SCHEMA + 1)], KEY) is None


def test_before_a_desk_said_what_it_knew_everything_in_front_of_the_last_step_belongs_to_the_case() -> None:
    told = [
        event(2, PagesAdded(CARD, (A,)), device=THEIRS, seq=90), event(1, OPENED), event(3, Archived("p")),
        event(4, PagesAdded(FORM, (B,))),
    ]  # fmt: skip
    assert steps_of(told) == ["e002", "e001"]


KNOWN: dict[str, tuple[Event, bool]] = {
    "its own, not sent yet": (event(7, PagesAdded(CARD, (A,))), True),
    "its own, with a number behind what it had pulled": (event(7, PagesAdded(CARD, (A,)), seq=99), True),
    "its own, from before it was set up anew": (event(40, PagesAdded(CARD, (A,)), epoch=1), True),
    "its own, but afterwards": (event(31, PagesAdded(CARD, (A,)), epoch=2), False),
    "its own, after it was set up anew once more": (event(2, PagesAdded(CARD, (A,)), epoch=3), False),
    "another desk's, the newest that was pulled": (event(7, PagesAdded(CARD, (A,)), device=THEIRS, seq=20), True),
    "another desk's, one later": (event(7, PagesAdded(CARD, (A,)), device=THEIRS, seq=21), False),
    "another desk's, without a number": (event(7, PagesAdded(CARD, (A,)), device=THEIRS), False),
}


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("behind", [False, True], ids=["in front", "behind"])
def test_only_what_the_desk_knew_when_it_archived_belongs_to_the_case(name: str, behind: bool) -> None:
    step, belongs = KNOWN[name]
    opened, archived = event(1, OPENED, device=THEIRS, seq=1), event(30, Archived("p", seen=20), epoch=2, seq=30)
    told = [opened, archived, step] if behind else [opened, step, archived]
    assert (str(step.id) in steps_of(told)) is belongs
    assert "e030" not in steps_of(told), "the list does not tell of the step that carries its digest"


def test_a_step_that_cannot_be_read_counts_and_changes_nothing() -> None:
    told = [
        event(1, OPENED), event(2, PagesAdded(CARD, (A,))), event(3, PagesAdded(CARD, (B,)), schema=SCHEMA + 1),
        event(4, Archived("p", seen=0)),
    ]  # fmt: skip
    found = contents.closed(told, KEY)
    assert found is not None
    assert found.facts[2] is None
    assert found.facts[1] == PagesAdded(CARD, (A,))
    assert found.case.pages == {CARD: (A,)}
    assert found.case.version == 3
    assert found.steps[2].digest in msgspec.json.decode(contents.listed_of(found))["steps"]


@pytest.mark.parametrize("seen", [None, 5])
def test_the_list_stays_the_same_after_the_names_were_erased(seen: int | None) -> None:
    told = [event(1, OPENED), event(2, PagesAdded(CARD, (A,))), event(3, Archived("p", seen=seen, keep="30"))]
    known, erased = contents.closed(told, KEY), contents.closed(told, None)
    assert known is not None
    assert erased is not None
    assert known.facts[0] == OPENED
    assert isinstance(erased.facts[0], cases.Opened)
    assert erased.facts[0].applicant is None
    assert contents.listed_of(known) == contents.listed_of(erased)


def test_the_first_form_says_nothing_of_what_came_with_the_second() -> None:
    told = [event(1, OPENED), event(2, PagesAdded(CARD, (A,))), event(3, Signed(INK, ("receipt",), "0" * 64))]
    first = contents.closed([*told, event(4, Archived("p", keep="30"))], KEY)
    second = contents.closed([*told, event(4, Archived("p", seen=0, keep="30"))], KEY)
    assert first is not None
    assert second is not None
    old, new = (msgspec.json.decode(contents.listed_of(found)) for found in (first, second))
    assert set(old) == {"hall", "case", "number", "pages", "steps"}
    assert new == old | {"form": 2, "keep": "30", "signatures": [INK]}


NUMBERS = [("n", None, "n"), (None, "r", "r"), ("n", "r", "n"), (None, None, "")]


@pytest.mark.parametrize(("number", "reserved", "said"), NUMBERS)
def test_a_case_is_listed_under_the_number_that_paper_may_carry(
    number: str | None, reserved: str | None, said: str
) -> None:
    case = Case(CASE_ID, number=number, reserved=reserved)
    assert msgspec.json.decode(contents.listed(HALL, case, [], "", []))["number"] == said


pages = st.lists(st.sampled_from([A, B, C]), unique=True, min_size=1).map(tuple)
held = st.dictionaries(st.sampled_from([CARD, FORM]), pages)


@given(held, st.lists(st.text("0123456789abcdef", min_size=4, max_size=4), max_size=4, unique=True))
def test_the_list_tells_every_page_and_step_in_its_order_whichever_material_came_first(
    told: dict[MaterialCode, tuple[PageDigest, ...]], steps: list[str]
) -> None:
    data = contents.listed(HALL, Case(CASE_ID, pages=told), steps, "10", [])
    assert contents.listed(HALL, Case(CASE_ID, pages=dict(reversed(told.items()))), steps, "10", []) == data
    read = msgspec.json.decode(data)
    assert read["pages"] == {code: list(of_one) for code, of_one in told.items()}
    assert read["steps"] == steps
    turned = {code: of_one[::-1] for code, of_one in told.items()}
    same = turned == told and steps[::-1] == steps
    assert (contents.listed(HALL, Case(CASE_ID, pages=turned), steps[::-1], "10", []) == data) is same
    assert contents.digest_of(data) == sha256(data).hexdigest()


def test_each_picture_of_a_signature_is_listed_once_in_the_order_in_which_they_were_given() -> None:
    window = Handed("window")
    facts: list[CaseFact | None] = [
        OPENED, Signed(INK_2, ("receipt",), "0" * 64), None, Delivered(window), Delivered(window, signature=INK),
        Signed(INK_2, ("proof",), "1" * 64),
    ]  # fmt: skip
    assert contents.signatures_of(facts) == (INK_2, INK)


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9)), max_size=6), st.integers(0, 9))
def test_a_desk_that_has_pulled_further_never_knows_less(told: list[tuple[bool, int | None]], seen: int) -> None:
    events = [
        event(number, PagesAdded(CARD, (A,)), device=OURS if ours else THEIRS, seq=seq)
        for number, (ours, seq) in enumerate(told)
    ]
    known = contents.known_to(events, OURS, seen)
    assert known == [one for one in contents.known_to(events, OURS, seen + 1) if one.seq != seen + 1 or one in known]
    assert [one for one in events if one.device == OURS] == [one for one in known if one.device == OURS]
    assert all(one.seq is not None and one.seq <= seen for one in known if one.device == THEIRS)
