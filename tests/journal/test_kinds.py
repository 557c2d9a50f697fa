"""Facts as payloads and back: nothing is lost, people stand sealed, and what is no fact is refused by name."""

from __future__ import annotations

import base64
import typing
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.failures import ContentTrouble, Failure, Refusal
from deskapp.ids import CaseId, ItemCode, MaterialCode, PageDigest, QueueId, WindowId
from deskapp.journal import kinds
from deskapp.journal.kinds import (
    BOOKING,
    BY_FACT,
    BY_NAME,
    CASE,
    TICKET,
    WINDOW,
    Fact,
    from_payload,
    to_payload,
    unread,
)
from deskapp.protocol.json import canonical, decode
from deskapp.protocol.messages import SCHEMA
from deskapp.rules import booking, case_facts, enrolment, happening, ticket_facts
from deskapp.rules import case as cases
from deskapp.rules import window as windows
from deskapp.rules.case import Person
from deskapp.rules.material_state import Form
from tests import builders

EVERY = sorted(BY_NAME)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])).filter(
    lambda moment: 1 < moment.year < 9999
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def in_the_open(plain: bytes, field: str) -> str:
    """In place of a seal: what was said can be read by the test."""
    return base64.b64encode(field.encode() + b"|" + plain).decode()


def opened(sealed: str, field: str) -> bytes:
    said, _, plain = base64.b64decode(sealed).partition(b"|")
    assert said.decode() == field, "a seal is opened as what it was sealed as"
    return plain


@cache
def facts_of(fact: type) -> st.SearchStrategy[Any]:
    """Any fact of a kind, of any values its fields can have."""
    hints = typing.get_type_hints(fact)
    given_fields: dict[str, Any] = {name: _values(hint) for name, hint in hints.items() if _values(hint) is not None}
    return st.builds(fact, **given_fields)


def _values(hint: Any) -> st.SearchStrategy[Any] | None:
    if hint is datetime:
        return MOMENTS
    if hint == datetime | None:
        return st.none() | MOMENTS
    if typing.get_origin(hint) is not None and "Mapping[str, str]" in str(hint):
        return st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=3)
    if typing.get_origin(hint) is not None and "Mapping" in str(hint):
        return st.dictionaries(st.text(max_size=5), JSON, max_size=3)
    return None


@pytest.mark.parametrize("name", EVERY)
def test_a_fact_comes_back_as_it_was(name: str) -> None:
    kind = BY_NAME[name]

    @given(facts_of(kind.fact))
    def comes_back(fact: Fact) -> None:
        found, payload = to_payload(fact, in_the_open)
        over_the_line = decode(canonical(payload), dict)
        assert found is kind
        assert from_payload(name, SCHEMA, over_the_line, opened) == fact

    comes_back()


@pytest.mark.parametrize("name", EVERY)
def test_a_payload_has_one_form(name: str) -> None:
    """Digests are taken over it: two writers must come to the same bytes."""

    @given(facts_of(BY_NAME[name].fact))
    def one_form(fact: Fact) -> None:
        first, second = (canonical(to_payload(fact, in_the_open)[1]) for _ in range(2))
        assert first == second
        assert canonical(decode(first, dict)) == first

    one_form()


def test_every_fact_has_one_kind_and_every_kind_one_fact() -> None:
    facts = set(typing.get_args(Fact))
    assert set(BY_FACT) == facts
    assert {kind.fact for kind in BY_NAME.values()} == facts
    assert len(BY_NAME) == len(facts)


@pytest.mark.parametrize("name", EVERY)
def test_a_kind_is_named_after_its_stream(name: str) -> None:
    assert name.partition(".")[0] == BY_NAME[name].stream
    assert name == name.lower()


@pytest.mark.parametrize(
    ("modules", "stream"),
    [((case_facts,), CASE), ((ticket_facts,), TICKET), ((windows, enrolment), WINDOW), ((booking,), BOOKING)],
    ids=[CASE, TICKET, WINDOW, BOOKING],
)
def test_the_facts_of_a_rule_go_to_its_stream(modules: tuple[Any, ...], stream: str) -> None:
    names = {module.__name__ for module in modules}
    for kind in BY_NAME.values():
        assert (kind.fact.__module__ in names) is (kind.stream == stream)


def test_whoever_a_fact_is_about_is_sealed_and_nothing_else_is() -> None:
    """No field that can hold a Person is left in the open, in any kind."""
    for kind in BY_NAME.values():
        holding = {name for name, hint in typing.get_type_hints(kind.fact).items() if "Person" in str(hint)}
        assert set(kind.sealed) == holding, kind.name


@pytest.mark.parametrize(
    "fact",
    [builders.opened(), cases.ApplicantCorrected(builders.PERSON, Person("王五", "990106197904128117"))],
    ids=["opened", "corrected"],
)
def test_nothing_personal_stands_in_a_payload(fact: Fact) -> None:
    from deskapp.journal.seals import seal

    _, payload = to_payload(fact, lambda plain, field: seal(plain, b"k" * 32, f"H1|c|k|{field}"))
    said = canonical(payload).decode()
    for secret in (builders.PERSON.name, builders.PERSON.id_number, builders.PERSON.phone, "王五"):
        assert secret not in said
        assert secret.encode("unicode_escape").decode() not in said


