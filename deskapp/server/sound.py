"""Could this event have been written by our program at all? Asked before anything else: what comes in is hostile.

A value the database would not take, or that would later break whoever reads it, is found here, where it holds up
nobody but itself.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from datetime import datetime

from deskapp.failures import ContentTrouble, Refusal
from deskapp.ids import PageDigest
from deskapp.journal.kinds import BY_NAME, CATALOG, CLERK, Fact
from deskapp.journal.page_names import pages_named
from deskapp.journal.seals import KEY_BYTES
from deskapp.protocol.json import encode
from deskapp.protocol.messages import Event
from deskapp.rules import case as cases
from deskapp.rules import ticket as tickets
from deskapp.rules import window as windows
from deskapp.rules.catalog_text import from_plain
from deskapp.rules.happening import CatalogPublished
from deskapp.rules.numbering import read_ticket_number, ticket_number
from deskapp.server.moments import YEARS, timely

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_TRACK = re.compile(r"[A-Za-z0-9_-]{22,64}")  # 22 letters of base64 hold 128 bits
_INTEGER, _BIG = 2**31, 2**53  # what the columns hold, and every program that reads JSON
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_PAYLOAD = 256 * 1024  # bytes: a catalogue is not pushed but published
_NESTING = frozenset({dict, list})
_MOST_ANSWERS = 200
_DEEPEST = 64  # nested lists and objects: no fact has more than four


def unsound(event: Event) -> str | None:
    """The code of what no program of ours writes: `event.malformed`, `event.too_large`. None for a sound envelope."""
    numbers = (
        0 <= event.version < _INTEGER
        and 1 <= event.schema < _INTEGER
        and 1 <= event.epoch < _INTEGER
        and 1 <= event.device_seq < _BIG
    )
    digests = _DIGEST.fullmatch(event.prev) and _DIGEST.fullmatch(event.digest)
    stream, stream_id, kind, actor, device = event.stream, event.stream_id, event.kind, event.actor, event.device
    named = (
        0 < len(stream) <= 16
        and 0 < len(stream_id) <= 64
        and 0 < len(kind) <= 48
        and 0 < len(actor) <= 64
        and 0 < len(device) <= 64
        and f"{stream}{stream_id}{kind}{actor}{device}".isprintable()
    )
    if not (numbers and digests and named and _ID.fullmatch(event.id) and _is_moment(event.occurred_at)):
        return "event.malformed"
    try:
        size = len(encode(event.payload))
    except (RecursionError, UnicodeEncodeError):
        return "event.malformed"
    if size > _PAYLOAD:
        return "event.too_large"
    return "event.malformed" if _too_deep(event.payload) else None


def ask_sense(event: Event, fact: Fact) -> None:
    """Whether a fact that has its kind's shape also makes sense where it stands.

    ContentTrouble `event.wrong_stream`, `event.no_sense`, or what reading a number or a catalogue raises; Refusal
    `page.wrong_digest`.
    """
    if BY_NAME[event.kind].stream != event.stream:
        raise ContentTrouble("event.wrong_stream", kind=event.kind)
    if not timely(fact) or (event.stream == CLERK and event.stream_id != event.actor):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    if isinstance(fact, CatalogPublished):
        catalog = from_plain(dict(fact.catalog))
        same = (fact.version, fact.valid_from) == (catalog.version, catalog.valid_from.isoformat())
        if event.stream != CATALOG or not same or event.stream_id != fact.version:
            raise ContentTrouble("event.no_sense", kind=event.kind)
    if not _makes_sense(event, fact):
        raise ContentTrouble("event.no_sense", kind=event.kind)
    if any(not _DIGEST.fullmatch(page) for page in pages_named(event)):
        raise Refusal("page.wrong_digest")


def _makes_sense(event: Event, fact: Fact) -> bool:
    if isinstance(fact, cases.Opened):
        names = _named(fact.item, 64) and _named(fact.window, 16) and _named(fact.ticket or "-", 64)
        return names and _is_track(fact.track) and _answers(fact.answers) and _is_bundle(fact.bundle)
    if isinstance(fact, (cases.Filed, cases.ApplicantCorrected)):
        return _answers(fact.answers)
    if isinstance(fact, cases.Answered):
        return _answers({fact.question: fact.answer or "-"})
    if isinstance(fact, cases.Signed):
        return bool(_DIGEST.fullmatch(fact.text)) and 0 < len(fact.papers) <= 8
    if isinstance(fact, cases.Accepted):
        return _is_number(fact.number) and (not fact.bundle_number or _is_number(fact.bundle_number))
    if isinstance(fact, cases.Delivered):
        return _named(fact.handing or "-", 64)
    if isinstance(fact, tickets.Issued):
        queue, serial = read_ticket_number(fact.number)
        written = fact.number == ticket_number(queue, serial)  # as typed it may look otherwise, and be given twice
        return written and queue == fact.queue and _named(fact.item or "-", 64)
    if isinstance(fact, tickets.Called):
        return _named(fact.window, 16)
    if isinstance(fact, tickets.Transferred):
        return _named(fact.queue, 1)
    if isinstance(fact, windows.WindowOpened):  # nobody opens a window for another desk
        return fact.clerk == event.actor and fact.device == event.device
    return True


def is_key(text: str) -> bool:
    """Whether this is the key of a case, as base64."""
    try:
        return len(base64.b64decode(text, validate=True)) == KEY_BYTES
    except (ValueError, binascii.Error):
        return False


def well_formed(page: str) -> bool:
    """Whether this can be a page's digest."""
    return bool(_DIGEST.fullmatch(page))


def digests_of(event: Event) -> list[PageDigest]:
    """The pages an event names, those that can be a digest."""
    return [page for page in pages_named(event) if well_formed(page)]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 32


def _is_track(text: str) -> bool:
    return bool(_TRACK.fullmatch(text))


def _is_bundle(bundle: cases.InBundle | None) -> bool:
    return bundle is None or (_named(bundle.id, 64) and _named(bundle.theme, 64) and _is_track(bundle.track))


def _named(text: str, longest: int) -> bool:
    return 0 < len(text) <= longest and text.isprintable()


def _answers(answers: Mapping[str, str]) -> bool:
    named = all(_named(code, 40) and _named(said, 40) for code, said in answers.items())
    return named and len(answers) <= _MOST_ANSWERS


def _is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).year in YEARS
    except ValueError:
        return False


def _too_deep(value: object) -> bool:
    """Looked at level by level, because what is nested too deeply must not be walked into."""
    if isinstance(value, dict) and _NESTING.isdisjoint(map(type, value.values())):
        return False
    level = [value]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True
