"""What every printer promises: a paper whole or not at all, and where it stands still, in words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deskapp.devices.errors import PrinterCode
from deskapp.devices.printer.contract import Document, Printer
from deskapp.devices.printer.cups import CupsPrinter, listed
from deskapp.devices.printer.folder import FolderPrinter
from deskapp.devices.printer.pretend import PretendPrinter
from deskapp.devices.printer.roster import find
from deskapp.failures import DeviceTrouble, Trouble
from tests.children import children

PAPER = Document("Receipt A001", b"%PDF-1.7 paper")


def code_of(printer: Printer, document: Document = PAPER) -> str:
    with pytest.raises(Trouble) as told:
        printer.print(document)
    return told.value.code


def script(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return str(file)


def test_a_folder_gets_each_paper_whole_and_over_no_other(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "papers")
    for number in range(3):
        printer.print(Document("Receipt A001", b"%PDF " + bytes([48 + number])))
    found = {file.name: file.read_bytes() for file in (tmp_path / "papers").iterdir()}
    assert found == {
        "Receipt A001.pdf": b"%PDF 0", "Receipt A001-2.pdf": b"%PDF 1", "Receipt A001-3.pdf": b"%PDF 2",
    }  # fmt: skip


@pytest.mark.parametrize(
    "name", ["", "...", "../../up", "/etc/passwd", "a\0b", "CON", "nul.pdf", "受理单" * 100, "a/b\\c:d"]
)
def test_no_name_of_a_paper_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "in" / "papers"
    FolderPrinter(folder).print(Document(name, b"%PDF"))
    assert [file.parent for file in tmp_path.rglob("*") if file.is_file()] == [folder]
    [file] = folder.iterdir()
    assert file.suffix == ".pdf"
    assert file.stem.lower() not in {"con", "nul"}


def test_a_folder_that_takes_nothing_is_told_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert code_of(FolderPrinter(tmp_path / "file" / "papers")) == PrinterCode.FAILED
    assert (tmp_path / "file").read_bytes() == b""


def test_the_practice_printer_runs_out_of_paper_before_a_paper_and_not_within() -> None:
    printer = PretendPrinter(paper=3)
    printer.print(Document("a", b"%PDF", copies=2))
    assert code_of(printer, Document("b", b"%PDF", copies=2)) == PrinterCode.OUT_OF_PAPER
    assert ([paper.name for paper in printer.tray], printer.paper) == (["a"], 1)
    printer.broken = PrinterCode.JAMMED
    assert code_of(printer) == PrinterCode.JAMMED


def cups(folder: Path, *, alerts: str = "none", lp: str = "exit 0", status: str = "is idle.") -> CupsPrinter:
    """A spooler that says what we tell it; what was sent lies in `sent`."""
    told = f'echo "printer front {status}"; echo "    Alerts: {alerts}"'
    ask = f'case "$*" in "-d") echo "system default destination: front";; *) {told};; esac'
    send = f'for last; do :; done; cp "$last" "{folder}/sent"; echo "$*" > "{folder}/words"; {lp}'
    return CupsPrinter(lp=script(folder, "lp", send), lpstat=script(folder, "lpstat", ask), silence=2.0)


def test_a_paper_goes_to_the_systems_printer_as_it_is(tmp_path: Path) -> None:
    cups(tmp_path).print(Document("-o evil\n", b"%PDF x", copies=2))
    assert (tmp_path / "sent").read_bytes() == b"%PDF x"
    assert (tmp_path / "words").read_text().startswith("-d front -n 2 -t -o evil")
    assert not children()


@pytest.mark.parametrize(
    ("alerts", "code"),
    [
        ("media-empty-error", PrinterCode.OUT_OF_PAPER),
        ("media-needed", PrinterCode.OUT_OF_PAPER),
        ("media-jam-error", PrinterCode.JAMMED),
        ("cover-open", PrinterCode.COVER_OPEN),
        ("toner-empty-error", PrinterCode.OUT_OF_INK),
        ("offline-report paused", PrinterCode.OFFLINE),
    ],
)
def test_a_printer_that_stands_still_is_sent_nothing(alerts: str, code: PrinterCode, tmp_path: Path) -> None:
    assert code_of(cups(tmp_path, alerts=alerts)) == code
    assert not (tmp_path / "sent").exists()


def test_a_warning_prints_on(tmp_path: Path) -> None:
    cups(tmp_path, alerts="media-empty-warning toner-low-report").print(PAPER)
    assert (tmp_path / "sent").exists()


def test_a_printer_that_was_stopped_is_offline(tmp_path: Path) -> None:
    assert code_of(cups(tmp_path, status="disabled since Mon -")) == PrinterCode.OFFLINE


def test_what_the_spooler_refuses_and_what_it_does_not_say(tmp_path: Path) -> None:
    assert code_of(cups(tmp_path, lp="echo 'lp: Unknown destination' >&2; exit 1")) == PrinterCode.NO_SUCH_PRINTER
    assert code_of(cups(tmp_path, lp="exit 1")) == PrinterCode.FAILED
    begun = time.monotonic()
    assert code_of(cups(tmp_path, lp="sleep 600")) == PrinterCode.SILENT
    assert time.monotonic() - begun < 10
    assert not children()


def test_a_computer_without_cups_says_so(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as told:
        listed(lpstat=str(tmp_path / "absent"))
    assert told.value.code == PrinterCode.NOT_ON_THIS_SYSTEM


@pytest.mark.parametrize(
    ("name", "kind"),
    [("", CupsPrinter), ("front", CupsPrinter), ("cups:front", CupsPrinter), ("folder:/papers", FolderPrinter),
     ("pretend:", PretendPrinter), ("pretend:5", PretendPrinter)],
)  # fmt: skip
def test_a_name_finds_its_kind_of_printer(name: str, kind: type) -> None:
    assert isinstance(find(name), kind)


@pytest.mark.parametrize("name", ["folder:", "folder:a\0b", "cups:-o", "-h", "pretend:many", "pretend:٣", "x:y"])
def test_a_name_that_means_no_printer_is_refused(name: str) -> None:
    with pytest.raises(DeviceTrouble) as told:
        find(name)
    assert told.value.code == PrinterCode.NO_SUCH_PRINTER
