"""Commands that can be heard: Qt's sound without a screen. The command runs in a lane, Qt's loop on this thread."""

from __future__ import annotations

import logging
import signal
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QMetaObject, Qt, qInstallMessageHandler

from deskapp.commands import main
from deskapp.devices.voice.bank import Bank
from deskapp.devices.voice.clips import ClipVoice
from deskapp.devices.voice.contract import Voice
from deskapp.devices.voice.roster import SYSTEM
from deskapp.jobs.lanes import Lanes

_STOP_SECONDS = 1.0

log = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Run a command with voices that sound. Returns its exit code."""
    # what Qt misses on its way is for the log; what matters of it is said by the command, in words
    qInstallMessageHandler(lambda _mode, _context, message: log.info("Qt: %s", message))
    from ui.devices.loudspeaker import Loudspeaker  # only now, because loading Qt's sound already says what it misses
    from ui.devices.speech import SystemVoice

    app = QCoreApplication.instance() or QCoreApplication(["deskapp"])
    loudspeaker, system = Loudspeaker(), SystemVoice()

    def sounding(kind: str, bank: Bank) -> Voice:
        return system if kind == SYSTEM else ClipVoice(bank, loudspeaker.play)

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop gives Python no chance to hear of a Ctrl+C
    lanes = Lanes()
    done = lanes.put("voice", lambda: main(argv, sounding))
    done.add_done_callback(lambda _: QMetaObject.invokeMethod(app, "quit", Qt.ConnectionType.QueuedConnection))
    app.exec()
    lanes.stop(_STOP_SECONDS)
    return done.result()
