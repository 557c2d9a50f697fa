"""What can be set: file, then environment, then what was said; and every fault of the file in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.failures import Refusal, StoreTrouble
from deskapp.sentences import sentence
from deskapp.settings import FILE, Settings, keep, read


def lay(home: Path, text: str | bytes) -> Path:
    home.mkdir(exist_ok=True)
    (home / FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return home


def test_what_is_not_set_is_as_shipped(tmp_path: Path) -> None:
    assert read({}, home=tmp_path) == Settings(home=tmp_path)


def test_the_word_said_beats_the_environment_and_that_the_file(tmp_path: Path) -> None:
    lay(tmp_path, 'server = "http://file"\nscanner = "folder:/file"\nlang = "en"\n')
    around = {"DESKAPP_SERVER": "http://environment", "DESKAPP_SCANNER": "folder:/environment", "DESKAPP_LANG": ""}
    found = read(around, home=tmp_path, server="http://said", scanner=None)
    assert (found.server, found.scanner, found.lang) == ("http://said", "folder:/environment", "en")


def test_each_word_of_the_environment_sets_something(tmp_path: Path) -> None:
    words = {
        "DESKAPP_DATABASE": "database",
        "DESKAPP_PAGES": "pages",
        "DESKAPP_SERVER": "server",
        "DESKAPP_LANG": "lang",
        "DESKAPP_HALL": "hall",
        "DESKAPP_SCANNER": "scanner",
        "DESKAPP_PRINTER": "printer",
        "DESKAPP_TICKET_PRINTER": "ticket_printer",
        "DESKAPP_PUBLIC_ADDRESS": "public_address",
        "DESKAPP_PROXIES": "proxies",
    }
    found = read(dict.fromkeys(words, "en"), home=tmp_path)
    assert {getattr(found, name) for name in words.values()} == {"en"}


def test_the_home_is_where_the_environment_says_and_always_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read({"DESKAPP_HOME": str(tmp_path / "there")}).home == tmp_path / "there"
    monkeypatch.chdir(tmp_path)
    assert read({"DESKAPP_HOME": "here"}).home == tmp_path / "here"


def test_a_file_written_by_notepad_is_read(tmp_path: Path) -> None:
    lay(tmp_path, b'\xef\xbb\xbfhall = "H2"\r\n[keys]\r\n"scan" = "F6"\r\n')
    found = read({}, home=tmp_path)
    assert (found.hall, dict(found.keys)) == ("H2", {"scan": "F6"})


def test_how_papers_look_and_come_out_is_set(tmp_path: Path) -> None:
    words = 'preview = "always"\npractice = "yes"\nslip_printer = "cups:roll"\n'
    said = words + '[headings]\nhall = "中心"\n[seals]\nZJ = "a.png"\n'
    found = read({}, home=lay(tmp_path, said))
    assert (found.preview, found.practice, found.slip_printer) == ("always", "yes", "cups:roll")
    assert (dict(found.headings), dict(found.seals)) == ({"hall": "中心"}, {"ZJ": "a.png"})


@pytest.mark.parametrize("faulty", ['seals = "a.png"\n', "[seals]\nhall = 3\n", "[preview]\nx = 'y'\n"])
def test_a_seal_that_is_no_name_of_a_file_is_refused(tmp_path: Path, faulty: str) -> None:
    with pytest.raises(Refusal) as refused:
        read({}, home=lay(tmp_path, faulty))
    assert refused.value.code == "settings.unreadable"


def test_a_kiosks_printer_is_named_by_its_account(tmp_path: Path) -> None:
    found = read({}, home=lay(tmp_path, '[kiosks]\nkiosk = "10.0.0.9:9100"\nkiosk2 = "printer.hall"\n'))
    assert dict(found.kiosks) == {"kiosk": "10.0.0.9:9100", "kiosk2": "printer.hall"}
    assert dict(found.keys) == {}


@pytest.mark.parametrize(
    "text",
    [
        "server = ",
        'server = "a"\nserver = "b"',
        b'hall = "\xd0\xff"',
        'hall = "H1"'.encode("utf-16"),
        "server = 8470",
        'server = ["http://a"]',
        'keys = "F5"',
        "keys = { scan = 5 }",
        'kiosks = "10.0.0.9"',
        "kiosks = { kiosk = 9100 }",
        "x = " + "[" * 5000,
    ],
    ids=[
        "half",
        "twice",
        "no UTF-8",
        "UTF-16",
        "a number",
        "a list",
        "keys as text",
        "a key as a number",
        "kiosks as text",
        "an address as a number",
        "nested",
    ],
)
def test_a_faulty_file_is_named(text: str | bytes, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as told:
        read({}, home=lay(tmp_path, text))
    assert (told.value.code, told.value.values) == ("settings.unreadable", {"file": FILE})


def test_a_folder_in_the_files_place_is_a_faulty_file(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(Refusal) as told:
        read({}, home=tmp_path)
    assert told.value.code == "settings.unreadable"


@pytest.mark.parametrize("word", ["sever", "home", "x" * 500])
def test_an_unknown_word_is_named_rather_than_ignored(word: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as told:
        read({}, home=lay(tmp_path, f'{word} = "1"\n'))
    assert (told.value.code, told.value.values) == ("settings.unknown", {"word": word[:40]})
    assert word[:40] in sentence(told.value, "zh")


def test_what_is_kept_is_read_again_and_the_rest_of_the_file_stays(tmp_path: Path) -> None:
    written = '# 三号窗\nserver = "http://old"  # the old one\ntheme = "dark"\n\n[keys]\nscan = "F6"\n'
    keep(lay(tmp_path, written), {"server": 'http://new/"quoted"', "hall": "H2"})
    found = read({}, home=tmp_path)
    assert (found.server, found.hall, found.theme, dict(found.keys)) == (
        'http://new/"quoted"', "H2", "dark", {"scan": "F6"},
    )  # fmt: skip
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert "# 三号窗" in text
    assert "# the old one" in text


def test_a_home_that_was_not_there_is_made_for_the_settings(tmp_path: Path) -> None:
    keep(tmp_path / "a" / "b", {"server": "http://new"})
    assert read({}, home=tmp_path / "a" / "b").server == "http://new"


def test_a_faulty_file_is_left_as_it_is(tmp_path: Path) -> None:
    lay(tmp_path, "server = ")
    with pytest.raises(Refusal):
        keep(tmp_path, {"server": "http://new"})
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "server = "


def test_settings_that_cannot_be_written_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreTrouble) as told:
        keep(tmp_path / "file", {"server": "http://new"})
    assert told.value.code == "settings.not_kept"


def test_a_speaker_is_set_by_words_of_its_own(tmp_path: Path) -> None:
    lay(tmp_path, '[speaker]\nname = "east"\nrepeats = "2"\n')
    assert read({}, home=tmp_path).speaker == {"name": "east", "repeats": "2"}
    lay(tmp_path, "[speaker]\nrepeats = 2\n")
    with pytest.raises(Refusal) as told:
        read({}, home=tmp_path)
    assert told.value.code == "settings.unreadable"


def test_a_secret_comes_in_a_file_that_systemd_hands_over(tmp_path: Path) -> None:
    handed = tmp_path / "credentials"
    handed.mkdir()
    around = {"DESKAPP_DATABASE": "sqlite:///environment", "CREDENTIALS_DIRECTORY": str(handed)}
    assert read(around, home=tmp_path).database == "sqlite:///environment", "a unit without secrets is told the rest"
    (handed / "onewindow_database").write_text("postgresql://centre:secret@db.example/hall\n", encoding="utf-8")
    assert read(around, home=tmp_path).database == "postgresql://centre:secret@db.example/hall"
    assert read(around, home=tmp_path, database="sqlite:///said").database == "sqlite:///said"


def test_an_empty_secret_sets_nothing_and_a_broken_one_is_said(tmp_path: Path) -> None:
    around = {"DESKAPP_DATABASE": "sqlite:///environment", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    (tmp_path / "onewindow_database").write_bytes(b"\n")
    assert read(around, home=tmp_path).database == "sqlite:///environment"
    (tmp_path / "onewindow_database").write_bytes(b"\xff\xfe")
    with pytest.raises(Refusal, match=r"settings\.unreadable") as refused:
        read(around, home=tmp_path)
    assert refused.value.values == {"file": "onewindow_database"}, "the place is named, the secret is not"
