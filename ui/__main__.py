"""The `deskapp` command. Qt is imported only when a screen is wanted."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window, play the demo, or hand everything else on to the commands. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    command = next((word for word in words if not word.startswith("-")), None)
    asks_for_help = any(word in ("-h", "--help") for word in words)
    if command is None and not asks_for_help:
        from ui.app import run  # Qt comes with it

        return run(words)
    if command == "demo" and not asks_for_help:
        from ui.demo.command import run as play  # Qt comes with it

        return play(words)
    from deskapp.commands import main as commands

    return commands(words)


if __name__ == "__main__":
    sys.exit(main())
