"""What the program folder holds and what it does not, with the reason for each; onewindow.spec reads it."""

from __future__ import annotations

import fnmatch
import importlib.util
from pathlib import Path, PurePosixPath

# Qt modules that the program imports. A test compares them with the code.
QT_MODULES = ("QtCore", "QtGui", "QtMultimedia", "QtNetwork", "QtPdf", "QtSvg", "QtTest", "QtTextToSpeech", "QtWidgets")

# Found by their name while the program runs, so that no import tells of them.
HIDDEN = (
    "deskapp.scans.unfolding",
    "rapidocr",
    "deskapp.assemble.centre",  # a worker of the centre is started by this name
    "keyring.backends.Windows",
    "win32ctypes.core",
    "win32ctypes.pywin32",
    "psycopg_binary",
    "sqlcipher3.dbapi2",
    "logging.config",
    "unittest.mock",
)
WHOLE_PACKAGES = (
    "deskapp",
    "ui",
    "db.tables",
    "zeroconf",
    "rapidocr.inference_engine.onnxruntime",
    "psycopg",
    "psycopg_pool",
    "sqlalchemy.dialects.postgresql",
    "sqlalchemy.dialects.sqlite",
    "winrt",  # the scanners of Windows; nothing of it is found elsewhere
)
PACKAGES_WITH_DATA = ("barcode", "chinese_calendar", "pypinyin", "rapidocr", "tzdata", "botocore")
EXCLUDED = (
    "tkinter", "PyInstaller", "setuptools", "pip", "pytest", "IPython", "matplotlib", "pandas", "scipy", "torch",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtQuickWidgets", "PySide6.QtOpenGL", "PySide6.QtSerialPort",
    "PySide6.QtVirtualKeyboard", "PySide6.QtCharts", "PySide6.QtGraphs", "PySide6.QtDataVisualization",
)  # fmt: skip

_LEFT_OUT = (
    "*virtualkeyboard*",  # GPL only
    "*qt6charts*", "*qt6graphs*", "*qt6datavisualization*",  # GPL only
    "*qt6qml*", "*qt6quick*", "*qt6shadertools*", "*qt6serialport*", "*qt6opengl.dll",  # no screen of ours uses them
    "*opengl32sw.dll",  # draws OpenGL without a card; our widgets are painted without OpenGL
    "*/qmltooling/*", "*/generic/*", "*/platforminputcontexts/*", "*/networkinformation/*",
    "*/qminimal.dll", "*/qdirect2d.dll",
    "*/qopensslbackend.dll",  # Windows' own is there
    "*/qtexttospeech_mock.dll",  # would be silent, and say that it had spoken
    "*opencv_videoio_ffmpeg*",  # films; we look at pictures
    "*pil/_avif*",  # a kind of picture that nothing makes here, with a library of 8 MB
    "onnxruntime/capi/onnxruntime.dll",  # for programs in C; Python's part holds the same once more
    "stdnum/*",  # lists of numbers of every country; we take its arithmetic alone
    "lxml/objectify*", "lxml/html/*", "lxml/isoschematron/*",  # other ways to XML; what writes PDF takes the plain one
    "*.pyi", "*.pdb", "*.lib", "*.h", "*/tests/*", "*/include/*",
    "resources/*.ts",  # translations as text; the compiled ones are shipped
    "resources/__pycache__/*", "resources/*.py", "db/*/__pycache__/*",
)  # fmt: skip
_QT_WORDS = ("qt_zh_cn.qm", "qtbase_zh_cn.qm", "qt_en.qm", "qtbase_en.qm", "qtmultimedia_zh_cn.qm")
_SERVICES = ("s3",)  # of those that botocore can talk to; a centre's pages lie in a store that speaks S3


def is_shipped(name: str) -> bool:
    """Whether a file of this name, below the folder `_internal`, belongs to the program."""
    path = PurePosixPath(name.replace("\\", "/").lower())
    text = str(path)
    if text.startswith("pyside6/translations/"):
        return path.name in _QT_WORDS
    if text.startswith("botocore/data/") and len(path.parts) > 3:
        return path.parts[2] in _SERVICES
    return not any(fnmatch.fnmatchcase(text, pattern) for pattern in _LEFT_OUT)


def modules_of(package: str) -> list[str]:
    """All modules of a package, by its files: nothing of it is imported for that, which under Wine takes minutes."""
    spec = importlib.util.find_spec(package)
    found = []
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        for path in Path(place).rglob("*"):
            if path.suffix in (".py", ".pyd") and "__pycache__" not in path.parts:
                words = (*path.relative_to(place).parts[:-1], path.name.partition(".")[0])
                found.append(".".join((package, *(word for word in words if word != "__init__"))))
    return sorted(set(found))
