"""A desk has a reader of pages unless its settings forbid it: in a process of its own, which ends with the desk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from deskapp.assemble.desk import close_station, open_station
from deskapp.keys import beside
from deskapp.scans.reader import PageReader
from deskapp.settings import Settings
from tests.scans import written


@pytest.mark.parametrize(("word", "there"), [("", True), ("never", False)])
def test_the_settings_say_whether_pages_are_read(tmp_path: Path, word: str, there: bool) -> None:
    station = open_station(Settings(home=tmp_path, reading=word), keys=lambda home: beside(home / "desk.key"))
    assert (station.reader is not None) is there
    if isinstance(station.reader, PageReader):
        assert not station.reader.running, "nothing is started before a page is there"
    close_station(station)


def test_the_reader_ends_with_its_desk_and_nothing_of_it_was_loaded_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("rapidocr", "onnxruntime"):  # another test may have read a page in this process
        monkeypatch.delitem(sys.modules, name, raising=False)
    station = open_station(Settings(home=tmp_path), keys=lambda home: beside(home / "desk.key"))
    reader = station.reader
    assert isinstance(reader, PageReader)
    assert reader.read(b"no page") is None
    close_station(station)
    assert not reader.running
    assert reader.read(written.scanned(written.sheet(written.CARD))) is None
    assert not {"rapidocr", "onnxruntime"} & sys.modules.keys()
