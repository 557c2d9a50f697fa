"""The board's voice in a real Chromium: what is really played, what of it is confirmed, and what is not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

import resources
from deskapp.devices.voice.bank import Bank, seconds_of
from deskapp.ids import ClerkId, TicketId, WindowId
from deskapp.journal.chain import moment_text
from deskapp.queries.ticket_timeline import timeline
from deskapp.rules.announcement import announcement
from deskapp.rules.announcing import Calling, Turns, next_turn, told
from deskapp.rules.ticket import Arrived, Shown, Spoken
from tests.rules.test_announcing import NOW
from tests.server.hall import Hall, Person
from tests.waiting import eventually
from ui.demo.relay import Relay

LONG = 25_000  # milliseconds: two announcements
# Everything that is played to the loudspeaker, as it is played: when it began and ended, how long it was meant to be,
# and how loud it was heard at most on the way.
EAR = """
window.played = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at) {
  const context = this.context, ear = context.createAnalyser(), data = new Float32Array(ear.fftSize);
  this.connect(ear);
  const one = { begins: at, long: this.buffer.duration, loudest: 0, ended: null };
  window.played.push(one);
  const look = setInterval(() => {
    ear.getFloatTimeDomainData(data);
    one.loudest = Math.max(one.loudest, ...data.map(Math.abs));
  }, 50);
  this.addEventListener("ended", () => { clearInterval(look); one.ended = context.currentTime; });
  return start.call(this, at);
};
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One that plays without having been touched, as on a television that is set up for it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "the tests of the pages need Chromium"
    with sync_playwright() as playwright:
        args = ["--no-sandbox", "--mute-audio", "--autoplay-policy=no-user-gesture-required"]
        made = playwright.chromium.launch(executable_path=found, args=args)
        yield made
        made.close()


