"""One exchange with the centre: pages, then the word about them, then what others did. No sleep."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice

from deskapp.desk import DESK_TOKEN, Station
from deskapp.failures import ContentTrouble, LineTrouble, Refusal, StoreTrouble
from deskapp.ids import PageDigest
from deskapp.journal import outbox, taking_in
from deskapp.protocol.messages import Push, Status, Upload, Verdict
from deskapp.rules.upload_pace import DuePage, overdue
from deskapp.sync.answers import PAGES_ILL, too_much

_PUSH = 500  # events in one request
_PULL = 1000
_ASKED_AT_ONCE = 500
_UPLOADED_AT_ONCE = 20  # pages, and then the centre is asked whether it has them


@dataclass(frozen=True, slots=True)
class Done:
    """What one round moved."""

    pages: int = 0
    pushed: int = 0
    pulled: int = 0
    troubles: tuple[str, ...] = ()  # codes: what could not be moved though the line is up


def run(station: Station) -> Done:
    """Make one round, and tell the line how it went.

    Raises LineTrouble when the line is down, or when the centre refuses this desk (its code is the refusal's);
    whatever had been exchanged before stays exchanged.
    """
    with station.journal.reading() as reading:
        token = reading.local(DESK_TOKEN)
    if token is None:  # nobody has ever signed in here: there is nothing to send and nobody to send it
        return Done()
    try:
        pushed = push(station, token, only_at_once=True)  # no page is so large that a call for help waits for it
        pages, troubles = send_pages(station, token)
        pushed += push(station, token)
        pulled = pull(station, token)
    except LineTrouble as trouble:
        station.line.failed(trouble.code)
        raise
    except Refusal as refusal:  # about this desk, and not about what it sends: its outbox stays as it is
        station.line.failed(refusal.code)
        raise LineTrouble(refusal.code, **refusal.values) from refusal
    station.line.answered()
    return Done(pages, pushed, pulled, troubles)


def send_at_once(station: Station) -> None:
    """Send what waits behind nothing else, beside whatever round is under way. LineTrouble when it did not go."""
    with station.journal.reading() as reading:
        token = reading.local(DESK_TOKEN)
    if token is None:
        raise LineTrouble("line.down")
    push(station, token, only_at_once=True)


def send_pages(station: Station, token: str) -> tuple[int, tuple[str, ...]]:
    """Upload the pages that unsent steps name. A page that cannot be read holds up its own case only."""
    with station.journal.reading() as reading:
        due = {one.page: one for one in outbox.pages_due(reading)}
    if not due:
        return 0, ()
    try:
        return _send_due(station, due, token)
    except LineTrouble as trouble:
        if not trouble.code.startswith(PAGES_ILL):
            raise
        return 0, (trouble.code,)  # the centre's page store is ill: what names no page goes on


def _send_due(station: Station, due: Mapping[PageDigest, DuePage], token: str) -> tuple[int, tuple[str, ...]]:
    over = station.pace.round_over()
    there: set[PageDigest] = set()
    left = iter(due)
    while some := list(islice(left, _ASKED_AT_ONCE)):
        there |= station.centre.known_pages(some, token=token)
    _confirm(station, [page for page in due if page in there])
    sent, troubles = 0, []
    missing = [page for page in due if page not in there]
    while missing:
        if over():
            break
        station.pace.late = overdue(due[missing[0]], station.clock.now())
        count = 1 if station.pace.held_back else _UPLOADED_AT_ONCE
        some, missing = missing[:count], missing[count:]
        uploaded, stuck = _sent_of(station, some, token, over)
        troubles += stuck
        # an upload's answer has no words: what counts is that the centre names the page among those it keeps
        kept = station.centre.known_pages(uploaded, token=token) if uploaded else frozenset()
        _confirm(station, [page for page in uploaded if page in kept])
        sent += len(kept.intersection(uploaded))
    if over():
        station.line.want_round()  # after what others did, and what was done here meanwhile, it goes on
    return sent, tuple(troubles)


def _sent_of(
    station: Station, pages: list[PageDigest], token: str, over: Callable[[], bool]
) -> tuple[list[PageDigest], list[str]]:
    """Those of the pages that went, and the codes of what kept the others."""
    readable, troubles = [], []
    for page in pages:
        try:
            readable.append(_upload(station, page, over))
        except (StoreTrouble, ContentTrouble) as failure:
            troubles.append(failure.code)
    whole, begun = not station.pace.held_back, time.monotonic()
    failed = station.centre.upload(readable, token=token)
    if whole and not failed and not over():
        station.pace.saw(sum(page.size for page in readable), time.monotonic() - begun)
    gone = [page.digest for page in readable if page.digest not in failed]
    return gone, troubles + [failure.code for failure in failed.values()]


def push(station: Station, token: str, *, only_at_once: bool = False) -> int:
    """Send what is unsent, in device order, until nothing more may be sent; returns how much was settled.

    A batch that the centre cannot read is halved until the one step it is about is found. Raises every other Refusal.
    """
    settled, at_once = 0, _PUSH
    while True:
        with station.journal.reading() as reading:
            batch = outbox.unsent(reading, limit=at_once, only_at_once=only_at_once)
        if not batch.events:
            return settled
        try:
            verdicts = station.centre.push(Push(events=batch.events, keys=batch.keys), token=token).verdicts
        except Refusal as refusal:
            if refusal.code not in _ABOUT_THE_BATCH:
                raise
            if len(batch.events) > 1:
                at_once = max(1, len(batch.events) // 2)  # find the one that the centre cannot stand
                continue
            verdicts = [_rejected(batch.events[0].id, refusal)]
        with station.journal.writing() as facts:
            moved = outbox.judged(facts, verdicts)
        if not moved:
            return settled  # everything waits for something
        settled += moved


# Answers that are about what was sent. Every other is about the desk, its token or its version: a centre that moved
# must not make rejected steps of a whole outbox.
_ABOUT_THE_BATCH = frozenset({"json.not_this_shape", "request.too_large", "request.too_many", "event.no_sense"})


def _rejected(event_id: object, refusal: Refusal) -> Verdict:
    return Verdict(id=event_id, status=Status.REJECTED, reason=refusal.code, values=refusal.values)  # type: ignore[arg-type]


def pull(station: Station, token: str) -> int:
    """Take in what others did, each batch together with the cursor; returns how many events were new.

    When an answer is longer than any may be, or too long on its way, half as much is asked for, down to one event: only
    then it is the line's trouble. Asked for in the same way again, it would be the same answer for ever.
    """
    taken, limit = 0, _PULL
    while True:
        with station.journal.reading() as reading:
            after = taking_in.cursor(reading)
        try:
            batch = station.centre.pull(token=token, after=after, limit=limit)
        except LineTrouble as trouble:
            if limit == 1 or not too_much(trouble):
                raise
            limit //= 2
            continue
        with station.journal.writing() as facts:
            taken += taking_in.take_in(facts, batch)
            reached = taking_in.cursor(facts)
        if reached == after or reached >= batch.last:
            return taken


def _confirm(station: Station, pages: list[PageDigest]) -> None:
    if pages:
        with station.journal.writing() as facts:
            outbox.confirm_pages(facts, pages)
            facts.grown.update(("page", page) for page in pages)


def _upload(station: Station, page: PageDigest, over: Callable[[], bool]) -> Upload:
    note = f"upload:{page[:48]}"
    with station.journal.reading() as reading:
        location = reading.local(note)
    return Upload(
        digest=page,
        size=station.vault.size(page),
        read_from=lambda offset: station.pace.slices(station.vault.read_from(page, offset)),
        location=location or None,
        located=partial(_located, station, note),
        chunk=station.pace.chunk,
        go_on=lambda: not over(),
    )


def _located(station: Station, note: str, location: str | None) -> None:
    with station.journal.writing() as facts:
        facts.note(note, location or "")
