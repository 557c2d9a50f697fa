"""Which libraries the files of a folder need, and whether each is shipped or part of Windows.

Wine has libraries of its own where Windows has none (MSVCP140.dll is one), so a package that lacks them runs under Wine
and not on a clerk's computer. Reading what is imported finds it everywhere. The form is Microsoft's "PE Format".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = (".exe", ".dll", ".pyd")
_IMPORTS, _LATE_IMPORTS = 1, 13  # the entries of the directory of a file
_MOST = 4096  # entries of one table; a file that says more is broken

# Libraries that every Windows 10 and 11 brings along. With them come the families api-ms-win-… and ext-ms-….
_NAMES = """
advapi32 authz avrt bcrypt bcryptprimitives cabinet cfgmgr32 combase comctl32 comdlg32 credui crypt32
cryptbase d2d1 d3d10 d3d10_1 d3d11 d3d12 d3d9 d3dcompiler_47 dbghelp dcomp devobj dnsapi dsound dwmapi dwrite
dxcore dxgi dxva2 evr gdi32 gdiplus hid icuuc imagehlp imm32 iphlpapi kernel32 ktmw32 mf mfplat mfreadwrite
mmdevapi mpr mscms msimg32 msvcrt mswsock ncrypt netapi32 normaliz ntdll odbc32 ole32 oleacc oleaut32 opengl32
pdh powrprof profapi propsys psapi rpcrt4 runtimeobject secur32 setupapi shcore shell32 shlwapi
uiautomationcore user32 userenv usp10 uxtheme version winhttp wininet winmm winscard wintrust wlanapi wldap32
ws2_32 wsock32 wtsapi32
"""
WINDOWS = frozenset([*(f"{name}.dll" for name in _NAMES.split()), "winspool.drv"])


class NotAProgramError(ValueError):
    """The file is not of the form that Windows loads."""


@dataclass(frozen=True, slots=True)
class _Image:
    """A file as Windows maps it: its bytes, its sections, its directory."""

    data: bytes
    sections: tuple[tuple[int, int, int], ...]  # (address, size, place in the file)
    directory: tuple[tuple[int, int], ...]

    def place(self, address: int) -> int:
        for start, size, at in self.sections:
            if start <= address < start + size:
                return at + address - start
        raise NotAProgramError("an address that lies nowhere")

    def text(self, address: int) -> str:
        at = self.place(address)
        return self.data[at : self.data.index(b"\0", at)].decode("ascii", "replace").lower()


def imported(path: Path) -> frozenset[str]:
    """The libraries a file imports, at once or when first used, in small letters. NotAProgramError."""
    try:
        image = _image(path.read_bytes())
        return frozenset([*_names(image, _IMPORTS, 20, 12), *_names(image, _LATE_IMPORTS, 32, 4)])
    except (struct.error, ValueError, IndexError) as error:
        raise NotAProgramError(path.name) from error


def _image(data: bytes) -> _Image:
    if data[:2] != b"MZ":
        raise NotAProgramError("no MZ")
    (head,) = struct.unpack_from("<I", data, 60)
    if data[head : head + 4] != b"PE\0\0":
        raise NotAProgramError("no PE")
    count, optional_size = struct.unpack_from("<H12xH", data, head + 6)
    optional = head + 24
    wide = struct.unpack_from("<H", data, optional)[0] == 0x20B
    at = optional + (108 if wide else 92)
    (entries,) = struct.unpack_from("<I", data, at)
    directory = tuple(struct.unpack_from("<II", data, at + 4 + 8 * n) for n in range(min(entries, 16)))
    sections = []
    for n in range(count):
        size, address, kept, place = struct.unpack_from("<IIII", data, optional + optional_size + 40 * n + 8)
        sections.append((address, max(size, kept), place))
    return _Image(data, tuple(sections), directory)


def _names(image: _Image, entry: int, step: int, name_at: int) -> Iterator[str]:
    if entry >= len(image.directory) or not image.directory[entry][0]:
        return
    at = image.place(image.directory[entry][0])
    for n in range(_MOST):
        (name,) = struct.unpack_from("<I", image.data, at + step * n + name_at)
        if not name:
            return
        yield image.text(name)
    raise NotAProgramError("a table without an end")


def is_windows_own(library: str) -> bool:
    """Whether every Windows 10 and 11 brings this library."""
    return library in WINDOWS or library.startswith(("api-ms-win-", "ext-ms-"))


def missing(folder: Path) -> Mapping[str, tuple[str, ...]]:
    """The libraries that are neither in the folder nor part of Windows, each with the files that need it."""
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in PROGRAMS]
    shipped = {path.name.lower() for path in files}
    lacking: dict[str, list[str]] = {}
    for path in files:
        for library in imported(path) - shipped:
            if not is_windows_own(library):
                lacking.setdefault(library, []).append(path.name)
    return {library: tuple(users) for library, users in sorted(lacking.items())}