def test_an_erased_person_leaves_the_rest_of_the_fact() -> None:
    fact = builders.opened()
    _, payload = to_payload(fact, in_the_open)
    read = from_payload("case.opened", SCHEMA, payload, unread)
    assert isinstance(read, cases.Opened)
    assert read.applicant is None
    assert (read.item, read.window, read.track) == (fact.item, fact.window, fact.track)


def test_who_came_alone_has_no_agent_to_seal() -> None:
    asked: list[str] = []
    to_payload(builders.opened(), lambda plain, field: asked.append(field) or "x")  # type: ignore[func-returns-value]
    assert asked == ["applicant"]


@pytest.mark.parametrize(
    "person",
    [{"name": "李四"}, "李四", 5, [], {"sealed": 5}, {"sealed": None}, {"seal": "x"}, {}],
    ids=["open", "text", "number", "list", "sealed number", "sealed nothing", "another word", "empty"],
)
def test_a_person_in_the_open_is_refused(person: object) -> None:
    """An event from a faulty desk would else lay somebody's name into every database."""
    payload = to_payload(builders.opened(), in_the_open)[1] | {"applicant": person}
    with pytest.raises(ContentTrouble) as told:
        from_payload("case.opened", SCHEMA, payload, opened)
    assert told.value.code == "event.person_not_sealed"


@pytest.mark.parametrize("name", EVERY)
def test_an_event_of_a_newer_program_asks_for_an_upgrade_and_says_so(name: str) -> None:
    with pytest.raises(Refusal) as told:
        from_payload(name, SCHEMA + 1, {}, unread)
    assert (told.value.code, told.value.values) == ("event.upgrade_required", {"schema": SCHEMA + 1})


@pytest.mark.parametrize("name", ["", "case", "case.", "case.Opened", "ticket.opened", "x" * 500])
def test_an_unknown_kind_is_named_but_not_at_any_length(name: str) -> None:
    with pytest.raises(ContentTrouble) as told:
        from_payload(name, SCHEMA, {}, unread)
    assert (told.value.code, told.value.values) == ("event.unknown_kind", {"kind": name[:48]})


WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a number for a code": ("case.material_received", {"material": 5, "form": "original", "copies": 1}),
    "a form nobody knows": ("case.material_received", {"material": "ID-CARD", "form": "papyrus", "copies": 1}),
    "copies as text": ("case.material_received", {"material": "ID-CARD", "form": "original", "copies": "1"}),
    "a day that is none": ("case.material_deferred", {"material": "ID-CARD", "due": "2026-02-30"}),
    "pages as one text": ("case.pages_added", {"material": "ID-CARD", "pages": "ab"}),
    "a missing field": ("ticket.called", {}),
    "nothing for a window": ("ticket.called", {"window": None}),
    "a moment without hours": ("ticket.held", {"window": "3", "until": "2026-11-23"}),
    "a truth as a word": ("case.decided", {"granted": "yes"}),
    "a kind of window nobody knows": ("window.defined", {"kind": "drive_in", "queues": []}),
}


@pytest.mark.parametrize("what", sorted(WRONG))
def test_what_is_not_of_its_shape_is_refused(what: str) -> None:
    name, payload = WRONG[what]
    with pytest.raises(ContentTrouble) as told:
        from_payload(name, SCHEMA, payload, unread)
    assert told.value.code == "json.not_this_shape"


@given(st.sampled_from(EVERY), st.dictionaries(st.text(max_size=12), JSON, max_size=6))
def test_whatever_a_stranger_says_is_a_fact_or_a_failure_and_never_a_crash(name: str, payload: dict[str, Any]) -> None:
    try:
        fact = from_payload(name, SCHEMA, payload, unread)
    except Failure:
        return
    assert type(fact) is BY_NAME[name].fact


def test_a_field_that_a_newer_program_added_is_passed_over() -> None:
    payload = to_payload(builders.received(), in_the_open)[1] | {"colour": "blue"}
    assert from_payload("case.material_received", SCHEMA, payload, unread) == builders.received()


def test_a_payload_is_not_changed_by_reading_it() -> None:
    payload = to_payload(builders.opened(), in_the_open)[1]
    before = canonical(payload)
    from_payload("case.opened", SCHEMA, payload, opened)
    assert canonical(payload) == before


