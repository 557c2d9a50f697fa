"""A computer's name stands in every event that desks read: whoever knows it is not yet that computer."""

from __future__ import annotations

import pytest

from deskapp.ids import ClerkId, DeviceId
from tests.guards import Listening
from tests.server.codes import code_for
from tests.server.hall import API, Hall, Person, code_of
from tests.server.pretend_desk import PretendDesk

QUEUES = {"queues": ["A"], "until": None}


def step_of_a_manager(desk: PretendDesk, actor: str) -> list[str]:
    """Queues of a window are changed, which a manager may and a clerk may not."""
    return desk.says(desk.event("window.queues_changed", "4", QUEUES, actor=ClerkId(actor)))


def at(hall: Hall, person: Person, device: str, epoch: int = 7) -> PretendDesk:
    return PretendDesk(hall, person, DeviceId(device), ClerkId("clerk1"), epoch=epoch)


@pytest.fixture
def managers(hall: Hall) -> PretendDesk:
    """A computer at which a manager has worked."""
    desk = PretendDesk(hall, hall.sign_in("manager", device="M1"), DeviceId("M1"), ClerkId("manager"))
    assert step_of_a_manager(desk, "manager") == ["accepted"]
    return desk


@pytest.mark.parametrize("shown", [None, "", "a guess"])
def test_nobody_signs_in_as_a_computer_that_has_shown_what_it_is_known_by(
    hall: Hall, managers: PretendDesk, shown: str | None
) -> None:
    told = hall.asks_to_sign_in("clerk1", device=managers.device, credential=shown)
    assert (told.status_code, code_of(told)) == (403, "sign_in.not_this_desk")


def test_work_of_somebody_else_comes_from_a_computer_that_both_have_worked_at(
    hall: Hall, managers: PretendDesk
) -> None:
    managers.person = hall.sign_in("clerk1", device="M1")
    assert step_of_a_manager(managers, "manager") == ["accepted"], "unsent since before the manager signed out"
    assert step_of_a_manager(managers, "clerk1") == ["rejected access.denied"]


def test_from_a_computer_that_shows_nothing_comes_the_work_of_whose_token_it_is_alone(hall: Hall) -> None:
    hall.sign_in("manager", device="M2", credential=None)
    clerk = at(hall, hall.sign_in("clerk1", device="M2", credential=None), "M2")
    assert step_of_a_manager(clerk, "manager") == ["rejected access.unknown_actor"]


def test_whoever_shows_something_first_under_the_name_of_one_that_showed_nothing_inherits_nobody(hall: Hall) -> None:
    hall.sign_in("manager", device="M2", credential=None)
    clerk = at(hall, hall.sign_in("clerk1", device="M2"), "M2")
    assert step_of_a_manager(clerk, "manager") == ["rejected access.unknown_actor"]


def test_a_code_makes_no_desk_of_a_computer_that_somebody_else_works_at(
    hall: Hall, managers: PretendDesk, expect_log: Listening
) -> None:
    words = {"window": "3", "device": managers.device, "code": code_for(hall.parts, "3"), "credential": "0" * 64}
    for before in (None, "a guess"):
        told = hall.stranger().post(f"{API}/enrolments", json=words | {"before": before})
        assert code_of(told) == "enroll.not_this_desk"
    told = hall.stranger().post(f"{API}/enrolments", json=words | {"before": "what M1 shows"})
    assert told.status_code == 201, told.text
    assert "enroll.not_this_desk" in expect_log.said()


@pytest.mark.parametrize("name", ["centre-1", "key-scjg.ledger", "session-1"])
def test_no_computer_bears_a_name_that_the_centre_gives(hall: Hall, name: str) -> None:
    told = hall.asks_to_sign_in("clerk1", device=name)
    assert (told.status_code, code_of(told)) == (422, "json.not_this_shape")


def test_signing_out_without_a_desk_leaves_nothing_that_reads(hall: Hall) -> None:
    person = hall.sign_in("clerk1", "1")
    desk = person.by_desk_token()
    assert desk.get("/journal", params={"after": 0}).status_code == 200
    assert person.post("/sign-out").status_code == 204
    assert desk.get("/journal", params={"after": 0}).status_code == 401
