"""The `deskapp` command. Qt is imported only when a screen is wanted."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

SOUNDING = frozenset({"speak", "doctor"})  # commands that want to hear or to be heard
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
    if words == ["unfold"]:  # by ourselves, for a file from outside (`deskapp.scans.apart`)
        from deskapp.scans.unfolding import run as unfold

        return unfold()
    if words[:1] == ["twain-loop"]:  # by ourselves, around drivers of other makers (`deskapp.devices.scanner.worker`)
        from deskapp.devices.scanner.twain_loop import main as twain

        return twain(words[1:])
    if words[:1] == ["wia-loop"]:
        from deskapp.devices.scanner.wia_loop import main as wia

        return wia(words[1:])
    if words == ["read-pages"]:  # by ourselves, for what is written on pages (`deskapp.scans.reader`)
        from deskapp.scans.recognising import run as read_pages

        return read_pages()
    if words[:1] == ["camera-feed"]:  # by ourselves, for a camera's driver (`deskapp.devices.camera.feed`)
        from ui.devices.camera_feed import run as feed  # Qt comes with it, and no screen

        return feed(words[1:])
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
