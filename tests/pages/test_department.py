"""The department's page in a real Chromium, without scripts: signed in, looked at, decided with a paper, kept safe."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import cv2
import httpx
import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

from deskapp.ids import CaseId
from deskapp.rules.case import PagesAdded, Urged
from deskapp.rules.case_state import State
from tests.clerk.office import FrozenClock
from tests.server.hall import Hall, open_hall
from tests.server.with_departments import APPLICANT, FIRE, AtTheHall, material, pdf

SCAN = bytes(cv2.imencode(".jpg", np.full((1400, 1000, 3), 240, np.uint8))[1])


@dataclass
class Office:
    """A department's office: its browser, and the hall."""

    page: Page
    hall: Hall
    counter: AtTheHall

    def goes_to(self, path: str = "") -> None:
        self.page.goto(f"{self.hall.address}/department{path}")

    def signs_in(self, user: str = "dept-scjg", password: str = "demo") -> None:
        self.goes_to()
        self.page.fill("[name=user]", user)
        self.page.fill("[name=password]", password)
        self.page.click("button.primary")

    def state_of(self, case: CaseId) -> State | None:
        with self.hall.parts.journal.reading() as reading:
            return reading.case(case).state

    def kinds_of(self, case: CaseId) -> list[str]:
        with self.hall.parts.journal.reading() as reading:
            return [event.kind for event in reading.events_of(case)]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with open_hall(tmp_path / "hall", f"sqlite:///{tmp_path / 'hall.db'}", FrozenClock()) as opened:
        yield opened


@pytest.fixture
def office(browser: Browser, hall: Hall) -> Iterator[Office]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    yield Office(page, hall, AtTheHall(hall))
    context.close()
    assert refused == [], "the page keeps to its own policy"


