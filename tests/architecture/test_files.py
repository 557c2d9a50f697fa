"""What no file of the repository may hold: addresses to download from, and paths of somebody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, files, told

LARGEST_FILE = 2_000_000
MAY_BE_LARGE = ("resources/fonts", "resources/characters")
_ADDRESS = re.compile(r"""\b(?:https?|ftp|git\+ssh)://(?:[^/\s@'"`<>]*@)?([\w.-]+)""")
_SHIPS = re.compile(
    r"--(?:extra-)?index-url|--find-links|releases/download|resolved\W+http|"
    r"\b(?:pypi|npmjs|pythonhosted|crates|deb\.debian|unpkg|jsdelivr|githubusercontent|huggingface)\.(?:org|io|com|net|co)\b"
)
_SOMEBODYS = re.compile(r"(?<![\w.$}/])/(?:home|Users|root|work)/\w|\b[A-Za-z]:\\+Users\\+\w")

# Names in an XML or XMP document, licences and standards: words that are never fetched.
_NAMES_OF_THINGS = (
    "w3.org",
    "apache.org",
    "sil.org",
    "adobe.com",
    "purl.org",
    "aiim.org",
    "tus.io",
    "rfc-editor.org",
    "keepachangelog.com",
    "semver.org",
    "json-schema.org",
    "openapis.org",
    "openxmlformats.org",
    "schemas.hp.com",  # the names of eSCL
    "schemas.microsoft.com",  # of what a program tells Windows in its manifest
    "pwg.org",
    "freedesktop.org",  # the kinds of files
    "www.debian.org",  # the form of a copyright file
)
_LOOPBACK = ("localhost", "0.0.0.0")
_RESERVED = ("example", "invalid", "test", "localhost", "example.com", "example.org", "example.net", "local")


def faults(text: str) -> Iterator[tuple[int, str]]:
    """Line and reason for each thing that may not stand in a file of the repository."""
    for number, line in enumerate(text.splitlines(), 1):
        for found in _ADDRESS.finditer(line):
            if not _harmless(found.group(1).lower().rstrip(".")):
                yield number, f"names the address of {found.group(1)}"
        if source := _SHIPS.search(line):
            yield number, f"names where to download from: {source.group()}"
        if place := _SOMEBODYS.search(line):
            yield number, f"names a path of one machine: {place.group()}"


def _harmless(host: str) -> bool:
    numeric = re.fullmatch(r"[\d.]+", host) is not None  # private and documentation addresses in tests of the network
    named = any(host == name or host.endswith(f".{name}") for name in (*_NAMES_OF_THINGS, *_RESERVED))
    return numeric or named or host in _LOOPBACK or "." not in host


def texts() -> Iterator[tuple[Path, str]]:
    """Every text file of the repository, but licences, which stay as they are, and this one with its samples."""
    for path in files():
        if path == Path(__file__).resolve() or path.name.startswith("LICENSE") or path.stat().st_size > LARGEST_FILE:
            continue
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            yield path, content.decode("utf-8", errors="replace")


def test_files_name_no_source_to_download_from_and_no_machine() -> None:
    found = [f"{path.relative_to(ROOT)}:{line}: {why}" for path, text in texts() for line, why in faults(text)]

    assert not found, told(found, "take these out")


@pytest.mark.parametrize(
    "text",
    [
        "https://files.pythonhosted.org/packages/x.whl",
        '"resolved": "https://registry.npmjs.org/a.tgz"',
        "--index-url=https://pypi.example/simple",
        "see https://somewhere.dev/tool.tar.gz",
        "cd /home/somebody/src",
        "path = 'C:\\Users\\somebody'",
        "open('/" + "root/x')",
    ],
)
def test_a_source_or_a_machine_would_be_found(text: str) -> None:
    assert list(faults(text)) != []


@pytest.mark.parametrize(
    "text",
    [
        "http://127.0.0.1:8000/board",
        "http://localhost/x",
        "https://centre.example/api",
        "xmlns='http://www.w3.org/2000/svg'",
        "f'http://{host}:{port}/'",
        "a/home/b and ~/.config",
    ],
)
def test_the_own_machine_and_names_of_things_are_left_alone(text: str) -> None:
    assert list(faults(text)) == []


def test_no_file_is_large_but_the_letters() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes"
        for path in files()
        if path.stat().st_size > LARGEST_FILE and not any(path.is_relative_to(ROOT / room) for room in MAY_BE_LARGE)
    ]

    assert not large, told(large, f"no file has more than {LARGEST_FILE:,} bytes")


def test_the_lock_says_a_digest_for_every_package_and_no_source() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock)
    pinned = [entry for entry in entries if not entry.startswith("#")]

    assert "://" not in lock
    assert [entry.split()[0] for entry in pinned if not re.match(r"[\w.-]+==\S+", entry)] == []
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []
