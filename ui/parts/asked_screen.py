"""A screen of which something is asked: by a key, a button or a command. Panels lie over it; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.keys import Ask, Keys
from ui.parts.choices import Choice
from ui.parts.find_box import FindBox, matching
from ui.parts.lock_cover import LockCover
from ui.parts.overlay import Overlay


class AskedScreen(QWidget):
    """What is asked is answered by whoever called `when`."""

    commands: FindBox
    cover: LockCover

    def __init__(self, table: Mapping[Ask, str]) -> None:
        super().__init__()
        self.setObjectName("screen")
        self.keys = Keys(self, table)
        self._answers: dict[Ask, Callable[[], object]] = {}
        self._extra_commands: dict[str, tuple[Callable[[], str], Callable[[], object]]] = {}
        self._overlays: tuple[Overlay, ...] = ()
        self._before: QWidget | None = None  # had the focus when the screen was locked

    def add_overlays(self, *panels: Overlay) -> None:
        """Panels that lie over the screen: the key that goes back closes them."""
        self._overlays = (*self._overlays, *panels)

    def when(self, ask: Ask, answer: Callable[[], object]) -> None:
        """Say what happens when this is asked, by whatever key or button."""
        self._answers[ask] = answer

    def offer_command(self, name: str, words: Callable[[], str], answer: Callable[[], object]) -> None:
        """Put something that has no key of its own among the commands."""
        self._extra_commands[name] = (words, answer)

    def ask(self, ask: Ask) -> None:
        """Somebody asked for this. The primary action is that of the panel that lies over the screen and has one."""
        if ask is Ask.PRIMARY and self.panel_answers():
            return
        # whoever stands before the clerk sees nothing happen; what is asked beside the work leaves it as it is; and a
        # character goes into what lies open, and what was read is taken when it can be seen
        if ask not in (Ask.BACK, Ask.EMERGENCY, Ask.CITIZEN, Ask.CHARACTER, Ask.TAKE_READ, Ask.LEAVE_READ):
            self.close_overlays()
        answer = self._answers.get(ask)
        if answer is not None:
            answer()

    def lock(self, who: str) -> None:
        """Cover everything, with what is half done below; no key but those of the cover works, and the one for help."""
        self._before = self.focusWidget()
        self.keys.enable(False)
        self.cover.lock(who)

    def unlock(self) -> None:
        """Uncover: the focus is where it was."""
        self.cover.hide()
        self.keys.enable(True)
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def panel_answers(self) -> bool:
        """Whether a panel took the primary action for itself."""
        return False

    def close_overlays(self) -> bool:
        """Put every panel away. False when none was open."""
        opened = [panel for panel in self._overlays if panel.isVisible()]
        for panel in opened:
            panel.close_panel()
        return bool(opened)

    @property
    def covered(self) -> bool:
        """Whether a panel lies over the screen."""
        return any(panel.isVisible() for panel in self._overlays)

    def offer_commands(self, words: str, named: Sequence[tuple[Ask, str]]) -> None:
        """Show the commands that these words find: those with a key, and the others."""
        self.commands.show_found(words, self.found_commands(words, named))

    def found_commands(self, words: str, named: Sequence[tuple[Ask, str]]) -> list[Choice]:
        """The commands that these words find, as lines to choose from."""
        choices = [Choice(ask.value, said, "", self.keys.text(ask)) for ask, said in named if ask in self._answers]
        choices += [Choice(name, said()) for name, (said, _) in self._extra_commands.items()]
        return matching(choices, words, keys=True)

    def command(self, name: str) -> None:
        """A command was chosen."""
        if name in self._extra_commands:
            self._extra_commands[name][1]()
        else:
            self.ask(Ask(name))
