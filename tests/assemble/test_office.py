"""What a centre is told of its own hall reaches papers, pages and desks."""

from __future__ import annotations

import asyncio
from dataclasses import fields
from pathlib import Path
from types import MappingProxyType

import httpx
import pytest
from fastapi import FastAPI

from deskapp.assemble.centre import (
    CentreWords,
    from_environment,
    hall_of,
    heard,
    in_environment,
    open_centre,
    words_from,
)
from deskapp.assemble.sample import SAMPLE
from deskapp.failures import Refusal
from deskapp.settings import Settings, read
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


def test_what_is_not_said_is_true_of_every_hall_and_the_samples_words_are_the_samples_alone(tmp_path: Path) -> None:
    unsaid = hall_of(words(tmp_path / "centre"), {})
    assert (unsaid.name, unsaid.phone, unsaid.address, unsaid.region, unsaid.track_url) == (
        "政务服务大厅", "12345", "", "", "",
    )  # fmt: skip
    told = hall_of(words(tmp_path / "centre", office={"phone": "027-12345"}), {})
    assert (told.phone, told.name, told.rating_days) == ("027-12345", "政务服务大厅", SAMPLE.rating_days)
    assert hall_of(words(tmp_path / "centre", sample=True), {}).name == SAMPLE.name


@pytest.mark.parametrize("wrong", [{"fax": "1"}, {"region": "1"}, {"rating_days": "many"}])
def test_a_centre_does_not_begin_with_a_word_that_is_wrong(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(Refusal, match=r"^office\."):
        open_centre(words(tmp_path / "centre", office=wrong))


TOLD = CentreWords(
    home=Path("/srv/centre"), database="postgresql://db/onewindow", pages=Path("/srv/pages"), sample=True, workers=4,
    kiosks=MappingProxyType({"kiosk": "10.0.0.9:9100"}), headings={"hall": "县政务服务中心"}, seals={"hall": "a.png"},
    public_address="https://zwfw.example", proxies="10.0.0.5, 10.1.0.0/16", retention={"JY-0101": "permanent"},
    bucket="s3://pages", reads=True, office={"name": "青山区政务服务中心"}, update_hours="18:00-06:00",
)  # fmt: skip


def test_each_worker_hears_all_that_the_first_one_was_told() -> None:
    shipped = CentreWords(Path("/"), "", Path("/"))
    same = [word.name for word in fields(CentreWords) if getattr(TOLD, word.name) == getattr(shipped, word.name)]
    assert same == [], "give it another value here: what is as shipped would not be missed"
    assert heard(in_environment(TOLD)) == TOLD


def test_each_setting_that_bears_the_name_of_a_word_is_that_word(tmp_path: Path) -> None:
    said = Settings(
        home=tmp_path, database=TOLD.database, kiosks=TOLD.kiosks, headings=TOLD.headings, seals=TOLD.seals,
        public_address=TOLD.public_address, proxies=TOLD.proxies, retention=TOLD.retention, office=TOLD.office,
        update_hours=TOLD.update_hours,
    )  # fmt: skip
    both = {word.name for word in fields(CentreWords)} & {word.name for word in fields(Settings)} - {"home", "pages"}
    heard_of = words_from(said)
    assert {name: getattr(heard_of, name) for name in both} == {name: getattr(TOLD, name) for name in both}


def test_one_worker_among_several_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = words(tmp_path / "centre", office={"name": "青山区政务服务中心"}, workers=2)
    for word, value in in_environment(told).items():
        monkeypatch.setenv(word, value)
    assert "青山区政务服务中心" in asyncio.run(looked_at(from_environment(), "/track/nobodys"))


async def looked_at(made: FastAPI, place: str) -> str:
    """A page of an application, as somebody has it before them."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(made), base_url="http://hall") as people:
        return (await people.get(place)).text
