"""In which profile F5 scans now. One for a kind of work ends with the person it was chosen for."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from deskapp.devices.scanner import profile
from deskapp.failures import Failure
from deskapp.settings import Settings
from ui.clerk import scan_words
from ui.clerk.session import Session
from ui.keys import Ask
from ui.parts.messages import Tone


class ProfileWires(QObject):
    """Holds this window's settings as they are kept, and the profile over them."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._s = session
        self.settings: Settings = session.desk.settings
        self._profile = profile.USUAL
        session.screen.when(Ask.SCAN_PROFILE, self.next_profile)
        session.cleared.connect(self._back_to_usual)

    def take(self, made: Settings) -> None:
        """These are kept from now on; the profile stays."""
        self.settings = made
        self._use(self._profile)

    def next_profile(self) -> None:
        """Scan in the next profile, until the person has gone."""
        try:
            names = list(profile.profiles(self.settings))
            self._profile = names[(names.index(self._profile) + 1) % len(names)] if self._profile in names else ""
            self._use(self._profile)
        except Failure as failure:
            self._s.say_failure(failure)
            return
        request = profile.profiles(self.settings)[self._profile]
        words = self.tr("扫描方案：{name}（{how}）")
        self._s.say(
            "scanner.profile", Tone.GOOD,
            lambda: words.format(name=scan_words.profile_name(self._profile), how=scan_words.in_short(request)),
        )  # fmt: skip

    def _use(self, name: str) -> None:
        desk = self._s.desk
        self._profile = name
        self._s.desk = replace(desk, settings=profile.with_profile(self.settings, name))
        self._s.screen.status.show_profile(name)

    def _back_to_usual(self) -> None:
        """The next person's papers are scanned as usual, whatever the last one's were."""
        if self._profile != profile.USUAL:
            self._use(profile.USUAL)
            self._s.screen.messages.withdraw("scanner.profile")
