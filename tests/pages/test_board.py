"""The call board in a real Chromium: what people see of a call, also when the line is lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.ticket import CalledAgain, Shown
from tests.server.hall import Hall, Person
from tests.waiting import eventually
from ui.demo.relay import Relay

LONG = 15_000  # milliseconds: more than two calls in front


@dataclass
class Board:
    """A television, the hall behind it, and the line between them."""

    page: Page
    hall: Hall
    relay: Relay
    greeter: Person

    def call(self, clerk: Person) -> dict[str, Any]:
        """Somebody takes a ticket and is called."""
        self.hall.issue(self.greeter)
        called: dict[str, Any] = clerk.call(finish=True).json()
        return called

    def in_front(self, number: str) -> None:
        expect(self.page.locator("#front.new #number")).to_have_text(number, timeout=LONG)


@pytest.fixture
def board(browser: Browser, hall: Hall) -> Iterator[Board]:
    relay = Relay(int(hall.address.rpartition(":")[2]))
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"http://127.0.0.1:{relay.port}/board/H1")
    expect(page.locator("#where")).to_have_text("暂时无人被叫")
    yield Board(page, hall, relay, hall.sign_in("greeter"))
    page.close()
    relay.close()
    assert faults == []


@pytest.fixture
def three(hall: Hall) -> Person:
    return hall.sign_in("clerk3", "3")


@pytest.fixture
def five(hall: Hall) -> Person:
    return hall.sign_in("clerk5", "5")


def test_a_call_is_in_front_at_once_and_stays_in_the_list(board: Board, three: Person) -> None:
    board.call(three)
    board.in_front("A001")
    expect(board.page.locator("#where")).to_have_text("请到 3 号窗口")
    expect(board.page.locator("#where-en")).to_have_text("Please go to window 3")
    expect(board.page.locator("#calls li")).to_have_text(["A0013 号窗"])
    expect(board.page.locator("#queues li").first).to_have_text("A 个人事项 等候 0 人")


def test_a_second_call_never_swallows_the_first(board: Board, three: Person, five: Person) -> None:
    board.call(three)
    board.call(five)
    board.in_front("A001")
    board.in_front("A002")
    expect(board.page.locator("#where")).to_have_text("请到 5 号窗口")
    expect(board.page.locator("#calls li b")).to_have_text(["A002", "A001"])


def test_who_is_called_again_is_in_front_again(board: Board, three: Person) -> None:
    called = board.call(three)
    board.in_front("A001")
    expect(board.page.locator("#front.new")).to_have_count(0, timeout=LONG)
    again_call(board.hall, called["id"])
    board.in_front("A001")


def again_call(hall: Hall, ticket: str) -> None:
    fact = CalledAgain(WindowId("3"))
    hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("clerk3"), fact, of=TicketId(ticket)))


def test_a_screen_that_has_signed_in_confirms_what_it_showed(board: Board, three: Person) -> None:
    page = board.page
    expect(page.locator("#signed")).to_contain_text("未登录")
    page.keyboard.press("s")
    page.fill("#user", "board")
    page.fill("#password", "demo")
    page.fill("#name", "大厅 1")
    page.click("#go")
    expect(page.locator("#signed")).to_contain_text("大厅 1")
    ticket = TicketId(board.call(three)["id"])
    board.in_front("A001")

    def shown() -> bool:
        with board.hall.parts.journal.reading() as reading:
            return any(moment.fact == Shown("大厅 1", 1) for moment in timeline(reading, ticket))

    eventually(shown, "the board's word")
    page.reload()
    expect(page.locator("#signed")).to_contain_text("大厅 1")


@pytest.mark.parametrize(("user", "password"), [("board", "wrong"), ("clerk3", "demo")])
def test_a_stranger_and_a_clerk_sign_no_screen_in(board: Board, user: str, password: str) -> None:
    page = board.page
    page.keyboard.press("s")
    page.fill("#user", user)
    page.fill("#password", password)
    page.click("#go")
    expect(page.locator("#wrong")).not_to_be_empty()
    expect(page.locator("#signed")).to_contain_text("未登录")


def test_without_a_word_of_it_nothing_is_confirmed(board: Board, three: Person) -> None:
    ticket = TicketId(board.call(three)["id"])
    board.in_front("A001")
    with board.hall.parts.journal.reading() as reading:
        assert not reading.ticket(ticket).heard


def test_a_lost_line_is_said_and_calls_made_meanwhile_are_caught_up_with(board: Board, three: Person) -> None:
    board.call(three)
    board.in_front("A001")
    board.relay.cut()
    expect(board.page.locator("#lost")).to_contain_text("失去联系", timeout=LONG)
    expect(board.page.locator("#number")).to_have_text("A001")  # what it had is kept
    board.call(three)
    board.relay.restore()
    board.in_front("A002")
    expect(board.page.locator("#lost")).to_be_hidden()


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768), (3840, 2160), (1080, 1920)])
def test_it_is_read_from_ten_metres_and_nothing_is_cut_off(
    board: Board, three: Person, five: Person, size: tuple[int, int]
) -> None:
    """A letter a twelfth of the screen's height is read from ten metres on a television of 55 inches."""
    page = board.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for clerk in (three, five):
        board.call(clerk)
    board.in_front("A001")
    heights = page.evaluate(
        "['#number', '#calls b'].map(s => parseFloat(getComputedStyle(document.querySelector(s)).fontSize))"
    )
    assert heights[0] >= size[1] / 12
    assert heights[1] >= size[1] / 24
    cut = page.evaluate(
        "[...document.querySelectorAll('#number,#where,#where-en,#calls li,#queues li,h1')]"
        ".filter(e => e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().bottom > innerHeight"
        " || e.getBoundingClientRect().right > innerWidth).map(e => e.id || e.textContent)"
    )
    assert cut == []
    assert page.evaluate("(front => front.scrollHeight <= front.clientHeight + 1)(document.querySelector('#front'))")


def test_whoever_wants_no_motion_sees_none(browser: Browser, hall: Hall, three: Person) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(f"{hall.address}/board/H1?volume=0")
    hall.issue(hall.sign_in("greeter"))
    three.call()
    expect(page.locator("#front.new #number")).to_have_text("A001", timeout=LONG)
    assert page.evaluate("getComputedStyle(document.querySelector('#front')).animationName") == "none"
    page.close()


def test_a_board_that_is_switched_on_says_who_was_called_just_now(browser: Browser, hall: Hall, three: Person) -> None:
    hall.issue(hall.sign_in("greeter"))
    three.call()
    page = browser.new_page()
    page.goto(f"{hall.address}/board/H1")
    expect(page.locator("#front.new #number")).to_have_text("A001", timeout=LONG)
    page.close()
