"""The Linux program folder: what the Windows one has, but for what the two systems do differently."""

from __future__ import annotations

import importlib.util

import pytest

from tests.architecture.house import ROOT
from tests.packaging.recipe import LINUX, module

contents, linux = module("contents"), module("linux_contents")


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6", "libQt6WlShellIntegration.so.6",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so", "PySide6/Qt/lib/libQt6ShaderTools.so.6",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so", "PySide6/Qt/plugins/platforms/libqvnc.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so", "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/plugins/texttospeech/libqtexttospeech_mock.so", "onnxruntime/capi/libonnxruntime.so.1.32.0",
        "PySide6/Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so", "resources/i18n/onewindow_en.ts",
        "PySide6/Qt/lib/libQt6Charts.so.6", "botocore/data/ec2/2016-11-15/service-2.json.gz",
    ],
)  # fmt: skip
def test_what_may_not_or_need_not_be_there_is_left_out(name: str) -> None:
    assert not linux.is_shipped(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib/libQt6XcbQpa.so.6", "PySide6/QtCore.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so", "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",
        "PySide6/Qt/plugins/platforminputcontexts/libcomposeplatforminputcontextplugin.so",
        "PySide6/Qt/lib/libQt6Quick.so.6", "libQt6QmlModels.so.6", "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/plugins/texttospeech/libqtexttospeech_speechd.so", "libpython3.11.so.1.0",
        "onnxruntime/capi/onnxruntime_pybind11_state.cpython-311-x86_64-linux-gnu.so", "db/migrations/env.py",
        "botocore/data/s3/2006-03-01/service-2.json.gz", "rapidocr/models/PP-OCRv6_rec_small.onnx",
    ],
)  # fmt: skip
def test_what_the_program_needs_stays(name: str) -> None:
    assert linux.is_shipped(name)


def test_the_systems_own_libraries_are_its_own_business_and_pythons_is_ours() -> None:
    multiarch = "/usr/lib/x86_64-linux-gnu"
    for name in ("libglib-2.0.so.0", "libssl.so.3", "libxcb-cursor.so.0"):
        assert linux.is_of_the_system(name, f"{multiarch}/{name}")
    assert linux.is_of_the_system("libz.so.1", "/lib/x86_64-linux-gnu/libz.so.1")
    assert not linux.is_of_the_system("libpython3.11.so.1.0", f"{multiarch}/libpython3.11.so.1.0")
    assert not linux.is_of_the_system("lib-dynload/_ssl.so", "/usr/lib/python3.11/lib-dynload/_ssl.so")
    for own in ("opencv_python_headless.libs/libavcodec.so.61", "PySide6/Qt/lib/libQt6Core.so.6"):
        assert not linux.is_of_the_system(own, f"/srv/venv/lib/python3.11/site-packages/{own}")


def test_what_is_found_by_its_name_exists_and_nothing_of_windows_is_asked_for() -> None:
    missing = [name for name in linux.HIDDEN if importlib.util.find_spec(name) is None]
    assert missing == []
    assert not [name for name in (*linux.HIDDEN, *linux.WHOLE_PACKAGES) if "win" in name.lower().split(".")[0]]
    assert {"deskapp", "ui"} <= set(linux.WHOLE_PACKAGES)
    assert set(linux.WHOLE_PACKAGES) < set(contents.WHOLE_PACKAGES)


def test_tools_of_tests_and_developers_are_not_taken_along() -> None:
    found = set(linux.not_ours(ROOT / "pyproject.toml"))
    assert {"pytest", "hypothesis", "mypy", "moto", "playwright", "setuptools"} <= found
    needed = {"PySide6", "shiboken6", "sqlalchemy", "fastapi", "starlette", "pydantic", "botocore", "uvloop", "cv2"}
    assert not needed & found, "what a dependency depends on is needed, too"
    assert not {"deskapp", "ui", "db", "resources"} & found


def test_only_what_was_never_patched_is_stripped() -> None:
    assert linux.is_stripped("libpython3.11.so.1.0")
    assert linux.is_stripped("python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so")
    for patched in ("opencv_python_headless.libs/libopenblasp.so", "cv2/cv2.abi3.so", "PySide6/Qt/lib/libQt6Core.so.6"):
        assert not linux.is_stripped(patched)


def test_the_recipe_for_pyinstaller_is_python() -> None:
    text = (LINUX / "program.spec").read_text(encoding="utf-8")
    compile(text, "program.spec", "exec")
    assert text.count("upx=False") == 2
    assert 'name="deskapp"' in text
