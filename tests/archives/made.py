"""Archived cases with known pages, their packages, and hands that change a package as somebody might."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from PIL import Image, ImageDraw

from deskapp.archives import manifest, parts
from deskapp.archives.findings import Check, Findings
from deskapp.archives.manifest import Manifest
from deskapp.archives.parts import Part
from deskapp.archives.store import Layout
from deskapp.clerk import accepting, archiving, deciding, handing_out, intake, scanning, sheets
from deskapp.clerk.handing_out import Handing
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.ids import CaseId, ItemCode
from deskapp.rules.case import PagesAdded

AT_ONCE = ItemCode("SCJG-0102")
PERSON = ("𬭎子轩", "990108200101011158", "19900006024")
LAST = (parts.MANIFEST, parts.MANIFEST_DIGEST, parts.SIGNATURE)


def picture(kind: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (240, 330), **more: object) -> bytes:
    """A page with a mark in its upper left quarter, so that it can be seen which way is up."""
    paper = {"L": 255, "1": 1, "I;16": 65535, "CMYK": (0, 0, 0, 0), "RGBA": (255, 255, 255, 0)}.get(mode, "white")
    ink = {"L": 0, "1": 0, "I;16": 0, "CMYK": (255, 0, 0, 0), "RGBA": (200, 0, 0, 255)}.get(mode, (200, 0, 0))
    image = Image.new("RGB" if mode == "P" else mode, size, paper)  # type: ignore[arg-type]
    ImageDraw.Draw(image).rectangle((10, 10, size[0] // 2 - 10, size[1] // 2 - 10), fill=ink)  # type: ignore[arg-type]
    out = io.BytesIO()
    image = image.quantize(16) if mode == "P" else image
    image.save(out, kind, **more)
    return out.getvalue()


def delivered(
    desk: Desk,
    folder: Path,
    pages: Sequence[bytes] = (),
    *,
    signature: bytes | None = None,
    unseen: Sequence[bytes] = (),
) -> CaseId:
    """A case that went through in one sitting, its pages put to its first material; `unseen` ones as a portal files
    them, at which nobody has looked.
    """
    case_id = intake.open_case(desk, Application(AT_ONCE, *PERSON))
    owed = sheets.case(desk, case_id).owed
    folder.mkdir(exist_ok=True)
    files = []
    for place, data in enumerate(pages):
        files.append(folder / f"{place}.{parts.ending_of(data)}")
        files[-1].write_bytes(data)
    scanning.add_files(desk, case_id, owed[0].code, files, lambda _: None)
    with desk.journal.writing() as facts:
        for data in unseen:
            facts.add(desk.clerk.id, PagesAdded(owed[0].code, (desk.vault.put(data),)), of=case_id)
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code)
    accepting.accept(desk, case_id)
    deciding.grant(desk, case_id)
    handing_out.deliver(desk, [case_id], Handing(signature=signature))
    return case_id


def archived(desk: Desk, folder: Path, pages: Sequence[bytes] | None = None) -> CaseId:
    """The same, and archived: two small pages and a signature, unless others are given."""
    usual = (picture(dpi=(100, 100)), picture("PNG", size=(200, 260)))
    signature = picture("PNG", size=(120, 60)) if pages is None else None
    case_id = delivered(desk, folder, usual if pages is None else pages, signature=signature)
    archiving.archive(desk, case_id)
    return case_id


@dataclass(frozen=True)
class Package:
    """A package's parts in their order."""

    parts: Mapping[str, bytes]

    def whole(self) -> bytes:
        """The file."""
        layout = Layout()
        pieces = [piece for name, data in self.parts.items() for piece in layout.part(name, data)]
        return b"".join([*pieces, layout.ending()])

    def without(self, name: str) -> Package:
        return Package({one: data for one, data in self.parts.items() if one != name})

    def having(self, name: str, data: bytes) -> Package:
        """With a part changed in its place, or a new one before the manifest."""
        if name in self.parts:
            return Package({one: data if one == name else old for one, old in self.parts.items()})
        told = list(self.parts.items())
        at = next((place for place, (one, _) in enumerate(told) if one in LAST), len(told))
        return Package(dict([*told[:at], (name, data), *told[at:]]))

    def renamed(self, name: str, other: str) -> Package:
        return Package({other if one == name else one: data for one, data in self.parts.items()})

    def listed_anew(self) -> Package:
        """As a forger would: the manifest made to fit. Whoever forges has no key of the centre, so no signature."""
        told = msgspec.json.decode(self.parts[parts.MANIFEST], type=Manifest)
        listed = [
            Part(name, len(data), sha256(data).hexdigest()) for name, data in self.parts.items() if name not in LAST
        ]
        data = manifest.bytes_of(msgspec.structs.replace(told, parts=manifest.listed(listed)))
        changed = self.having(parts.MANIFEST, data).having(parts.MANIFEST_DIGEST, manifest.digest_line(data))
        return changed.without(parts.SIGNATURE)


def package_of(data: bytes) -> Package:
    """A file's parts, read by a program that is not ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return Package({name: opened.read(name) for name in opened.namelist()})


def codes(findings: Findings, check: Check | None = None) -> set[str]:
    """What was found, by its codes."""
    return {fault.code for fault in findings.faults if check is None or fault.check is check}


def places(findings: Findings, code: str) -> set[str]:
    """Where something was found."""
    return {fault.place for fault in findings.faults if fault.code == code}


def changed_json(data: bytes, change: Callable[[dict[str, object]], object]) -> bytes:
    """A part of JSON after a change, written as the program writes it."""
    told = msgspec.json.decode(data, type=dict[str, object])
    change(told)
    return msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"


def in_pieces(data: bytes, size: int) -> Iterable[bytes]:
    """Bytes as pieces of a size."""
    return (data[at : at + size] for at in range(0, len(data), size))
