"""What really comes out of the loudspeaker, by an ear on a sound card that is not there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from deskapp.devices.errors import VoiceCode
from deskapp.devices.voice.bank import RATE, Bank, seconds_of
from deskapp.ids import TicketId
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.announcement import announcement
from deskapp.rules.ticket import Spoken
from deskapp.sentences import sentence_of
from tests.fakes.sound_card import SoundCard, heard, sound_card, sounding_seconds
from tests.server.hall import Hall, open_hall
from tests.waiting import eventually

NONE = VoiceCode.NONE
# Forms of devices, as Qt names them, and the numbers of one sample.
FORMS = [("Int16", "<i2", 2**15), ("Int32", "<i4", 2**31), ("Float", "<f4", 1)]


@pytest.mark.parametrize(("kind", "numbers", "top"), FORMS)
@pytest.mark.parametrize(("rate", "channels"), [(RATE, 1), (44100, 2), (48000, 2), (48000, 6), (16000, 1)])
def test_the_clips_fit_whatever_form_a_device_wants(
    kind: str, numbers: str, top: float, rate: int, channels: int
) -> None:
    from PySide6.QtMultimedia import QAudioFormat

    from ui.devices.loudspeaker import in_form

    form = QAudioFormat()
    form.setSampleRate(rate)
    form.setChannelCount(channels)
    form.setSampleFormat(QAudioFormat.SampleFormat[kind])
    sound = Bank().samples_of("zh/A")
    fitted = np.frombuffer(in_form(sound, form), numbers).astype(np.float64).reshape(-1, channels) / top
    assert len(fitted) == pytest.approx(seconds_of(sound) * rate, abs=2)
    assert np.all(fitted == fitted[:, :1]), "every loudspeaker the same"
    own = np.frombuffer(sound, "<i2").astype(np.float64) / 2**15
    assert np.abs(fitted).max() == pytest.approx(np.abs(own).max(), rel=0.1)
    assert np.sqrt((fitted**2).mean()) == pytest.approx(np.sqrt((own**2).mean()), rel=0.1)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'hall.db'}", None) as opened:
        yield opened


def speaker(card: SoundCard, hall: Hall, tmp_path: Path, *words: str) -> subprocess.Popen[str]:
    password = tmp_path / "password"
    password.write_text("demo\n")
    command = [sys.executable, "-m", "ui", "speak", "--server", hall.address, "--account", "board", "--name", "east"]
    command += ["--password-file", str(password), "--voice", "clips", *words]
    return subprocess.Popen(
        command, env=card.environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip


def spoken(hall: Hall, ticket: str) -> list[Spoken]:
    with hall.parts.journal.reading() as reading:
        moments = timeline(reading, TicketId(ticket))
    return [moment.fact for moment in moments if isinstance(moment.fact, Spoken)]


def length(number: str, window: str) -> float:
    return seconds_of(Bank().joined(announcement(number, window)[0].clips))


def test_two_calls_at_once_are_heard_whole_one_after_the_other_and_confirmed(tmp_path: Path, hall: Hall) -> None:
    greeter, three, five = hall.sign_in("greeter"), hall.sign_in("clerk3", "3"), hall.sign_in("clerk5", "5")
    with sound_card(tmp_path / "card") as card, speaker(card, hall, tmp_path, "--languages", "zh") as process:
        try:
            assert process.stdout is not None
            assert "east" in process.stdout.readline()
            with card.listening() as file:
                tickets = []
                for clerk in (three, five):
                    hall.issue(greeter)
                    tickets.append(clerk.call().json()["id"])
                for ticket in tickets:
                    eventually(lambda ticket=ticket: spoken(hall, ticket), "the word", patience=40)  # type: ignore[misc]
            said = (words for words in map(str.split, process.stdout) if len(words) > 1)  # not that the line is there
            assert [next(said)[1] for _ in tickets] == ["A001", "A002"]
        finally:
            process.terminate()
    sound = heard(file)
    words = length("A001", "3") + length("A002", "5")
    bells = 2 * seconds_of(Bank().samples_of("chime"))
    assert [spoken(hall, ticket) for ticket in tickets] == [[Spoken("east", 1)]] * 2
    # nothing overlaps, or it would be heard for less long; nothing is cut off, or that too
    assert 0.75 * words < sounding_seconds(sound) < words + bells
    assert 0.2 < np.abs(sound).max() < 0.99


def test_without_a_loudspeaker_nothing_is_confirmed_and_somebody_is_told(tmp_path: Path, hall: Hall) -> None:
    with sound_card(tmp_path / "card", sinks=False) as card, speaker(card, hall, tmp_path) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            assert "east" in process.stdout.readline()
            hall.issue(hall.sign_in("greeter"))
            ticket = hall.sign_in("clerk3", "3").call().json()["id"]
            assert "没有扬声器" in process.stderr.readline()
        finally:
            process.terminate()
    assert spoken(hall, ticket) == []


def test_the_doctor_plays_something_where_the_computer_is_a_speaker(tmp_path: Path, home: Path) -> None:
    settings = home / "onewindow" / "settings.toml"
    settings.parent.mkdir()
    settings.write_text('[speaker]\nname = "east"\n')
    for sinks in (True, False):
        with sound_card(tmp_path / f"card{sinks}", sinks=sinks) as card:
            environment = {**card.environment, "DESKAPP_HOME": str(settings.parent)}
            command = [sys.executable, "-m", "ui", "--lang", "en", "doctor"]
            told = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
        (line,) = [line for line in told.stdout.splitlines() if "voice:" in line]
        assert line == ("✓ voice: zh: clips · en: clips" if sinks else f"✗ voice: {sentence_of(NONE, {}, 'en')}")


def test_a_command_line_that_is_wrong_is_one_line_and_a_code(tmp_path: Path) -> None:
    for words, code in ((["--repeats", "9"], 1), (["--voice", "loud"], 1), (["--bogus"], 2)):
        command = [sys.executable, "-m", "ui", "speak", "--server", "http://127.0.0.1:9", *words]
        told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (told.returncode, len(told.stderr.splitlines()), told.stdout) == (code, 1, "")
