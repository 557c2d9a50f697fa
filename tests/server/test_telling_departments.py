"""A department's program is told what happens to its cases: signed, in order, once, through every kind of failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.failures import Refusal
from deskapp.journal import hooks
from deskapp.journal.chain import moment_text
from deskapp.journal.hooks import Hook
from deskapp.queries.department_news import NewsBehind
from deskapp.rules.case import AcceptanceUndone, Urged, Withdrawn
from deskapp.rules.telling_hooks import pause_after, secret_text, signature
from deskapp.server import telling_departments
from deskapp.server.hook_address import ask_address
from deskapp.server.parts import CentreParts
from tests.clerk.office import FrozenClock
from tests.fakes.faults import swapped
from tests.fakes.hook_receiver import HookReceiver, hook_receiver
from tests.guards import Listening
from tests.server.hall import Hall, open_hall
from tests.server.with_departments import APPLICANT, FIRE, AtTheHall, program
from tests.waiting import eventually

SECRET, OTHER = b"s" * 32, b"t" * 32


@pytest.fixture
def receiver() -> Iterator[HookReceiver]:
    with hook_receiver(SECRET) as made:
        yield made


def hooked(hall: Hall, receiver: HookReceiver, department: str = "SCJG") -> Hook:
    return hall.parts.writer.write_now(lambda facts: hooks.add(facts, department, receiver.address, SECRET))


def known(hall: Hall, hook: Hook) -> Hook:
    with hall.parts.journal.reading() as reading:
        return hooks.one(reading, hook.hook)


def failed(hall: Hall, hook: Hook, times: int = 1) -> Hook:
    return eventually(lambda: (now := known(hall, hook)).failures == times and now, f"{times} failures")  # type: ignore[return-value]


def test_what_happens_is_told_in_order_signed_and_without_anybodys_data(any_hall: Hall, receiver: HookReceiver) -> None:
    hook = hooked(any_hall, receiver)
    counter = AtTheHall(any_hall)
    case, other = counter.accepted(), counter.accepted(FIRE)
    counter.says(case, Urged("SCJG"), actor="manager")
    counter.says(case, Withdrawn("不办了"))
    eventually(lambda: len(receiver.taken) == 3)
    assert receiver.types() == ["case.accepted", "case.urged", "case.withdrawn"]
    assert {word["data"]["case"] for word in receiver.taken} == {case}
    assert other not in str(receiver.raw)
    assert receiver.wrong == []
    seqs = [word["data"]["seq"] for word in receiver.taken]
    assert seqs == sorted(seqs)
    told = b"".join(receiver.raw)
    for secret in (APPLICANT.name, APPLICANT.id_number, APPLICANT.phone, "不办了"):
        assert secret.encode() not in told
    eventually(lambda: known(any_hall, hook).position == seqs[-1], "the place in the journal")


def test_what_the_department_did_itself_is_no_news_to_it(hall: Hall, receiver: HookReceiver) -> None:
    hooked(hall, receiver)
    counter, ledger = AtTheHall(hall), program(hall)
    case = counter.accepted()
    ledger.does(case, "take")
    ledger.does(case, "decide", {"granted": True})
    second = counter.accepted()
    eventually(lambda: len(receiver.taken) == 2)
    assert [word["data"]["case"] for word in receiver.taken] == [case, second]
    assert receiver.types() == ["case.accepted", "case.accepted"]


def test_an_undone_acceptance_is_told(hall: Hall, receiver: HookReceiver) -> None:
    hooked(hall, receiver)
    counter = AtTheHall(hall)
    case = counter.accepted()
    with hall.parts.journal.reading() as reading:
        number = reading.case(case).number or ""
    counter.says(case, AcceptanceUndone(number))
    eventually(lambda: len(receiver.taken) == 2)
    assert receiver.types() == ["case.accepted", "case.acceptance_undone"]


def test_a_withdrawal_before_acceptance_is_the_windows_own(hall: Hall, receiver: HookReceiver) -> None:
    hooked(hall, receiver)
    counter = AtTheHall(hall)
    counter.says(counter.opened(), Withdrawn("不办了"))
    accepted = counter.accepted()
    eventually(lambda: bool(receiver.taken))
    assert [word["data"]["case"] for word in receiver.taken] == [accepted]


@pytest.mark.parametrize("answer", [500, 404, 302, "cut"])
def test_a_word_that_is_not_taken_comes_again_and_nothing_overtakes_it(
    hall: Hall, receiver: HookReceiver, answer: int | str
) -> None:
    receiver.answers = [answer]
    hook = hooked(hall, receiver)
    counter = AtTheHall(hall)
    first = counter.accepted()
    now = failed(hall, hook)
    assert now.last_fault == ("line" if answer == "cut" else f"status.{answer}")
    second = counter.accepted()
    assert len(receiver.came) == 1, "nothing overtakes it"
    hall.clock.move(timedelta(seconds=6))
    eventually(lambda: len(receiver.taken) == 2)
    assert [word["data"]["case"] for word in receiver.taken] == [first, second]
    assert receiver.came[0]["id"] == receiver.came[1]["id"], "known again by its name"
    eventually(lambda: known(hall, hook).failures == 0)


def test_one_whose_telling_breaks_holds_up_no_other_and_is_told_later(
    hall: Hall, receiver: HookReceiver, expect_log: Listening
) -> None:
    broken_hook = hooked(hall, receiver, "XF")
    hooked(hall, receiver)
    counter = AtTheHall(hall)
    behind = telling_departments._behind

    def broken(parts: CentreParts, hook: Hook) -> NewsBehind:
        if hook.hook == broken_hook.hook:
            raise ZeroDivisionError
        return behind(parts, hook)

    with swapped(telling_departments, "_behind", broken):
        cases = [counter.accepted(FIRE), counter.accepted()]
        eventually(lambda: len(receiver.taken) == 1)
        cases.append(counter.accepted())
        eventually(lambda: len(receiver.taken) == 2)
        eventually(lambda: "ZeroDivisionError" in expect_log.said())
    eventually(lambda: len(receiver.taken) == 3)
    assert [word["data"]["case"] for word in receiver.taken] == [*cases[1:], cases[0]]
    assert expect_log.said().count("departments could not be told") == 1


def test_looking_for_whom_to_tell_may_break_and_goes_on(
    hall: Hall, receiver: HookReceiver, expect_log: Listening
) -> None:
    hooked(hall, receiver)
    asked: list[int] = []

    def broken(_: CentreParts) -> list[Hook]:
        asked.append(1)
        raise ZeroDivisionError

    with swapped(telling_departments, "_due", broken):
        AtTheHall(hall).accepted()
        eventually(lambda: bool(asked))
    eventually(lambda: len(receiver.taken) == 1)
    assert "departments could not be told: ZeroDivisionError" in expect_log.said()


def test_nobody_is_sent_elsewhere(hall: Hall, receiver: HookReceiver) -> None:
    receiver.answers = ["elsewhere"]
    hook = hooked(hall, receiver)
    AtTheHall(hall).accepted()
    assert failed(hall, hook).last_fault == "status.307"
    assert receiver.elsewhere == 0


def test_an_answer_without_end_is_not_read_to_its_end(hall: Hall, receiver: HookReceiver) -> None:
    receiver.answers = ["endless"]
    hook = hooked(hall, receiver)
    AtTheHall(hall).accepted()
    eventually(lambda: known(hall, hook).position > hook.position, "the word taken")
    assert known(hall, hook).failures == 0


def test_a_silent_receiver_holds_up_no_other(hall: Hall, receiver: HookReceiver) -> None:
    receiver.answers = ["silent"]
    hooked(hall, receiver)
    with hook_receiver(SECRET) as other:
        hooked(hall, other, "XF")
        counter = AtTheHall(hall)
        counter.accepted()
        case = counter.accepted(FIRE)
        eventually(lambda: bool(other.taken))
        assert [word["data"]["case"] for word in other.taken] == [case]


def test_a_receiver_that_fails_for_days_is_given_up_and_goes_on_when_it_is_told_to(
    hall: Hall, receiver: HookReceiver, expect_log: Listening
) -> None:
    hook = hooked(hall, receiver)
    receiver.answers = [503] * 40
    case = AtTheHall(hall).accepted()
    times = 0
    while pause_after(times + 1) is not None:
        times += 1
        failed(hall, hook, times)
        hall.clock.move(timedelta(hours=7))
    eventually(lambda: known(hall, hook).given_up_at != "", "giving it up")
    assert hook.hook in expect_log.said()
    receiver.answers = []
    hall.parts.writer.write_now(lambda facts: hooks.go_on(facts, hook.hook))
    hall.parts.bell.ring()
    eventually(lambda: bool(receiver.taken))
    assert receiver.taken[0]["data"]["case"] == case, "nothing was lost meanwhile"


def test_a_receiver_that_says_it_is_gone_is_given_up_at_once(
    hall: Hall, receiver: HookReceiver, expect_log: Listening
) -> None:
    receiver.answers = [410]
    hook = hooked(hall, receiver)
    AtTheHall(hall).accepted()
    eventually(lambda: known(hall, hook).given_up_at != "", "giving it up")
    assert hook.hook in expect_log.said()


def test_a_new_secret_signs_beside_the_old_one_and_then_alone(hall: Hall, receiver: HookReceiver) -> None:
    hook = hooked(hall, receiver)
    until = moment_text(hall.parts.clock.now() + timedelta(days=2))
    hall.parts.writer.write_now(lambda facts: hooks.exchange_secret(facts, hook.hook, OTHER, until))
    counter = AtTheHall(hall)
    counter.accepted()
    eventually(lambda: len(receiver.taken) == 1)
    assert receiver.wrong == [], "the old secret is good for a while"
    receiver.secrets = [OTHER]
    counter.accepted()
    eventually(lambda: len(receiver.taken) == 2)
    assert receiver.wrong == [], "and so is the new one"
    hall.clock.move(timedelta(days=3))
    receiver.secrets = [SECRET]
    counter.accepted()
    eventually(lambda: len(receiver.taken) == 3)
    assert len(receiver.wrong) == 1, "the old one is over"


def test_a_centre_that_was_stopped_goes_on_where_it_was(tmp_path: Path, receiver: HookReceiver) -> None:
    clock, database = FrozenClock(), f"sqlite:///{tmp_path / 'hall.db'}"
    receiver.answers = [500]
    with open_hall(tmp_path / "hall", database, clock) as first:
        hook = hooked(first, receiver)
        counter = AtTheHall(first)
        cases = [counter.accepted()]
        failed(first, hook)
        cases.append(counter.accepted())
    clock.move(timedelta(minutes=1))
    with open_hall(tmp_path / "hall", database, clock) as second:
        eventually(lambda: len(receiver.taken) == 2)
        counter.hall = second
        cases.append(counter.accepted())
        eventually(lambda: len(receiver.taken) == 3)
    assert [word["data"]["case"] for word in receiver.taken] == cases


def test_of_two_processes_one_tells_it(tmp_path: Path, database: str, receiver: HookReceiver) -> None:
    if database.startswith("sqlite"):
        pytest.importorskip("sqlite3")  # two processes want PostgreSQL; on SQLite the second one only looks on
    clock = FrozenClock()
    with ExitStack() as open_:
        first = open_.enter_context(open_hall(tmp_path / "hall", database, clock))
        second = open_.enter_context(open_hall(tmp_path / "hall", database, clock))
        hooked(first, receiver)
        counters = [AtTheHall(first), AtTheHall(second, taken=[None] * 50)]  # type: ignore[list-item]
        for n in range(12):
            counters[n % 2].accepted()
            second.parts.bell.ring()
            first.parts.bell.ring()
        eventually(lambda: len(receiver.taken) >= 12)
        ids = receiver.ids()
        assert len(ids) == len(set(ids)) == 12


def test_two_who_take_it_on_at_once_do_not_both_get_it(any_hall: Hall, receiver: HookReceiver) -> None:
    hook = hooked(any_hall, receiver)
    now, until = "2026-11-23T02:00:00.000000Z", "2026-11-23T02:02:00.000000Z"

    def take() -> Hook | None:
        return any_hall.parts.writer.write_now(lambda facts: hooks.hold(facts, hook.hook, now, until))

    assert take() is not None
    assert take() is None
    any_hall.parts.writer.write_now(lambda facts: hooks.let_go(facts, hook.hook))
    assert take() is not None


def test_a_secret_is_kept_wrapped(hall: Hall, receiver: HookReceiver) -> None:
    hooked(hall, receiver)
    database = Path(str(hall.parts.journal.engine.url.database))
    kept = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert SECRET not in kept
    assert secret_text(SECRET).startswith("whsec_")


def test_a_signature_is_that_of_the_specification() -> None:
    """The example in the specification's own reference implementation."""
    import base64

    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    said = signature([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert said == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_pauses_grow_and_end() -> None:
    pauses: list[timedelta] = []
    while (pause := pause_after(len(pauses) + 1)) is not None:
        pauses.append(pause)
    assert pauses == sorted(pauses)
    assert timedelta(days=3) < sum(pauses, timedelta()) < timedelta(days=5)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook", "ftp://example.com", "https://", "https://user:pass@example.com/", "x", "",
        "https://example.com/#x", "https://example.com:0/", "https://exa mple.com/", "http://10.0.0.1/",
        "http://localhost.example.com/", f"https://example.com/{'x' * 600}", "https://[::1", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_an_address_that_others_could_read_along_is_refused(url: str) -> None:
    with pytest.raises(Refusal) as refusal:
        ask_address(url)
    assert refusal.value.code == "hook.bad_address"


@pytest.mark.parametrize(
    "url", ["https://example.com/hook?x=1", "http://127.0.0.1:9/x", "http://[::1]:80/", "http://localhost/"]
)
def test_an_address_over_a_safe_line_is_good(url: str) -> None:
    ask_address(url)
