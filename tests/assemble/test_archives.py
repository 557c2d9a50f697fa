"""What packages are made of at the centre: its key, its seals, its folder, and how long its hall keeps a case."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from deskapp.assemble.archives import packing, public_key
from deskapp.assemble.centre import CentreWords, hall_of, open_centre, words_from
from deskapp.failures import Refusal, StoreTrouble
from deskapp.ids import CaseId
from deskapp.settings import Settings, read


def words(home: Path, **more: object) -> CentreWords:
    home.mkdir(exist_ok=True)
    told: dict[str, object] = {"home": home, "database": f"sqlite:///{home / 'c.db'}", "pages": home / "pages"}
    return CentreWords(**(told | more))  # type: ignore[arg-type]  # each word as it is named


def test_the_table_of_the_settings_reaches_hall_and_desks(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('[retention]\n"JY-0101" = "permanent"\n', encoding="utf-8")
    told = words_from(read({}, home=tmp_path))
    assert told.retention == {"JY-0101": "permanent"}
    assert hall_of(told, {}).retention == {"JY-0101": "permanent"}
    assert words_from(Settings(home=tmp_path)).retention == {}


def test_a_centre_does_not_begin_with_a_period_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_centre(words(tmp_path / "centre", retention={"JY-0101": "5"}))
    assert refused.value.code == "archive.no_such_period"


def test_the_public_key_is_the_one_that_signs(tmp_path: Path) -> None:
    told = words(tmp_path / "centre")
    with packing(told, tmp_path / "out") as opened:
        signing = opened.sources.signing
        assert signing is not None
        assert base64.b64decode(public_key(told)) == signing.public_key().public_bytes_raw()
        with pytest.raises(Refusal) as refused:
            opened.write(CaseId("nobody"), tmp_path / "out")
    assert refused.value.code == "case.unknown"
    assert public_key(words(tmp_path / "other")) != public_key(told)


def test_a_folder_that_cannot_be_made_is_told_before_anything_is_opened(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StoreTrouble) as trouble, packing(words(tmp_path / "centre"), tmp_path / "file" / "out"):
        pass
    assert trouble.value.code == "archive.no_folder"
