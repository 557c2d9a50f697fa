"""The course of a new version at a desk: asked for, fetched, checked, and installed between two shifts.

One step at a time, each short, in a lane of its own; nothing waits for it. What it does is decided by what lies on the
disk, so that a desk may be killed between any two steps and goes on from there.
"""

from __future__ import annotations

import logging
import random
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from msgspec.structs import replace

from deskapp.desk import DESK_TOKEN, Station
from deskapp.failures import ContentTrouble, Failure, LineTrouble, Refusal, StoreTrouble
from deskapp.protocol import update_statement
from deskapp.protocol.updates import (
    DeskProgram,
    UpdateOffer,
    UpdatesOfCentre,
    UpdateState,
    UpdateStatement,
)
from deskapp.rules.program_version import is_newer
from deskapp.rules.update_hours import USUAL_HOURS, Hours, may_install, read_hours, read_minutes
from deskapp.updates import installing
from deskapp.updates.fetching import fetch
from deskapp.updates.installing import Program
from deskapp.updates.kept import Remembered, UpdateFolder

ASKED_EVERY = timedelta(minutes=30)
_AGAIN = timedelta(minutes=5)  # after a line that was down, or a disk that was full
_SPREAD = 300  # s: in the morning a whole hall starts within a minute
_MOST_TRIES = 3  # to fetch it whole, and to install it

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UpdateSheet:
    """What a screen may say of it."""

    version: str = ""
    state: UpdateState = UpdateState.NONE


@dataclass(frozen=True, slots=True)
class Stepped:
    """What came of a step. `more`: the next need not wait; `now`: it may be installed at this moment."""

    sheet: UpdateSheet
    more: bool = False
    now: bool = False


@dataclass(frozen=True, slots=True)
class Stillness:
    """How still it is here. `empty_for`: how long nobody has been signed in, None while somebody is."""

    empty_for: timedelta | None
    busy: bool


