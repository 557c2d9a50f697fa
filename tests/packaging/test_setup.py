"""The setup program can be made, says the same in both languages, and takes away no more than it laid down."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from deskapp.commands import main
from tests.architecture.house import ROOT
from tests.packaging.recipe import FOLDER, module
from ui import event_log

build, wine, windows_parts = module("build"), module("wine"), module("windows_parts")
SCRIPT = (FOLDER / "setup.nsi").read_text(encoding="utf-8")
WORDS = (FOLDER / "setup_words.nsh").read_text(encoding="utf-8")


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A setup of a program of two files."""
    one = build.Build(tmp_path / "out", "1.2.3")
    (one.program / "_internal").mkdir(parents=True)
    for name in ("OneWindow.exe", "deskapp.exe", "_internal/中文.txt"):
        (one.program / name).write_bytes(name.encode())
    one.make_setup(quick=True)
    setup: Path = one.setup
    return setup


def test_makensis_takes_the_script_and_makes_the_same_bytes_each_time(made: Path) -> None:
    first = made.read_bytes()
    assert first[:2] == b"MZ"
    build.Build(made.parent, "1.2.3").make_setup(quick=True)
    assert made.read_bytes() == first
    assert "一窗 · OneWindow".encode("utf-16-le") in first, "Windows shows what it is"
    assert "1.2.3".encode("utf-16-le") in first


