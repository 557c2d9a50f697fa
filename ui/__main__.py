"""The `deskapp` command. Qt is imported only when a screen is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

SOUNDING = frozenset({"speak", "doctor"})  # commands that want to hear or to be heard
CHILDREN = {  # by ourselves, around what is not ours: files from outside, models, other makers' drivers
    "unfold": "deskapp.scans.unfolding:run",
    "read-pages": "deskapp.scans.recognising:run",
    "twain-loop": "deskapp.devices.scanner.twain_loop:main",
    "wia-loop": "deskapp.devices.scanner.wia_loop:main",
    "print-loop": "deskapp.devices.printer.print_loop:main",
    "camera-feed": "ui.devices.camera_feed:run",  # Qt comes with it, and no screen
    "system-voices": "ui.devices.system_voices:run",  # so it does here
}
_WITHOUT_WORDS = frozenset({"unfold", "read-pages"})
_WITH_A_VALUE = frozenset(
    {"--server", "--home", "--lang", "--theme", "--link", "--package"}
)  # of the window; the next word belongs to it


def _command(words: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of one."""
    before = ""
    for word in words:
        if not word.startswith("-") and before not in _WITH_A_VALUE:
            return word
        before = word
    return None


def _as_a_package() -> None:
    """What the packaged program has to do before anything else: be a worker, if it was started as one; and have streams
    to speak into, which a Windows program without a console has not."""
    import multiprocessing

    multiprocessing.freeze_support()
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - for as long as it runs


def _child(word: str, said: Sequence[str]) -> int:
    """Be one of the program's own children: nothing is loaded but what it needs. Returns the exit code."""
    import importlib

    module, _, name = CHILDREN[word].partition(":")
    run = getattr(importlib.import_module(module), name)
    return int(run() if word in _WITHOUT_WORDS else run(said))


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, play the demo, or hand everything else on to the commands. Returns the exit code."""
    if getattr(sys, "frozen", False):
        _as_a_package()
    words = list(sys.argv[1:] if argv is None else argv)
    command = _command(words)
    asks_for_help = any(word in ("-h", "--help") for word in words)
    if command is None and not asks_for_help:
        from ui.app import run  # Qt comes with it

        return run(words)
    if words[:1] and words[0] in CHILDREN:
        return _child(words[0], words[1:])
    if command == "demo" and not asks_for_help:
        from ui.demo.command import run as play  # Qt comes with it

        return play(words)
    if command in SOUNDING and not asks_for_help and "--installation" not in words:
        try:
            from ui.sounding import run as aloud  # Qt's sound comes with it, and no screen
        except ImportError:  # a system without the libraries of sound: what needs none goes on
            pass
        else:
            return aloud(words)
    from deskapp.commands import main as commands

    return commands(words)


if __name__ == "__main__":
    sys.exit(main())