class Course:
    """For one lane, but for `end`. `keys`: whose signature is believed."""

    def __init__(self, station: Station, centre: UpdatesOfCentre, keys: Sequence[bytes], program: Program) -> None:
        self._station = station
        self._centre = centre
        self._keys = keys
        self._program = program
        self._folder = UpdateFolder(station.settings.home / "updates")
        self._empty_long = read_minutes(station.settings.update_after)
        spread = random.randrange(_SPREAD)  # noqa: S311 - spreads requests, guards nothing
        self._next: datetime = station.clock.now() + timedelta(seconds=spread)
        self._ended = threading.Event()
        self._setup: subprocess.Popen[bytes] | None = None

    def begin(self) -> UpdateSheet:
        """At the start of the program, once it could open what it needs: how did it go?"""
        known = before = self._folder.read()
        if known.state is not UpdateState.INSTALLING:
            self._program.let_go()
        if known.version and not self._is_newer(known.version):
            if known.state is UpdateState.INSTALLING:
                self._folder.say_came(self._program.version)
            known = Remembered()
        elif known.state is UpdateState.INSTALLING and (code := self._folder.ended()) is None:
            known = _tried(known, UpdateState.READY, UpdateState.WENT_BACK, "update.cut_off")  # the power went
        elif known.state is UpdateState.INSTALLING:
            log.warning("version %s was not installed: the setup ended with %d", known.version, code)
            known = replace(known, state=UpdateState.WENT_BACK, why="update.went_back")
        if known.state in (UpdateState.NONE, UpdateState.WENT_BACK):
            self._folder.clear()  # a setup that still ran could not be deleted the last time
        if known != before:
            self._folder.write(known)
        return _sheet(known)

    def step(self, stillness: Stillness) -> Stepped:
        """Ask, if it is time; fetch some more, if there is something to fetch. What failed is tried again later.

        StoreTrouble `update.not_kept` when the disk takes nothing.
        """
        token = self._token()
        now = self._station.clock.now()
        known = self._folder.read()
        try:
            if token and not now < self._next <= now + ASKED_EVERY:  # a clock may have been set back
                self._next = now + ASKED_EVERY
                known = self._asked(known, token)
            if token and known.state is UpdateState.FETCHING:
                known = self._fetched(known, token)
        except (LineTrouble, Refusal) as failure:
            self._next = min(self._next, now + _AGAIN)
            log.info("no new version was asked for or fetched: %s", failure.code)
            return Stepped(_sheet(self._folder.read()))
        return Stepped(
            _sheet(known),
            more=known.state is UpdateState.FETCHING and not known.why,
            now=known.state is UpdateState.READY and self._may_install(known, stillness, now),
        )

    def install(self) -> bool:
        """Start the setup of what lies ready; whether it was started. This program must end then, and at once.

        StoreTrouble `update.not_kept`.
        """
        known = self._folder.read()
        if known.state is not UpdateState.READY or known.offer is None:
            return False
        try:
            statement = self._believed(known.offer)
            package = self._folder.whole(statement)
            if not update_statement.is_whole(package, statement):
                raise ContentTrouble("update.damaged", version=statement.version)
            self._folder.write(replace(known, state=UpdateState.INSTALLING))
            self._setup = installing.start(self._program, package, self._folder)
        except (ContentTrouble, StoreTrouble, OSError) as error:
            code = error.code if isinstance(error, Failure) else "update.not_kept"
            log.warning("version %s was not installed: %s", known.version, code)
            again = UpdateState.FETCHING if code == "update.damaged" else UpdateState.READY
            never = code in ("update.other_publisher", "update.not_signed")
            self._folder.write(_tried(known, UpdateState.REFUSED if never else again, UpdateState.REFUSED, code))
            return False
        return True

    def end(self) -> None:
        """Fetch no more: what came is kept. Returns at once; from any thread."""
        self._ended.set()

    def _token(self) -> str:
        with self._station.journal.reading() as reading:
            return reading.local(DESK_TOKEN) or ""

    def _asked(self, known: Remembered, token: str) -> Remembered:
        """Tell the centre how far it is here, and hear what there is."""
        offer = self._centre.ask(self._said(known), token=token)
        if offer is None:
            if known.offer is None:
                return known
            self._folder.clear()  # withdrawn, or installed by hand
            return self._remember(Remembered())
        if known.offer is not None and (offer.id, offer.signed) == (known.offer.id, known.offer.signed):
            return known if known.offer == offer else self._remember(replace(known, offer=offer))  # other hours
        return self._taken(offer)

    def _taken(self, offer: UpdateOffer) -> Remembered:
        """A new offer is believed for its signature alone, and only forward."""
        try:
            statement = update_statement.opened(offer.signed, self._keys)
            fits = self._fits(statement)
        except (ContentTrouble, Refusal) as failure:
            log.warning("what the centre offers is not believed: %s", failure.code)
            return self._remember(Remembered(offer=offer, state=UpdateState.REFUSED, why=failure.code))
        if not fits:
            self._folder.clear()
            return Remembered() if self._folder.read() == Remembered() else self._remember(Remembered())
        known = Remembered(offer=offer, version=statement.version, state=UpdateState.FETCHING)
        if self._program.words is None or not self._program.replaceable():
            known = replace(known, state=UpdateState.WAITS_FOR_ADMIN)
        self._folder.clear(but=statement)
        return self._remember(known)

    def _fetched(self, known: Remembered, token: str) -> Remembered:
        assert known.offer is not None  # noqa: S101 - nothing else is fetched
        round_over = self._station.pace.round_over()
        try:
            statement = self._believed(known.offer)
            package = fetch(
                self._centre, statement, self._folder, token=token, pace=self._station.pace,
                over=lambda: self._ended.is_set() or round_over(),
            )  # fmt: skip
        except ContentTrouble as trouble:
            log.warning("version %s was thrown away: %s", known.version, trouble.code)
            return self._remember(_tried(known, UpdateState.FETCHING, UpdateState.REFUSED, trouble.code))
        except StoreTrouble as trouble:  # later: there may be room then
            if trouble.code != known.why:
                log.warning("version %s cannot be kept: %s", known.version, trouble.code)
            return self._remember(replace(known, why=trouble.code))
        except Refusal:
            self._next = self._station.clock.now()  # withdrawn: what is there now?
            raise
        if package is None:
            return self._remember(replace(known, why="")) if known.why else known
        self._next = self._station.clock.now()  # the administrator sees it soon
        return self._remember(replace(known, state=UpdateState.READY, why=""))

    def _believed(self, offer: UpdateOffer) -> UpdateStatement:
        """What was signed, if it is for this program. ContentTrouble `update.not_signed`."""
        statement = update_statement.opened(offer.signed, self._keys)
        if not self._fits(statement):
            raise ContentTrouble("update.not_signed")
        return statement

    def _fits(self, statement: UpdateStatement) -> bool:
        """Whether it is newer than this program, and of its kind. Refusal `update.bad_version`."""
        return statement.kind == self._program.kind and is_newer(statement.version, self._program.version)

    def _is_newer(self, version: str) -> bool:
        """The same of what was remembered, which may be anything."""
        try:
            return is_newer(version, self._program.version)
        except Refusal:
            return False

    def _may_install(self, known: Remembered, stillness: Stillness, now: datetime) -> bool:
        return may_install(
            _hours(known), now, empty_for=stillness.empty_for, empty_long=self._empty_long, busy=stillness.busy
        )

    def _remember(self, known: Remembered) -> Remembered:
        self._folder.write(known)
        return known

    def _said(self, known: Remembered) -> DeskProgram:
        program = self._program
        return DeskProgram(
            version=program.version, kind=program.kind, state=known.state, offered=known.version, why=known.why
        )


def _tried(known: Remembered, again: UpdateState, over: UpdateState, why: str) -> Remembered:
    """One more try has failed; after some of them it is over, until it is offered anew."""
    tries = known.tries + 1
    return replace(known, tries=tries, why=why, state=again if tries < _MOST_TRIES else over)


def _sheet(known: Remembered) -> UpdateSheet:
    """Of what a clerk can do nothing about nothing is said: the administrator sees it."""
    if known.state in (UpdateState.REFUSED, UpdateState.WENT_BACK):
        return UpdateSheet()
    return UpdateSheet(known.version, known.state)


def _hours(known: Remembered) -> Hours:
    """When it may be installed, as the centre says; hours that are none are the usual ones."""
    try:
        return read_hours(known.offer.hours if known.offer is not None else USUAL_HOURS)
    except Refusal:
        return read_hours(USUAL_HOURS)
