"""Builds resources/sounds: the clips that an announcement is joined from, said by a synthetic voice.

    apt install espeak-ng        (1.51; another edition is refused, because it would give other bytes)
    python packaging/sounds/build_sounds.py [--out DIR]

Licence: espeak-ng is a program under GPL-3.0-or-later; what it says is output, which a program's licence does not
cover. No file of it is shipped. The clips are dedicated to the public domain (CC0 1.0), see LICENSE.txt beside them.

What is on a clip is what deskapp.rules.announcement.vocabulary() says; how it is pronounced stands here. Each clip is

  * said alone by one voice: Mandarin as pinyin with tones, letters by their English names in both languages;
  * trimmed to what is heard, with a margin so that no consonant is cut;
  * brought to one loudness (the mean power of what is heard), its peak kept below full scale;
  * 16 bit, one channel, 22050 Hz WAV: every browser, Qt and the standard library read it, and joining costs nothing.

A hall that has its own speaker recorded lays clips of the same names in DESKAPP_HOME/sounds.
"""

from __future__ import annotations

import argparse
import io
import logging
import subprocess
import sys
import wave
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from deskapp.rules.announcement import vocabulary  # noqa: E402 - found from wherever this is run

EDITION = "1.51"
RATE = 22050  # Hz, what espeak-ng gives
SPEED = {"zh": 150, "en": 150}  # words a minute
VOICE = {"zh": "cmn-latn-pinyin", "en": "en-us"}
PINYIN: Mapping[str, str] = {
    "zh/0": "ling2", "zh/1": "yi1", "zh/2": "er4", "zh/3": "san1", "zh/4": "si4", "zh/5": "wu3", "zh/6": "liu4",
    "zh/7": "qi1", "zh/8": "ba1", "zh/9": "jiu3", "zh/10": "shi2", "zh/yao": "yao1", "zh/please": "qing3",
    "zh/number": "hao4", "zh/to": "dao4", "zh/window": "hao4 chuang1kou3 ban4li3", "zh/screen": "qing3 kan4 ping2mu4",
}  # fmt: skip
CHIME = ((0.0, 784.0), (0.28, 659.0), (0.56, 523.0))  # s, Hz: the three notes a board plays too

LOUDNESS = -18.0  # dBFS, mean power of what is heard
PEAK = -1.5  # dBFS at the most
HEARD = -45.0  # dB below the clip's peak: what is softer counts as silence
MARGIN = 0.012  # s on each side, faded

Sound = NDArray[np.float64]


def said(clip: str, words: str) -> Sound:
    """What the voice says for a clip."""
    lang = "en" if len(words) == 1 and words.isascii() else clip.partition("/")[0]
    text = PINYIN.get(clip, words)
    command = ["espeak-ng", "-v", VOICE[lang], "-s", str(SPEED[lang]), "--stdout", text]
    told = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - no shell
    body = told[told.index(b"data") + 8 :]  # its header, written before the end is known, gives no length
    return np.frombuffer(body[: len(body) // 2 * 2], "<i2").astype(np.float64) / 2**15


def trimmed(sound: Sound) -> Sound:
    """Only what is heard, with a faded margin."""
    loud = np.flatnonzero(np.abs(sound) > np.abs(sound).max() * 10 ** (HEARD / 20))
    margin = int(MARGIN * RATE)
    cut = sound[max(0, loud[0] - margin) : loud[-1] + margin].copy()
    fade = np.linspace(0.0, 1.0, margin)
    cut[:margin] *= fade
    cut[-margin:] *= fade[::-1]
    return cut


def levelled(sound: Sound) -> Sound:
    """At one loudness with all others, as far as the peak allows; what sticks out is rounded, not cut."""
    frames = sound[: len(sound) // 441 * 441].reshape(-1, 441)  # 20 ms
    power = (frames**2).mean(axis=1)
    heard = power[power > power.max() * 1e-3].mean()
    louder: Sound = sound * (10 ** (LOUDNESS / 20) / np.sqrt(heard))
    top = 10 ** (PEAK / 20)
    rounded: Sound = top * np.tanh(louder / top)
    return rounded


def chime() -> Sound:
    """Three falling notes, as a bell fades."""
    out = np.zeros(int(1.1 * RATE))
    for at, pitch in CHIME:
        time = np.arange(int(0.5 * RATE)) / RATE
        note = np.sin(2 * np.pi * pitch * time) * np.exp(-time * 9) * np.minimum(1, time / 0.004)
        start = int(at * RATE)
        out[start : start + len(note)] += 0.35 * note
    return out


def as_wav(sound: Sound) -> bytes:
    """A whole WAV file, always the same bytes."""
    whole = io.BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "NONE"))
        file.writeframes(np.round(sound * (2**15 - 1)).astype("<i2").tobytes())
    return whole.getvalue()


def build(out: Path) -> None:
    """Write every clip."""
    for clip, words in sorted(vocabulary().items()):
        file = out / f"{clip}.wav"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(as_wav(levelled(trimmed(said(clip, words)))))
    (out / "chime.wav").write_bytes(as_wav(chime()))


def main() -> int:
    """Build, or say why not."""
    parser = argparse.ArgumentParser(description="builds the clips of announcements")
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "sounds")
    out: Path = parser.parse_args().out
    edition = subprocess.run(["espeak-ng", "--version"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    if f" {EDITION} " not in edition:
        logging.error("espeak-ng %s is wanted, this is: %s", EDITION, edition.strip())
        return 1
    build(out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
