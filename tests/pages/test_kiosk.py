"""The kiosk in a real Chromium: a ticket by two touches, also for whoever reads no Chinese, and never two for one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect
from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

from deskapp.ids import CaseId, ClerkId, HallId, ItemCode, MaterialCode, WindowId, new_id
from deskapp.journal.writing import Writing
from deskapp.rules.barcode import notice_digits
from deskapp.rules.case import CaseFact, CorrectionRequested, Declined, Opened
from deskapp.rules.numbering import case_number
from tests.clerk.office import FrozenClock
from tests.fakes.receipt_printer import PAPER_OUT, receipt_printer
from tests.server.hall import API, Hall, open_hall
from tests.waiting import eventually
from ui.demo.relay import Relay

CARD = "990105198802293371"
PRINTS = "window.printed = 0; window.print = () => { window.printed += 1; };"


@dataclass
class Kiosk:
    page: Page
    hall: Hall
    relay: Relay | None

    def touch(self, words: str) -> None:
        self.page.locator("#choices button", has_text=words).first.click()

    def waiting(self) -> int:
        door = self.hall.stranger().get(f"{API}/kiosk").json()
        return sum(queue["waiting"] for queue in door["queues"])

    def printed(self) -> int:
        return int(self.page.evaluate("window.printed"))


@pytest.fixture
def kiosk(browser: Browser, hall: Hall) -> Iterator[Kiosk]:
    relay = Relay(int(hall.address.rpartition(":")[2]))
    page = browser.new_page(viewport={"width": 1080, "height": 1920}, device_scale_factor=3)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.add_init_script(PRINTS)
    page.goto(f"http://127.0.0.1:{relay.port}/kiosk/H1")
    page.fill("#user", "kiosk")
    page.fill("#password", "demo")
    page.click("#door button")
    expect(page.locator("#choices button")).to_have_count(4)
    yield Kiosk(page, hall, relay)
    page.close()
    relay.close()
    assert faults == []


def test_a_ticket_is_taken_by_two_touches_and_printed(kiosk: Kiosk) -> None:
    page = kiosk.page
    kiosk.touch("社保医保")
    kiosk.touch("老年人")
    expect(page.locator("#number")).to_have_text("C001")
    expect(page.locator("#ahead")).to_have_text("前面 0 人")
    expect(page.locator("#wait")).to_have_text("等候时间暂时说不准")
    eventually(lambda: kiosk.printed() == 1, "the printer")
    page.click("#back")
    expect(page.locator("#choices small").nth(2)).to_contain_text("等候 1 人", timeout=10_000)


def test_whoever_reads_no_chinese_takes_a_ticket(kiosk: Kiosk) -> None:
    kiosk.page.click("#language")
    kiosk.touch("Business")
    kiosk.touch("Everybody")
    expect(kiosk.page.locator("#queue")).to_have_text("B Business")
    expect(kiosk.page.locator("#ahead")).to_have_text("0 before you")


def test_a_hasty_finger_takes_one_ticket(kiosk: Kiosk) -> None:
    kiosk.touch("个人事项")
    kiosk.page.locator("#choices button", has_text="普通").dblclick(force=True)
    expect(kiosk.page.locator("#number")).to_have_text("A001")
    assert kiosk.waiting() == 1


def test_the_printed_ticket_is_as_wide_as_its_paper_and_its_code_is_read(kiosk: Kiosk) -> None:
    page = kiosk.page
    kiosk.touch("个人事项")
    kiosk.touch("普通")
    expect(page.locator("#number")).to_have_text("A001")
    eventually(lambda: kiosk.printed() == 1, "the printer")
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.locator("#ticket").screenshot()))
    (found,) = read_barcodes(picture, BarcodeFormats(BarcodeFormat.Code128))
    assert found.text == page.locator("#digits").text_content()
    assert page.evaluate("document.querySelector('#ticket').offsetWidth") == pytest.approx(72 / 25.4 * 96, abs=2)
    assert page.locator("header").is_hidden()


def test_without_the_line_it_says_so_and_gives_tickets_again_afterwards(kiosk: Kiosk) -> None:
    kiosk.touch("个人事项")
    assert kiosk.relay is not None
    kiosk.relay.cut()
    kiosk.touch("普通")
    expect(kiosk.page.locator("#trouble")).to_contain_text("失去联系", timeout=15_000)
    assert kiosk.printed() == 0
    kiosk.relay.restore()
    kiosk.touch("普通")
    expect(kiosk.page.locator("#number")).to_have_text("A001", timeout=15_000)
    expect(kiosk.page.locator("#trouble")).to_be_hidden()


@pytest.mark.parametrize("size", [(1080, 1920), (1280, 800)])
def test_every_button_is_large_enough_for_any_finger_and_nothing_overflows(kiosk: Kiosk, size: tuple[int, int]) -> None:
    page = kiosk.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    kiosk.touch("个人事项")
    boxes = page.evaluate(
        "[...document.querySelectorAll('main button, header button')].filter(e => !e.hidden)"
        ".map(e => e.getBoundingClientRect()).map(r => [r.width, r.height, r.right])"
    )
    assert len(boxes) > 4
    assert all(width >= 88 and height >= 88 and right <= size[0] for width, height, right in boxes)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("user", "password"), [("kiosk", "wrong"), ("clerk3", "demo"), ("board", "demo")])
def test_no_other_account_makes_a_kiosk(browser: Browser, hall: Hall, user: str, password: str) -> None:
    page = browser.new_page()
    page.goto(f"{hall.address}/kiosk/H1")
    page.fill("#user", user)
    page.fill("#password", password)
    page.click("#door button")
    expect(page.locator("#wrong")).not_to_be_empty()
    expect(page.locator("#choices button")).to_have_count(0)
    page.close()


def card(page: Page, number: str) -> None:
    """As a reader types it: without a pause, and Enter at the end."""
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def test_who_has_a_ticket_already_is_offered_it_again(kiosk: Kiosk) -> None:
    page = kiosk.page
    for again in (False, True):
        card(page, CARD)
        expect(page.locator("#person")).to_have_text("已读身份证，尾号 3371")
        kiosk.touch("个人事项")
        kiosk.touch("普通")
        expect(page.locator("#ticket")).to_be_visible()
        expect(page.locator("#number")).to_have_text("A001")
        expect(page.locator("#reprint")).to_be_visible(visible=again)
        eventually(lambda: kiosk.printed() == 1, "the first print")
        if not again:
            page.click("#back")
    expect(page.locator("#person")).to_contain_text("已经取过号")
    page.click("#reprint")
    eventually(lambda: kiosk.printed() == 2, "the reprint")
    assert kiosk.waiting() == 1


def test_a_card_is_forgotten_with_the_person(kiosk: Kiosk) -> None:
    page = kiosk.page
    card(page, CARD)
    kiosk.touch("个人事项")
    page.click("#back")
    expect(page.locator("#person")).to_be_hidden()
    for number in ("A001", "A002"):
        kiosk.touch("个人事项")
        kiosk.touch("普通")
        expect(page.locator("#number")).to_have_text(number)
        page.click("#back")


@pytest.mark.parametrize("typed", ["330106199001011", "hello", "99010519491231002Y", "9" * 30])
def test_what_is_no_card_is_not_taken_for_one(kiosk: Kiosk, typed: str) -> None:
    card(kiosk.page, typed)
    expect(kiosk.page.locator("#person")).to_be_hidden()


def test_a_card_that_was_read_wrong_is_asked_for_again_at_once(kiosk: Kiosk) -> None:
    page = kiosk.page
    card(page, CARD[:-1] + "2")
    expect(page.locator("#trouble")).to_contain_text("身份证没有读对")
    expect(page.locator("#person")).to_be_hidden()
    assert kiosk.waiting() == 0
    kiosk.touch("个人事项")
    kiosk.touch("普通")
    expect(page.locator("#number")).to_have_text("A001")


def test_an_answer_that_the_line_took_away_costs_no_second_ticket(kiosk: Kiosk) -> None:
    """The centre issues the ticket; the answer is lost; the page asks again by itself with the same key."""
    page = kiosk.page
    lost: list[str] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route.request.headers["idempotency-key"])
        route.abort() if len(lost) == 1 else route.continue_()

    page.route("**/api/v1/tickets", lose)
    kiosk.touch("个人事项")
    kiosk.touch("普通")
    expect(page.locator("#number")).to_have_text("A001", timeout=15_000)
    assert len(lost) == 2
    assert len(set(lost)) == 1
    assert kiosk.waiting() == 1


def test_a_ticket_comes_from_the_printer_beside_it_and_a_fault_of_it_is_told(browser: Browser, tmp_path: Path) -> None:
    with (
        receipt_printer() as printer,
        open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'h.db'}", None, {"kiosk": printer.address}) as hall,
    ):
        page = browser.new_page(viewport={"width": 1080, "height": 1920})
        page.add_init_script(PRINTS)
        page.goto(f"{hall.address}/kiosk/H1?reader")
        page.fill("#user", "kiosk")
        page.fill("#password", "demo")
        page.click("#door button")
        expect(page.locator("#person")).to_contain_text("可以先刷身份证")
        beside = Kiosk(page, hall, None)
        beside.touch("社保医保")
        beside.touch("普通")
        eventually(lambda: len(printer.papers) == 1, "the paper")
        expect(page.locator("#trouble")).to_be_hidden()
        page.click("#back")
        printer.trouble = PAPER_OUT
        beside.touch("社保医保")
        beside.touch("普通")
        expect(page.locator("#trouble")).to_contain_text("请记住您的号码")
        expect(page.locator("#number")).to_have_text("C002")
        assert beside.printed() == 0, "not on the browser's printer as well"
        page.close()


def booked(hall: Hall, **more: str) -> str:
    """The code of a booking."""
    answer = hall.sign_in("portal").post("/bookings", {"queue": "C"} | more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["code"])


@pytest.fixture
def morning(browser: Browser, tmp_path: Path) -> Iterator[Kiosk]:
    """A kiosk on a Monday at half past nine."""
    with open_hall(tmp_path / "monday", f"sqlite:///{tmp_path / 'm.db'}", FrozenClock()) as opened:
        page = browser.new_page(viewport={"width": 1080, "height": 1920})
        page.add_init_script(PRINTS)
        page.goto(f"{opened.address}/kiosk/H1?reader")
        page.fill("#user", "kiosk")
        page.fill("#password", "demo")
        page.click("#door button")
        expect(page.locator("#choices button")).to_have_count(4)
        yield Kiosk(page, opened, None)
        page.close()


def test_who_booked_scans_their_code_and_touches_nothing(morning: Kiosk) -> None:
    page = morning.page
    code = booked(morning.hall, day="2026-11-23", hour="10:00")
    card(page, code)
    expect(page.locator("#number")).to_have_text("C001")
    expect(page.locator("#person")).to_have_text("预约 10:00，按约定的时间叫号")
    expect(page.locator("#queue")).to_have_text("C 社保医保")
    eventually(lambda: morning.printed() == 1, "the printer")
    page.click("#back")
    card(page, code)
    expect(page.locator("#person")).to_have_text("您已经取过号，不用再取")
    expect(page.locator("#reprint")).to_be_visible()
    assert morning.waiting() == 1
    assert morning.printed() == 1


def test_who_booked_with_their_id_card_is_checked_in_by_it(morning: Kiosk) -> None:
    booked(morning.hall, day="2026-11-23", hour="09:45", person=CARD)
    morning.hall.clock.move(timedelta(minutes=31))
    card(morning.page, CARD)
    expect(morning.page.locator("#person")).to_have_text("预约 09:45，已经迟到，按普通号排队")
    expect(morning.page.locator("#number")).to_have_text("C001")


@pytest.mark.parametrize(
    ("booking", "words"),
    [
        ({"day": "2026-11-23", "hour": "11:00"}, "您预约的是 11:00，10:00 起可以签到"),
        ({"day": "2026-11-24", "hour": "10:00"}, "您预约的是 2026-11-24 10:00"),
    ],
)
def test_who_comes_at_another_time_is_told_when(morning: Kiosk, booking: dict[str, str], words: str) -> None:
    card(morning.page, booked(morning.hall, **booking))
    expect(morning.page.locator("#trouble")).to_contain_text(words)
    expect(morning.page.locator("#choices button")).to_have_count(4)
    assert morning.waiting() == 0
    morning.touch("个人事项")
    morning.touch("普通")
    expect(morning.page.locator("#number")).to_have_text("A001")


def sent_away(hall: Hall, *more: CaseFact) -> str:
    """The code on the notice of somebody who was sent to fetch what was missing."""
    case, clerk = CaseId(new_id()), ClerkId("clerk3")
    day = hall.clock.clock().today()
    opened = Opened(ItemCode("SCJG-0102"), "2026.11", WindowId("3"), new_id(), None)

    def add(facts: Writing) -> None:
        for fact in (opened, CorrectionRequested((MaterialCode("PREMISES"),), "", day), *more):
            facts.add(clerk, fact, of=case)

    hall.parts.writer.write_now(add)
    return notice_digits(case)


def test_who_brings_what_was_missing_scans_the_notice_and_keeps_the_place(morning: Kiosk) -> None:
    page, code = morning.page, sent_away(morning.hall)
    page.click("#language")
    card(page, code)
    expect(page.locator("#number")).to_have_text("B001")
    expect(page.locator("#person")).to_have_text("You bring what was missing: your place is kept")
    page.click("#back")
    card(page, code)
    expect(page.locator("#person")).to_have_text("You have a ticket already")
    assert morning.waiting() == 1


def test_a_finished_case_and_hostile_codes_give_no_ticket(morning: Kiosk) -> None:
    page = morning.page
    card(page, sent_away(morning.hall, Declined("不符合条件", "依据")))
    expect(page.locator("#trouble")).to_contain_text("这件已经办结")
    card(page, notice_digits(CaseId(new_id())))
    expect(page.locator("#trouble")).to_contain_text("没有找到这张单子的件")
    card(page, case_number("330000", HallId("H1"), date(2026, 11, 23), WindowId("3"), 1))
    expect(page.locator("#trouble")).to_contain_text("请拿这张单子到导办台取号")
    card(page, "041234567890")
    expect(page.locator("#trouble")).to_contain_text("预约码没有读对")
    assert morning.waiting() == 0
