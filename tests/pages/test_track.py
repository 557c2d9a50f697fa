"""The page of progress as people see it: on a small telephone, enlarged, dark, printed, and heard."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from deskapp.ids import CaseId, HallId, WindowId, new_id
from deskapp.rules.numbering import case_number
from tests.server.hall import Hall
from tests.server.pretend_desk import MATERIALS, PretendDesk, desk_at

# Every pair of text and ground that can be seen, by WCAG 2.1 (1.4.3); what is large may have less.
CONTRAST = """
() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const linear = part => { const v = part / 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => .2126 * linear(r) + .7152 * linear(g) + .0722 * linear(b);
  const ground = node => {
    for (let at = node; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some(child => child.nodeType === 3 && child.data.trim())) continue;
    const style = getComputedStyle(node), size = parseFloat(style.fontSize);
    const [a, b] = [light(rgb(style.color)), light(ground(node))].sort((x, y) => y - x);
    const enough = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const found = (a + .05) / (b + .05);
    if (found < enough) poor.push(node.textContent.trim().slice(0, 20) + " " + found.toFixed(2));
  }
  return poor;
}
"""


@pytest.fixture
def desk(hall: Hall) -> PretendDesk:
    return desk_at(hall)


def of(hall: Hall, desk: PretendDesk, state: str) -> str:
    """The address of a case that wants more documents, of one that goes on, or of none."""
    case, track = CaseId(new_id()), new_id()
    today = hall.clock.clock().today()  # the day on which the desk says it
    if state == "nothing":
        return f"{hall.address}/track/{track}"
    told = [desk.opened(case, track=track)]
    if state == "correction":
        asked: dict[str, Any] = {
            "missing": ["APP-SOLE", "PREMISES"], "remark": "", "due": today.isoformat(), "ground": "",
            "handed_back": True,
        }  # fmt: skip
        told.append(desk.event("case.correction_requested", case, asked))
    else:
        told += [desk.received(case, code) for code in MATERIALS]
        told.append(desk.accepted(case, case_number("330000", HallId("H1"), today, WindowId("3"), 1)))
    assert set(desk.says(*told)) == {"accepted"}
    return f"{hall.address}/track/{track}"


STATES = pytest.mark.parametrize("state", ["correction", "accepted", "nothing"])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    yield context.new_page()
    context.close()


@STATES
@pytest.mark.parametrize("wide", [320, 360, 768, 1280])
def test_nothing_is_wider_than_the_screen(hall: Hall, desk: PretendDesk, page: Page, state: str, wide: int) -> None:
    page.set_viewport_size({"width": wide, "height": 640})
    page.goto(of(hall, desk, state))
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    cut = page.evaluate(
        "[...document.querySelectorAll('main *')].filter(n => n.scrollWidth > n.clientWidth + 1 && n.clientWidth)"
        ".map(n => n.textContent)"
    )
    assert cut == []


@STATES
def test_letters_of_twice_the_size_still_fit(hall: Hall, desk: PretendDesk, page: Page, state: str) -> None:
    page.goto(of(hall, desk, state))
    page.add_style_tag(content="html { font-size: 200% }")
    page.set_viewport_size({"width": 640, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


@STATES
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(
    hall: Hall, desk: PretendDesk, page: Page, state: str, scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(of(hall, desk, state))
    assert page.evaluate(CONTRAST) == []


def test_it_is_heard_in_the_order_it_is_read_with_headings_landmarks_and_languages(
    hall: Hall, desk: PretendDesk, page: Page
) -> None:
    page.goto(of(hall, desk, "correction"))
    assert [page.locator(name).count() for name in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    said = page.locator("main").inner_text()
    order = ["个体工商户", "请您补正材料", "您现在要做的", "申请书", "办理进度", "办件信息", "咨询与投诉"]
    assert [said.index(one) for one in order] == sorted(said.index(one) for one in order)
    assert page.locator('[aria-current="step"]').count() == 1
    english = page.locator("[lang=en]")
    assert english.count() > 10
    assert not [one for one in english.all_inner_texts() if re.search("[\u4e00-\u9fff]", one) and "示例" not in one]
    assert page.locator("html").get_attribute("lang") == "zh-CN"


def test_on_paper_it_is_black_on_white_and_whole(hall: Hall, desk: PretendDesk, page: Page, tmp_path: Path) -> None:
    page.goto(of(hall, desk, "accepted"))
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.querySelector('.state')).color") == "rgb(0, 0, 0)"
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").stat().st_size > 5_000


def test_it_asks_nobody_for_anything_and_stores_nothing(hall: Hall, desk: PretendDesk, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = of(hall, desk, "accepted")
    page.goto(address)
    assert [one for one in asked if not one.endswith("/favicon.ico")] == [address]
    assert page.context.cookies() == []
    assert page.evaluate("document.referrer") == ""
    assert page.title() == "个体工商户注册登记"