@dataclass
class Board:
    page: Page
    hall: Hall
    greeter: Person

    def call(self, clerk: Person) -> TicketId:
        self.hall.issue(self.greeter)
        return TicketId(clerk.call(finish=True).json()["id"])

    def played(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate("window.played")
        return found

    def wait_until_played(self, many: int) -> list[dict[str, Any]]:
        def over() -> bool:
            return sum(one["ended"] is not None for one in self.played()) >= many

        eventually(over, "the end of the sound", patience=LONG / 1000)
        return self.played()

    def spoken(self, ticket: TicketId) -> list[Spoken]:
        with self.hall.parts.journal.reading() as reading:
            return [moment.fact for moment in timeline(reading, ticket) if isinstance(moment.fact, Spoken)]

    def shown(self, ticket: TicketId) -> bool:
        with self.hall.parts.journal.reading() as reading:
            return any(isinstance(moment.fact, Shown) for moment in timeline(reading, ticket))


def opened(browser: Browser, hall: Hall, address: str = "", words: str = "?languages=zh") -> Board:
    page = browser.new_page(viewport={"width": 1366, "height": 768})
    page.add_init_script(EAR)
    page.goto(f"{address or hall.address}/board/H1{words}")
    expect(page.locator("#where")).to_have_text("暂时无人被叫")
    page.keyboard.press("s")
    page.fill("#user", "board")
    page.fill("#password", "demo")
    page.fill("#name", "east")
    page.click("#go")
    expect(page.locator("#signed")).to_contain_text("east")
    return Board(page, hall, hall.sign_in("greeter"))


@pytest.fixture
def board(browser: Browser, hall: Hall) -> Iterator[Board]:
    made = opened(browser, hall)
    faults: list[str] = []
    made.page.on("pageerror", lambda error: faults.append(str(error)))
    yield made
    made.page.close()
    assert faults == []


@pytest.fixture
def three(hall: Hall) -> Person:
    return hall.sign_in("clerk3", "3")


@pytest.fixture
def five(hall: Hall) -> Person:
    return hall.sign_in("clerk5", "5")


def length(number: str, window: str, lang: int = 0) -> float:
    return seconds_of(Bank().joined(announcement(number, window)[lang].clips))


def test_a_call_is_really_played_to_its_end_and_then_confirmed_once(board: Board, three: Person) -> None:
    ticket = board.call(three)
    eventually(board.played, "the sound")
    assert board.spoken(ticket) == [], "nothing is confirmed before it was said to its end"
    (one,) = board.wait_until_played(1)
    assert one["long"] == pytest.approx(length("A001", "3"), abs=0.05)
    assert one["ended"] - one["begins"] == pytest.approx(one["long"], abs=0.2)
    assert one["loudest"] > 0.2, "there was something to hear"
    assert eventually(lambda: board.spoken(ticket), "the board's word") == [Spoken("east", 1)]


def test_two_calls_at_once_are_played_one_after_the_other(board: Board, three: Person, five: Person) -> None:
    tickets = [board.call(three), board.call(five)]
    first, second = board.wait_until_played(2)
    assert first["long"] == pytest.approx(length("A001", "3"), abs=0.05)
    assert second["long"] == pytest.approx(length("A002", "5"), abs=0.05)
    assert second["begins"] >= first["ended"]
    for ticket in tickets:
        eventually(lambda ticket=ticket: board.spoken(ticket), "the board's word")  # type: ignore[misc]


def test_languages_and_repeats_are_as_chosen_and_remembered_by_the_screen(
    browser: Browser, hall: Hall, three: Person
) -> None:
    board = opened(browser, hall, words="")
    page = board.page
    page.keyboard.press("v")
    page.select_option("#languages", "en,zh")
    page.select_option("#repeats", "2")
    page.locator("#volume").fill("0.3")
    page.click("#sound button[type=submit]")
    page.reload()
    expect(page.locator("#sounds")).to_have_text("声音 V：英文、中文 2 遍 · 30%")
    board.call(three)
    eventually(board.played, "the sound")
    both = length("A001", "3") + length("A001", "3", 1)
    assert board.played()[0]["long"] == pytest.approx(2 * both + 3 * 0.5, abs=0.1)
    page.close()


@pytest.mark.parametrize("words", ["?aloud=0", "?volume=0"])
def test_a_board_that_is_told_to_be_silent_confirms_nothing_as_said(
    browser: Browser, hall: Hall, three: Person, words: str
) -> None:
    board = opened(browser, hall, words=words)
    ticket = board.call(three)
    expect(board.page.locator("#front.new #number")).to_have_text("A001")
    expect(board.page.locator("#front.new")).to_have_count(0, timeout=LONG)
    assert board.played() == []
    assert board.spoken(ticket) == []
    board.page.close()


def test_half_a_sentence_is_not_said(board: Board, three: Person) -> None:
    def none(route: Route) -> None:
        route.fulfill(status=404)

    board.page.route("**/sounds/zh/to.wav", none)
    ticket = board.call(three)
    expect(board.page.locator("#front.new")).to_have_count(1, timeout=LONG)
    expect(board.page.locator("#front.new")).to_have_count(0, timeout=LONG)
    assert board.played() == []
    assert board.spoken(ticket) == []


def test_a_sound_that_is_broken_off_is_not_confirmed(board: Board, three: Person) -> None:
    board.page.evaluate(
        "(() => { const make = AudioContext.prototype.createBufferSource; AudioContext.prototype.createBufferSource ="
        " function () { const one = make.call(this); setTimeout(() => one.stop(), 2000); return one; }; })()"
    )
    ticket = board.call(three)
    board.wait_until_played(1)
    expect(board.page.locator("#front.new")).to_have_count(0, timeout=LONG)
    assert board.spoken(ticket) == []


def test_who_has_come_while_another_was_called_is_not_called_after_the_fact(
    board: Board, three: Person, five: Person, hall: Hall
) -> None:
    board.call(three)
    eventually(board.played, "the sound")
    second = board.call(five)
    expect(board.page.locator("#calls li").first).to_contain_text("A002", timeout=LONG)  # it has heard of the call
    fact = Arrived(WindowId("5"))
    hall.parts.writer.write_now(lambda facts: facts.add(ClerkId("clerk5"), fact, of=second))
    expect(board.page.locator("#front.new #number")).to_have_text("A002", timeout=LONG)
    expect(board.page.locator("#front.new")).to_have_count(0, timeout=LONG)
    assert len(board.played()) == 1
    assert board.spoken(second) == []


def test_a_call_made_while_the_line_was_cut_is_said_when_it_is_back(
    browser: Browser, hall: Hall, three: Person
) -> None:
    relay = Relay(int(hall.address.rpartition(":")[2]))
    board = opened(browser, hall, f"http://127.0.0.1:{relay.port}")
    relay.cut()
    expect(board.page.locator("#lost")).to_contain_text("失去联系", timeout=LONG)
    ticket = board.call(three)
    relay.restore()
    board.wait_until_played(1)
    eventually(lambda: board.spoken(ticket), "the board's word")
    board.page.close()
    relay.close()


def test_the_sound_can_be_tried_before_anybody_is_called(board: Board) -> None:
    board.page.keyboard.press("v")
    board.page.click("#try")
    expect(board.page.locator("#tried")).to_contain_text("播完了", timeout=LONG)
    assert board.played()[0]["long"] == pytest.approx(length("A001", "1"), abs=0.05)


# Says so in the console: whatever else a test asks of a page counts as a touch of it.
TELLS_OF_THE_NOTICE = """
const look = setInterval(() => {
  const notice = document.getElementById("muted");
  if (notice && !notice.hidden) { clearInterval(look); console.log("the notice is there"); }
}, 50);
"""


def test_a_browser_that_plays_nothing_untouched_says_so_and_speaks_after_one_touch(
    browser: Browser, hall: Hall, three: Person, tmp_path: Path
) -> None:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    strict = browser.browser_type.launch(executable_path=found, args=["--no-sandbox", "--mute-audio"])
    kept = {"board.token": hall.sign_in("board").answer["token"], "board.name": "east"}
    stored = [{"name": name, "value": value} for name, value in kept.items()]
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"cookies": [], "origins": [{"origin": hall.address, "localStorage": stored}]}))
    context = strict.new_context(storage_state=state)
    page = context.new_page()
    page.add_init_script(EAR + TELLS_OF_THE_NOTICE)
    with page.expect_console_message(lambda said: said.text == "the notice is there"):
        page.goto(f"{hall.address}/board/H1?languages=zh")
    board = Board(page, hall, hall.sign_in("greeter"))
    tickets = [board.call(three), board.call(three)]
    for ticket in tickets:  # when the second is in front, the first has had its time
        eventually(lambda ticket=ticket: board.shown(ticket), "the call in front", patience=20)  # type: ignore[misc]
    page.click("#muted")
    expect(page.locator("#muted")).to_be_hidden()
    last = board.call(three)
    eventually(lambda: board.spoken(last), "the board's word", patience=30)
    heard = board.played()
    assert min(one["loudest"] for one in heard) > 0.2
    assert [one for one in heard if one["long"] == pytest.approx(length("A001", "3"), abs=0.002)] == []
    assert board.spoken(tickets[0]) == [], "what was not to be heard does not burst out later, nor count as said"
    strict.close()


