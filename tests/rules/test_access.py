"""The table of roles, read as a whole, as an administrator would read it."""

from __future__ import annotations

import pytest

from deskapp.failures import Refusal
from deskapp.journal.kinds import BY_NAME
from deskapp.rules.access import Permission, Role, allows, fact_permission, require

# clerk, manager, greeter, admin, department, screen, kiosk, portal, applicant
TABLE = {
    Permission.CALL:            "x........",
    Permission.TAKE_IN:         "x........",
    Permission.HAND_OUT:        "x........",
    Permission.ARCHIVE:         "xx.......",
    Permission.TELL_PEOPLE:     ".....x...",
    Permission.ISSUE_TICKET:    "xxx...x..",
    Permission.BOOK:            ".xx....x.",
    Permission.MOVE_PEOPLE:     "xxx......",
    Permission.OPEN_WINDOW:     "xx.......",
    Permission.ARRANGE_WINDOWS: ".x.......",
    Permission.DEFINE_WINDOWS:  "...x.....",
    Permission.SEE_HALL:        ".xx......",
    Permission.LOOK_UNMASKED:   "x...x....",
    Permission.SEE_SEALED:      "x........",
    Permission.MANAGE_USERS:    "...x.....",
    Permission.PUBLISH_CATALOG: "...x.....",
    Permission.PUSH_EVENTS:     "xxxx.....",
    Permission.READ_JOURNAL:    "xx.......",
    Permission.DECIDE_CASE:     "....x....",
    Permission.SAY_READY:       "x...x....",
    Permission.WORK_FOR_DEPARTMENT: "....x....",
    Permission.FILE_ONLINE:     ".......x.",
    Permission.SUPERVISE:       ".x.......",
    Permission.SEE_CLERKS:      ".x.......",
    Permission.CHOOSE_SCANNER:  "x........",
    Permission.CALL_FOR_HELP:   "x........",
    Permission.ANSWER_HELP:     ".x.......",
    Permission.RATE:            "........x",
}  # fmt: skip
COLUMNS = (
    Role.CLERK, Role.MANAGER, Role.GREETER, Role.ADMIN, Role.DEPARTMENT, Role.SCREEN, Role.KIOSK, Role.PORTAL,
    Role.APPLICANT,
)  # fmt: skip


def test_the_table_speaks_of_every_permission_and_every_role() -> None:
    assert set(TABLE) == set(Permission)
    assert set(COLUMNS) == set(Role)


@pytest.mark.parametrize("permission", list(Permission))
@pytest.mark.parametrize("column", range(len(COLUMNS)), ids=lambda column: COLUMNS[column].value)
def test_a_role_may_do_what_the_table_says_and_nothing_else(permission: Permission, column: int) -> None:
    assert allows([COLUMNS[column]], permission) == (TABLE[permission][column] == "x")


def test_the_roles_are_known_by_the_words_the_centre_sends() -> None:
    assert allows(["clerk"], Permission.CALL)
    assert not allows(["Clerk"], Permission.CALL)


@pytest.mark.parametrize("permission", list(Permission))
def test_no_role_and_an_unknown_role_may_do_nothing(permission: Permission) -> None:
    assert not allows([], permission)
    assert not allows(["root", "*", "", "管理员"], permission)


def test_two_roles_may_do_what_either_may() -> None:
    roles = ["greeter", "admin"]
    assert allows(roles, Permission.SEE_HALL)
    assert allows(roles, Permission.MANAGE_USERS)
    assert not allows(roles, Permission.CALL)


def test_what_is_not_permitted_is_refused_by_its_name() -> None:
    require(["clerk"], Permission.CALL)
    with pytest.raises(Refusal) as refusal:
        require(["greeter"], Permission.CALL)
    assert (refusal.value.code, refusal.value.values) == ("access.denied", {"permission": "call"})


@pytest.mark.parametrize("kind", sorted(BY_NAME))
def test_every_kind_of_fact_the_journal_knows_needs_a_permission_that_somebody_has(kind: str) -> None:
    needed = fact_permission(kind)
    assert any(allows([role], needed) for role in Role)


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("case.opened", Permission.TAKE_IN),
        ("case.accepted", Permission.TAKE_IN),
        ("case.declined", Permission.TAKE_IN),
        ("case.steps_given_up", Permission.PUSH_EVENTS),
        ("case.paused", Permission.DECIDE_CASE),
        ("case.decided", Permission.DECIDE_CASE),
        ("case.result_ready", Permission.SAY_READY),
        ("case.dispatched", Permission.DECIDE_CASE),
        ("case.result_papers_given", Permission.DECIDE_CASE),
        ("case.delivered", Permission.HAND_OUT),
        ("case.archived", Permission.ARCHIVE),
        ("case.looked_at", Permission.LOOK_UNMASKED),
        ("ticket.issued", Permission.ISSUE_TICKET),
        ("ticket.called", Permission.CALL),
        ("ticket.held", Permission.CALL),
        ("ticket.shown", Permission.TELL_PEOPLE),
        ("ticket.spoken", Permission.TELL_PEOPLE),
        ("ticket.carried_over", Permission.MOVE_PEOPLE),
        ("booking.made", Permission.BOOK),
        ("booking.cancelled", Permission.BOOK),
        ("booking.checked_in", Permission.ISSUE_TICKET),
        ("ticket.transferred", Permission.MOVE_PEOPLE),
        ("window.opened", Permission.OPEN_WINDOW),
        ("window.queues_changed", Permission.ARRANGE_WINDOWS),
        ("window.defined", Permission.DEFINE_WINDOWS),
        ("window.code_made", Permission.DEFINE_WINDOWS),
        ("window.desk_enrolled", Permission.DEFINE_WINDOWS),
        ("window.desk_dismissed", Permission.DEFINE_WINDOWS),
        ("window.help_called", Permission.CALL_FOR_HELP),
        ("window.help_coming", Permission.ANSWER_HELP),
        ("window.help_settled", Permission.ANSWER_HELP),
        ("window.help_still_needed", Permission.ANSWER_HELP),
        ("catalog.published", Permission.PUBLISH_CATALOG),
        ("clerk.signed_in", Permission.PUSH_EVENTS),
    ],
)
def test_a_fact_needs_the_permission_of_the_step_it_tells(kind: str, needed: Permission) -> None:
    assert fact_permission(kind) is needed


def test_what_is_handled_at_once_is_decided_by_who_took_it_in() -> None:
    assert fact_permission("case.decided", at_once=True) is Permission.TAKE_IN
    assert fact_permission("case.paused", at_once=True) is Permission.TAKE_IN
    assert fact_permission("case.paused") is Permission.DECIDE_CASE
    assert fact_permission("case.extended", at_once=True) is Permission.DECIDE_CASE
    assert fact_permission("catalog.published", at_once=True) is Permission.PUBLISH_CATALOG


@pytest.mark.parametrize("kind", ["", "case", "case.", "case.opened ", "Case.opened", "case.erased", "x" * 5000])
def test_a_kind_nobody_knows_nobody_may_add(kind: str) -> None:
    with pytest.raises(Refusal) as refusal:
        fact_permission(kind)
    assert refusal.value.code == "access.unknown_kind"
    assert len(str(refusal.value.values["kind"])) <= 48
