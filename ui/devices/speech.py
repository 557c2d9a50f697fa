"""The system's own voices, through Qt TextToSpeech."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot
from PySide6.QtTextToSpeech import QTextToSpeech

from deskapp.devices.errors import VoiceCode
from deskapp.failures import DeviceTrouble
from deskapp.rules.announcement import Phrase

_BEST = "winrt"
PATIENCE = 30.0  # s for one phrase, which lasts five
_SPOKEN = {"zh": QLocale.Language.Chinese, "en": QLocale.Language.English}
_AT_HOME = {"zh": QLocale.Country.China, "en": QLocale.Country.UnitedKingdom}
_CANTONESE = (QLocale.Country.HongKong, QLocale.Country.Macau)  # Chinese in name, and no Mandarin


@dataclass(eq=False)
class _Asked:
    text: str
    lang: str
    volume: float
    over: threading.Event = field(default_factory=threading.Event)
    trouble: VoiceCode | None = None


class SystemVoice(QObject):
    """Implements `devices.voice.contract.Voice` with what the system speaks. Made on the thread of the event loop.

    `engine`: of Qt's, "" for the system's usual one. A system without any speaks no language at all.
    """

    _asked = Signal(object)
    _given_up = Signal()

    def __init__(self, engine: str = "", parent: QObject | None = None, *, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self._patience = patience
        self._playing: _Asked | None = None
        self._speech: QTextToSpeech | None = None
        self._locales: dict[str, QLocale] = {}
        there = [name for name in QTextToSpeech.availableEngines() if name != "mock"]
        # Windows has two, and the newer one sounds better; an engine that does not start has no voices
        for name in [engine] if engine else sorted(there, key=lambda name: name != _BEST):
            self._speech = QTextToSpeech(name, self)
            self._learn()
            if self._locales:
                break
        if self._speech is not None:
            self._speech.stateChanged.connect(self._changed)
        self._asked.connect(self._play, Qt.ConnectionType.QueuedConnection)
        self._given_up.connect(self._stop, Qt.ConnectionType.QueuedConnection)

    def speaks(self, lang: str) -> bool:
        """Whether the system has a voice for it."""
        return lang in self._locales

    def say(self, phrase: Phrase, volume: float) -> None:
        """Raises DeviceTrouble NO_LANGUAGE, SILENT, FAILED. Not to be called on the thread of the event loop."""
        if phrase.lang not in self._locales:
            raise DeviceTrouble(VoiceCode.NO_LANGUAGE, lang=phrase.lang[:8])
        asked = _Asked(phrase.text, phrase.lang, volume)
        self._asked.emit(asked)
        if not asked.over.wait(self._patience):
            self._given_up.emit()
            raise DeviceTrouble(VoiceCode.SILENT, seconds=round(self._patience))
        if asked.trouble is not None:
            raise DeviceTrouble(asked.trouble)

    def _learn(self) -> None:
        """Which languages there are voices for; some engines know only when they have started."""
        known = [] if self._speech is None else self._speech.availableLocales()
        for lang, language in _SPOKEN.items():
            there = [one for one in known if one.language() is language and one.territory() not in _CANTONESE]
            there.sort(key=lambda locale: locale.territory() is not _AT_HOME[lang])
            if there:
                self._locales[lang] = there[0]

    @Slot(object)
    def _play(self, asked: _Asked) -> None:
        if self._speech is None:
            return
        self._speech.setLocale(self._locales[asked.lang])
        self._speech.setVolume(asked.volume)
        self._playing = asked
        self._speech.say(asked.text)

    @Slot(QTextToSpeech.State)
    def _changed(self, state: QTextToSpeech.State) -> None:
        if state is QTextToSpeech.State.Ready:
            if not self._locales:
                self._learn()
            self._over(None)
        elif state is QTextToSpeech.State.Error:
            self._over(VoiceCode.FAILED)

    @Slot()
    def _stop(self) -> None:
        self._over(VoiceCode.SILENT)
        if self._speech is not None:
            self._speech.stop()

    def _over(self, trouble: VoiceCode | None) -> None:
        asked, self._playing = self._playing, None
        if asked is not None:
            asked.trouble = trouble
            asked.over.set()
