"""A driver that sends rubbish: whatever stands in scanimage's place says or writes, a scan ends soon, in a sentence."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.devices import child
from deskapp.devices.errors import ScannerCode
from deskapp.devices.scanner import pnm, sane
from deskapp.devices.scanner.contract import Page, ScanRequest
from deskapp.devices.scanner.sane import SaneScanner
from deskapp.devices.scanner.sane_options import abilities, read
from deskapp.failures import DeviceTrouble
from deskapp.sentences import sentence
from tests.children import children
from tests.devices.practice import scan_folders, taken

ADF = ScanRequest(dpi=75, feeder=True)
SOON = 15.0  # s, on a machine that has other things to do
WHOLE = b"P5\n2 2\n255\nabcd"

FAITHFUL = """
import os, sys, time
if "--all-options" in sys.argv:
    print("    --mode Gray|Color [Gray]\\n    --source Flatbed|Automatic Document Feeder [Flatbed]")
    sys.exit(0)
out, said = sys.stdout.buffer, sys.stderr.buffer
def page(number, data):
    with open(f"{number}.pnm", "wb") as file:
        file.write(data)
    out.write(f"{number}.pnm\\n".encode())
    out.flush()
"""


def program(folder: Path, text: str, head: str = FAITHFUL) -> str:
    """A program in scanimage's place, in Python."""
    file = folder / "scanimage"
    file.write_text(f"#!{sys.executable}\n{head}\n{text}\n", "utf-8")
    file.chmod(0o755)
    return str(file)


def trouble_of(scanner: SaneScanner, came: list[Page] | None = None) -> DeviceTrouble:
    """The trouble a scan ends with: soon, said in both languages, and nothing is left of the driver."""
    begun = time.monotonic()
    with pytest.raises(DeviceTrouble) as told:
        taken(scanner.scan(ADF), [] if came is None else came)
    assert time.monotonic() - begun < SOON
    assert not children()
    for language in ("zh", "en"):
        assert told.value.code not in sentence(told.value, language)
    return told.value


PAGES = {
    "a header and a promise": b"P6\n30000 30000\n255\n" + b"x" * 1000,
    "more figures than a number has": b"P5\n" + b"9" * 5000 + b" 2\n255\nabcd",
    "no colours at all": b"P5\n2 2\n0\nabcd",
    "blanks without an end": b"P5" + b" " * 100_000 + b"x",
    "remarks without an end": b"P5\n" + b"#\n" * 100_000,
    "a remark that never ends": b"P5\n#" + b"x" * 100_000,
    "nothing but NUL": bytes(100_000),
    "letters of two bytes": "P5\n2 2\n255\nabcd".encode("utf-16"),
    "a page of a web": b"<html><body>404</body></html>",
    "a picture in figures": b"P2\n2 2\n255\n1 2 3 4\n",
    "sizes below nothing": b"P5\n-2 -2\n255\nabcd",
    "no size": b"P5\n2 0\n255\nabcd",
}


@pytest.mark.parametrize("kind", PAGES)
def test_what_is_no_page_is_said_and_the_page_before_it_is_kept(kind: str, tmp_path: Path, scratch: Path) -> None:
    text = f"page(1, {WHOLE!r})\nimport base64\npage(2, open({str(tmp_path / 'rubbish')!r}, 'rb').read())"
    (tmp_path / "rubbish").write_bytes(PAGES[kind])
    came: list[Page] = []
    trouble = trouble_of(SaneScanner("any", program=program(tmp_path, text), silence=10.0), came)
    assert (trouble.code, trouble.values) == (ScannerCode.INCOMPLETE_PAGE, {"page": 2})
    assert [page.image for page in came] == [WHOLE]
    assert scan_folders(scratch) == []


NAMES = {
    "no file": 'out.write(b"9.pnm\\n")',
    "a name with a NUL": 'out.write(b"1\\0.pnm\\n")',
    "a name in other letters": 'out.write("页.pnm\\n".encode("gb18030"))',
    "a name without an end": 'out.write(b"x" * 300_000 + b"\\n")',
    "the folder itself": 'out.write(b"..\\n")',
    "a pipe that never gives a byte": 'os.mkfifo("1.pnm"); out.write(b"1.pnm\\n")',
    "a way to somewhere else": 'os.symlink("/etc/passwd", "1.pnm"); out.write(b"1.pnm\\n")',
    "zeros for ever": 'os.symlink("/dev/zero", "1.pnm"); out.write(b"1.pnm\\n")',
    "a hundred thousand names": 'out.write(b"9.pnm\\n" * 100_000)',
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_name_that_is_no_page_leads_nowhere(kind: str, tmp_path: Path, scratch: Path) -> None:
    trouble = trouble_of(SaneScanner("any", program=program(tmp_path, NAMES[kind]), silence=10.0))
    assert (trouble.code, trouble.values) == (ScannerCode.INCOMPLETE_PAGE, {"page": 1})
    assert scan_folders(scratch) == []


def test_a_page_that_would_fill_the_memory_is_none(tmp_path: Path) -> None:
    text = 'file = open("1.pnm", "wb"); file.write(b"P6\\n30000 30000\\n255\\n"); file.truncate(2_000_000_000)\n'
    text += 'file.close(); out.write(b"1.pnm\\n")'
    code = trouble_of(SaneScanner("any", program=program(tmp_path, text), silence=10.0)).code
    # under Linux the driver is not even let: it gets no more room than a page has
    assert code in {ScannerCode.INCOMPLETE_PAGE, ScannerCode.FAILED, ScannerCode.DRIVER_CRASHED}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds another process's files")
def test_a_driver_that_writes_without_end_does_not_fill_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pnm, "MOST_BYTES", 4 * 1024 * 1024)
    text = 'time.sleep(0.2)\nfile = open("1.pnm", "wb")\nwhile True: file.write(bytes(65536)); file.flush()'
    trouble = trouble_of(SaneScanner("any", program=program(tmp_path, text), silence=10.0))
    assert trouble.code in {ScannerCode.FAILED, ScannerCode.DRIVER_CRASHED}


