"""The last line: who, which window, the line, the devices, the day so far."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from deskapp.queries.call_sheet import CallSheet
from deskapp.queries.help_sign import HelpSign
from ui.clerk import scan_words
from ui.parts.elided import Elided
from ui.parts.line_lamp import LineLamp
from ui.parts.look import button, label, set_tone
from ui.parts.spoken import Spoken


@dataclass(frozen=True, slots=True)
class Who:
    """Who works here."""

    name: str
    window: str
    offline: bool = False  # signed in while the line was cut


class StatusBar(Spoken):
    """In: who, the call sheet, what the devices lack. Out: that something is to be found."""

    find_asked = Signal()

    def __init__(self, find_key: str) -> None:
        super().__init__()
        self._find_key = find_key
        self.setProperty("bar", True)
        self._who: Who | None = None
        self._call: CallSheet | None = None
        self._devices: str | None = None
        self._profile = ""
        self.who = label(0.9)
        self.devices = Elided(0.9)
        self.day = label(0.9, tone="quiet")
        self.help = label(0.9, tone="quiet")  # a few dots that only the clerk knows; nothing says them aloud
        self.help.setAccessibleName("\u00a0")
        self.citizen = label(0.9)
        self.update_line = label(0.9, tone="quiet")
        self.update_line.hide()
        self.lamp = LineLamp()
        self.find_button = button("flat")
        self.find_button.clicked.connect(self.find_asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 2)
        row.setSpacing(16)
        row.addWidget(self.who)
        row.addWidget(self.lamp)
        row.addWidget(self.citizen)
        row.addWidget(self.devices, 1)
        row.addWidget(self.update_line)
        row.addWidget(self.find_button)
        row.addWidget(self.day)
        row.addWidget(self.help)
        self.say()

    def show_who(self, who: Who) -> None:
        """Show who works here."""
        self._who = who
        self.say()

    def show_call(self, sheet: CallSheet) -> None:
        """Show the day so far."""
        self._call = sheet
        self.say()

    def show_devices(self, lacking: str) -> None:
        """Show that the devices are there, or which is not: "" when nothing is lacking."""
        self._devices = lacking
        self.say()

    def show_profile(self, name: str) -> None:
        """Show in which profile pages are scanned now; "" for the usual one."""
        self._profile = name
        self.say()

    def show_citizen(self, words: str) -> None:
        """Say what is happening on the citizen's screen; "" for nothing."""
        self.citizen.setText(words)
        self.citizen.setVisible(bool(words))

    def show_update(self, words: str) -> None:
        """Say what is known of a new version; "" for nothing. It wants nothing from whoever works here."""
        self.update_line.setText(words)
        self.update_line.setVisible(bool(words))

    def show_help(self, sign: HelpSign) -> None:
        """Show how far a call for help has come: one dot, it is kept; two, it is there; three, somebody is coming."""
        dots = {HelpSign.NONE: 0, HelpSign.KEPT: 1, HelpSign.SENT: 2, HelpSign.COMING: 3}[sign]
        self.help.setText("·" * dots)

    def say(self) -> None:
        """Say everything again."""
        who, call = self._who, self._call
        self.find_button.setText(self.tr("查找") + f" {self._find_key}")
        if who is not None:
            signed_in = self.tr("（离线登录）") if who.offline else ""
            self.who.setText(self.tr("{window} 号窗 · {name}").format(window=who.window, name=who.name) + signed_in)
        if self._devices is not None:
            said = f"⚠ {self._devices}" if self._devices else self.tr("设备 ✓")
            if self._profile:
                said += " · " + self.tr("扫描：{name}").format(name=scan_words.profile_name(self._profile))
            self.devices.setText(said)
            set_tone(self.devices, "owed" if self._devices or self._profile else "quiet")
        if call is not None:
            said = self.tr("今日 {n} 件").format(n=call.served_today)
            if call.average_minutes is not None:
                said += " · " + self.tr("平均 {m} 分钟").format(m=f"{call.average_minutes:.1f}")
            self.day.setText(said)
