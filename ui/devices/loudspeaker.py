"""The system's loudspeaker, through Qt Multimedia.

Qt's sound lives on the thread of its event loop; whoever has something to say waits in a lane of their own. What was
asked is over when the device has run dry after the last sample, not when it was handed over.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QObject, Qt, Signal, Slot
from PySide6.QtMultimedia import QAudioDevice, QAudioFormat, QAudioSink, QMediaDevices, QtAudio

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import RATE, seconds_of, silence
from deskapp.failures import DeviceTrouble

PATIENCE = 5.0  # s beyond the length of the sound, for a device that wakes up slowly
_TAIL = 0.25  # s of silence behind it: a device may stop with its last buffer unheard
_NUMBERS = {
    QAudioFormat.SampleFormat.Int16: ("<i2", 2.0**15 - 1),
    QAudioFormat.SampleFormat.Int32: ("<i4", 2.0**31 - 1),
    QAudioFormat.SampleFormat.Float: ("<f4", 1.0),
}


@dataclass(eq=False)
class _Asked:
    """One sound: what is to be heard, and how it went."""

    sound: bytes
    volume: float
    over: threading.Event = field(default_factory=threading.Event)
    trouble: VoiceCode | None = None


class Loudspeaker(QObject):
    """Plays samples of the bank's form, one sound at a time. Made on the thread of the event loop."""

    _asked = Signal(object)
    _given_up = Signal()

    def __init__(self, parent: QObject | None = None, *, patience: float = PATIENCE) -> None:
        super().__init__(parent)
        self._patience = patience
        self._playing: _Asked | None = None
        self._sink: QAudioSink | None = None
        self._source: QBuffer | None = None
        self._asked.connect(self._begin, Qt.ConnectionType.QueuedConnection)
        self._given_up.connect(self._stop, Qt.ConnectionType.QueuedConnection)

    def play(self, sound: bytes, volume: float) -> None:
        """Let it be heard; returns when it was, to its end. Not to be called on the thread of the event loop.

        Raises DeviceTrouble NONE, SILENT, FAILED.
        """
        asked = _Asked(sound, volume)
        patience = seconds_of(sound) + self._patience
        self._asked.emit(asked)
        if not asked.over.wait(patience):
            self._given_up.emit()
            raise DeviceTrouble(VoiceCode.SILENT, seconds=round(patience))
        if asked.trouble is not None:
            raise DeviceTrouble(asked.trouble)

    @Slot(object)
    def _begin(self, asked: _Asked) -> None:
        device = QMediaDevices.defaultAudioOutput()
        if device.isNull():
            asked.trouble = VoiceCode.NONE
            asked.over.set()
            return
        form = form_for(device)
        self._playing = asked
        self._source = QBuffer(self)
        self._source.setData(QByteArray(in_form(asked.sound + silence(_TAIL), form)))
        self._source.open(QBuffer.OpenModeFlag.ReadOnly)
        self._sink = QAudioSink(device, form, self)
        self._sink.setVolume(asked.volume)
        self._sink.stateChanged.connect(self._changed)
        self._sink.start(self._source)

    @Slot(QtAudio.State)
    def _changed(self, state: QtAudio.State) -> None:
        if self._sink is None or state is QtAudio.State.ActiveState:
            return
        ran_dry = self._sink.error() in (QtAudio.Error.NoError, QtAudio.Error.UnderrunError)
        if state is QtAudio.State.IdleState and ran_dry:
            self._over(None)
        elif state in (QtAudio.State.StoppedState, QtAudio.State.IdleState):
            self._over(VoiceCode.FAILED)

    @Slot()
    def _stop(self) -> None:
        self._over(VoiceCode.SILENT)

    def _over(self, trouble: VoiceCode | None) -> None:
        asked, sink, source = self._playing, self._sink, self._source
        self._playing = self._sink = self._source = None
        if sink is not None and source is not None:
            sink.stop()
            sink.deleteLater()
            source.deleteLater()
        if asked is not None:
            asked.trouble = trouble
            asked.over.set()


def form_for(device: QAudioDevice) -> QAudioFormat:
    """The clips' own form, or the device's where it plays no other."""
    form = QAudioFormat()
    form.setSampleRate(RATE)
    form.setChannelCount(1)
    form.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return form if device.isFormatSupported(form) else device.preferredFormat()


def in_form(sound: bytes, form: QAudioFormat) -> bytes:
    """The bank's samples as a device wants them. DeviceTrouble FAILED for a kind of number that no device has."""
    if form.sampleFormat() not in _NUMBERS:
        raise DeviceTrouble(VoiceCode.FAILED)
    kind, top = _NUMBERS[form.sampleFormat()]
    heard = np.frombuffer(sound, "<i2").astype(np.float64) / (2**15 - 1)
    count = round(len(heard) * form.sampleRate() / RATE)
    stretched = np.interp(np.arange(count) * (RATE / form.sampleRate()), np.arange(len(heard)), heard)
    return np.repeat(stretched * top, form.channelCount()).astype(kind).tobytes()
