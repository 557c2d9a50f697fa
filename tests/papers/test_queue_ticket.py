"""The ticket from the roll: all of it is on the paper, its code is read back from the dots, the same every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from deskapp.ids import HallId, QueueId
from deskapp.papers.fonts import BOLD, width
from deskapp.papers.marks import Digits, Rule, Text
from deskapp.papers.queue_ticket import QueueTicket, lay_out
from deskapp.papers.raster import dots
from deskapp.papers.slip import WIDE, WIDE_DOTS, Slip, Strip
from deskapp.rules.barcode import ticket_digits
from tests.papers import samples
from tests.papers.pictures import FOLDER, MOST, apart

TICKET = QueueTicket(
    hall="示例县政务服务大厅",
    phone="0571-12345",
    number="C012",
    queue="C 社保医保",
    queue_en="Social and health insurance",
    before=3,
    least=12,
    most=25,
    appointment=None,
    issued_at=datetime(2026, 11, 23, 2, 3, tzinfo=UTC),
    digits="01012026112303000127",
)
LONGEST = replace(
    TICKET,
    hall=samples.LONGEST.hall,
    phone=samples.LONGEST.phone,
    number="Z99999",
    queue="Z " + samples.LONG,
    queue_en="Fire safety inspection before a public gathering place opens, and " * 3,
    before=1203,
    least=120,
    most=1250,
    appointment=datetime(2026, 11, 23, 2, 30, tzinfo=UTC),
    again=True,
)
KEPT = FOLDER / "ticket" / "usual.png"
EVERY = pytest.mark.parametrize("paper", [TICKET, LONGEST], ids=["usual", "longest"])


def picture(paper: QueueTicket) -> Image.Image:
    drawn = dots(lay_out(paper))
    return Image.frombytes("1", (drawn.wide, drawn.high), bytes(255 - byte for byte in drawn.rows)).convert("L")


def said(paper: QueueTicket) -> str:
    return "\n".join(mark.text for mark in lay_out(paper).marks if isinstance(mark, Text))


@EVERY
def test_its_code_is_read_back_from_the_dots(paper: QueueTicket) -> None:
    assert [code.text for code in zxingcpp.read_barcodes(picture(paper))] == [TICKET.digits]


@given(st.sampled_from("ABCDXYZ"), st.integers(1, 99999), st.dates(date(2026, 1, 1), date(2099, 12, 31)))
@settings(max_examples=30, deadline=None)
def test_every_tickets_code_is_read_back(queue: str, serial: int, day: date) -> None:
    digits = ticket_digits(HallId("H1"), day, QueueId(queue), serial)
    assert [code.text for code in zxingcpp.read_barcodes(picture(replace(TICKET, digits=digits)))] == [digits]


@EVERY
def test_nothing_is_cut_off(paper: QueueTicket) -> None:
    strip = lay_out(paper)
    for mark in strip.marks:
        if isinstance(mark, Text):
            assert mark.x >= -0.01
            assert mark.x + width(mark.text, mark.size, mark.chain) <= WIDE + 0.01, mark.text
            assert mark.y - 0.25 * mark.size >= 0
            assert mark.y + 0.9 * mark.size <= strip.high
        elif isinstance(mark, Digits):
            assert 0 <= mark.x <= WIDE / 2
            assert 0 <= mark.y <= strip.high - mark.high


@EVERY
def test_nothing_is_printed_over_another(paper: QueueTicket) -> None:
    """From top to bottom: each line's letters begin below those of the line before."""
    below = lay_out(paper).high
    for mark in lay_out(paper).marks:
        top, foot = {
            Text: lambda m: (m.y + 0.74 * m.size, m.y - 0.22 * m.size),
            Digits: lambda m: (m.y + m.high, m.y),
            Rule: lambda m: (m.y, m.y),
        }[type(mark)](mark)
        assert top <= below + 0.01, mark
        below = foot


@EVERY
def test_the_ends_of_the_dots_are_white(paper: QueueTicket) -> None:
    """Ink at the very edge of the picture would be half of something."""
    whole = picture(paper)
    for box in ((0, 0, WIDE_DOTS, 4), (0, whole.height - 4, WIDE_DOTS, whole.height)):
        assert whole.crop(box).getextrema() == (255, 255)


def test_it_says_what_somebody_who_waits_wants_to_know() -> None:
    told = said(TICKET)
    for words in (
        "C012",
        "C 社保医保",
        "前面 3 人",
        "3 before you",
        "约等 12–25 分钟",
        "2026-11-23 10:03",
        "0571-12345",
    ):
        assert words in told
    assert "预约" not in told
    assert "补打" not in told


def test_a_wait_that_is_not_known_is_not_made_up() -> None:
    told = said(replace(TICKET, least=None, most=None))
    assert "等候时间暂时说不准" in told
    assert "分钟" not in told
    assert "minutes" not in told


def test_an_appointment_tells_its_own_time_as_the_office_counts() -> None:
    told = said(replace(TICKET, appointment=datetime(2026, 11, 23, 1, 30, tzinfo=UTC)))
    assert "预约时间 09:30" in told
    assert "Appointment at 09:30" in told


def test_a_reprint_says_so() -> None:
    assert "补打 Reprint" in said(replace(TICKET, again=True))


def test_the_number_is_by_far_the_largest() -> None:
    sizes = {mark.text: mark.size for mark in lay_out(TICKET).marks if isinstance(mark, Text)}
    assert sizes["C012"] >= 3 * max(size for text, size in sizes.items() if text != "C012")


def test_the_same_ticket_gives_the_same_dots() -> None:
    assert dots(lay_out(TICKET)) == dots(lay_out(TICKET))
    assert dots(lay_out(TICKET)) != dots(lay_out(replace(TICKET, before=4)))


def test_rare_names_stand_on_it_too() -> None:
    """A hall may lie in a place with a rare name: what no first font has comes from the next."""
    usual, rare = picture(replace(TICKET, hall="䶮𬭎县大厅")), picture(replace(TICKET, hall="□□县大厅"))
    assert apart(usual.crop((0, 0, WIDE_DOTS, 60)), rare.crop((0, 0, WIDE_DOTS, 60))) > 20


def test_it_looks_as_it_is_meant_to() -> None:
    assert apart(picture(TICKET), Image.open(KEPT).convert("L")) <= MOST


@pytest.mark.parametrize("other", [replace(TICKET, number="C013"), replace(TICKET, again=True)])
def test_what_looks_otherwise_would_be_found(other: QueueTicket) -> None:
    assert apart(picture(other), Image.open(KEPT).convert("L")) > MOST


def test_a_number_fits_however_long_it_is() -> None:
    slip = Slip()
    slip.number("A" * 40, 60.0, BOLD)
    (mark,) = slip.finish().marks
    assert isinstance(mark, Text)
    assert width(mark.text, mark.size, BOLD) <= WIDE + 0.01


def test_an_empty_slip_is_an_empty_strip() -> None:
    assert Slip().finish() == Strip((), 0.0)


def keep(file: Path = KEPT) -> None:
    """Keep how it looks anew, after a change that was meant: `python -m tests.papers.test_queue_ticket`."""
    file.parent.mkdir(exist_ok=True)
    picture(TICKET).convert("1").save(file, optimize=True)


if __name__ == "__main__":
    keep()
