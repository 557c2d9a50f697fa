"""A centre starts with the seals its settings name, or says which of them is none."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from deskapp.assemble import seals
from deskapp.assemble.centre import CentreWords, open_centre, words_from
from deskapp.assemble.sample import SAMPLE
from deskapp.failures import ContentTrouble, StoreTrouble
from deskapp.sentences import sentence
from deskapp.settings import FILE, read
from tests.papers.samples_of_steps import seal_png
from tests.papers.test_pixels import HOSTILE


def test_a_seal_is_named_by_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "hall.png").write_bytes(seal_png())
    found = seals.read({"hall": "hall.png", "SCJG": str(tmp_path / "hall.png")}, tmp_path)
    assert found == {"hall": seal_png(), "SCJG": seal_png()}
    told = seals.told(SAMPLE, {"hall": "县政务服务中心"}, found)
    assert told.seals["SCJG"] == sha256(seal_png()).hexdigest()
    assert told.headings == {"hall": "县政务服务中心"}
    assert told.name == SAMPLE.name


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_seal_is_refused_with_its_office(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "x.png").write_bytes(data)
    with pytest.raises(ContentTrouble) as refused:
        seals.read({"SCJG": "x.png"}, tmp_path)
    assert refused.value.code == code
    for lang in ("zh", "en"):
        assert "SCJG" in sentence(refused.value, lang)
        assert "—" not in sentence(refused.value, lang), "every value of the sentence is there"


@pytest.mark.parametrize("file", ["none.png", "."])
def test_a_file_that_cannot_be_read_is_named_without_its_folder(tmp_path: Path, file: str) -> None:
    with pytest.raises(StoreTrouble) as refused:
        seals.read({"hall": file}, tmp_path)
    assert refused.value.code == "seal.unreadable"
    assert str(tmp_path) not in sentence(refused.value, "zh")


def test_a_centre_whose_seal_is_none_does_not_start(tmp_path: Path) -> None:
    words = CentreWords(
        home=tmp_path / "centre", database=f"sqlite:///{tmp_path / 'centre' / 'c.db'}", pages=tmp_path / "pages",
        seals={"hall": "none.png"},
    )  # fmt: skip
    with pytest.raises(StoreTrouble) as refused:
        open_centre(words)
    assert refused.value.code == "seal.unreadable"
    assert not (tmp_path / "centre" / "c.db").exists(), "nothing was begun"


def test_the_settings_of_a_centre_name_headings_and_seals(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('[headings]\nhall = "县政务服务中心"\n[seals]\nhall = "hall.png"\n', encoding="utf-8")
    (tmp_path / "hall.png").write_bytes(seal_png())
    words = words_from(read({}, home=tmp_path))
    assert words.headings == {"hall": "县政务服务中心"}
    parts = open_centre(words)
    assert parts.seals == {"hall": seal_png()}
    assert parts.hall.seals == {"hall": sha256(seal_png()).hexdigest()}
    parts.writer.close()
    parts.journal.engine.dispose()
