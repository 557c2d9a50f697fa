"""What an administrator says at the centre to keep the desks up to date, and what is answered."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from deskapp.assemble.centre import offers_of
from deskapp.commands import doctor, main
from deskapp.commands.database import centre_of, journal_of
from deskapp.failures import Refusal
from deskapp.ids import DeviceId, WindowId
from deskapp.journal import desk_programs
from deskapp.journal.desk_programs import ToldProgram
from deskapp.protocol.updates import DeskProgram, UpdateState
from deskapp.settings import FILE, Settings, read
from tests.commands.running import Answer
from tests.packaging.recipe import module
from tests.server.running import running_centre
from tests.updates.desks import RUNS
from tests.updates.makers import Maker, maker

Said = pytest.CaptureFixture[str]


@pytest.fixture
def ours(tmp_path: Path) -> Maker:
    return maker(tmp_path / "ours")


@pytest.fixture
def settings(ours: Maker) -> Settings:
    """A centre that believes our key, with a window 3 and a window 5."""
    home = read().home
    home.mkdir(parents=True)
    (home / FILE).write_text(f'update_keys = "{ours.public}"\n', encoding="ascii")
    for window in ("3", "5"):
        assert main(["window", "add", window, "--queues", "AB"]) == 0
    return read()


def say(capsys: Said, *words: str) -> Answer:
    code = main(["--lang", "en", "update", *words])
    out, err = capsys.readouterr()
    return Answer(code, out, err)


def test_a_version_is_offered_listed_widened_and_withdrawn(settings: Settings, ours: Maker, capsys: Said) -> None:
    setup = ours.setup("0.2.0")
    told = say(capsys, "offer", str(setup), "--windows", "3")
    assert (told.code, told.out) == (0, "Version 0.2.0 is offered to the desks. Only to the windows: 3.\n")
    assert "0.2.0  windows-setup" in say(capsys, "list").out
    offers = offers_of(centre_of(settings))
    assert list(offers.listed()[0].windows) == ["3"]
    assert say(capsys, "widen", "0.2.0", "--windows", "3,5").code == 0
    assert list(offers.listed()[0].windows) == ["3", "5"]
    assert say(capsys, "widen", "0.2.0").out == "Version 0.2.0 is offered to the desks.\n"
    assert say(capsys, "withdraw", "0.2.0").out == "Version 0.2.0 is offered no more.\n"
    assert say(capsys, "list").out == "No new version is offered.\n"


def test_the_list_says_which_version_each_desk_runs_and_why_one_stands_still(
    settings: Settings, ours: Maker, capsys: Said
) -> None:
    say(capsys, "offer", str(ours.setup("0.2.0")))
    with journal_of(settings, begun=True) as journal, journal.writing() as facts:
        for window, program in (
            ("3", DeskProgram(version="0.2.0", kind="windows-setup")),
            ("5", DeskProgram(version="0.1.0", kind="windows-setup", state=UpdateState.WENT_BACK, offered="0.2.0",
                              why="update.went_back")),
        ):  # fmt: skip
            desk_programs.tell(facts, ToldProgram(
                device=DeviceId(f"device-{window}"), window=WindowId(window), program=program,
                since="2026-11-27T10:42:00Z",
            ))  # fmt: skip
    lines = say(capsys, "list").out.splitlines()
    assert lines[1] == "3  device-3  0.2.0  2026-11-27T10:42"
    assert lines[2].startswith("5  device-5  0.1.0  → 0.2.0 went_back  The new version did not pass its check")
    told = json.loads(say(capsys, "list", "--json").out)
    assert [one["version"] for one in told["offered"]] == ["0.2.0"]
    assert [one["program"]["version"] for one in told["desks"]] == ["0.2.0", "0.1.0"]


def test_what_does_not_agree_with_what_lies_beside_it_is_not_offered(
    settings: Settings, ours: Maker, tmp_path: Path, capsys: Said
) -> None:
    def refused(setup: Path, *words: str) -> str:
        told = say(capsys, "offer", str(setup), *words)
        assert (told.code, told.out, told.err.count("\n")) == (1, "", 1)
        assert offers_of(centre_of(settings)).listed() == ()
        return told.err

    setup = ours.setup("0.2.0")
    assert "no such window: 9" in refused(setup, "--windows", "3,9")
    assert "no such window" in refused(setup, "--windows", " ")
    (setup.parent / "SHA256SUMS").write_text(f"{'0' * 64}  {setup.name}\n", encoding="ascii")
    assert "SHA256SUMS" in refused(setup)
    (setup.parent / "SHA256SUMS").write_text(f"{'0' * 64}  another.exe\n", encoding="ascii")
    assert "SHA256SUMS" in refused(setup)
    (setup.parent / "SHA256SUMS").write_bytes(b"\xff\xff \xff\n")
    assert "SHA256SUMS" in refused(setup)
    (setup.parent / "SHA256SUMS").unlink()
    whole = setup.read_bytes()
    setup.write_bytes(whole[:-1])
    assert "not the one that was signed" in refused(setup)
    setup.write_bytes(whole)
    setup.with_suffix(".update.json").write_text("{}", encoding="ascii")
    refused(setup)
    setup.with_suffix(".update.json").unlink()
    assert f"{setup.stem}.update.json is not beside" in refused(setup)
    assert "Nobody whom this computer believes" in refused(maker(tmp_path / "stranger").setup("0.2.0"))


def test_with_the_list_that_packaging_writes_it_is_offered(settings: Settings, ours: Maker, capsys: Said) -> None:
    setup = ours.setup("0.2.0")
    signed = setup.with_suffix(".update.json")
    (setup.parent / "SHA256SUMS").write_text(module("parts_list").digests([setup, signed]), encoding="utf-8")
    assert say(capsys, "offer", str(setup)).code == 0


def test_a_centre_that_believes_nobody_hands_nothing_on(settings: Settings, ours: Maker, capsys: Said) -> None:
    (settings.home / FILE).write_text("", encoding="ascii")
    told = say(capsys, "offer", str(ours.setup("0.2.0")))
    assert told.code == 1
    assert "update_keys" in told.err


def test_hours_that_cannot_be_read_are_said_before_anything_is_served(settings: Settings, capsys: Said) -> None:
    (settings.home / FILE).write_text('update_hours = "night"\n', encoding="ascii")
    assert say(capsys, "list").code == 1
    assert "17:30-07:30" in say(capsys, "list").err


def test_the_doctor_says_what_runs_and_whom_it_believes(settings: Settings) -> None:
    assert doctor._updates(settings) == f"{RUNS} · 1"
    for wrong in ({"update_keys": "AAAA"}, {"update_after": "0"}, {"update_hours": "night"}):
        with pytest.raises(Refusal, match=r"update\.bad_"):
            doctor._updates(read({}, home=settings.home, **wrong))


def test_before_there_is_a_centre_there_is_nothing_to_list(capsys: Said) -> None:
    assert say(capsys, "list").code == 1
    assert say(capsys, "withdraw", "0.2.0").code == 1


def test_a_centre_that_runs_hands_on_what_a_command_gave_it(ours: Maker, capsys: Said) -> None:
    home = read().home
    home.mkdir(parents=True)
    (home / FILE).write_text(f'update_keys = "{ours.public}"\n', encoding="ascii")
    with running_centre(home / "centre") as centre, httpx.Client(base_url=centre.address, trust_env=False) as line:
        assert say(capsys, "offer", str(ours.setup("0.2.0"))).code == 0
        words = {"user": "clerk3", "password": "demo", "window": "3", "device": "device-3"}
        signed_in = line.post("/api/v1/sign-in", json=words).json()
        desk = {"Authorization": f"Bearer {signed_in['desk_token']}"}
        words = {"version": RUNS, "kind": "windows-setup"}
        offer = line.post("/api/v1/update", json=words, headers=desk).json()["offer"]
        assert json.loads(offer["signed"]["statement"])["version"] == "0.2.0"
        assert f"3  device-3  {RUNS}" in say(capsys, "list").out
