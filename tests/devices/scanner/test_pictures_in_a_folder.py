"""A watched folder: strangers' files are taken when whole, refused when no pictures, and never followed elsewhere."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner.contract import Page, ScanRequest
from deskapp.devices.scanner.folder import FolderScanner, Patience
from deskapp.failures import ContentTrouble, DeviceTrouble
from tests.devices.practice import taken

ALL = ScanRequest(feeder=True)


def png(width: int) -> bytes:
    held = io.BytesIO()
    Image.new("L", (width, 50), 200).save(held, "PNG")
    return held.getvalue()


def watching(folder: Path) -> FolderScanner:
    return FolderScanner(folder, patience=Patience(settle=0.03, most=0.3))


def test_pages_come_in_the_order_of_their_numbers_and_only_once(tmp_path: Path) -> None:
    for number in (10, 9, 1):
        (tmp_path / f"page-{number}.png").write_bytes(png(50 + number))
    assert [page.width for page in watching(tmp_path).scan(ALL)] == [51, 59, 60]
    with pytest.raises(DeviceTrouble) as told:
        list(watching(tmp_path).scan(ALL))
    assert told.value.code == ScannerCode.EMPTY
    assert len(list((tmp_path / "taken").iterdir())) == 3


def test_what_is_no_picture_is_refused_after_the_good_ones_came(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(png(99))
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.png").write_bytes(b"<html>")
    (inbox / "b.png").write_bytes(png(60)[:-20])
    (inbox / "c.png").write_bytes(png(61))
    (inbox / "d.png").symlink_to(outside)
    os.mkfifo(inbox / "e.png")
    came: list[Page] = []
    with pytest.raises(ContentTrouble) as told:
        taken(watching(inbox).scan(ALL), came)
    assert [page.width for page in came] == [61]
    assert (told.value.code, told.value.values) == (ScannerCode.FILES_REFUSED, {"count": 4})
    assert sorted(path.name for path in (inbox / "refused").iterdir()) == ["a.png", "b.png", "d.png", "e.png"]
    assert outside.read_bytes() == png(99)


def test_a_page_that_was_not_taken_over_comes_again(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(png(60))
    scan = iter(watching(tmp_path).scan(ALL))
    next(scan)
    scan.close()  # type: ignore[attr-defined]
    assert [page.width for page in watching(tmp_path).scan(ALL)] == [60]


def test_unfinished_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.part", ".hidden.png", "b.crdownload", "c~"):
        (tmp_path / name).write_bytes(png(60))
    with pytest.raises(DeviceTrouble) as told:
        list(watching(tmp_path).scan(ALL))
    assert told.value.code == ScannerCode.EMPTY
    assert (tmp_path / ".hidden.png").exists()


def test_a_tiff_of_three_pages_is_three_pages(tmp_path: Path) -> None:
    pages = [Image.new("L", (60 + number, 50), 200) for number in range(3)]
    pages[0].save(tmp_path / "fax.tif", "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200))
    found = list(watching(tmp_path).scan(ALL))
    assert [(page.width, page.media_type, page.dpi) for page in found] == [(60 + n, "image/png", 200) for n in range(3)]


def test_a_name_taken_before_is_not_written_over(tmp_path: Path) -> None:
    for width in (60, 61):
        (tmp_path / "scan.png").write_bytes(png(width))
        list(watching(tmp_path).scan(ALL))
    assert sorted(path.name for path in (tmp_path / "taken").iterdir()) == ["scan-2.png", "scan.png"]


def test_a_folder_that_went_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as told:
        list(watching(tmp_path / "absent").scan(ALL))
    assert told.value.code == ScannerCode.NO_SUCH_SOURCE
