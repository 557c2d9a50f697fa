"""What the Linux program folder holds and does not: the list of the Windows one, and where the two differ."""

from __future__ import annotations

import fnmatch
import tomllib
from importlib import metadata
from pathlib import Path, PurePosixPath

import contents
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_OF_WINDOWS = ("keyring.backends.Windows", "win32ctypes.", "winrt")
HIDDEN = (
    *(name for name in contents.HIDDEN if not name.startswith(_OF_WINDOWS)),
    "keyring.backends.SecretService",
    "keyring.backends.kwallet",
    "jeepney.io.blocking",
    "secretstorage",
    "uvloop",
)
WHOLE_PACKAGES = tuple(name for name in contents.WHOLE_PACKAGES if not name.startswith(_OF_WINDOWS))

_STAYS = (
    "*/platforminputcontexts/libibus*", "*/platforminputcontexts/libcompose*",  # Chinese is typed through them
    "*libqt6quick.so*", "*libqt6qml*.so*", "*libqt6opengl.so*",  # the part that reads cameras is linked to them here
)  # fmt: skip
_LEFT_OUT = (
    "*libqeglfs*", "*libqlinuxfb*", "*libqminimal*", "*libqvnc*", "*libqvkkhrdisplay*", "*eglfs*", "*egldevice*",
    "*wayland*",  # a second screen is placed, and a window comes to the front, through X alone; Wayland has one inside
    "*libqgtk3*",  # our own colours everywhere, and no GTK for them
    "*xcbglintegrations*", "*libqt6eglfs*", "*libqt6wlshell*",  # our widgets are painted without OpenGL
    "*plugins/tls/*",  # the line is httpx's; Qt talks to nobody in the network
    "*libqtexttospeech_mock*",
    "onnxruntime/capi/libonnxruntime.so*", "onnxruntime/capi/libonnxruntime_providers*",  # Python's part holds the same
    "*/lib-dynload/readline*", "*/lib-dynload/_curses*",  # nobody types at this Python; each would bring a library
    "*.a", "*.la",
)  # fmt: skip
_OURS = ("deskapp", "ui", "db", "resources")
_WITH_DEBUGGING = ("libpython*.so*", "uvloop/*.so", "sqlcipher3/*.so", "*/lib-dynload/*.so")  # as they are built
_QT = "pyside6/qt/"  # where the wheels for Linux keep what those for Windows keep in PySide6 itself


def not_ours(project: Path) -> tuple[str, ...]:
    """The modules that are installed here and belong to no package the program depends on: tools of tests and of
    developers, which a library may take along if it finds them. `project`: the pyproject.toml.
    """
    with project.open("rb") as file:
        asked = list(tomllib.load(file)["project"]["dependencies"])
    needed: set[tuple[str, str]] = set()
    while asked:
        one = Requirement(asked.pop())
        for extra in ("", *one.extras):
            name = canonicalize_name(one.name)
            if (name, extra) in needed or (one.marker is not None and not one.marker.evaluate({"extra": ""})):
                continue
            needed.add((name, extra))
            for word in metadata.requires(name) or ():
                marker = Requirement(word).marker
                if marker is None or marker.evaluate({"extra": extra}):
                    asked.append(word.partition(";")[0])
    names = {name for name, _ in needed}
    return tuple(
        module
        for module, packages in sorted(metadata.packages_distributions().items())
        if module.isidentifier() and not names & {canonicalize_name(package) for package in packages}
        if module not in _OURS
    )


def is_shipped(name: str) -> bool:
    """Whether a file of this name, below the folder `_internal`, belongs to the program."""
    text = str(PurePosixPath(name.lower()))
    if any(fnmatch.fnmatchcase(text, pattern) for pattern in _STAYS):
        return True
    if any(fnmatch.fnmatchcase(text, pattern) for pattern in _LEFT_OUT):
        return False
    return contents.is_shipped(text.replace(_QT, "pyside6/", 1) if text.startswith(_QT) else text)


def is_stripped(name: str) -> bool:
    """Whether what only a debugger reads is taken out of a library: 45 MB of Python and three packages.

    Of others nothing is touched: wheels that carry libraries of their own were patched, and strip may break those.
    """
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in _WITH_DEBUGGING)


def is_of_the_system(name: str, source: str) -> bool:
    """Whether a library is the system's own, which keeps it safe by its updates: depended upon and not shipped.

    Python's own library is shipped wherever it comes from: other systems have other versions of it.
    """
    file = PurePosixPath(name).name
    at = source.startswith(("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/")) and "python3" not in source
    return at and file.startswith("lib") and ".so" in file and not file.startswith("libpython")
