"""What a centre is told of its own hall reaches papers, pages and desks."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from deskapp.assemble.centre import from_environment, hall_of, open_centre, words_from
from deskapp.assemble.sample import SAMPLE
from deskapp.failures import Refusal
from deskapp.settings import read
from tests.assemble.test_archives import words

OFFICE = """
[office]
name = "青山区政务服务中心"
address = "人民路 1 号"
phone = "027-12345"
region = "420107"
rating_days = "60"
"""


def test_the_words_of_the_settings_are_those_of_the_hall(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(OFFICE, encoding="utf-8")
    hall = hall_of(words_from(read({}, home=tmp_path)), {})
    assert (hall.name, hall.address, hall.phone) == ("青山区政务服务中心", "人民路 1 号", "027-12345")
    assert (hall.region, hall.rating_days) == ("420107", 60)


def test_what_is_not_said_stays_as_it_was(tmp_path: Path) -> None:
    hall = hall_of(words(tmp_path / "centre", office={"phone": "12345"}), {})
    assert (hall.phone, hall.name, hall.rating_days) == ("12345", SAMPLE.name, SAMPLE.rating_days)


@pytest.mark.parametrize("wrong", [{"fax": "1"}, {"region": "1"}, {"rating_days": "many"}])
def test_a_centre_does_not_begin_with_a_word_that_is_wrong(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(Refusal, match=r"^office\."):
        open_centre(words(tmp_path / "centre", office=wrong))


def test_one_worker_among_several_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "HOME": str(tmp_path / "centre"), "DATABASE": f"sqlite:///{tmp_path / 'c.db'}", "PAGES": str(tmp_path / "p"),
        "WORKERS": "2", "KIOSKS": "{}", "HEADINGS": "{}", "SEALS": "{}", "PUBLIC_ADDRESS": "", "RETENTION": "{}",
        "OFFICE": '{"name":"青山区政务服务中心"}',
    }  # fmt: skip
    for word, value in told.items():
        monkeypatch.setenv(f"DESKAPP_{word}", value)
    (tmp_path / "centre").mkdir()
    assert "青山区政务服务中心" in asyncio.run(looked_at(from_environment(), "/track/nobodys"))


async def looked_at(made: FastAPI, place: str) -> str:
    """A page of an application, as somebody has it before them."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://hall") as people:
        return (await people.get(place)).text
