"""The bill of materials of a built program (CycloneDX 1.5, JSON) and the list of digests that lies beside a setup."""

from __future__ import annotations

import email.parser
import hashlib
import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from version_info import LICENCE
from wheels import entries

_SPACE = uuid.UUID("6d2f4c3a-5b0e-5d5e-9f0a-0e5a5d0c6b11")  # of this product's bills
_FONTS = {
    "Noto Sans SC": "OFL-1.1",
    "HanaMin B (OneWindow Rare B)": "LicenseRef-Hanazono",
    "BabelStone Han (OneWindow Rare G)": "LicenseRef-Arphic-1999",
}


def modules_in(listing: str) -> frozenset[str]:
    """The first names of the modules in PyInstaller's listing of an archive (PYZ-00.toc)."""
    return frozenset(
        name.partition(".")[0] for name in re.findall(r"^\s*\(?\[?\('([A-Za-z0-9_.]+)',", listing, re.MULTILINE)
    )


def shipped(lib: Path, program: Path, modules: Iterable[str]) -> list[Mapping[str, str]]:
    """The packages of which something was taken along: name, version, licence, as each says of itself.

    A package counts when one of its modules is in the archive, or one of its folders in the program's.
    """
    known = {name.lower() for name in modules} | {
        path.name.partition(".")[0].lower() for path in (program / "_internal").iterdir()
    }
    found = []
    for info in sorted(lib.glob("*.dist-info")):
        record = (info / "RECORD").read_text(encoding="utf-8") if (info / "RECORD").exists() else ""
        tops = {re.split(r"[/,]", line)[0] for line in record.splitlines()}
        names = {top.removesuffix(".py").partition(".")[0].lower() for top in tops if ".dist-info" not in top}
        if names & known:
            found.append(_said(info))
    return found


def _said(info: Path) -> Mapping[str, str]:
    said = email.parser.Parser().parsestr((info / "METADATA").read_text(encoding="utf-8"))
    licence = said["License-Expression"] or said["License"] or ""
    if not licence or "\n" in licence:
        trove = [text for text in said.get_all("Classifier", []) if text.startswith("License ::")]
        licence = trove[-1].rpartition(":: ")[2] if trove else "unknown"
    return {"name": said["Name"], "version": said["Version"], "licence": licence[:100]}


def bill(
    version: str,
    python: str,
    packages: Iterable[Mapping[str, str]],
    lock: str,
    *,
    moment: int,
    setup: Path | None = None,
) -> str:
    """The bill as JSON: the same input gives the same text. `moment`: seconds since 1970."""
    hashes = {_plain(name): re.findall(r"sha256:([0-9a-f]{64})", block) for name, block in entries(lock).items()}
    components = [
        _component("library", p["name"], p["version"], p["licence"], hashes.get(_plain(p["name"]), []))
        for p in packages
    ]
    components.append({"type": "framework", "name": "CPython", "version": python, "licenses": _licences("PSF-2.0")})
    components += [{"type": "file", "name": name, "licenses": _licences(licence)} for name, licence in _FONTS.items()]
    subject: dict[str, object] = {
        "type": "application", "name": "OneWindow", "version": version, "bom-ref": "onewindow",
        "licenses": _licences(LICENCE),
    }  # fmt: skip
    if setup is not None:
        subject["hashes"] = [{"alg": "SHA-256", "content": digest(setup)}]
    made = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps(components, sort_keys=True) + version)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": subject,
        },
        "components": components,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _component(kind: str, name: str, version: str, licence: str, hashes: list[str]) -> dict[str, object]:
    plain = _plain(name)
    made: dict[str, object] = {
        "type": kind, "name": name, "version": version, "bom-ref": f"pkg:pypi/{plain}@{version}",
        "purl": f"pkg:pypi/{plain}@{version}", "licenses": _licences(licence),
    }  # fmt: skip
    if hashes:  # of every file of that version that the lock allows; one of them was taken
        made["properties"] = [{"name": "onewindow:locked-sha256", "value": value} for value in sorted(hashes)]
    return made


def _licences(said: str) -> list[dict[str, object]]:
    """A licence as the bill wants it: an SPDX expression as such, other words as a name."""
    if re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*", said) and said != "unknown":
        return [{"expression": said}]
    return [{"license": {"name": said}}]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def digest(file: Path) -> str:
    """SHA-256 of a file."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def digests(files: Iterable[Path]) -> str:
    """The list as `sha256sum --check` and `certutil` users read it."""
    return "".join(f"{digest(file)}  {file.name}\n" for file in sorted(files))