TALK = {
    "progress for ever": 'said.write(b"Progress: 1.0%\\r"); said.flush()',
    "a line that never ends": 'out.write(b"x" * 65536); out.flush()',
    "errors for ever": 'said.write(b"\\xff\\0" * 5000); said.flush()',
}


@pytest.mark.parametrize("kind", TALK)
def test_a_driver_that_only_seems_alive_is_left(kind: str, tmp_path: Path) -> None:
    text = f"page(1, {WHOLE!r})\nwhile True:\n    {TALK[kind]}\n    time.sleep(0.01)"
    came: list[Page] = []
    scanner = SaneScanner("any", program=program(tmp_path, text), silence=30.0, page=1.0)
    assert trouble_of(scanner, came).code == ScannerCode.SILENT
    assert len(came) == 1, "each page has a time of its own"


def test_one_that_ends_well_with_nothing_has_an_empty_feeder(tmp_path: Path) -> None:
    assert trouble_of(SaneScanner("any", program=program(tmp_path, "sys.exit(0)"))).code == ScannerCode.EMPTY


def test_rubbish_on_the_error_stream_is_no_trouble_of_a_scan_that_went_well(tmp_path: Path) -> None:
    text = f'said.write(bytes(range(256)) * 1000)\npage(1, {WHOLE!r})\nsaid.write("卡纸".encode("gb18030"))'
    (page,) = SaneScanner("any", program=program(tmp_path, text), silence=10.0).scan(ADF)
    assert page.image == WHOLE


LISTS = {
    "a list without an end": ("while True: print('    --x a|b [a]')", ScannerCode.FAILED),
    "a line without an end": ("while True: sys.stdout.buffer.write(bytes(65536))", ScannerCode.SILENT),
    "errors without an end": ("while True: sys.stderr.buffer.write(bytes(65536))", ScannerCode.SILENT),
}


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_of_options_that_never_ends_is_left(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LONGEST", 2)
    text, code = LISTS[kind]
    scanner = SaneScanner("any", program=program(tmp_path, text, "import sys"), silence=0.7)
    assert trouble_of(scanner).code == code


@pytest.mark.parametrize("text", ["sys.stdout.buffer.write(bytes(range(256)) * 99)", "print('<html>' * 999)", ""])
def test_options_that_are_none_give_a_scanner_that_is_asked_for_the_usual(text: str, tmp_path: Path) -> None:
    able = SaneScanner("any", program=program(tmp_path, text, "import sys"), silence=10.0).abilities()
    assert able.glass
    assert able.nearest_dpi(300) == 300


@given(st.text(max_size=200), st.sampled_from(["9" * 400, "9" * 400 + "..1", "-" + "9" * 99 + ".." + "9" * 400, "1e9"]))
def test_no_figure_of_a_driver_is_too_large_to_be_read(text: str, figure: str) -> None:
    assert abilities(read([f"    --resolution {figure}dpi [{text}]", f"    -x {figure}mm [1]"])).nearest_dpi(300) > 0


def test_the_scanners_that_are_listed_can_be_shown_and_are_not_too_many(tmp_path: Path) -> None:
    text = """
out = sys.stdout.buffer
out.write(b"test:0|Noname\\x1b[2J scanner\\0 \\xff" + b"x" * 5000 + b"\\n|without a name\\nno bar\\na\\0b|c\\n")
for number in range(5000): out.write(b"test:%d|many\\n" % number)
"""
    found = sane.found(program=program(tmp_path, text, "import sys"))
    assert len(found) == 50
    assert found[0].device == "test:0"
    assert all(one.title.isprintable() and len(one.title) <= 80 and one.device for one in found)


def test_a_list_of_scanners_that_never_ends_is_told(tmp_path: Path) -> None:
    with pytest.raises(DeviceTrouble) as told:
        sane.found(program=program(tmp_path, "while True: print('test:0|a scanner')", "import sys"))
    assert (told.value.code, told.value.values) == (ScannerCode.FAILED, {"status": "garbled"})


@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_are_a_page_that_has_fewer_than_its_header_says(data: bytes, headed: bool) -> None:
    data = b"P5\n7 9\n255\n" + data if headed else data
    size = pnm.size_of(data)
    assert size in (None, (7, 9)) or not headed
    assert size is None or len(data) >= size[0] * size[1] // 8


@pytest.mark.parametrize("first", [b" ", b"\n", b"\t\r\n "])
@pytest.mark.parametrize("head", [b"P4\n8 4\n", b"P5\n2 2\n255\n", b"P6 #x\n1 1 255\n"])
def test_pixels_that_look_like_blanks_are_pixels(head: bytes, first: bytes) -> None:
    pixels = (first * 4)[:4] if head[1:2] != b"6" else (first * 3)[:3]
    assert pnm.size_of(head + pixels) is not None
    assert pnm.size_of((head + pixels)[:-1]) is None


def test_a_file_is_gone_once_it_was_taken(tmp_path: Path) -> None:
    file = tmp_path / "1.pnm"
    file.write_bytes(WHOLE)
    assert pnm.taken(file, 1, 75).width == 2
    assert not file.exists()
