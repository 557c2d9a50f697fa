"""Which routes open to whom. One table, tested as a whole: a route that is not in it opens to nobody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskapp.rules.access import Permission


@dataclass(frozen=True, slots=True)
class Gate:
    """What opens a route: nothing is asked, or to be signed in, or any one of some permissions."""

    open: bool = False
    any_of: frozenset[Permission] = frozenset()
    desk_too: bool = False  # a desk's own token, which sends what was done there after everybody has signed out


_OPEN = Gate(open=True)
_PUTS = Gate(any_of=frozenset({Permission.PUSH_EVENTS, Permission.FILE_ONLINE}), desk_too=True)
_FILES = Gate(any_of=frozenset({Permission.FILE_ONLINE}))
_SENDS = Gate(any_of=frozenset({Permission.PUSH_EVENTS}), desk_too=True)
_READS = Gate(any_of=frozenset({Permission.READ_JOURNAL}), desk_too=True)
_LOOKS = Gate(any_of=frozenset({Permission.READ_JOURNAL}))  # at a page: always somebody, and never a desk alone
_FOR_DEPARTMENT = Gate(any_of=frozenset({Permission.WORK_FOR_DEPARTMENT}))
_FOLLOWS = Gate(any_of=frozenset({Permission.SUPERVISE}))
_API = "/api/v1"
_OF_CASE = f"{_API}/department/cases/{{case}}"

GATES: Mapping[tuple[str, str], Gate] = {
    ("GET", "/openapi.json"): _OPEN,
    ("GET", f"{_API}/health"): _OPEN,
    ("GET", f"{_API}/windows"): _OPEN,
    ("POST", f"{_API}/enrolments"): _OPEN,  # the code is what opens
    ("POST", f"{_API}/sign-in"): _OPEN,
    ("POST", f"{_API}/sign-out"): Gate(),
    ("POST", f"{_API}/journal"): _SENDS,
    ("GET", f"{_API}/journal"): _READS,
    ("GET", f"{_API}/journal/stream"): _READS,
    ("GET", f"{_API}/snapshot"): _READS,
    ("GET", f"{_API}/checkpoint"): _READS,
    ("POST", f"{_API}/tickets"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("GET", f"{_API}/tickets/waiting"): Gate(any_of=frozenset({Permission.CALL, Permission.SEE_HALL})),
    ("POST", f"{_API}/tickets/call"): Gate(any_of=frozenset({Permission.CALL})),
    ("POST", f"{_API}/tickets/{{ticket}}/call"): Gate(any_of=frozenset({Permission.CALL})),
    ("POST", f"{_API}/tickets/{{ticket}}/print"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("POST", f"{_API}/tickets/return"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("GET", f"{_API}/tickets/find"): Gate(any_of=frozenset({Permission.CALL, Permission.SEE_HALL})),
    ("GET", f"{_API}/tickets/{{ticket}}/story"): Gate(any_of=frozenset({Permission.CALL, Permission.SEE_HALL})),
    ("GET", f"{_API}/tickets/{{ticket}}/paper"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("POST", f"{_API}/tickets/{{ticket}}/move"): Gate(any_of=frozenset({Permission.MOVE_PEOPLE})),
    ("POST", f"{_API}/tickets/{{ticket}}/cancel"): Gate(any_of=frozenset({Permission.MOVE_PEOPLE})),
    ("POST", f"{_API}/tickets/{{ticket}}/back"): Gate(any_of=frozenset({Permission.MOVE_PEOPLE})),
    ("GET", f"{_API}/items/find"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("POST", f"{_API}/bookings"): Gate(any_of=frozenset({Permission.BOOK})),
    ("GET", f"{_API}/bookings"): Gate(any_of=frozenset({Permission.SEE_HALL})),
    ("GET", f"{_API}/bookings/hours"): Gate(any_of=frozenset({Permission.BOOK})),
    ("POST", f"{_API}/bookings/{{booked}}/cancel"): Gate(any_of=frozenset({Permission.BOOK})),
    ("POST", f"{_API}/bookings/check-in"): Gate(any_of=frozenset({Permission.ISSUE_TICKET})),
    ("GET", f"{_API}/figures"): Gate(any_of=frozenset({Permission.SEE_HALL})),
    ("GET", f"{_API}/windows/presence"): Gate(any_of=frozenset({Permission.SEE_HALL})),
    ("GET", f"{_API}/forecast"): Gate(any_of=frozenset({Permission.SEE_HALL})),
    ("GET", f"{_API}/replay"): Gate(any_of=frozenset({Permission.SEE_HALL})),
    ("POST", f"{_API}/windows/{{window}}/release"): Gate(any_of=frozenset({Permission.ARRANGE_WINDOWS})),
    ("GET", f"{_API}/seals/{{digest}}"): _READS,
    ("POST", f"{_API}/update"): _SENDS,
    ("GET", "/updates/{digest}"): _SENDS,
    ("GET", f"{_API}/cases/{{case}}/archive"): Gate(any_of=frozenset({Permission.ARCHIVE})),
    ("POST", f"{_API}/users"): Gate(any_of=frozenset({Permission.MANAGE_USERS})),
    ("POST", f"{_API}/catalog"): Gate(any_of=frozenset({Permission.PUBLISH_CATALOG})),
    ("POST", f"{_API}/catalog/difference"): Gate(any_of=frozenset({Permission.PUBLISH_CATALOG})),
    ("GET", f"{_API}/board"): _OPEN,
    ("GET", f"{_API}/board/stream"): _OPEN,
    ("POST", f"{_API}/tickets/{{ticket}}/shown"): Gate(any_of=frozenset({Permission.TELL_PEOPLE})),
    ("POST", f"{_API}/tickets/{{ticket}}/spoken"): Gate(any_of=frozenset({Permission.TELL_PEOPLE})),
    ("GET", "/board/{hall}"): _OPEN,
    ("GET", "/web/{name}"): _OPEN,
    ("GET", "/sounds/{lang}/{name}"): _OPEN,
    ("GET", f"{_API}/kiosk"): _OPEN,
    ("GET", "/kiosk/{hall}"): _OPEN,
    ("GET", "/kiosk/barcode/{digits}"): _OPEN,
    ("GET", "/track/{code}"): _OPEN,
    ("GET", "/rate/{code}"): _OPEN,
    ("POST", "/rate/{code}"): _OPEN,
    ("GET", f"{_API}/ratings/follow-ups"): _FOLLOWS,
    ("POST", f"{_API}/ratings/follow-ups/{{rating}}"): _FOLLOWS,
    ("POST", f"{_API}/ratings/follow-ups/{{rating}}/phone"): _FOLLOWS,
    ("GET", f"{_API}/ratings/figures"): _FOLLOWS,
    ("POST", f"{_API}/applications"): _FILES,
    ("GET", f"{_API}/applications/{{reference}}"): _FILES,
    ("POST", f"{_API}/applications/{{reference}}/materials"): _FILES,
    ("POST", f"{_API}/applications/{{reference}}/withdrawal"): _FILES,
    ("GET", f"{_API}/department/cases"): _FOR_DEPARTMENT,
    ("GET", _OF_CASE): _FOR_DEPARTMENT,
    ("GET", f"{_OF_CASE}/pages/{{digest}}"): _FOR_DEPARTMENT,
    **{
        ("POST", f"{_OF_CASE}/{step}"): _FOR_DEPARTMENT
        for step in ("take", "pause", "resume", "extend", "decide", "papers", "ready", "form")
    },
    ("GET", f"{_OF_CASE}/form"): _FOR_DEPARTMENT,
    ("POST", f"{_API}/department/papers"): _FOR_DEPARTMENT,
    ("GET", "/department"): _OPEN,  # where one signs in, too
    ("POST", "/department/sign-in"): _OPEN,
    ("POST", "/department/sign-out"): _FOR_DEPARTMENT,
    ("GET", "/department/cases/{case}"): _FOR_DEPARTMENT,
    ("POST", "/department/cases/{case}/look"): _FOR_DEPARTMENT,
    ("GET", "/department/cases/{case}/pages/{digest}"): _FOR_DEPARTMENT,
    ("GET", "/department/cases/{case}/pages/{digest}/small"): _FOR_DEPARTMENT,
    ("POST", "/department/cases/{case}/{step}"): _FOR_DEPARTMENT,
    ("POST", "/pages/known"): _PUTS,
    ("PUT", "/pages/{digest}"): _PUTS,
    ("GET", "/pages/{digest}"): _LOOKS,
    ("HEAD", "/pages/{digest}"): _LOOKS,
    **{("POST", path): _SENDS for path in ("/files", "/files/")},
    **{(method, "/files/{name}"): _SENDS for method in ("HEAD", "PATCH", "DELETE")},
    **{("OPTIONS", path): _OPEN for path in ("/files", "/files/", "/files/{name}")},
}
