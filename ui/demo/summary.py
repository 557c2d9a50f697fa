"""What the demo leaves behind: a summary that a script can read, the papers, the pages, and what was read back."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zxingcpp
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument

from deskapp.desk import Desk
from deskapp.ids import CaseId
from deskapp.journal.taking_in import cursor
from ui.demo.player import Played

_DPI = 300
_ENDINGS = {b"\xff\xd8": "jpg", b"\x89P": "png"}


@dataclass(frozen=True, slots=True)
class Told:
    """What the story noted on its way."""

    ticket: str
    queued: int
    left: int
    keys: Mapping[str, int]  # struck for each case, by what it brought
    worst_ms: float


def write(out: Path, desk: Desk, case_id: CaseId, played: Sequence[Played], told: Told) -> dict[str, object]:
    """Write `summary.json`, and the pages as files."""
    with desk.journal.reading() as reading:
        case = reading.case(case_id)
        seq = cursor(reading)
    pages = [page for pages in case.pages.values() for page in pages]
    for number, digest in enumerate(pages, start=1):
        data = desk.vault.get(digest)
        (out / f"page-{number}.{_ENDINGS.get(data[:2], 'img')}").write_bytes(data)
    summary: dict[str, object] = {
        "ticket": told.ticket,
        "case": case.number,
        "items": [case.item],
        "pages": len(pages),
        "papers": [_paper(file) for file in sorted(out.glob(f"*-{case.number}*.pdf"))],
        "offline": {"events_queued": told.queued, "events_after_reconnect": told.left},
        "server_seq": seq,
        "state": case.state.value if case.state else None,
        "stages": [{"name": stage.name, "ms": stage.ms, "screenshot": stage.screenshot} for stage in played],
        "keys": dict(told.keys),
        "worst_block_ms": round(told.worst_ms, 1),
    }
    (out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return summary


def _paper(file: Path) -> dict[str, object]:
    kind, _, _ = file.stem.partition("-")
    return {"kind": kind, "file": file.name, "barcode": _read_back(file)}


def _read_back(file: Path) -> str:
    """The barcode as a scanner reads it from the printed page: the digits, not what we meant to print."""
    document = QPdfDocument()
    document.load(str(file))
    size = document.pagePointSize(0)
    scale = _DPI / 72
    rendered = document.render(0, QSize(round(size.width() * scale), round(size.height() * scale)))
    page = QImage(rendered.size(), QImage.Format.Format_Grayscale8)
    page.fill(QColor("white"))  # a rendered page is transparent
    painter = QPainter(page)
    painter.drawImage(0, 0, rendered)
    painter.end()
    document.close()
    bits = np.frombuffer(page.constBits(), np.uint8).reshape(page.height(), page.bytesPerLine())[:, : page.width()]
    codes = zxingcpp.read_barcodes(np.ascontiguousarray(bits))
    codes = [code for code in codes if code.format == zxingcpp.BarcodeFormat.Code128]
    return codes[0].text if codes else ""
