"""A speaker: says aloud who is called where, one after the other, and tells the centre what was really said.

Three things go on at once, each in a lane of its own: hearing the centre's board, speaking, and confirming. The last
never holds up the one before. Nothing is kept: after a restart or a cut of the line the board is heard anew, and what
was called meanwhile and is still fresh is said (`rules/announcing.py`).
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import wait
from dataclasses import dataclass
from datetime import datetime

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.contract import CHIME, Voice
from deskapp.failures import DeviceTrouble, Failure, LineTrouble, Refusal
from deskapp.ids import TicketId
from deskapp.jobs.lanes import Lanes
from deskapp.journal.chain import moment_of
from deskapp.protocol.board import BoardCall, BoardLine, CallBoard, SpokenWords
from deskapp.rules import announcing
from deskapp.rules.announcement import REST, Phrase, vocabulary
from deskapp.rules.announcing import Calling, Turns

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 10.0  # s until the line is tried again
_LAST_WORDS = 15.0  # s, at the end, for what is still to be confirmed
_TRIES = 60  # of one confirmation: ten minutes, after which nobody asks any more
_LONGEST_TEXT = 200  # characters: ours are a third of it


Tell = Callable[[str, Mapping[str, object]], None]


@dataclass(frozen=True, slots=True)
class SpeakerTerms:
    """`name`: what the timeline of a ticket calls the speaker. `languages` in the order in which they are said, the
    whole `repeats` times; `volume` from 0 to 1. `user` and `password` of a screen; without them nothing is confirmed.
    """

    name: str = "speaker"
    languages: tuple[str, ...] = ("zh", "en")
    repeats: int = 1
    volume: float = 0.8
    user: str = ""
    password: str = ""


class Speaker:
    """Speaks until it is ended. `tell` hears, as a sentence's code and values, what somebody should know."""

    def __init__(self, line: BoardLine, voice: Voice, terms: SpeakerTerms, tell: Tell) -> None:
        self._line = line
        self._voice = voice
        self._terms = terms
        self._tell = tell
        self._turns = Turns()
        self._calls: dict[tuple[TicketId, int], BoardCall] = {}
        self._said: deque[tuple[TicketId, int]] = deque()
        self._guard = threading.Condition()
        self._ended = threading.Event()
        self._refused: Failure | None = None
        self._entered = False
        self._words = frozenset({*vocabulary(), REST})

    def run(self, lanes: Lanes) -> None:
        """Hear, speak and confirm, until `end`. Raises the Refusal of an account that may not confirm."""
        hearing, confirming = lanes.put("line", self.hear), lanes.put("word", self.confirm)
        hearing.add_done_callback(lambda _: self.end())  # whoever hears nothing any more has nothing to say
        self.speak()
        wait([hearing, confirming], _LAST_WORDS)
        self._line.close()
        for ended in (hearing, confirming):
            if ended.done():
                ended.result()
        if self._refused is not None:
            raise self._refused

    def end(self) -> None:
        """Say no more; what is being said is said to its end. From any thread."""
        self._ended.set()
        self._line.break_off()
        with self._guard:
            self._guard.notify_all()

    def hear(self) -> None:
        """Follow the board while there is a line, and try again while there is none."""
        failed = 0  # times in a row
        while not self._ended.is_set():
            try:
                self._enter()
                for number, (board, at) in enumerate(self._line.boards()):
                    self._take(board, at)
                    if number == 0:
                        failed = 0
                        self._tell("speaker.listening", {"speaker": self._terms.name})
            except Refusal as refusal:
                self._refused = refusal
                self.end()
            except LineTrouble as trouble:
                if failed == 0 and not self._ended.is_set():
                    self._tell(trouble.code, trouble.values)
                self._ended.wait(min(_LONGEST_WAIT, _FIRST_WAIT * 2**failed))
                failed += 1

    def speak(self) -> None:
        """Say whose turn it is, one after the other."""
        while (call := self._next()) is not None:
            try:
                self._say(call)
            except Failure as failure:
                self._tell(failure.code, failure.values)
                continue
            self._tell("speaker.said", {"number": call.number, "window": call.window})
            if self._terms.user:
                with self._guard:
                    self._said.append((call.ticket, call.call))
                    self._guard.notify_all()

    def confirm(self) -> None:
        """Tell the centre what was said, in its order, as soon as there is a line for it."""
        while (said := self._next_said()) is not None:
            for _ in range(_TRIES):
                try:
                    self._confirm(*said)
                    break
                except LineTrouble:
                    if self._ended.wait(_LONGEST_WAIT):
                        break
                except Refusal as refusal:
                    self._tell(refusal.code, refusal.values)
                    break

    def _enter(self) -> None:
        if self._terms.user and not self._entered:
            self._line.sign_in(self._terms.user, self._terms.password)
            self._entered = True

    def _confirm(self, ticket: TicketId, call: int) -> None:
        words = SpokenWords(self._terms.name, call)
        try:
            self._line.confirm(ticket, words)
        except Refusal:  # we may have been forgotten meanwhile: then we come in anew, once
            self._line.sign_in(self._terms.user, self._terms.password)
            self._line.confirm(ticket, words)

    def _take(self, board: CallBoard, at: datetime) -> None:
        calls = {(call.ticket, call.call): call for call in board.calls}
        callings = [Calling(c.ticket, c.call, _moment(c.called_at), c.here) for c in board.calls]
        with self._guard:
            self._turns = announcing.told(self._turns, callings, at)
            waiting = {(calling.ticket, calling.call) for calling in self._turns.waiting}
            self._calls = {key: call for key, call in {**self._calls, **calls}.items() if key in waiting}
            self._guard.notify_all()

    def _next(self) -> BoardCall | None:
        """Who is said now; waits for somebody. None when all is over."""
        with self._guard:
            while not self._ended.is_set():
                calling, self._turns = announcing.next_turn(self._turns)
                if calling is not None:
                    return self._calls[calling.ticket, calling.call]
                self._guard.wait()
        return None

    def _next_said(self) -> tuple[TicketId, int] | None:
        with self._guard:
            while not self._said:
                if self._ended.is_set():
                    return None
                self._guard.wait()
            return self._said.popleft()

    def _say(self, call: BoardCall) -> None:
        """Raises what the voice raises."""
        said = list(self._phrases(call))
        if not said:
            raise DeviceTrouble(VoiceCode.NO_LANGUAGE, lang=",".join(self._terms.languages))
        if self._voice.speaks(CHIME.lang):
            self._voice.say(CHIME, self._terms.volume)
        for phrase in said * self._terms.repeats:
            self._voice.say(phrase, self._terms.volume)

    def _phrases(self, call: BoardCall) -> Iterator[Phrase]:
        """What is said of a call, in our languages; only what an announcement can consist of, whoever sent it."""
        words = {said.lang: said for said in call.say}
        for lang in self._terms.languages:
            said = words.get(lang)
            if said is not None and self._words.issuperset(said.clips) and len(said.text) <= _LONGEST_TEXT:
                yield Phrase(lang, said.text, tuple(said.clips))


def _moment(text: str) -> datetime:
    """LineTrouble `line.not_our_centre` for what is none."""
    try:
        return moment_of(text)
    except ValueError as error:
        raise LineTrouble("line.not_our_centre") from error
