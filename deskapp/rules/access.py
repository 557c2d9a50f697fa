"""Who may do what: each role holds what its work needs and nothing else. One table, tested as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from deskapp.failures import Refusal


class Role(StrEnum):
    CLERK = "clerk"  # 窗口人员
    MANAGER = "manager"  # 大厅值班长
    GREETER = "greeter"  # 导办
    ADMIN = "admin"  # 系统管理员
    DEPARTMENT = "department"  # 部门审批人员
    KIOSK = "kiosk"  # 取号机：a thing, not a person
    SCREEN = "screen"  # 叫号屏、语音播报：a thing, not a person
    APPLICANT = "applicant"  # 办事群众: rates, and nothing else; nobody signs in as one
    PORTAL = "portal"  # 网上申报、网上预约等别的程序：a thing, not a person


class Permission(StrEnum):
    CALL = "call"  # call, call again, serve and end a ticket at one's own window
    TAKE_IN = "take_in"  # a case from opening to acceptance, correction or refusal; and settling what was rejected
    HAND_OUT = "hand_out"  # give a result to the applicant
    ARCHIVE = "archive"
    ISSUE_TICKET = "issue_ticket"
    BOOK = "book"  # an hour for somebody beforehand, and take it back
    TELL_PEOPLE = "tell_people"  # show or say a call, and confirm it
    MOVE_PEOPLE = "move_people"  # to another queue, back in line, out of the line
    OPEN_WINDOW = "open_window"  # open, pause, close
    ARRANGE_WINDOWS = "arrange_windows"  # which queues a window serves
    DEFINE_WINDOWS = "define_windows"  # which windows there are
    SEE_HALL = "see_hall"
    SEE_CLERKS = "see_clerks"  # figures of single clerks
    CHOOSE_SCANNER = "choose_scanner"  # which one's own window uses, and how
    CALL_FOR_HELP = "call_for_help"  # at one's own window, unseen
    ANSWER_HELP = "answer_help"
    LOOK_UNMASKED = "look_unmasked"  # personal data in full, journalled
    SEE_SEALED = "see_sealed"  # a page as it was before it was blackened, journalled
    MANAGE_USERS = "manage_users"
    PUBLISH_CATALOG = "publish_catalog"
    PUSH_EVENTS = "push_events"
    READ_JOURNAL = "read_journal"
    DECIDE_CASE = "decide_case"
    SAY_READY = "say_ready"  # that a result lies ready to be handed out
    WORK_FOR_DEPARTMENT = "work_for_department"  # see and decide the cases of one's own department, and no others
    FILE_ONLINE = "file_online"  # an application with its materials, for somebody who is not here
    RATE = "rate"  # a service that one has had oneself
    SUPERVISE = "supervise"  # work through what is late, and urge a department


_P = Permission
_HOLDS: Mapping[str, frozenset[Permission]] = {
    Role.CLERK: frozenset({
        _P.CALL, _P.TAKE_IN, _P.HAND_OUT, _P.SAY_READY, _P.ARCHIVE, _P.ISSUE_TICKET, _P.MOVE_PEOPLE, _P.OPEN_WINDOW,
        _P.LOOK_UNMASKED, _P.SEE_SEALED, _P.PUSH_EVENTS, _P.READ_JOURNAL, _P.CALL_FOR_HELP, _P.CHOOSE_SCANNER,
    }),
    Role.MANAGER: frozenset({
        _P.ARCHIVE, _P.ISSUE_TICKET, _P.BOOK, _P.MOVE_PEOPLE, _P.OPEN_WINDOW, _P.ARRANGE_WINDOWS, _P.SEE_HALL,
        _P.PUSH_EVENTS, _P.READ_JOURNAL, _P.SEE_CLERKS, _P.ANSWER_HELP, _P.SUPERVISE,
    }),
    Role.GREETER: frozenset({_P.ISSUE_TICKET, _P.BOOK, _P.MOVE_PEOPLE, _P.SEE_HALL, _P.PUSH_EVENTS}),
    Role.ADMIN: frozenset({_P.DEFINE_WINDOWS, _P.MANAGE_USERS, _P.PUBLISH_CATALOG, _P.PUSH_EVENTS}),
    Role.APPLICANT: frozenset({_P.RATE}),
    Role.KIOSK: frozenset({_P.ISSUE_TICKET}),
    Role.SCREEN: frozenset({_P.TELL_PEOPLE}),
    Role.PORTAL: frozenset({_P.BOOK, _P.FILE_ONLINE}),
    # no journal: it is that of the whole hall, and a department's account sees its own department alone
    Role.DEPARTMENT: frozenset({_P.DECIDE_CASE, _P.SAY_READY, _P.LOOK_UNMASKED, _P.WORK_FOR_DEPARTMENT}),
}  # fmt: skip

_BY_KIND: Mapping[str, Permission] = {
    **dict.fromkeys(
        ("case.opened", "case.pre_reviewed", "case.applicant_corrected", "case.answered", "case.material_received",
         "case.material_returned",
         "case.commitment_made", "case.material_deferred", "case.pages_added", "case.page_removed", "case.page_moved",
         "case.pages_made", "case.pages_put_back",
         "case.accepted", "case.acceptance_undone", "case.correction_requested", "case.declined", "case.withdrawn",
         "case.signed"),
        _P.TAKE_IN,
    ),
    "case.filed": _P.FILE_ONLINE,
    **dict.fromkeys(
        ("case.dispatched", "case.turn_come", "case.paused", "case.resumed", "case.extended", "case.decided",
         "case.result_papers_given"),
        _P.DECIDE_CASE,
    ),
    **dict.fromkeys(("case.urged", "case.followed_up", "rating.step_taken"), _P.SUPERVISE),
    "rating.given": _P.RATE,
    "case.result_ready": _P.SAY_READY,
    "case.delivered": _P.HAND_OUT,
    "case.archived": _P.ARCHIVE,
    "case.looked_at": _P.LOOK_UNMASKED,
    **dict.fromkeys(("ticket.issued", "ticket.joined", "booking.checked_in"), _P.ISSUE_TICKET),
    **dict.fromkeys(("booking.made", "booking.cancelled"), _P.BOOK),
    **dict.fromkeys(
        ("ticket.called", "ticket.called_again", "ticket.call_undone", "ticket.arrived", "ticket.held",
         "ticket.taken_up", "ticket.finished", "ticket.no_show"),
        _P.CALL,
    ),
    **dict.fromkeys(("ticket.shown", "ticket.spoken"), _P.TELL_PEOPLE),
    **dict.fromkeys(
        ("ticket.back_in_line", "ticket.transferred", "ticket.cancelled", "ticket.carried_over"), _P.MOVE_PEOPLE
    ),
    **dict.fromkeys(("window.opened", "window.paused", "window.resumed", "window.closed"), _P.OPEN_WINDOW),
    "window.queues_changed": _P.ARRANGE_WINDOWS,
    "window.help_called": _P.CALL_FOR_HELP,
    **dict.fromkeys(("window.help_coming", "window.help_settled", "window.help_still_needed"), _P.ANSWER_HELP),
    **dict.fromkeys(
        ("window.defined", "window.code_made", "window.code_revoked", "window.desk_enrolled", "window.desk_dismissed"),
        _P.DEFINE_WINDOWS,
    ),
    "catalog.published": _P.PUBLISH_CATALOG,
    # whoever sends steps may give up those of their own desk that were sent back
    **dict.fromkeys(
        ("clerk.signed_in", "clerk.signed_out", "case.paper_printed", "case.steps_given_up", "case.step_taken_back"),
        _P.PUSH_EVENTS,
    ),
}  # fmt: skip

# An item handled at once (即办件) is decided by the clerk who took it in, in the same sitting.
_AT_ONCE = frozenset({"case.decided", "case.paused", "case.resumed"})


def allows(roles: Iterable[str], permission: Permission) -> bool:
    """Whether any of these roles holds the permission. A role nobody knows holds nothing."""
    return any(permission in _HOLDS.get(role, frozenset()) for role in roles)


def require(roles: Iterable[str], permission: Permission) -> None:
    """Refusal `access.denied`, naming the permission, unless one of the roles holds it."""
    if not allows(roles, permission):
        raise Refusal("access.denied", permission=permission.value)


def confined(roles: Iterable[str], permission: Permission) -> bool:
    """Whether somebody holds a permission for their department alone: they do, and through no other role of theirs."""
    others = [role for role in roles if role != Role.DEPARTMENT]
    return not allows(others, permission)


def fact_permission(kind: str, *, at_once: bool = False) -> Permission:
    """What one must be permitted to add a fact of this kind; `at_once` when the case's item is handled at once.

    Refusal `access.unknown_kind`: what is not in the table nobody may do.
    """
    found = _BY_KIND.get(kind)
    if found is None:
        raise Refusal("access.unknown_kind", kind=kind[:48])
    return Permission.TAKE_IN if at_once and kind in _AT_ONCE else found
