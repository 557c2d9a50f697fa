"""What a journal keeps beside its events: presence, drafts, pages, answers. Each is of one hall and no event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId, EventId, HallId, PageDigest, QueueId, TicketId, WindowId
from deskapp.journal import answers_kept, drafts, pages_kept, presence
from deskapp.journal.answers_kept import KeptAnswer
from deskapp.journal.journal import Journal
from deskapp.journal.pages_kept import KeptPage
from deskapp.journal.reasons import code_of, reason_text
from deskapp.journal.writing import Writing
from deskapp.rules.window import WindowDefined, WindowKind
from tests.builders import CLERK

THREE, FOUR = WindowId("3"), WindowId("4")
D1, D2 = DeviceId("D1"), DeviceId("D2")
EARLY, LATE = "2026-11-23T01:30:00.000000Z", "2026-11-23T01:31:00.000000Z"
PAGE = KeptPage(PageDigest("a" * 64), 120_000, 2480, 3508, 300, blank=False, blurred=True)
ANSWER = KeptAnswer(TicketId("t1"), (EventId("e1"), EventId("e2")))


def write(kept: Journal, *steps: Callable[[Writing], object]) -> None:
    with kept.writing() as facts:
        for step in steps:
            step(facts)


def heard(kept: Journal) -> dict[WindowId, tuple[DeviceId, str]]:
    with kept.reading() as reading:
        return {window: (seen.device, seen.seen_at) for window, seen in presence.heard(reading).items()}


def other_hall(kept: Journal) -> Journal:
    return Journal(kept.engine, replace(kept.terms, hall=HallId("H2")))


def test_a_window_is_heard_of_by_its_last_word(kept: Journal) -> None:
    write(kept, lambda f: presence.hear(f, THREE, D1, EARLY), lambda f: presence.hear(f, FOUR, D2, EARLY))
    write(kept, lambda f: presence.hear(f, THREE, D1, LATE))
    assert heard(kept) == {THREE: (D1, LATE), FOUR: (D2, EARLY)}
    assert heard(other_hall(kept)) == {}


def test_a_desk_that_moved_is_at_one_window(kept: Journal) -> None:
    write(kept, lambda f: presence.hear(f, THREE, D1, EARLY))
    write(kept, lambda f: presence.hear(f, FOUR, D1, LATE))
    assert heard(kept) == {FOUR: (D1, LATE)}


def test_a_window_that_another_desk_took_over_is_that_desks(kept: Journal) -> None:
    write(kept, lambda f: presence.hear(f, THREE, D1, EARLY))
    write(kept, lambda f: presence.hear(f, THREE, D2, LATE))
    assert heard(kept) == {THREE: (D2, LATE)}


def test_what_is_released_is_left_to_nobody(kept: Journal) -> None:
    write(
        kept,
        lambda f: f.add(CLERK, WindowDefined(WindowKind.INTAKE, (QueueId("A"),)), of=THREE),
        lambda f: presence.hear(f, THREE, D1, EARLY),
        lambda f: presence.hear(f, FOUR, D2, EARLY),
    )
    write(kept, lambda f: presence.release_window(f, THREE))
    assert heard(kept) == {FOUR: (D2, EARLY)}


@pytest.mark.parametrize("window", ["9", "", "x" * 500, "3\n", "\u202e3", "3\0"])
def test_no_window_is_released_that_is_none(kept: Journal, window: str) -> None:
    write(kept, lambda f: presence.hear(f, THREE, D1, EARLY))
    with pytest.raises(Refusal) as told:
        write(kept, lambda f: presence.release_window(f, WindowId(window)))
    assert told.value.code == "window.unknown"
    assert len(str(told.value.values["window"])) <= 16, "a stranger's word is not told at any length"
    assert heard(kept) == {THREE: (D1, EARLY)}


def test_a_draft_is_what_was_typed_last(kept: Journal) -> None:
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", {"name": "𬭎子", "phone": ""}))
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", {"name": "𬭎子轩"}))
    with kept.reading() as reading:
        assert drafts.read(reading, CLERK, "applicant") == {"name": "𬭎子轩"}


@pytest.mark.parametrize(
    ("clerk", "name"), [("clerk4", "applicant"), ("clerk3", "agent"), ("clerk3", ""), ("", "applicant")]
)
def test_a_draft_is_of_one_clerk_and_one_form(kept: Journal, clerk: str, name: str) -> None:
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", {"name": "张伟"}))
    write(kept, lambda f: drafts.drop(f, ClerkId(clerk), name))
    with kept.reading() as reading:
        assert drafts.read(reading, ClerkId(clerk), name) is None
        assert drafts.read(reading, CLERK, "applicant") == {"name": "张伟"}


def test_a_draft_that_became_a_fact_is_forgotten(kept: Journal) -> None:
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", {"name": "张伟"}))
    write(kept, lambda f: drafts.drop(f, CLERK, "applicant"))
    with kept.reading() as reading:
        assert drafts.read(reading, CLERK, "applicant") is None


@given(st.dictionaries(st.text(max_size=12), st.text(max_size=30), max_size=5))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_typed_comes_back(kept: Journal, values: dict[str, str]) -> None:
    typed = {
        field.encode("utf-8", "ignore").decode().replace("\0", ""): value.encode("utf-8", "ignore").decode()
        for field, value in values.items()
    }
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", typed))
    with kept.reading() as reading:
        assert drafts.read(reading, CLERK, "applicant") == typed


def test_a_draft_makes_no_event(kept: Journal) -> None:
    grown: list[object] = []
    stop = kept.on_growth(grown.append)
    write(kept, lambda f: drafts.keep(f, CLERK, "applicant", {"name": "张伟"}))
    stop()
    assert grown == []


def test_a_page_is_known_by_what_was_seen_of_it(kept: Journal) -> None:
    other = replace(PAGE, digest=PageDigest("b" * 64), blank=True, blurred=False)
    write(kept, lambda f: pages_kept.keep(f, PAGE), lambda f: pages_kept.keep(f, other))
    asked = [PAGE.digest, other.digest, PageDigest("c" * 64)]
    with kept.reading() as reading:
        assert pages_kept.read(reading, asked) == {PAGE.digest: PAGE, other.digest: other}
        assert pages_kept.read(reading, []) == {}
    with other_hall(kept).reading() as reading:
        assert pages_kept.read(reading, asked) == {}


def test_a_page_scanned_twice_stays_what_it_was(kept: Journal) -> None:
    write(kept, lambda f: pages_kept.keep(f, PAGE))
    write(kept, lambda f: pages_kept.keep(f, replace(PAGE, dpi=600, blurred=False)))
    with kept.reading() as reading:
        assert pages_kept.read(reading, [PAGE.digest]) == {PAGE.digest: PAGE}


def test_an_answer_is_given_again_by_its_key(kept: Journal) -> None:
    write(kept, lambda f: answers_kept.keep(f, {"k1": ANSWER, "k2": KeptAnswer(TicketId("t2"), ())}, EARLY))
    with kept.reading() as reading:
        assert answers_kept.kept(reading, ["k1", "k2", "k3"]) == {"k1": ANSWER, "k2": KeptAnswer(TicketId("t2"), ())}
        assert answers_kept.kept(reading, []) == {}
        assert answers_kept.kept(reading, ["k", "k%", "call:k1"]) == {}
    with other_hall(kept).reading() as reading:
        assert answers_kept.kept(reading, ["k1"]) == {}


def test_old_answers_are_forgotten_and_nothing_else_with_them(kept: Journal) -> None:
    write(
        kept,
        lambda f: answers_kept.keep(f, {"old": ANSWER}, EARLY),
        lambda f: answers_kept.keep(f, {"new": ANSWER}, LATE),
        lambda f: f.note("something", "0 stays"),
    )
    write(kept, lambda f: answers_kept.forget(f, LATE))
    with kept.reading() as reading:
        assert set(answers_kept.kept(reading, ["old", "new"])) == {"new"}
        assert reading.local("something") == "0 stays"


@pytest.mark.parametrize(
    ("code", "values"),
    [("case.wrong_state", {}), ("ticket.taken", {"window": "3", "n": 5}), ("x.y", {"name": "𬭎", "none": None})],
)
def test_a_reason_is_read_back_by_its_code(code: str, values: dict[str, object]) -> None:
    assert code_of(reason_text(code, values)) == code


def test_no_reason_has_no_code() -> None:
    assert code_of(None) == ""
    assert code_of("") == ""
    assert code_of("{}") == ""


def test_a_reason_has_one_form_whatever_stands_in_it() -> None:
    class Odd:
        def __str__(self) -> str:
            return "odd"

    assert reason_text("a.b", {"y": Odd(), "x": "窗口"}) == '{"code": "a.b", "values": {"x": "窗口", "y": "odd"}}'
