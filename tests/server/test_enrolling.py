"""A computer shows a code: what it becomes by it, who is kept out by that, and what of it lies where."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
import sqlalchemy as sa

from db.tables import enrolled_desks as desks_table
from db.tables import enrolment_codes as codes_table
from db.tables import events
from deskapp.failures import Refusal
from deskapp.ids import ClerkId, DeviceId
from deskapp.journal import enrolled_desks, enrolment_codes
from tests.clerk.office import FrozenClock
from tests.guards import Listening
from tests.server.codes import Computer, code_for
from tests.server.hall import API, Hall, code_of, open_hall
from tests.server.pretend_desk import PretendDesk

ADMIN = ClerkId("admin")


def kinds(hall: Hall, window: str) -> list[str]:
    with hall.parts.journal.reading() as reading:
        return [event.kind for event in reading.events_of(window)][1:]  # it was defined before


def test_a_code_makes_a_computer_the_desk_of_its_window_and_keeps_others_out(any_hall: Hall) -> None:
    mine = Computer(any_hall, "D1")
    told = mine.shows("3", code_for(any_hall.parts, "3"))
    assert (told.status_code, told.json()) == (201, {"hall": "H1", "window": "3"})
    assert mine.asks_to_sign_in("clerk3", "3").status_code == 200
    other = any_hall.asks_to_sign_in("clerk4", "3", device="D2")
    assert (other.status_code, code_of(other)) == (403, "sign_in.not_enrolled")
    assert code_of(any_hall.asks_to_sign_in("clerk4", "3")) == "sign_in.not_enrolled", "nor without a computer's name"
    assert kinds(any_hall, "3") == ["window.code_made", "window.desk_enrolled", "window.opened"]


def test_nobody_works_under_the_name_of_an_enrolled_computer(hall: Hall) -> None:
    """Or they could push what they like as that desk: its name stands in every event."""
    Computer(hall, "D1").shows("3", code_for(hall.parts, "3"))
    for user, window in (("clerk3", "5"), ("manager", None)):  # wherever and as whoever
        told = hall.asks_to_sign_in(user, window, device="D1")
        assert (told.status_code, code_of(told)) == (403, "sign_in.not_this_desk")
        wrong = hall.asks_to_sign_in(user, window, device="D1", credential="guess")
        assert code_of(wrong) == "sign_in.not_this_desk"


def test_whose_password_is_wrong_learns_nothing_of_the_computer(hall: Hall) -> None:
    Computer(hall, "D1").shows("3", code_for(hall.parts, "3"))
    assert code_of(hall.asks_to_sign_in("clerk3", "3", device="D1", password="guess")) == "sign_in.wrong"


def test_windows_for_which_no_code_was_used_are_as_before(hall: Hall) -> None:
    code_for(hall.parts, "5")
    Computer(hall, "D1").shows("3", code_for(hall.parts, "3"))
    assert hall.asks_to_sign_in("clerk5", "5", device="D5").status_code == 200
    assert hall.asks_to_sign_in("clerk6", "6").status_code == 200
    told = hall.stranger().get(f"{API}/windows").json()
    assert (told["windows"], told["by_code"]) == (list("12345678"), ["3"])


def test_a_code_is_good_once(any_hall: Hall, expect_log: Listening) -> None:
    code = code_for(any_hall.parts, "3")
    assert Computer(any_hall, "D1").shows("3", code).status_code == 201
    told = Computer(any_hall, "D2").shows("3", code)
    assert (told.status_code, code_of(told)) == (409, "enroll.code_used")
    assert told.json()["values"] == {"window": "3"}
    assert "enroll.code_used" in expect_log.said()


def test_of_many_that_show_one_code_at_once_one_becomes_the_desk(any_hall: Hall, expect_log: Listening) -> None:
    code = code_for(any_hall.parts, "3")
    many = [Computer(any_hall, f"D{n}") for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        told = list(pool.map(lambda computer: computer.shows("3", code).status_code, many))
    assert sorted(told) == [201, *[409] * 5]
    with any_hall.parts.journal.reading() as reading:
        assert len(enrolled_desks.listed(reading)) == 1
    assert expect_log.said().count("enroll.code_used") == 5


def test_of_two_processes_that_found_a_code_open_one_uses_it(hall: Hall) -> None:
    """What each had read before the other wrote decides nothing."""
    code_for(hall.parts, "3")
    with hall.parts.journal.reading() as reading:
        (found,) = enrolment_codes.listed(reading)
    hall.parts.writer.write_now(lambda facts: enrolment_codes.use(facts, found, DeviceId("D1")))
    with pytest.raises(Refusal) as refused:
        hall.parts.writer.write_now(lambda facts: enrolment_codes.use(facts, found, DeviceId("D2")))
    assert refused.value.code == "enroll.code_used"
    with hall.parts.journal.reading() as reading:
        assert [code.device for code in enrolment_codes.listed(reading)] == ["D1"]


def test_the_same_computer_may_ask_again_because_the_answer_was_lost(hall: Hall, expect_log: Listening) -> None:
    mine, code = Computer(hall, "D1"), code_for(hall.parts, "3")
    assert [mine.shows("3", code).status_code for _ in range(2)] == [201, 201]
    assert kinds(hall, "3").count("window.desk_enrolled") == 1
    thief = Computer(hall, "D1")  # who knows its name and saw the code
    assert code_of(thief.shows("3", code)) == "enroll.code_used"
    assert mine.asks_to_sign_in("clerk3", "3").status_code == 200
    assert "enroll.code_used" in expect_log.said()


def test_wrong_used_up_and_other_windows_codes_are_told_apart(
    hall: Hall, clock: FrozenClock, expect_log: Listening
) -> None:
    mine = Computer(hall, "D1")
    wrong = mine.shows("3", "0000-0000-0000")
    assert (wrong.status_code, code_of(wrong)) == (403, "enroll.code_wrong")
    assert code_of(mine.shows("3", "0000-0000-0001")) == "enroll.code_misread"
    five = code_for(hall.parts, "5", hours=2)
    other = mine.shows("3", five)
    assert (code_of(other), other.json()["values"]) == ("enroll.code_of_other_window", {"window": "3", "other": "5"})
    first = code_for(hall.parts, "4")
    code_for(hall.parts, "4")
    assert code_of(mine.shows("4", first)) == "enroll.code_revoked", "the newer one is the one that counts"
    clock.move(timedelta(hours=2))
    assert code_of(mine.shows("5", five)) == "enroll.code_expired"
    assert code_of(mine.shows("99", five)) == "window.unknown"
    assert five not in expect_log.said()


def test_after_some_wrong_codes_one_has_to_wait_and_another_window_has_not(hall: Hall, expect_log: Listening) -> None:
    mine, right = Computer(hall, "D1"), code_for(hall.parts, "3")
    for _ in range(5):
        assert code_of(mine.shows("3", "0000-0000-0000")) == "enroll.code_wrong"
    waits = mine.shows("3", right)
    assert (waits.status_code, code_of(waits)) == (429, "enroll.wait")
    assert 0 < waits.json()["values"]["seconds"] <= 30
    assert mine.shows("5", code_for(hall.parts, "5")).status_code == 201
    assert hall.asks_to_sign_in("clerk4", "4").status_code == 200, "nobody is kept from signing in by it"
    assert "127.0.0.1" in expect_log.said()


def test_a_desk_that_moves_shows_what_it_had_and_a_stranger_with_its_name_cannot(
    hall: Hall, expect_log: Listening
) -> None:
    mine = Computer(hall, "D1")
    mine.shows("3", code_for(hall.parts, "3"))
    moved = Computer(hall, "D1")
    five = code_for(hall.parts, "5")
    assert code_of(moved.shows("5", five)) == "enroll.not_this_desk"
    assert code_of(moved.shows("5", five, before="guess")) == "enroll.not_this_desk"
    assert moved.shows("5", five, before=mine.secret).status_code == 201
    assert moved.asks_to_sign_in("clerk5", "5").status_code == 200
    told = moved.asks_to_sign_in("clerk5", "3")
    assert (code_of(told), told.json()["values"]) == ("sign_in.other_window", {"window": "3", "own": "5"})
    assert code_of(mine.asks_to_sign_in("clerk3", "3")) == "sign_in.not_this_desk", "a copy of its old cache is nothing"
    assert code_of(hall.asks_to_sign_in("clerk3", "3")) == "sign_in.not_enrolled", "and its window stays bound"
    assert "enroll.not_this_desk" in expect_log.said()


def test_a_dismissed_computer_is_out_at_once_and_comes_back_by_a_new_code(hall: Hall) -> None:
    mine = Computer(hall, "D1")
    mine.shows("3", code_for(hall.parts, "3"))
    clerk = mine.asks_to_sign_in("clerk3", "3").json()
    hall.parts.writer.write_now(lambda facts: enrolled_desks.dismiss(facts, DeviceId("D1"), ADMIN))
    hall.parts.passes.forget_all()
    for token in (clerk["token"], clerk["desk_token"]):
        told = hall.stranger().get(f"{API}/journal", headers={"Authorization": f"Bearer {token}"})
        assert code_of(told) == "access.not_signed_in"
    assert code_of(mine.asks_to_sign_in("clerk3", "3")) == "sign_in.not_this_desk"
    assert "window.desk_dismissed" in kinds(hall, "3")
    again = Computer(hall, "D1")
    assert again.shows("3", code_for(hall.parts, "3")).status_code == 201
    assert again.asks_to_sign_in("clerk3", "3").status_code == 200


def test_a_computer_that_never_showed_a_code_can_be_kept_out_too(hall: Hall) -> None:
    hall.sign_in("clerk5", "5", device="rogue")
    hall.parts.writer.write_now(lambda facts: enrolled_desks.dismiss(facts, DeviceId("rogue"), ADMIN))
    assert code_of(hall.asks_to_sign_in("clerk5", "5", device="rogue")) == "sign_in.not_this_desk"
    assert hall.asks_to_sign_in("clerk6", "5", device="D5").status_code == 409, (
        "its window is open still, until it is silent"
    )
    with pytest.raises(Refusal) as refused:
        hall.parts.writer.write_now(lambda facts: enrolled_desks.dismiss(facts, DeviceId("none"), ADMIN))
    assert refused.value.code == "enroll.no_such_desk"


def test_neither_code_nor_credential_lies_in_the_database_or_the_log(hall: Hall, expect_log: Listening) -> None:
    mine, code = Computer(hall, "D1"), code_for(hall.parts, "3")
    assert mine.shows("3", code).status_code == 201
    assert mine.asks_to_sign_in("clerk3", "3").status_code == 200
    assert Computer(hall, "D2").shows("3", code).status_code == 409
    with hall.parts.journal.reading() as reading:
        kept = "\n".join(
            str(row)
            for table in (codes_table, desks_table, events)
            for row in reading.connection.execute(sa.select(table))
        )
        (digest,) = reading.connection.execute(sa.select(codes_table.c.digest)).scalars()
    for form in (code, code.replace("-", ""), mine.secret, sha256(code.encode()).hexdigest()):
        assert form not in kept
        assert form not in expect_log.said()
    assert digest == enrolment_codes.digest_of_code(hall.parts.code_key, code)
    assert digest != enrolment_codes.digest_of_code(b"another centre's", code)


def test_a_desk_cannot_say_of_itself_that_it_was_enrolled(hall: Hall) -> None:
    admin = hall.sign_in("admin", device="D9")
    desk = PretendDesk(hall, admin, DeviceId("D9"), ADMIN)
    (verdict,) = desk.push(desk.event("window.desk_enrolled", "3", {"device": "D9", "number": 1}))
    assert (verdict.status, verdict.reason) == ("rejected", "enroll.at_the_centre")
    with hall.parts.journal.reading() as reading:
        assert enrolled_desks.listed(reading) == ()


HOSTILE: list[dict[str, object]] = [
    {"window": ""}, {"window": "x" * 17}, {"window": "3\x00"}, {"device": ""}, {"device": "d" * 65},
    {"device": "d\x00"}, {"code": "0" * 65}, {"code": 7}, {"credential": "x" * 64}, {"credential": "0" * 63},
    {"credential": f"{'0' * 64}\n"}, {"before": "x" * 129}, {"before": ["x"]}, {"code": None},
]  # fmt: skip


def test_what_can_be_no_code_of_no_computer_reaches_no_database(hall: Hall) -> None:
    sound = {"window": "3", "code": "0000-0000-0000", "device": "D1", "credential": "0" * 64}
    line = hall.stranger()
    for words in HOSTILE:
        told = line.post(f"{API}/enrolments", json=sound | words)
        assert (told.status_code, code_of(told)) == (422, "json.not_this_shape"), words
    told = line.post(f"{API}/enrolments", content=b'{"window": "3", "code": "\\ud800", "device": "D1"')
    assert code_of(told) == "json.not_this_shape"


@pytest.fixture
def strict(tmp_path: Path, clock: FrozenClock) -> Iterator[Hall]:
    """A hall whose every window takes a desk by a code alone."""
    with open_hall(
        tmp_path / "strict", f"sqlite:///{tmp_path / 'strict.db'}", clock, office={"enrolment": "code"}
    ) as opened:
        yield opened


def test_where_every_window_is_by_code_no_clerk_works_at_a_computer_that_showed_none(strict: Hall) -> None:
    assert code_of(strict.asks_to_sign_in("clerk3", "3", device="D1")) == "sign_in.not_enrolled"
    assert code_of(strict.asks_to_sign_in("clerk3", device="D1")) == "sign_in.no_desk"
    assert strict.stranger().get(f"{API}/windows").json()["by_code"] == list("12345678")
    for user in ("manager", "portal"):  # who calls nobody; the rule has a table of its own
        assert strict.asks_to_sign_in(user).status_code == 200, user
    mine = Computer(strict, "D1")
    assert mine.shows("3", code_for(strict.parts, "3")).status_code == 201
    assert mine.asks_to_sign_in("clerk3", "3").status_code == 200
    assert code_of(mine.asks_to_sign_in("clerk3", "5")) == "sign_in.other_window"
