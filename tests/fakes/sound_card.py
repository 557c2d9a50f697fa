"""A sound card that is not there: PulseAudio with a sink that nobody hears, and an ear on what goes into it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deskapp.devices.voice.bank import RATE
from tests.waiting import eventually

Heard = NDArray[np.float64]


@dataclass
class SoundCard:
    """`environment`: for a process that shall play on it."""

    environment: dict[str, str]
    folder: Path

    @contextmanager
    def listening(self) -> Iterator[Path]:
        """Write down, as samples of the bank's form, what is played until the block ends."""
        file = self.folder / "heard.raw"
        command = ["parec", "-d", "hall.monitor", "--raw", f"--rate={RATE}", "--channels=1", "--format=s16le"]
        with (
            file.open("wb") as out,
            subprocess.Popen([*command, "--latency-msec=20"], stdout=out, env=self.environment) as ear,
        ):
            eventually(lambda: file.stat().st_size > 0, "the ear")
            try:
                yield file
            finally:
                ear.terminate()
                ear.wait(10)


def heard(file: Path) -> Heard:
    """What was written down, from -1 to 1."""
    data = file.read_bytes()
    return np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.float64) / 2**15


def sounding_seconds(sound: Heard, floor: float = 0.01) -> float:
    """How long there is something to hear, counted in pieces of 20 ms."""
    pieces = sound[: len(sound) // 441 * 441].reshape(-1, 441)
    return float((np.abs(pieces).max(axis=1) > floor).sum() * 0.02)


@contextmanager
def sound_card(folder: Path, sinks: bool = True) -> Iterator[SoundCard]:
    """The card, until the block ends; without `sinks` it has no way out."""
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "card"
    environment = {
        **os.environ, "PULSE_SERVER": f"unix:{place}", "PULSE_RUNTIME_PATH": str(folder), "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(folder), "XDG_CONFIG_HOME": str(folder),
    }  # fmt: skip
    modules = [f"module-native-protocol-unix auth-anonymous=1 socket={place}"]
    modules += ["module-null-sink sink_name=hall rate=48000"] if sinks else []
    command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes"]
    command += [word for module in modules for word in ("-L", module)]
    with (
        (folder / "pulse.log").open("wb") as log,
        subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server,
    ):
        try:
            eventually(lambda: _answers(environment) or server.poll() is not None, "the sound card")
            assert server.poll() is None, (folder / "pulse.log").read_text()
            yield SoundCard(environment, folder)
        finally:
            server.terminate()
            server.wait(10)


def _answers(environment: dict[str, str]) -> bool:
    asked = subprocess.run(["pactl", "info"], env=environment, capture_output=True, check=False)
    return asked.returncode == 0
