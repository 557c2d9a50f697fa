"""The keys of the window. One table; a settings file may give an action another key.

F10 stays the system's own. No key repeats by being held; F2, F4 and F9 would call, pass or accept twice. The primary
key sleeps for 400 ms after a state has changed, so that a finger that is still down does not take the next step too.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from deskapp.failures import Refusal

SLEEP_MS = 400
RESERVED = ("F10", "Alt+F4")


class Ask(StrEnum):
    """What can be asked for by a key. The value is the name that settings use."""

    HELP = "help"
    CALL_NEXT = "call_next"
    CALL_AGAIN = "call_again"
    ARRIVED = "arrived"
    NO_SHOW = "no_show"
    SCAN = "scan"
    STACK = "stack"
    STACK_AWAY = "stack_away"
    SEPARATORS = "separators"
    NOTICE = "notice"
    TRANSFER = "transfer"
    HOLD = "hold"
    LINE = "line"
    ISSUE = "issue"
    STORY = "story"
    FIND_ITEM = "find_item"
    PAUSE = "pause"
    PRIMARY = "primary"
    PRINT_AGAIN = "print_again"
    PREVIEW = "preview"
    CITIZEN = "citizen"
    LOCK = "lock"
    COMMANDS = "commands"
    UNDO = "undo"
    FIND_CASE = "find_case"
    FILES = "files"
    PASTE = "paste"
    CAMERA = "camera"
    FOOT_SWITCH = "foot_switch"
    LARGE = "large"
    CORRECT = "correct"
    APPLICANT = "applicant"
    MATERIALS = "materials"
    PAGES = "pages"
    QUESTIONS = "questions"
    EMERGENCY = "emergency"
    ALARM = "alarm"
    FIGURES = "figures"
    FORECAST = "forecast"
    REPLAY = "replay"
    HAND_OUT = "hand_out"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    PAUSE_CASE = "pause_case"
    WATCH = "watch"
    CHARACTER = "character"
    FOLLOW_UPS = "follow_ups"
    SCANNER = "scanner"
    SCAN_PROFILE = "scan_profile"
    TAKE_READ = "take_read"
    LEAVE_READ = "leave_read"
    BACK = "back"


DEFAULTS: Mapping[Ask, str] = {
    Ask.HELP: "F1",
    Ask.CALL_NEXT: "F2",
    Ask.CALL_AGAIN: "F3",
    Ask.ARRIVED: "Shift+F3",
    Ask.NO_SHOW: "F4",
    Ask.SCAN: "F5",
    Ask.STACK: "Ctrl+M",
    Ask.STACK_AWAY: "Ctrl+Shift+M",
    Ask.SEPARATORS: "Ctrl+Shift+P",
    Ask.NOTICE: "Shift+F5",
    Ask.TRANSFER: "F6",
    Ask.HOLD: "Ctrl+H",
    Ask.LINE: "Ctrl+L",
    Ask.ISSUE: "Ctrl+T",
    Ask.STORY: "Ctrl+G",
    Ask.FIND_ITEM: "F7",
    Ask.PAUSE: "F8",
    Ask.PRIMARY: "F9",
    Ask.PRINT_AGAIN: "Shift+F9",
    Ask.PREVIEW: "Ctrl+P",
    Ask.CITIZEN: "F11",
    Ask.LOCK: "F12",
    Ask.COMMANDS: "Ctrl+K",
    Ask.UNDO: "Ctrl+Z",
    Ask.FIND_CASE: "Ctrl+F",
    Ask.FILES: "Ctrl+O",
    Ask.PASTE: "Ctrl+V",
    Ask.CAMERA: "Ctrl+I",
    Ask.FOOT_SWITCH: "F13",  # no keyboard has it, and a foot switch can be taught it
    Ask.LARGE: "Ctrl+B",
    Ask.CORRECT: "Ctrl+E",
    Ask.APPLICANT: "Ctrl+1",
    Ask.MATERIALS: "Ctrl+2",
    Ask.PAGES: "Ctrl+3",
    Ask.QUESTIONS: "Ctrl+4",
    Ask.EMERGENCY: "Ctrl+F12",  # missed by a finger it only locks the screen
    Ask.ALARM: "Ctrl+J",
    Ask.FIGURES: "Ctrl+D",
    Ask.FORECAST: "Ctrl+Y",
    Ask.REPLAY: "Ctrl+R",
    Ask.HAND_OUT: "Shift+F2",
    Ask.REFUSE: "Shift+F4",
    Ask.WITHDRAW: "Shift+F6",
    Ask.EXTEND: "Shift+F7",
    Ask.PAUSE_CASE: "Shift+F8",
    Ask.WATCH: "Shift+F1",
    Ask.CHARACTER: "Ctrl+U",
    Ask.FOLLOW_UPS: "Shift+F11",
    Ask.SCANNER: "Ctrl+F5",
    Ask.SCAN_PROFILE: "Ctrl+Shift+F5",
    Ask.TAKE_READ: "Ctrl+Return",
    Ask.LEAVE_READ: "Ctrl+N",
    Ask.BACK: "Esc",
}


def key_table(chosen: Mapping[str, str] | None = None) -> dict[Ask, str]:
    """The key of every action, with those that settings chose in place of the usual ones.

    Refusal `keys.unknown_action`, `keys.no_such_key`, `keys.reserved`, or `keys.taken` when two would share one.
    """
    table = dict(DEFAULTS)
    for name, key in (chosen or {}).items():
        if name not in set(Ask):
            raise Refusal("keys.unknown_action", action=name)
        table[Ask(name)] = _checked(key)
    by_key: dict[str, Ask] = {}
    for ask, key in table.items():
        if key in by_key:
            raise Refusal("keys.taken", key=key, action=ask.value, other=by_key[key].value)
        by_key[key] = ask
    return table


def _checked(key: str) -> str:
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    text = sequence.toString(QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1 or not text:
        raise Refusal("keys.no_such_key", key=key)
    if text in RESERVED:
        raise Refusal("keys.reserved", key=text)
    return text


class Keys(QObject):
    """The keys of one screen, bound to what they ask for."""

    def __init__(self, screen: QWidget, table: Mapping[Ask, str], clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(screen)
        self._screen = screen
        self._table = dict(table)
        self._clock = clock
        self._asleep_until: dict[Ask, float] = {}
        self._shortcuts: dict[Ask, QShortcut] = {}

    def text(self, ask: Ask) -> str:
        """The key as it stands on a button: "F9", "Shift+F5"."""
        return QKeySequence(self._table[ask]).toString(QKeySequence.SequenceFormat.NativeText)

    def key(self, ask: Ask) -> Qt.Key:
        """The key itself, for what must know how long it is held."""
        sequence: Any = QKeySequence(self._table[ask])  # the stubs do not know that it can be indexed
        return Qt.Key(sequence[0].key())

    def bind(self, ask: Ask, asked: Callable[[], None]) -> None:
        """Let the key ask for something, wherever on the screen the focus is."""
        shortcut = QShortcut(QKeySequence(self._table[ask]), self._screen)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(lambda: self.press(ask, asked))
        self._shortcuts[ask] = shortcut

    def press(self, ask: Ask, asked: Callable[[], None]) -> None:
        """Ask, unless this key sleeps. A button asks through here too, so that it sleeps with its key."""
        if self._clock() >= self._asleep_until.get(ask, 0.0):
            asked()

    def rest(self, ask: Ask, milliseconds: int = SLEEP_MS) -> None:
        """Let a key sleep, because what it would do has just become something else."""
        self._asleep_until[ask] = self._clock() + milliseconds / 1000

    @property
    def resting(self) -> bool:
        """Whether a key sleeps now."""
        now = self._clock()
        return any(now < until for until in self._asleep_until.values())

    def enable(self, on: bool) -> None:
        """Take all keys away while the screen is locked, but the one that calls for help; and give them back."""
        for ask, shortcut in self._shortcuts.items():
            shortcut.setEnabled(on or ask is Ask.EMERGENCY)
