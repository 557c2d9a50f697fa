"""The process that tells which languages the system's own voices speak: Qt's speech without a screen.

It says "begun" when Qt's part is loaded, then a line for each language; what Qt misses on its way is nobody's here.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, qInstallMessageHandler

from deskapp.devices.voice.system_voices import BEGUN
from deskapp.rules.announcement import LANGUAGES
from ui.devices.speech import SystemVoice


def run(words: Sequence[str] = ()) -> int:
    """Say it, and end. Returns the exit code."""
    out = os.dup(1)
    os.dup2(2, 1)  # whatever an engine prints there
    qInstallMessageHandler(lambda _mode, _context, _message: None)
    app = QCoreApplication.instance() or QCoreApplication(["deskapp", *words])  # engines want one
    os.write(out, f"{BEGUN}\n".encode("ascii"))
    voice = SystemVoice()
    os.write(out, "".join(f"{lang}\n" for lang in LANGUAGES if voice.speaks(lang)).encode("ascii"))
    del voice, app  # in this order
    return 0
