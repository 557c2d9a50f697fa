"""What a command promises a script: one line for each thing, an exit code for each end, and never a traceback."""

from __future__ import annotations

import io
import json
import sqlite3
import sys
from hashlib import sha256
from pathlib import Path

import httpx
import pytest
from PIL import Image

import resources
from deskapp import settings
from deskapp.commands import installed_parts, main
from deskapp.scans import apart
from deskapp.sentences import sentence_of
from tests.commands.running import deskapp, serving
from tests.devices.practice import write_sane
from tests.fakes.escl.announcing import LOOPBACK, announced, announcement
from tests.fakes.escl.certificates import certificate
from tests.fakes.escl.device import Device, Faults, Sheet, white
from tests.fakes.escl.server import scanner

KEYS = ["page", "file", "sha256", "width", "height", "dpi", "blank", "blurred"]


@pytest.fixture(autouse=True)
def _sane(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_sane(tmp_path / "sane.d")
    monkeypatch.setenv("SANE_CONFIG_DIR", str(tmp_path / "sane.d"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


def said(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> str:
    """The one line on stderr of a command that fails with this code."""
    assert main(list(words)) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    return told.err


def test_a_feeder_full_becomes_a_line_and_a_file_for_each_page(tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = deskapp("scan", "--source", "sane:test:0", "--adf", "--dpi", "100", "--mode", "gray", "--out", str(out))
    assert (answer.code, answer.err) == (0, "")
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert [line["page"] for line in lines] == list(range(1, 11))
    for line in lines:
        assert list(line) == KEYS
        assert sha256(Path(line["file"]).read_bytes()).hexdigest() == line["sha256"]
        with Image.open(line["file"]) as image:
            assert image.size == (line["width"], line["height"])
        assert (line["dpi"], line["blank"], line["blurred"]) == (100, False, False)
    assert not list(out.glob("*.part"))


def test_without_a_feeder_one_page_is_scanned(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--source", "pretend:sheets=5", "--dpi", "75", "--out", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_the_scanners_are_listed_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", "--list"]) == 0
    assert capsys.readouterr().out.splitlines() == ["sane:test:0", "sane:test:1"]


def a_feeder(sheets: int, faults: Faults | None = None) -> Device:
    return Device([Sheet(white()) for _ in range(sheets)], faults=faults)


def test_a_scanner_in_the_network_is_listed_tells_what_it_can_do_and_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKAPP_SCANNER_SEARCH", LOOPBACK)
    with scanner(a_feeder(3)) as running:
        with announced(announcement(running.port)):
            assert main(["scan", "--list", "--titles"]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == f"{running.name}\tHall Scanner 4"
        assert main(["scan", "--source", running.name, "--list"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "source": running.name, "glass": True, "feeder": True, "duplex": True, "modes": ["color", "gray"],
            "resolutions": [75, 100, 150, 200, 300, 600],
        }  # fmt: skip
        out = str(tmp_path / "out")
        assert main(["scan", "--source", running.name, "--adf", "--dpi", "75", "--paper", "A5", "--out", out]) == 0
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [(line["width"], line["dpi"]) for line in lines] == [(437, 75)] * 3
        assert f"{running.name}\n" not in said(capsys, 4, "scan", "--source", running.name, "--adf", "--out", out)


def test_a_jam_in_the_network_is_four_and_one_that_is_off_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    with scanner(a_feeder(5, Faults(jam=3))) as running:
        assert main(["scan", "--source", running.name, "--adf", "--dpi", "75", "--out", str(out)]) == 4
        assert len(capsys.readouterr().out.splitlines()) == 2
    assert "127.0.0.1" in said(capsys, 4, "scan", "--source", running.name, "--out", str(out))


def test_what_a_scan_was_told_is_remembered_as_what_f5_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with scanner(a_feeder(1)) as running:
        words = ["--source", running.name, "--duplex", "--dpi", "200", "--mode", "gray", "--remember"]
        assert main(["scan", *words]) == 0
        here = settings.read()
        assert (here.scanner, here.scan_dpi, here.scan_mode, here.scan_sides) == (running.name, "200", "gray", "both")
        assert main(["doctor", "--json"]) == 1
        found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["scanners"]["message"] == f"{running.name}: A4 · 200 dpi · gray · feeder · both sides"
    assert main(["doctor", "--json"]) == 1  # it is off now
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert (found["scanners"]["ok"], "127.0.0.1" in found["scanners"]["message"]) == (False, True)


def test_a_scanner_in_the_network_that_the_window_does_not_name_is_a_fault_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKAPP_SCANNER_SEARCH", LOOPBACK)
    (tmp_path / "sane.d" / "dll.conf").write_text("")
    with scanner(a_feeder(1)) as running, announced(announcement(running.port)):
        assert main(["doctor", "--json"]) == 1
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert not found["scanners"]["ok"]
    assert running.name in found["scanners"]["message"]
    assert "--remember" in found["scanners"]["message"]


def test_a_replaced_scanner_is_trusted_when_an_administrator_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with scanner(a_feeder(1), certificate=certificate(tmp_path, "printer")) as running:
        file = settings.read().home / "scanners.json"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({f"127.0.0.1:{running.port}": "0" * 64}))
        assert "--trust" in said(capsys, 4, "scan", "--source", running.name, "--list")
        assert main(["scan", "--source", running.name, "--trust", "--list"]) == 0
        assert json.loads(file.read_text())[f"127.0.0.1:{running.port}"] != "0" * 64
    capsys.readouterr()
    assert "pretend:" in said(capsys, 3, "scan", "--source", "pretend:", "--trust", "--list")


@pytest.mark.parametrize("source", ["sane:test:9", "nothing", "folder:/no/such/folder", "pretend:sheets=x", "escl:"])
def test_a_source_that_is_not_there_is_three(source: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert source in said(capsys, 3, "scan", "--source", source, "--out", str(tmp_path))


def test_a_jam_is_four_and_the_pages_before_it_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["scan", "--source", "pretend:sheets=5,jam=3", "--adf", "--dpi", "75", "--out", str(tmp_path / "out")]
    assert main(words) == 4
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == len(list((tmp_path / "out").iterdir())) == 2
    assert len(told.err.splitlines()) == 1


def test_an_error_of_the_device_is_four(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_sane(tmp_path / "sane.d", read_status_code='"SANE_STATUS_COVER_OPEN"')
    said(capsys, 4, "scan", "--source", "sane:test:0", "--out", str(tmp_path / "out"))
    said(capsys, 4, "scan", "--source", "sane:test:0")


def test_a_folder_that_takes_no_page_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert "file" in said(capsys, 1, "scan", "--source", "pretend:1", "--dpi", "75", "--out", str(tmp_path / "file"))


@pytest.mark.parametrize(
    "words",
    [["nonsense"], [], ["scan", "--dpi", "-5", "--out", "x"], ["scan", "--dpi", "99999"], ["scan", "--mode", "sepia"],
     ["server", "--port", "99999"], ["server", "--port", "x"], ["catalog"], ["user", "add", "bob"]],
)  # fmt: skip
def test_a_command_line_that_means_nothing_is_told_in_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_good_catalogue_passes_and_a_bad_one_is_told_by_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = resources.path("catalog/sample.yaml")
    assert main(["catalog", "check", str(sample)]) == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text(sample.read_text(encoding="utf-8") + "\nunheard_of: 1\n", encoding="utf-8")
    capsys.readouterr()
    err = said(capsys, 2, "catalog", "check", str(bad))
    place, line, _ = err.removeprefix(str(tmp_path)).split(":", 2)
    assert (place, line) == ("/bad.yaml", str(len(bad.read_text(encoding="utf-8").splitlines())))
    said(capsys, 2, "catalog", "check", str(tmp_path / "absent.yaml"))
    bad.write_bytes(b"\xff\xfe\x00" * 50)
    said(capsys, 2, "catalog", "check", str(bad))


def test_the_doctor_tells_each_thing_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = tmp_path / "report.json"
    assert main(["doctor", "--json", "--out", str(report)]) == 1
    told = json.loads(capsys.readouterr().out)
    assert json.loads(report.read_text(encoding="utf-8")) == told
    found = {one["name"]: one["ok"] for one in told}
    assert (found["fonts"], found["keyring"], found["line"], found["scanners"]) == (True, False, False, True)
    assert all(one["message"] for one in told)
    said(capsys, 1, "doctor", "--json", "--out", str(tmp_path / "absent" / "report.json"))


def test_the_doctor_says_whether_pages_can_be_read(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def reading() -> tuple[bool, str]:
        assert main(["--lang", "en", "doctor", "--json"]) == 1
        (found,) = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "reading"]
        return found["ok"], found["message"]

    monkeypatch.delitem(sys.modules, "rapidocr", raising=False)  # another test may have read a page in this process
    assert reading() == (True, "OK")
    monkeypatch.setattr("deskapp.scans.reader.MODELS", ("none.onnx",))
    well, words = reading()
    assert not well
    assert "reading = " in words
    (home / "onewindow").mkdir(exist_ok=True)
    (home / "onewindow" / "settings.toml").write_text('reading = "never"\n')
    assert reading() == (True, "never")
    assert "rapidocr" not in sys.modules


def camera_of_doctor(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    main(["--lang", "en", "doctor", "--json"])
    checks = json.loads(capsys.readouterr().out)
    return next(check for check in checks if check["name"] == "camera")


def test_the_doctor_says_whether_the_camera_of_this_window_is_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert camera_of_doctor(capsys)["ok"] is True  # a desk need not have one
    monkeypatch.setenv("DESKAPP_CAMERA", "pretend:")
    assert camera_of_doctor(capsys) == {"name": "camera", "ok": True, "message": "pretend:"}
    monkeypatch.setenv("DESKAPP_CAMERA", "no such camera")
    told = camera_of_doctor(capsys)
    assert told["ok"] is False
    assert "Plug it in" in str(told["message"])


def test_of_an_installation_the_doctor_asks_neither_devices_nor_the_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_parts, "LOOKS", ())  # its children have tests of their own, and take their time
    assert main(["doctor", "--installation", "--json"]) == 0
    assert [one["name"] for one in json.loads(capsys.readouterr().out)] == ["program", "fonts"]
    home_of_desk = settings.read().home
    assert not home_of_desk.exists(), "a computer that was never a desk is not made one"
    home_of_desk.mkdir(parents=True)
    (home_of_desk / "cache.db").write_bytes(b"of a newer program, or broken")
    assert main(["doctor", "--installation", "--json"]) == 1
    found = {one["name"]: one["ok"] for one in json.loads(capsys.readouterr().out)}
    assert found == {"program": True, "fonts": True, "keyring": False, "cache": False}


@pytest.mark.parametrize("reader", ["import sys; sys.exit(3)", "print('noise')"])
def test_a_part_that_is_missing_or_a_reader_that_does_not_run_is_named(
    reader: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed_parts, "LOOKS", ())

    def program() -> tuple[bool, str]:
        main(["--lang", "en", "doctor", "--installation", "--json"])
        (found,) = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "program"]
        return found["ok"], found["message"]

    with monkeypatch.context() as broken:
        broken.setattr(apart, "command", lambda: [sys.executable, "-c", reader])
        assert program() == (False, sentence_of("doctor.part_missing", {"part": "unfold"}, "en"))
    monkeypatch.setitem(sys.modules, "zxingcpp", None)  # as if it had not been laid down
    assert program() == (False, sentence_of("doctor.part_missing", {"part": "zxingcpp"}, "en"))


def test_the_doctor_says_who_speaks_which_language_and_what_a_halls_own_clips_lack(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def voice() -> tuple[bool, str]:
        assert main(["--lang", "en", "doctor", "--json"]) == 1
        (found,) = [one for one in json.loads(capsys.readouterr().out) if one["name"] == "voice"]
        return found["ok"], found["message"]

    assert voice() == (True, "zh: clips · en: clips")
    clips = home / "onewindow" / "sounds" / "en"
    clips.mkdir(parents=True)
    well, words = voice()
    assert not well
    assert "57 of the hall's own clips" in words
    assert "en/A" in words
    for file in resources.path("sounds/en").iterdir():
        (clips / file.name).write_bytes(file.read_bytes())
    assert voice() == (True, "zh: clips · en: own clips")


def test_speaking_into_a_folder_needs_no_sound_and_ends_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    password = tmp_path / "password"
    words = ["speak", "--voice", f"folder:{tmp_path / 'out'}", "--account", "board", "--password-file", str(password)]
    assert "口令" in said(capsys, 1, *words)
    password.write_text("wrong\n")
    with serving("--sample", "--port", "0") as address:
        assert said(capsys, 1, *words, "--server", address) == sentence_of("sign_in.wrong", {}, "zh") + "\n"
    assert "扬声器" in said(capsys, 1, "speak", "--server", "http://127.0.0.1:9")


def test_the_sample_is_refused_where_others_could_reach_it(capsys: pytest.CaptureFixture[str]) -> None:
    for host in ("0.0.0.0", "::", "192.0.2.1"):  # the addresses that must be refused
        assert host in said(capsys, 1, "server", "--sample", "--host", host)


@pytest.mark.parametrize("address", ["nonsense://x", "", "mysql://a/b", "/a/path.db", "sqlite"])
def test_what_is_no_address_of_a_database_is_told(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    if address:
        for command in (["verify"], ["window", "add", "9", "--queues", "A"], ["backup", "b"], ["server"]):
            said(capsys, 1, *command, "--database", address)


def test_a_database_that_is_not_there_is_not_verified_as_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(capsys, 1, "verify", "--database", f"sqlite:///{tmp_path / 'absent' / 'x.db'}")
    assert not (tmp_path / "absent").exists()


def test_a_setting_that_is_faulty_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "onewindow").mkdir()
    (home / "onewindow" / "settings.toml").write_text("sever = 'x'\n", encoding="utf-8")
    assert "sever" in said(capsys, 1, "verify")


def test_a_day_of_a_centre_by_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Begin, add people and windows, sign in, find the port taken, verify, and find a changed byte."""
    database = f"sqlite:///{tmp_path / 'centre.db'}"
    with serving("--database", database, "--sample", "--port", "0") as address:
        port = address.rpartition(":")[2]
        taken = deskapp("server", "--database", database, "--port", port)
        assert (taken.code, len(taken.err.splitlines())) == (1, 1)
        assert port in taken.err
        user = ("user", "add", "bob", "--name", "王芳", "--role", "clerk", "--database", database)
        monkeypatch.setattr("sys.stdin", io.StringIO("\n"))
        assert main(user) == 1
        monkeypatch.setattr("sys.stdin", io.StringIO("secret word\n"))
        assert main(user) == 0
        assert main(("window", "add", "999", "--queues", "AB", "--database", database)) == 1
        assert main(("window", "add", "9", "--queues", "AB", "--database", database)) == 0
        signing_in = {"user": "bob", "password": "secret word", "window": "9"}
        answer = httpx.post(f"{address}/api/v1/sign-in", json=signing_in)
        assert answer.status_code == 200, answer.text
        wrong = httpx.post(f"{address}/api/v1/sign-in", json=signing_in | {"password": "another"})
        assert wrong.status_code in {401, 403}
    capsys.readouterr()
    assert main(["verify", "--database", database, "--rebuild"]) == 0
    assert capsys.readouterr().err == ""
    with sqlite3.connect(tmp_path / "centre.db") as tampering:
        for (name,) in tampering.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            tampering.execute(f"drop trigger {name}")
        [(event,)] = tampering.execute("select max(id) from events where payload like '%intake%'").fetchall()
        changed = tampering.execute(
            "update events set payload = replace(payload, 'intake', 'intakf') where id = ?", (event,)
        )
        assert changed.rowcount == 1
    tampering.close()
    found = deskapp("verify", "--database", database)
    assert found.code == 1
    assert event in found.err
    assert "Traceback" not in found.err
