"""What the Windows program folder holds: everything the program asks for, and nothing that may not be there."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

import resources
from deskapp.devices.camera import starting as camera
from deskapp.devices.printer import windows as printers
from deskapp.devices.scanner import windows_drivers
from deskapp.devices.voice import system_voices
from deskapp.scans import apart, reader
from tests.architecture.house import ROOT
from tests.packaging.recipe import FOLDER, module
from ui.__main__ import CHILDREN

contents, wheels, version_info = module("contents"), module("wheels"), module("version_info")
LOCK = (FOLDER / "requirements.lock").read_text(encoding="utf-8")


def imported_qt() -> set[str]:
    """The Qt modules that the program imports, wherever it does."""
    found = set()
    for file in (ROOT / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6."):
                found.add((node.module or "").split(".")[1])
    return found


def test_the_qt_modules_are_those_that_the_program_imports() -> None:
    assert imported_qt() <= set(contents.QT_MODULES), "name it in contents.py, and look at its licence"
    assert set(contents.QT_MODULES) - imported_qt() <= {"QtMultimedia"}
    assert not {f"PySide6.{name}" for name in imported_qt()} & set(contents.EXCLUDED)


@pytest.mark.parametrize(
    "name",
    [
        r"PySide6\Qt6VirtualKeyboard.dll", "PySide6/plugins/platforminputcontexts/qtvirtualkeyboardplugin.dll",
        "PySide6/Qt6Charts.dll", "PySide6/Qt6Graphs.dll", "PySide6/Qt6DataVisualization.dll", "PySide6/Qt6Quick.dll",
        "PySide6/opengl32sw.dll", "cv2/opencv_videoio_ffmpeg500_64.dll", "resources/i18n/onewindow_en.ts",
        "PySide6/translations/qtbase_fr.qm", "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "PySide6/plugins/texttospeech/qtexttospeech_mock.dll", "numpy/core/include/numpy/arrayobject.h",
        "stdnum/cn/loc.dat", "lxml/objectify.cp313-win_amd64.pyd", "lxml/html/diff.cp313-win_amd64.pyd",
    ],
)  # fmt: skip
def test_what_may_not_or_need_not_be_there_is_left_out(name: str) -> None:
    assert not contents.is_shipped(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt6Core.dll", "PySide6/Qt6Multimedia.dll", "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/platforms/qoffscreen.dll", "PySide6/plugins/texttospeech/qtexttospeech_sapi.dll",
        "PySide6/translations/qtbase_zh_CN.qm", "rapidocr/models/PP-OCRv6_rec_small.onnx",
        "botocore/data/s3/2006-03-01/service-2.json.gz", "botocore/data/endpoints.json", "numpy/_core/x.pyd",
        "lxml/etree.cp313-win_amd64.pyd",
        "onnxruntime/capi/onnxruntime_pybind11_state.pyd", "tzdata/zoneinfo/Asia/Shanghai", "cv2/cv2.pyd",
        "db/migrations/env.py", "db/migrations/versions/0001_first.py",
    ],
)  # fmt: skip
def test_what_the_program_needs_stays(name: str) -> None:
    assert contents.is_shipped(name)


def test_everything_that_is_shipped_beside_the_code_is_in_the_package_too() -> None:
    root = resources.path("")
    left_out = {
        path.suffix
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
        if not contents.is_shipped(f"resources/{path.relative_to(root).as_posix()}")
    }
    assert left_out == {".ts", ".py"}


def test_what_is_found_by_its_name_exists() -> None:
    ours = [name for name in contents.HIDDEN if name.startswith(("deskapp.", "ui.", "db."))]
    assert ours
    assert [name for name in ours if importlib.util.find_spec(name) is None] == []


def test_the_modules_of_a_package_are_found_without_importing_it() -> None:
    found = contents.modules_of("deskapp")
    assert {"deskapp", "deskapp.scans.unfolding", "deskapp.commands.unsent"} <= set(found)
    assert len(found) == len(set(found))
    assert contents.modules_of("no_such_package_here") == []


def test_windows_is_told_of_scales_and_long_paths_and_asked_for_no_rights() -> None:
    said = ElementTree.parse(FOLDER / "onewindow.manifest")
    found = {element.tag.partition("}")[2]: element for element in said.iter()}
    assert found["dpiAwareness"].text == "PerMonitorV2", "as Qt asks for, else Qt complains"
    assert found["dpiAware"].text == "true/pm"
    assert found["longPathAware"].text == "true"
    assert found["requestedExecutionLevel"].attrib == {"level": "asInvoker", "uiAccess": "false"}
    assert 'manifest=os.path.join(SPECPATH, "onewindow.manifest")' in (FOLDER / "onewindow.spec").read_text("utf-8")


def test_every_child_of_the_packaged_program_is_a_word_that_it_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is its own interpreter there: a child that is started by a module's name would open a second window."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    started = [
        apart.command(), reader.command(), camera.command(), printers.command(), system_voices.command(),
        *(list(windows_drivers._own(kind).command) for kind in windows_drivers.KINDS),
    ]  # fmt: skip
    assert {words[0] for words in started} == {sys.executable}
    assert {words[1] for words in started} == set(CHILDREN)
    assert [name for name in CHILDREN.values() if importlib.util.find_spec(name.partition(":")[0]) is None] == []
    for file in (ROOT / "deskapp").rglob("*.py"):
        if "sys.executable" in (text := file.read_text(encoding="utf-8")):
            assert '"frozen"' in text, f"{file}: what does it start in the packaged program?"


def test_the_recipe_for_pyinstaller_is_python() -> None:
    text = (FOLDER / "onewindow.spec").read_text(encoding="utf-8")
    compile(text, "onewindow.spec", "exec")
    assert text.count("upx=False") == 2
    assert re.findall(r'program\("(\w+)", console=(\w+)\)', text) == [("OneWindow", "False"), ("deskapp", "True")]


def test_the_lock_names_every_dependency_once_with_hashes_and_no_tool_of_the_developers() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    entries = wheels.entries(LOCK)
    wanted = {
        re.sub(r"[-_.]+", "-", re.split(r"[^A-Za-z0-9._-]", word)[0]).lower()
        for word in project["dependencies"]
        if "sys_platform != 'win32'" not in word
    }
    assert wanted <= set(entries)
    assert [name for name, block in entries.items() if "--hash=sha256:" not in block] == []
    assert not {"pytest", "mypy", "ruff", "moto", "playwright"} & set(entries)
    assert {"pyinstaller", "uv", "pywin32-ctypes"} <= set(entries)
    assert "://" not in LOCK


def test_windows_gets_the_versions_that_are_tested_elsewhere() -> None:
    ours = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK, re.MULTILINE))
    tested = dict(
        re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert {name: version for name, version in ours.items() if tested.get(name, version) != version} == {}


def test_only_what_the_recipe_itself_needs_is_kept_from_the_program(tmp_path: Path) -> None:
    entries = wheels.entries("a-b==1.0 \\\n    --hash=sha256:00\n    # via c\nuv==2 \\\n    --hash=sha256:11\n")
    assert list(entries) == ["a-b", "uv"]
    assert entries["uv"].count("--hash") == 1


def test_windows_is_told_name_and_version() -> None:
    said = version_info.text("1.2.3")
    assert "filevers=(1, 2, 3, 0)" in said
    assert "'一窗 · OneWindow'" in said
    compile(said, "version", "eval")
    assert version_info.numbers("0.2.0rc1") == (0, 2, 0, 0)
    for wrong in ("", "1", "one.two", "99999.1"):
        with pytest.raises(ValueError, match="not a version"):
            version_info.numbers(wrong)
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", version_info.version())
