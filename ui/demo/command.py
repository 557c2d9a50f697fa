"""`deskapp demo`: a whole small hall on this machine. On a display one works in it; without, a case is played."""

from __future__ import annotations

import argparse
import itertools
import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer

from deskapp.assemble.desk import open_station
from deskapp.desk import Station
from deskapp.devices.scanner.pretend import PretendScanner
from deskapp.failures import Failure
from deskapp.keys import beside
from deskapp.sentences import sentence, sentence_of
from deskapp.settings import Settings, read
from ui import app as program
from ui.demo import summary
from ui.demo.hall import SmallHall, TestScanner
from ui.demo.player import Player
from ui.demo.story import Props, Story

PRACTICE = "pretend:"  # whoever works in the demo gets sheets with words on them; SANE's test device has but patterns
_SHEET_SECONDS = 0.5
_LONGEST_MS = 300_000  # a demo that hangs fails


def run(argv: Sequence[str]) -> int:
    """Play the demo. Exit code 0, or 1 with the step that failed."""
    said = _said(argv)
    headless = said.headless or not _has_display()
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    out: Path = said.out.absolute()
    _empty(out)
    lang = said.lang or "zh"
    try:
        hall = SmallHall(out / "centre", said.centre)
    except Failure as failure:
        sys.stderr.write(sentence(failure, lang) + "\n")
        return 1
    try:
        ticket = hall.issue_tickets()
        scanner = TestScanner(out / "sane")
        settings = read(
            home=out / "desk",
            server=hall.address,
            lang=lang,
            scanner=scanner.source if headless else PRACTICE,
            feeder="never",
            card_reader="pretend:" if headless else "",
            camera="" if headless else PRACTICE,
            printer=f"folder:{out}",
            environment={},
        )
        return _play(settings, Props(hall, scanner, ticket), out) if headless else _open(settings)
    except Failure as failure:
        sys.stderr.write(sentence(failure, lang) + "\n")
        return 1
    finally:
        hall.close()


def _said(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="deskapp demo", description="a whole small hall on this machine")
    parser.add_argument("command", choices=("demo",))
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="where pictures, papers and pages go")
    parser.add_argument("--headless", action="store_true", help="play the first case of the day, without a display")
    parser.add_argument("--lang", choices=("zh", "en"))
    parser.add_argument("--centre", type=int, metavar="PORT", help="a sample centre that runs on this machine already")
    return parser.parse_args(list(argv))


def _has_display() -> bool:
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _empty(out: Path) -> None:
    """Begin anew: only what an earlier demo has left is taken away."""
    for folder in ("centre", "desk", "sane"):
        shutil.rmtree(out / folder, ignore_errors=True)
    for pattern in ("*.png", "*.pdf", "page-*", "summary.json"):
        for file in out.glob(pattern):
            file.unlink()
    out.mkdir(parents=True, exist_ok=True)


def _station(settings: Settings) -> Station:
    """A desk whose key lives and dies with the demo."""
    return open_station(settings, keys=lambda home: beside(home / "demo.key"))


def _practice_station(settings: Settings) -> Station:
    """The same, with another practice sheet on the glass each time."""
    seeds = itertools.count(1)
    return replace(
        _station(settings),
        scanner=lambda _: PretendScanner(seed=next(seeds), pause=_SHEET_SECONDS),
        sources=lambda: (PRACTICE,),
    )


def _open(settings: Settings) -> int:
    """On a display: the window is the visitor's. Everybody's password is `demo`."""
    app = program.application(settings)
    opened = program.Program(app, settings, _practice_station)
    opened.crash.install()
    opened.shell.closed.connect(app.quit)
    opened.shell.page.show_demo()
    opened.open()
    code = app.exec()
    opened.lanes.stop(program.STOP_SECONDS)
    return code


def _play(settings: Settings, props: Props, out: Path) -> int:
    app = program.application(settings)
    opened = program.Program(app, settings, _station)
    story = Story(opened.shell, props)
    player = Player(opened.shell, story.stages(), out, opened.watchdog)
    failed: list[str] = []

    def ended(stage: str) -> None:
        if stage:
            failed.append(stage)
        else:
            _write(opened, story, player, out)
        app.quit()

    player.ended.connect(ended)
    opened.shell.ready.connect(partial(QTimer.singleShot, 0, player.play))
    opened.crash.happened.connect(lambda _: ended("crash"))
    opened.crash.install()
    QTimer.singleShot(_LONGEST_MS, lambda: ended("time"))
    opened.open()
    opened.watchdog.start()
    app.exec()
    opened.close()
    if failed:
        sys.stderr.write(sentence_of("demo.failed", {"stage": failed[0]}, settings.lang) + "\n")
        return 1
    return 0


def _write(opened: program.Program, story: Story, player: Player, out: Path) -> None:
    told = summary.Told(
        story.props.ticket, story.noted.queued, story.noted.left, story.noted.keys, opened.watchdog.worst_ms
    )
    window = opened.shell.clerk
    if window is not None and story.noted.case is not None:
        done = summary.write(out, window.session.desk, story.noted.case, player.played, told)
        sys.stdout.write(f"{out / 'summary.json'}: {done['ticket']} → {done['case']}, {done['state']}\n")