def test_the_most_urgent_comes_first_and_nobodys_name_is_whole(office: Office) -> None:
    old = office.counter.accepted()
    office.counter.says(old, Urged("SCJG"), actor="manager")
    office.hall.clock.move(timedelta(days=10))
    office.counter.accepted()
    office.counter.accepted(FIRE)
    office.signs_in()
    rows = office.page.locator("table.work tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.first).to_contain_text("黄灯 · 超过承诺期限")
    expect(rows.first).to_contain_text("催办 1 次")
    expect(rows.nth(1)).to_contain_text("正常")
    assert APPLICANT.name not in office.page.content()
    office.page.click("a.chip.yellow")
    expect(rows).to_have_count(1)


def test_a_case_is_found_by_its_number(office: Office) -> None:
    office.counter.accepted()
    case = office.counter.accepted()
    with office.hall.parts.journal.reading() as reading:
        number = reading.case(case).number or ""
    office.signs_in()
    office.page.fill("[name=number]", number)
    office.page.click(".search button")
    expect(office.page.locator("table.work code")).to_have_text(number)
    office.page.fill("[name=number]", "999999999")
    office.page.click(".search button")
    expect(office.page.locator("main")).to_contain_text("没有查到这个编号的办件")


def test_a_case_is_taken_stopped_goes_on_is_extended_and_granted_with_its_paper(office: Office, tmp_path: Path) -> None:
    case = office.counter.accepted()
    paper = tmp_path / "licence.pdf"
    paper.write_bytes(pdf())
    office.signs_in()
    page = office.page
    page.click("table.work a")
    page.click("button:has-text('接收')")
    expect(page.locator(".said.good")).to_contain_text("已接收")
    page.click("summary:has-text('特别程序')")
    page.select_option("[name=procedure]", "inspection")
    page.fill("[name=days]", "3")
    page.click("details[open] button:has-text('特别程序')")
    expect(page.locator(".said.good")).to_contain_text("已暂停计时")
    assert office.state_of(case) is State.PAUSED
    page.click("button:has-text('恢复计时')")
    page.click("summary:has-text('延长期限')")
    page.fill("[name=approved_by]", "局长")
    page.locator("details", has_text="延长期限").locator("[name=reason]").fill("情况复杂")
    page.click("details[open] button:has-text('延长期限')")
    expect(page.locator(".said.good")).to_contain_text("已延长期限")
    page.check("[value=granted]")
    page.set_input_files("[name=papers]", paper)
    page.click("details[open] button:has-text('作出决定')")
    expect(page.locator(".said.good")).to_contain_text("已作出决定")
    expect(page.locator("a.paper")).to_have_count(1)
    page.click("button:has-text('通知窗口领取')")
    assert office.state_of(case) is State.READY
    assert office.page.url.endswith("?done=ready")


def test_what_was_typed_stays_when_a_step_is_refused(office: Office) -> None:
    office.counter.accepted()
    office.signs_in()
    office.page.click("table.work a")
    office.page.check("[value=refused]")
    office.page.locator("details[open] [name=reason]").fill("布局不合理，\n第二行")
    office.page.click("details[open] button:has-text('作出决定')")
    expect(office.page.locator(".said")).to_contain_text("请写明理由和依据")
    expect(office.page.locator("details[open] [name=reason]")).to_have_value("布局不合理，\n第二行")
    expect(office.page.locator("[value=refused]")).to_be_checked()


def test_a_paper_that_would_act_is_refused_on_the_page(office: Office, tmp_path: Path) -> None:
    case = office.counter.accepted()
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(pdf(catalog=b"/OpenAction <</S /JavaScript /JS (x)>>"))
    office.signs_in()
    office.page.click("table.work a")
    office.page.check("[value=granted]")
    office.page.set_input_files("[name=papers]", bad)
    office.page.click("details[open] button:has-text('作出决定')")
    expect(office.page.locator(".said")).to_contain_text("会自动执行或跳转的内容")
    assert office.state_of(case) is State.ACCEPTED


def test_two_people_of_one_department_do_not_decide_over_each_other(office: Office) -> None:
    case = office.counter.accepted()
    office.signs_in()
    office.goes_to(f"/cases/{case}")
    office.counter.says(case, PagesAdded(material("ID-CARD"), (office.counter.keeps(SCAN),)))
    office.page.check("[value=granted]")
    office.page.click("details[open] button:has-text('作出决定')")
    expect(office.page.locator(".said")).to_contain_text("办件在您查看之后有了变化")
    assert office.state_of(case) is State.ACCEPTED
    office.page.click("details[open] button:has-text('作出决定')")
    assert office.state_of(case) is State.DECIDED, "it was shown anew, with what had been chosen"


def test_people_are_masked_until_somebody_looks_and_that_is_written_down(office: Office) -> None:
    case = office.counter.accepted()
    office.signs_in()
    office.goes_to(f"/cases/{case}")
    expect(office.page.locator("main")).to_contain_text("990108********1158")
    assert "case.looked_at" not in office.kinds_of(case)
    office.page.click("button:has-text('显示全部')")
    expect(office.page.locator("main")).to_contain_text(APPLICANT.id_number)
    assert office.kinds_of(case)[-1] == "case.looked_at"
    assert APPLICANT.id_number not in office.page.url


def test_pages_are_seen_small_in_the_case_and_whole_on_their_own(office: Office) -> None:
    case = office.counter.accepted()
    office.counter.says(case, PagesAdded(material("APP-FOOD"), (office.counter.keeps(SCAN),)))
    office.signs_in()
    office.goes_to(f"/cases/{case}")
    picture = office.page.locator(".page img").last
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalHeight", 220)
    office.page.locator(".page", has=office.page.locator("img")).last.click()
    assert re.search(r"/pages/[0-9a-f]{64}$", office.page.url)
    assert office.kinds_of(case)[-1] == "case.looked_at"


def test_a_rare_name_is_drawn_by_the_letters_that_come_with_the_page(office: Office) -> None:
    case = office.counter.accepted()
    office.signs_in()
    with office.page.expect_response("**/web/NotoSansSC-Regular.ttf") as fetched:
        office.goes_to(f"/cases/{case}")
    assert fetched.value.status == 200
    assert "immutable" in fetched.value.headers["cache-control"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
def test_nothing_runs_over_the_edge(browser: Browser, hall: Hall, scheme: str, size: tuple[int, int]) -> None:
    counter = AtTheHall(hall)
    case = counter.accepted()
    wide, high = size
    context = browser.new_context(
        viewport={"width": wide, "height": high}, color_scheme="dark" if scheme == "dark" else "light"
    )
    office = Office(context.new_page(), hall, counter)
    office.signs_in()
    for path in ("", f"/cases/{case}"):
        office.goes_to(path)
        assert office.page.evaluate("document.documentElement.scrollWidth") <= wide
    ground = office.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (ground == "rgb(20, 23, 27)") is (scheme == "dark")
    context.close()


def test_a_wrong_password_is_refused_and_then_waited_for(office: Office) -> None:
    for _ in range(5):
        office.signs_in(password="wrong")
        expect(office.page.locator(".said")).to_contain_text("用户名或")
    office.signs_in()
    expect(office.page.locator(".said")).to_contain_text("过一会儿再登录")


def test_a_clerk_is_told_that_this_page_is_not_theirs(office: Office) -> None:
    office.signs_in("clerk3")
    expect(office.page.locator(".said")).to_contain_text("不是部门账号")
    assert office.page.context.cookies() == []


def test_the_cookie_is_for_this_page_alone_and_ends_with_signing_out(office: Office) -> None:
    office.signs_in()
    (cookie,) = office.page.context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Strict", "/department")
    office.page.click("header button")
    expect(office.page.locator("[name=user]")).to_be_visible()
    assert office.page.context.cookies() == []
    office.page.context.add_cookies([{**cookie}])  # type: ignore[typeddict-item]
    office.goes_to()
    expect(office.page.locator("[name=user]")).to_be_visible()


def signed_in(hall: Hall, user: str = "dept-scjg") -> httpx.Client:
    line = hall.stranger()
    told = line.post("/department/sign-in", data={"user": user, "password": "demo"})
    assert told.status_code == 303
    return line


def test_a_form_that_is_sent_twice_is_done_once(hall: Hall) -> None:
    case = AtTheHall(hall).accepted()
    line = signed_in(hall)
    shown = line.get(f"/department/cases/{case}").text
    form = re.search(rf'action="/department/cases/{case}/take"(.*?)</form>', shown, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    assert [line.post(f"/department/cases/{case}/take", data=fields).status_code for _ in range(2)] == [303, 303]
    with hall.parts.journal.reading() as reading:
        assert [event.kind for event in reading.events_of(case)].count("case.dispatched") == 1


def test_behind_https_the_cookie_is_never_sent_in_the_open(hall: Hall) -> None:
    told = hall.stranger().post(
        "/department/sign-in", data={"user": "dept-scjg", "password": "demo"}, headers={"X-Forwarded-Proto": "https"}
    )
    assert "secure" in told.headers["set-cookie"].lower()


@pytest.mark.parametrize("csrf", ["", "0" * 40, "é"])
def test_what_another_site_makes_a_browser_send_does_nothing(hall: Hall, csrf: str) -> None:
    case = AtTheHall(hall).accepted()
    line = signed_in(hall)
    for path in (f"/cases/{case}/take", f"/cases/{case}/look", "/sign-out"):
        told = line.post(f"/department{path}", data={"csrf": csrf})
        assert told.status_code == 400
        assert "不是从本页面提交" in told.text
    with hall.parts.journal.reading() as reading:
        assert reading.case(case).dispatched_on is None
    assert line.get("/department").status_code == 200


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_nobody_is_signed_in_by_another_site(hall: Hall, headers: dict[str, str]) -> None:
    told = hall.stranger().post("/department/sign-in", data={"user": "dept-scjg", "password": "demo"}, headers=headers)
    assert told.status_code == 400
    assert "set-cookie" not in told.headers


def test_every_page_says_what_it_may_do(hall: Hall) -> None:
    case = AtTheHall(hall).accepted()
    line = signed_in(hall)
    for path in ("", f"/cases/{case}", "/cases/none"):
        told = line.get(f"/department{path}")
        policy = told.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src" not in policy
        assert told.headers["cache-control"] == "no-store"
        assert "<script" not in told.text


def test_another_departments_case_is_not_there(hall: Hall) -> None:
    case = AtTheHall(hall).accepted(FIRE)
    told = signed_in(hall).get(f"/department/cases/{case}")
    assert told.status_code == 404
    assert "没有找到" in told.text or "办件" in told.text


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/plain", b"csrf=x"),
        ("application/x-www-form-urlencoded", b"a=%ff&" * 60),
        ("multipart/form-data; boundary=x", b"--x\r\nnothing"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n"),
        ("multipart/form-data", b""),
        ("", b""),
    ],
)
def test_what_is_no_form_is_refused(hall: Hall, kind: str, body: bytes) -> None:
    case = AtTheHall(hall).accepted()
    told = signed_in(hall).post(f"/department/cases/{case}/take", content=body, headers={"Content-Type": kind})
    assert told.status_code == 400
