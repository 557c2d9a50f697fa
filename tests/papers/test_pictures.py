"""Every paper looks as it is meant to; and the comparison would find what does not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.papers.sheet import Imprint
from tests.papers import pictures, samples
from tests.papers.pictures import MOST, apart, kept, seen
from tests.papers.samples import IMPRINT, RARE

SHORT = "个体工商户设立登记"


@pytest.mark.parametrize("name", [*samples.LAID, "longest", "sealed", "separator"])
def test_a_paper_looks_as_it_is_meant_to(tmp_path: Path, name: str) -> None:
    assert apart(seen(tmp_path, pictures.drawn()[name]), kept(name)) <= MOST


def test_a_picture_is_kept_of_every_paper() -> None:
    assert {file.stem for file in pictures.FOLDER.glob("*.png")} == set(pictures.drawn()) >= set(samples.LAID)


@pytest.mark.parametrize(
    ("kind", "lines", "name", "imprint"),
    [
        ("receipt", 4, RARE, replace(IMPRINT, again=1)),
        ("receipt", 4, RARE, replace(IMPRINT, practice=True)),
        ("receipt", 4, RARE, replace(IMPRINT, track_url=None)),
        ("receipt", 4, "张伟", IMPRINT),
        ("receipt", 5, RARE, IMPRINT),
        ("notice", 4, RARE, IMPRINT),
    ],
    ids=["marked as a reprint", "marked as practice", "without its code", "another name", "one more line", "another"],
)
def test_what_looks_otherwise_would_be_found(
    tmp_path: Path, kind: str, lines: int, name: str, imprint: Imprint
) -> None:
    other = samples.draw(kind, lines, name=name, imprint=imprint, item=SHORT)
    assert apart(seen(tmp_path, other), kept("receipt")) > MOST
