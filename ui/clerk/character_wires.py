"""Rare characters: the box opens over whatever is being filled in, and what is chosen goes to the cursor there.

Nothing of it is made before somebody asks: neither the box nor what it finds by costs the start anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication

from ui.clerk.session import Session
from ui.icons import icon
from ui.keys import Ask
from ui.parts.field import Field, Line
from ui.parts.messages import Tone
from ui.theme import worn

if TYPE_CHECKING:
    from deskapp.characters.finding import Character
    from ui.parts.character_box import CharacterBox

_NO_LETTERS = "name.no_letters"
_BASIC_BLOCK = range(0x4E00, 0xA000)


class CharacterWires(QObject):
    """Joins the fields that take Chinese to the box, and the box to `deskapp.characters`."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.box: CharacterBox | None = None
        self._line: Line | None = None
        session.screen.when(Ask.CHARACTER, self.open)
        session.cleared.connect(lambda: session.screen.messages.withdraw(_NO_LETTERS))
        drawn = icon("character", worn().quiet)
        for field in session.screen.findChildren(Field):
            if field.line.chinese:
                self._offer(field, drawn)

    def open(self) -> None:
        """Open the box for the line that has the focus, or else for the name of the applicant."""
        focus, page = QApplication.focusWidget(), self._s.screen.applicant
        if self.box is not None and self.box.isVisible():
            return
        if isinstance(focus, Line) and focus.chinese:
            self._open_for(focus)
        elif page.editing:
            page.go_to("name")
            self._open_for(page.fields["name"].line)
        else:
            key = self._s.screen.keys.text(Ask.CHARACTER)
            words = self.tr("先把光标放到姓名、地址等要填的格子里，再按 {key}。")
            self._s.say("character.nowhere", Tone.OWED, lambda: words.format(key=key))

    def _offer(self, field: Field, drawn: QIcon) -> None:
        mark = QAction(drawn, "", field)
        mark.setToolTip(self.tr("生僻字 {key}").format(key=self._s.screen.keys.text(Ask.CHARACTER)))
        field.offer_characters(mark)
        field.character_asked.connect(lambda: self._from(field))
        field.left.connect(lambda: self._look_for_letters(field.text()))

    def _from(self, field: Field) -> None:
        field.line.setFocus()
        self._open_for(field.line)

    def _open_for(self, line: Line) -> None:
        self._line = line
        if self.box is None:
            self.box = self._made()
        self.box.start()

    def _made(self) -> CharacterBox:
        from ui.parts.character_box import CharacterBox

        box = CharacterBox(self._s.screen)
        box.asked.connect(self._find)
        box.chosen.connect(self._put)
        box.found.shown.connect(self._look_alike)
        self._s.screen.add_overlays(box)
        self._s.screen.characters = box
        return box

    def _find(self, words: str, strokes: int) -> None:
        def found() -> tuple[Character, ...]:
            from deskapp.characters.finding import find
            from deskapp.rules.asked_character import asked

            return find(asked(words), strokes=strokes)

        self._s.do("reading", found, lambda characters: self._show(words, characters))

    def _show(self, words: str, found: tuple[Character, ...]) -> None:
        if self.box is not None:
            self.box.show_found(words, found)

    def _look_alike(self, one: Character | None) -> None:
        if one is None:
            return
        letter = one.letter

        def told() -> tuple[str, bool]:
            from deskapp.characters.finding import variants
            from deskapp.papers.fonts import without_letters

            return "".join(sorted(variants(letter))[:12]), bool(without_letters(letter))

        self._s.do("reading", told, lambda said: self._warn(letter, *said))

    def _warn(self, letter: str, alike: str, unprintable: bool) -> None:
        box = self.box
        marked = box.found.currentIndex().data() if box is not None else None
        if box is None or marked != letter:
            return
        lines = []
        if unprintable:
            lines.append(self.tr("没有字体能印这个字：文书上印成方框，框里是它的编码。"))
        if alike:
            lines.append(self.tr("另有异体：{alike}　请与证件逐笔核对。").format(alike="　".join(alike)))
        box.warn("\n".join(lines))

    def _look_for_letters(self, text: str) -> None:
        """Whether what was typed can be printed. Everyday characters are not asked about: papers are set in them."""
        if all(letter.isascii() or letter == "·" or ord(letter) in _BASIC_BLOCK for letter in text):
            return

        def missing() -> tuple[str, ...]:
            from deskapp.papers.fonts import without_letters

            return without_letters(text)

        self._s.do("reading", missing, self._say_letters)

    def _say_letters(self, missing: tuple[str, ...]) -> None:
        if missing:
            codes = "、".join(f"U+{ord(letter):04X}" for letter in missing)
            words = self.tr("没有字体能印 {codes}：文书上印成方框，框里是编码。请告诉申请人，并与证件核对。")
            self._s.say(_NO_LETTERS, Tone.OWED, lambda: words.format(codes=codes))

    def _put(self, letter: str) -> None:
        if self._line is not None:
            self._line.insert(letter)