@pytest.mark.parametrize("lifts", [1, 2, 3])
def test_an_old_shape_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch, lifts: int) -> None:
    """What was written years ago is read by the program of today, through every shape between."""
    applied: list[int] = []

    def lift(older: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def lifted(payload: dict[str, Any]) -> dict[str, Any]:
            applied.append(older)
            return {"window" if older == SCHEMA - 1 else f"w{older + 1}": payload[f"w{older}"]}

        return lifted

    steps = range(SCHEMA - lifts, SCHEMA)
    monkeypatch.setattr(kinds, "LIFTS", {("ticket.called", older): lift(older) for older in steps})
    fact = from_payload("ticket.called", SCHEMA - lifts, {f"w{SCHEMA - lifts}": "3"}, unread)
    assert fact == ticket_facts.Called(WindowId("3"))
    assert applied == list(steps)


def test_what_needs_no_lift_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "LIFTS", {("ticket.called", SCHEMA - 1): dict})
    assert from_payload("case.resumed", SCHEMA - 1, {}, unread) == cases.Resumed()


def test_the_payloads_of_everyday_facts_stay_what_they_were() -> None:
    """They lie in databases already: a word that changes needs a schema and a lift."""
    day = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    said: dict[str, Fact] = {
        "case.material_received": cases.MaterialReceived(MaterialCode("ID-CARD"), Form.ORIGINAL, 2),
        "case.accepted": builders.accepted("1" * 24),
        "ticket.called": ticket_facts.Called(WindowId("3"), offline=True),
        "ticket.held": ticket_facts.Held(WindowId("3"), day),
        "ticket.issued": ticket_facts.Issued(
            "A001", QueueId("A"), "normal", day, day + timedelta(minutes=30), ItemCode("SCJG-0102"),
            case=CaseId("c"),
        ),
        "clerk.signed_in": happening.SignedIn(None),
    }  # fmt: skip
    assert {name: canonical(to_payload(fact, in_the_open)[1]).decode() for name, fact in said.items()} == {
        "case.material_received": '{"by_page":false,"copies":2,"form":"original","material":"ID-CARD"}',
        "case.accepted": (
            '{"bundle_number":"","by_silence":false,"number":"111111111111111111111111","promised_at":null,'
            '"promised_day":"2026-11-24","provisional":false,"since":null,"statutory_at":null,'
            '"statutory_day":"2026-11-30"}'
        ),
        "ticket.called": '{"offline":true,"window":"3"}',
        "ticket.held": '{"until":"2026-11-23T01:30:00Z","window":"3"}',
        "ticket.issued": (
            '{"appointment":null,"case":"c","due_at":"2026-11-23T02:00:00Z","issued_at":"2026-11-23T01:30:00Z",'
            '"item":"SCJG-0102","number":"A001","person":null,"queue":"A","ticket_class":"normal","visit":null}'
        ),
        "clerk.signed_in": '{"offline":false,"window":null}',
    }


OLD: dict[str, tuple[dict[str, Any], Fact]] = {
    "case.accepted": (
        {"number": "1" * 24, "promised_day": "2026-11-24", "provisional": False, "statutory_day": "2026-11-30"},
        builders.accepted("1" * 24),
    ),
    "case.paused": ({"reason": "专家评审"}, cases.Paused("专家评审")),
    "case.resumed": ({}, cases.Resumed()),
    "case.decided": ({"granted": True, "reason": ""}, cases.Decided(granted=True)),
    "case.declined": ({"reason": "a", "ground": "b"}, cases.Declined("a", "b")),
    "case.correction_requested": (
        {"missing": ["ID-CARD"], "remark": "", "due": "2026-11-30"},
        cases.CorrectionRequested((MaterialCode("ID-CARD"),), "", date(2026, 11, 30)),
    ),
    "case.page_moved": ({"page": "a", "material": "M"}, cases.PagesMoved((PageDigest("a"),), MaterialCode("M"))),
    "case.page_removed": ({"page": "a"}, cases.PagesRemoved((PageDigest("a"),))),
    "case.pages_added": (
        {"material": "M", "pages": ["a"]},
        cases.PagesAdded(MaterialCode("M"), (PageDigest("a"),)),
    ),
    "case.delivered": ({"how": "当面"}, cases.Delivered(cases.Handed.WINDOW.value, remark="当面")),
}


@pytest.mark.parametrize("name", sorted(OLD))
def test_what_an_earlier_program_wrote_is_read_as_what_it_meant(name: str) -> None:
    payload, meant = OLD[name]
    assert from_payload(name, 1, payload, unread) == meant


@pytest.mark.parametrize("name", ["case.opened", "case.applicant_corrected"])
def test_answers_of_the_first_schema_are_lifted_to_yes_by_their_question(name: str) -> None:
    _, payload = to_payload(builders.opened(), in_the_open)
    if name == "case.applicant_corrected":
        _, payload = to_payload(cases.ApplicantCorrected(builders.PERSON), in_the_open)
    fact = from_payload(name, 1, payload | {"answers": ["by_agent", "married"]}, unread)
    assert isinstance(fact, cases.Opened | cases.ApplicantCorrected)
    assert fact.answers == {"by_agent": "yes", "married": "yes"}
    without = {key: value for key, value in payload.items() if key != "answers"}
    assert from_payload(name, 1, without, unread).answers == {}  # type: ignore[union-attr]
    with pytest.raises(ContentTrouble, match=r"json\.not_this_shape"):
        from_payload(name, SCHEMA, payload | {"answers": ["by_agent"]}, unread)