_BOARDS = st.lists(
    st.tuples(
        st.lists(
            st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 150), st.booleans()),
            max_size=4,
            unique_by=lambda call: call[0],
        ),
        st.integers(0, 3),
    ),
    max_size=8,
)


def test_the_page_and_the_speaker_go_by_one_rule(browser: Browser) -> None:
    """The same boards, and the same pauses to speak in: both say the same calls in the same order."""
    page = browser.new_page()
    page.add_script_tag(content=resources.path("web/announcing.js").read_text(encoding="utf-8"))

    @settings(max_examples=150)
    @given(_BOARDS)
    def both(boards: list[tuple[list[tuple[int, int, int, bool]], int]]) -> None:
        turns, ours, steps = Turns(), [], []
        for calls, turn_count in boards:
            callings = [Calling(TicketId(str(t)), nth, NOW - age * SECOND, here) for t, nth, age, here in calls]
            turns = told(turns, callings, NOW)
            steps.append([[plain(one) for one in callings], turn_count])
            for _ in range(turn_count):
                calling, turns = next_turn(turns)
                ours.append(None if calling is None else [calling.ticket, calling.call])
        theirs = page.evaluate(PLAY, [steps, moment_text(NOW)])
        assert theirs == ours

    both()
    page.close()


SECOND = NOW - NOW.replace(second=0) if NOW.second else (NOW.replace(second=1) - NOW)
PLAY = """([steps, now]) => {
  const turns = announcing(), said = [];
  const aloud = () => {
    for (let turn; (turn = turns.next()); ) if (turn.aloud) return [turn.call.ticket, turn.call.call];
    return null;
  };
  for (const [calls, count] of steps) {
    turns.told(calls, Date.parse(now));
    for (let each = 0; each < count; each++) said.push(aloud());
  }
  return said;
}"""


def plain(calling: Calling) -> dict[str, object]:
    return {
        "ticket": calling.ticket, "call": calling.call, "called_at": moment_text(calling.called_at),
        "here": calling.here,
    }  # fmt: skip
