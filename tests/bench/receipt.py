"""How long from "accept" to the receipt's PDF on the disk, held against drawing the same page with the bare library.

`python -m tests.bench receipt`. Ours is the whole of it: the journal's transaction (read, decide, number, fold, sign,
commit to the encrypted cache with its flush to the disk), the second look for what is printed, layout, drawing, and the
folder printer, until the receipt has its name. Bare is `tests.bench.bare_page`: every place known before, barcode and
QR code made, all drawn, written, flushed. The fonts of both are read before. In turns, medians. Wanted is at most 1.5.

Told beside it, for whoever wants to know which part costs what: the journal's transaction, drawing, filing. That the
page is the same one is no claim: what the printer got must be, byte for byte, what is taken apart for the bare.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from deskapp.clerk import accepting, intake, printing, sheets, signing_in
from deskapp.clerk.intake import Application
from deskapp.desk import Desk
from deskapp.devices.printer.contract import Document
from deskapp.devices.printer.folder import FolderPrinter
from deskapp.ids import CaseId, ItemCode
from deskapp.papers import receipt
from deskapp.papers.receipt import Receipt, ReceiptLine
from deskapp.papers.sheet import Imprint, get_ready
from deskapp.protocol.messages import HallFacts
from deskapp.queries.case_sheet import CaseSheet
from tests.bench import bare_page
from tests.bench.table import Row, Wanted
from tests.clerk import office

TURNS = 150
WARMING = 10
WANTED = Wanted(1.5)
TRACK = "https://hall.example/t"
T = TypeVar("T")
_PERSON = ("王秀英", "990102194902030248", "19900003003")


@dataclass
class Watched:
    """The folder printer, and when a paper was given to it and when it lay there."""

    printer: FolderPrinter
    given: dict[str, float] = field(default_factory=dict)
    there: dict[str, float] = field(default_factory=dict)
    pdf: dict[str, bytes] = field(default_factory=dict)

    def print(self, document: Document) -> None:
        kind = document.name.partition("-")[0]
        self.given[kind] = time.perf_counter()
        self.printer.print(document)
        self.there[kind] = time.perf_counter()
        self.pdf[kind] = document.pdf


@dataclass
class Took:
    """Seconds of each turn."""

    whole: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    kept: list[float] = field(default_factory=list)  # until the case is accepted on the disk
    drawing: list[float] = field(default_factory=list)  # from there to the finished PDF
    bare_drawing: list[float] = field(default_factory=list)
    filing: list[float] = field(default_factory=list)
    bare_filing: list[float] = field(default_factory=list)


def main() -> list[Row]:
    """Measure; the rows of the table."""
    Path("build").mkdir(exist_ok=True)  # on the disk of the checkout: /tmp may be memory
    with tempfile.TemporaryDirectory(dir="build") as folder:
        took = measure(Path(folder), TURNS)
    return rows(took)


def rows(took: Took) -> list[Row]:
    """Medians in milliseconds."""
    return [
        _row("accept → receipt PDF on disk", took.whole, took.bare, WANTED),
        Row("· the case accepted, on disk", _ms(took.kept)),
        _row("· read again, laid out, drawn", took.drawing, took.bare_drawing),
        _row("· written and flushed", took.filing, took.bare_filing),
    ]


def measure(folder: Path, turns: int) -> Took:
    """Accept so many cases, and draw each receipt again with the bare library."""
    get_ready()
    bare_page.register_fonts()
    clock = office.FrozenClock()
    watched = Watched(FolderPrinter(folder / "papers"))
    station = office.station(folder / "desk", clock, printer=watched)
    signed_in = office.desk(station)
    facts = HallFacts(
        id=office.HALL, name=office.FACTS.name, region=office.FACTS.region, phone=office.FACTS.phone,
        offline_lease=office.FACTS.offline_lease, track_url=TRACK,
    )  # fmt: skip
    desk = signing_in.desk_of(station, signed_in.clerk, facts)
    grown: list[float] = []
    station.journal.on_growth(lambda _: grown.append(time.perf_counter()))
    took = Took()
    for turn in range(WARMING + turns):
        _turn(desk, watched, grown, took if turn >= WARMING else Took(), folder / f"bare-{turn}.pdf")
    station.journal.engine.dispose()
    return took


def _turn(desk: Desk, watched: Watched, grown: list[float], took: Took, file: Path) -> None:
    case_id = _ready_case(desk)
    grown.clear()
    begun = time.perf_counter()
    accepted = accepting.accept(desk, case_id)
    assert accepted.trouble is None
    took.whole.append(watched.there[receipt.KIND] - begun)
    took.kept.append(grown[0] - begun)
    took.drawing.append(watched.given[receipt.KIND] - grown[0])
    took.filing.append(watched.there[receipt.KIND] - watched.given[receipt.KIND])
    paper = _paper(desk, sheets.case(desk, case_id))
    assert receipt.draw(paper) == watched.pdf[receipt.KIND], "the bare page would be another one"
    (page,) = receipt.lay_out(paper).pages()
    known = bare_page.known(page)
    pdf, drawing = _timed(lambda: bare_page.draw(known, title=receipt.TITLE, author=paper.imprint.hall))
    _, filing = _timed(lambda: bare_page.keep(file, pdf))
    took.bare.append(drawing + filing)
    took.bare_drawing.append(drawing)
    took.bare_filing.append(filing)


def _ready_case(desk: Desk) -> CaseId:
    """A sole trader who brought everything."""
    name, number, phone = _PERSON
    case_id = intake.open_case(desk, Application(ItemCode("SCJG-0102"), name, number, phone))
    for line in sheets.case(desk, case_id).owed:
        intake.receive(desk, case_id, line.code, line.forms[0])
    return case_id


def _paper(desk: Desk, sheet: CaseSheet) -> Receipt:
    """The receipt that was printed, from what the screen knows of the case."""
    with desk.journal.reading() as reading:
        case = reading.case(sheet.case)
    imprint = Imprint(
        hall=desk.facts.name, phone=desk.facts.phone, window=desk.clerk.window, clerk=desk.clerk.name,
        printed_at=desk.clock.now(), number=sheet.number, track_url=f"{TRACK}/{case.track}",
    )  # fmt: skip
    lines = tuple(
        ReceiptLine(line.name, printing.FORMS[line.forms[0]], line.copies, 0, printing.STANDINGS[line.standing])
        for line in sheet.lines
    )
    return Receipt(
        imprint=imprint, item=sheet.item_name, department=sheet.department, applicant=_PERSON[0],
        id_number=sheet.id_number, agent="", lines=lines,
    )  # fmt: skip


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def _ms(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.2f} ms"


def _row(what: str, ours: list[float], bare: list[float], wanted: Wanted | None = None) -> Row:
    return Row(what, _ms(ours), _ms(bare), round(statistics.median(ours) / statistics.median(bare), 2), wanted)
