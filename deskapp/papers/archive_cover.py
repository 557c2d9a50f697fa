"""归档封面: what the file holds, page by page with its digest, and how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskapp.papers import about, words
from deskapp.papers.about import About
from deskapp.papers.sheet import Column, Highlight, Imprint, Sheet

__all__ = ["KIND", "TITLE", "ArchiveCover", "FiledPage", "draw", "lay_out"]
KIND = "archive_cover"
TITLE = "归档封面"
_COLUMNS = (
    Column("页次", 0.075, centred=True),
    Column("材料", 0.365),
    Column("页摘要（SHA-256）", 0.56),
)
_GROUP = 16  # digits of a digest that stand together: four groups can be compared by eye


@dataclass(frozen=True, slots=True)
class FiledPage:
    """One page of the file: the material it belongs to, and the SHA-256 of its bytes as hexadecimal digits."""

    material: str
    digest: str


@dataclass(frozen=True, slots=True)
class ArchiveCover:
    """Everything the cover says. `package` is the digest of the whole archive package, "" while there is none."""

    imprint: Imprint
    about: About
    opened_on: date
    closed_on: date
    outcome: str
    archived_on: date
    keep: str  # 永久, 30 年, 10 年
    pages: Sequence[FiledPage]
    package: str = ""


def draw(paper: ArchiveCover) -> bytes:
    """The cover as PDF."""
    return lay_out(paper).finish()


def lay_out(paper: ArchiveCover) -> Sheet:
    """The cover as it stands on its pages."""
    sheet = Sheet(TITLE, "Archive cover", paper.imprint)
    about.told(
        sheet, paper.about, ("收件日期", words.day(paper.opened_on)), ("办结日期", words.day(paper.closed_on)),
        ("办理结果", paper.outcome), ("归档日期", words.day(paper.archived_on)),
    )  # fmt: skip
    sheet.band(
        [
            Highlight("保管期限", paper.keep),
            Highlight("页数", f"{len(paper.pages)}\u00a0页"),
            Highlight("材料", f"{len(dict.fromkeys(one.material for one in paper.pages))}\u00a0项"),
        ]
    )
    sheet.heading("卷内目录")
    if paper.pages:
        rows = [(str(n), one.material, grouped(one.digest)) for n, one in enumerate(paper.pages, start=1)]
        sheet.table(_COLUMNS, rows)
    else:
        sheet.paragraph("卷内没有页面。")
    if paper.package:
        sheet.facts([("归档包摘要", grouped(paper.package))])
    sheet.closing(
        "卷内页面以电子件为准，摘要可以用来核对电子件是否被改动。按 GB/T 42727-2023 归档。", "检查人签字",
        paper.imprint.hall, paper.archived_on, clerk_is="立卷人",
    )  # fmt: skip
    return sheet


def grouped(digest: str) -> str:
    """A digest in groups of sixteen digits, two in a line."""
    groups = [digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP)]
    return "\n".join(" ".join(groups[at : at + 2]) for at in range(0, len(groups), 2))
