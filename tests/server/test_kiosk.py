"""What the kiosk is told, and what its account may do."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from PIL import Image, ImageDraw
from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

from tests.server.hall import API, Hall


def test_somebody_at_the_door_sees_each_queue_and_who_waits(any_hall: Hall) -> None:
    greeter = any_hall.sign_in("greeter")
    for _ in range(3):
        any_hall.issue(greeter, "C")
    door = any_hall.stranger().get(f"{API}/kiosk").json()
    assert {each["queue"]: each["waiting"] for each in door["queues"]} == {"A": 0, "B": 0, "C": 3, "D": 0}
    assert all(each["least"] is None for each in door["queues"]), "nobody was served yet: nothing is promised"
    assert next(each["code"] for each in door["classes"]) == "normal"
    assert "appointment" not in {each["code"] for each in door["classes"]}, "nobody chooses that by a button"
    assert door["phone"] == any_hall.parts.hall.phone


def test_a_wait_is_told_as_a_range_once_enough_were_served(hall: Hall) -> None:
    greeter, clerk = hall.sign_in("greeter"), hall.sign_in("clerk3", "3")
    for _ in range(8):
        hall.issue(greeter)
        clerk.call(finish=True)
        hall.clock.move(timedelta(minutes=10))
    clerk.call(finish=True)
    hall.issue(greeter)
    queue = hall.stranger().get(f"{API}/kiosk").json()["queues"][0]
    assert 0 <= queue["least"] < queue["most"] <= 30


def test_a_kiosk_issues_tickets_for_a_year_and_may_do_nothing_else(hall: Hall) -> None:
    kiosk = hall.sign_in("kiosk")
    hall.clock.move(timedelta(days=300))
    issued = kiosk.post("/tickets", {"queue": "A", "class": "elderly"})
    assert (issued.status_code, issued.json()["number"]) == (201, "A001")
    for answer in (
        kiosk.post("/tickets/call"),
        kiosk.get("/journal"),
        kiosk.get("/tickets/waiting"),
        kiosk.post(f"/tickets/{issued.json()['id']}/shown", {"board": "b", "call": 1}),
    ):
        assert answer.status_code == 403


def test_a_kiosk_that_names_a_window_opens_none(hall: Hall) -> None:
    assert hall.asks_to_sign_in("kiosk", "3").json()["window"] is None
    assert hall.asks_to_sign_in("clerk3", "3").status_code == 200


@pytest.mark.parametrize(
    "path", ["/kiosk/H2", "/kiosk/barcode/123", "/kiosk/barcode/12a4", f"/kiosk/barcode/{'1' * 50}"]
)
def test_what_is_none_is_not_found(hall: Hall, path: str) -> None:
    assert hall.stranger().get(path).status_code == 404


def test_the_barcode_of_a_ticket_is_read_back(hall: Hall) -> None:
    digits = hall.issue(hall.sign_in("greeter"))["digits"]
    svg = hall.stranger().get(f"/kiosk/barcode/{digits}")
    assert svg.headers["content-type"].startswith("image/svg+xml")
    (found,) = read_barcodes(drawn(svg.text), BarcodeFormats(BarcodeFormat.Code128))
    assert found.text == digits


def drawn(svg: str) -> Image.Image:
    """The bars of the picture, three dots to a module."""
    wide = int(svg.partition('viewBox="0 0 ')[2].split(" ")[0])
    picture = Image.new("L", (wide * 3, 120), 255)
    draw = ImageDraw.Draw(picture)
    for x, width in re.findall(r'<rect x="(\d+)" y="0" width="(\d+)"', svg):
        draw.rectangle([int(x) * 3, 0, (int(x) + int(width)) * 3 - 1, 119], fill=0)
    return picture
