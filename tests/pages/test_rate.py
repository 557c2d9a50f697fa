"""The page on which a service is rated at home, in a real Chromium, with scripts switched off."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from db.tables import ratings
from deskapp.clock import wall_clock
from deskapp.ids import CaseId, HallId, WindowId, new_id
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, desk_at


@pytest.fixture
def code(hall: Hall) -> str:
    """The code on the receipt of somebody who was served today."""
    hall.clock.moment = wall_clock().now()
    desk = desk_at(hall)
    case, track = CaseId(new_id()), new_id()
    number = case_number("330000", HallId("H1"), wall_clock().today(), WindowId("3"), 1)
    steps = [desk.opened(case, track=track), *(desk.received(case, material) for material in MATERIALS)]
    assert set(desk.says(*steps, desk.accepted(case, number))) == {"accepted"}
    return track


def opened(browser: Browser, hall: Hall, code: str, *, width: int = 390) -> Page:
    room = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800})
    page = room.new_page()
    page.goto(f"{hall.address}/rate/{code}")
    return page


def scores(hall: Hall) -> list[int | None]:
    with hall.parts.journal.reading() as reading:
        return list(reading.connection.execute(sa.select(ratings.c.score)).scalars())


def test_a_bad_rating_with_its_reasons_by_hand_and_without_a_script(browser: Browser, hall: Hall, code: str) -> None:
    page = opened(browser, hall, code)
    assert page.locator("input:checked").count() == 0
    assert not page.locator(".why").is_visible(), "reasons are asked for after a bad one alone"
    page.locator(".s5").click()
    assert not page.locator(".why").is_visible()
    page.locator(".s1").click()
    assert page.locator(".why").is_visible()
    page.locator(".reason", has_text="等候时间长").click()
    page.locator("textarea").fill("等了两个小时")
    page.locator("button").click()
    assert "谢谢您的评价" in page.content()
    assert scores(hall) == [1]
    page.goto(f"{hall.address}/rate/{code}")
    assert "已经评价过" in page.content()
    page.context.close()


def test_nothing_is_sent_before_a_face_is_chosen(browser: Browser, hall: Hall, code: str) -> None:
    page = opened(browser, hall, code)
    page.locator("button").click()
    assert page.locator("form").count() == 1, "the browser itself asks for it"
    assert scores(hall) == []
    page.context.close()


def test_keys_alone_are_enough(browser: Browser, hall: Hall, code: str) -> None:
    page = opened(browser, hall, code)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("谢谢您的评价").wait_for()
    assert scores(hall) == [5]
    page.context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_page_and_everything_is_as_high_as_a_finger(
    browser: Browser, hall: Hall, code: str, width: int
) -> None:
    page = opened(browser, hall, code, width=width)
    page.locator(".s2").click()
    for part in page.locator(".face, .reason, button").all():
        box = part.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    page.context.close()