def test_the_files_come_in_one_order_and_each_where_it_was(tmp_path: Path) -> None:
    for name in ("b.exe", "_internal/z/1.txt", "_internal/a.dll", "A.exe"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    lines = build.files_to_lay_down(tmp_path).splitlines()
    assert [line.replace(f"{tmp_path}/", "") for line in lines] == [
        'SetOutPath "$INSTDIR"', 'File "A.exe"', 'File "b.exe"',
        r'SetOutPath "$INSTDIR\_internal"', 'File "_internal/a.dll"',
        r'SetOutPath "$INSTDIR\_internal\z"', 'File "_internal/z/1.txt"',
    ]  # fmt: skip


def test_without_a_program_there_is_no_setup(tmp_path: Path) -> None:
    with pytest.raises(build.BuildError, match="no program"):
        build.Build(tmp_path / "out", "1.2.3").make_setup(quick=True)  # there is no program folder


def test_every_sentence_of_the_setup_is_said_in_both_languages() -> None:
    said = re.findall(r'^!insertmacro SAY (\w+) "([^"]+)" "([^"]+)"$', WORDS, re.MULTILINE)
    assert len(said) == WORDS.count("!insertmacro SAY")
    names = [name for name, _, _ in said]
    assert len(names) == len(set(names))
    assert set(re.findall(r"\$\((\w+)\)", SCRIPT)) == set(names)
    for name, chinese, english in said:
        assert re.search(r"[\u4e00-\u9fff]", chinese), name
        assert not re.search(r"[\u4e00-\u9fff]", english), name


def test_only_our_own_names_are_taken_away() -> None:
    taken = SCRIPT.partition('Section "Uninstall"')[2]
    folders = re.findall(r'RMDir /r "([^"]+)"', taken)
    assert folders == [r"$INSTDIR\_internal", r"$INSTDIR\previous", "$Work"]
    assert 'RMDir "$INSTDIR"' in taken, "only when it is empty"
    before, _, after = taken.partition('RMDir /r "$Work"')
    assert before.rstrip().endswith("${If} $Erase == 1")
    assert after


def test_the_pages_are_in_letters_that_every_windows_has_in_both_languages() -> None:
    fonts = re.findall(r'^SetFont /LANG=\$\{LANG_(\w+)\} "([^"]+)"', SCRIPT, re.MULTILINE)
    assert fonts == [("SIMPCHINESE", "Microsoft YaHei UI"), ("ENGLISH", "Microsoft YaHei UI")]
    assert SCRIPT.index("SetFont") > SCRIPT.index('MUI_LANGUAGE "English"'), "a language's own choice would win"
    assert fonts[0][1] == windows_parts._OF_THE_SETUP


def test_a_source_of_the_event_log_is_named_by_an_administrator_alone() -> None:
    named = re.findall(r"\$\{If\} \$AllUsers == 1[^\n]*\n(?:    [^\n]*\n)*?    [^\n]*LOGKEY", SCRIPT)
    assert len(named) == 2, "written, and taken away"
    assert "Application\\${APP}" in SCRIPT
    assert SCRIPT.count('!define APP "OneWindow"') == 1
    assert event_log.SOURCE == "OneWindow"


def test_the_commands_that_the_setup_runs_exist(capsys: pytest.CaptureFixture[str]) -> None:
    run = set(re.findall(r"deskapp\.exe\" (\w+)((?: --\w+)*)", SCRIPT)) | {
        ("enroll", " --server --once --ca-file --code-file")
    }
    assert {command for command, _ in run} == {"doctor", "unsent", "enroll"}
    for command, options in sorted(run):
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        told = capsys.readouterr().out
        assert all(option in told for option in options.split())


def test_a_code_is_handed_to_one_child_in_its_environment_and_is_written_nowhere() -> None:
    """Not on a command line, where others see it; not in the registry, where it stays; not with the program's start."""
    lines = [line.strip() for line in SCRIPT.splitlines() if "$EnrolCode" in line]
    spoken = [line for line in lines if not line.startswith(("Var ", "${If}", "${AndIf}"))]
    assert sorted(spoken) == sorted([
        "StrCpy $EnrolCode $Result", '${NSD_CreateText} 36% 49u 64% 13u "$EnrolCode"',
        "${NSD_GetText} $Field5 $EnrolCode", "StrCpy $3 $EnrolCode", 'StrCpy $EnrolCode ""', 'StrCpy $EnrolCode ""',
    ])  # fmt: skip
    before, _, after = SCRIPT.partition("""SetEnvironmentVariable(t "DESKAPP_CODE", t r3)'""")
    assert before
    child = after.index("nsExec::ExecToStack '\"$INSTDIR\\deskapp.exe\" $2'")
    taken_back = after.index("""SetEnvironmentVariable(t "DESKAPP_CODE", p 0)'""")
    assert child < taken_back < after.index("FunctionEnd"), "whoever is started later does not have it"


def test_an_installation_for_everybody_takes_no_code() -> None:
    asked = SCRIPT.partition("Function .onInit")[2].partition("FunctionEnd")[0]
    refused = asked.partition('${If} $AllUsers == 1\n  ${AndIf} $EnrolCode != ""')[2]
    assert "NoCodeForAll" in refused.partition("Quit")[0]
    everybody = SCRIPT.partition('WriteRegStr HKLM "${RUNKEY}"')[2].splitlines()[0]
    assert "Code" not in everybody


def test_a_program_folder_that_lacks_something_is_no_program(tmp_path: Path) -> None:
    (tmp_path / "OneWindow.exe").write_bytes(b"MZ")
    with pytest.raises(build.BuildError, match=r"qwindows\.dll"):
        build.check(tmp_path)


def test_a_program_that_does_not_tell_windows_what_it_can_is_none(tmp_path: Path) -> None:
    for name in build._MUST_BE_THERE:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"MZ longPathAware PerMonitorV2")
    (tmp_path / "deskapp.exe").write_bytes(b"MZ longPathAware")
    with pytest.raises(build.BuildError, match=r"deskapp\.exe does not tell Windows: PerMonitorV2"):
        build.check(tmp_path)


def test_wine_is_told_what_it_needs_and_nothing_of_whoever_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("DESKAPP_HOME", "/somewhere")
    own = wine.Wine(tmp_path)
    told = own.environment({"QT_QPA_PLATFORM": "windows", "ANY": "x"})
    assert "QT_QPA_PLATFORM" not in told
    assert (told["WINEQT_QPA_PLATFORM"], told["ANY"]) == ("windows", "x")
    assert not {"PYTHONPATH", "DESKAPP_HOME"} & set(told)
    assert told["HOME"].startswith(str(tmp_path))
    assert wine.Wine(tmp_path, "张三").environment()["USER"] == "张三"
    assert own.path(own.drive / "users" / "x") == r"C:\users\x"
    assert own.path(tmp_path / "a b").startswith("Z:\\")


def test_the_stubs_for_wine_are_never_part_of_a_setup() -> None:
    assert "stubs" not in SCRIPT
    assert "stubs" not in (FOLDER / "onewindow.spec").read_text(encoding="utf-8")


def test_what_make_says_of_windows_is_there() -> None:
    words = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert re.search(r"^windows:.*##", words, re.MULTILINE)
    assert re.search(r"^windows-test:.*##", words, re.MULTILINE)
    asked = subprocess.run(["make", "-n", "windows"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "packaging/windows/build.py" in asked
