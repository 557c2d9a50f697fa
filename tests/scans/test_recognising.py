"""The real reader on pages with known writing; and its process, let neither into the network nor onto a disk."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import date

import numpy as np
import pytest

from deskapp.archives.read_words import words_of
from deskapp.clerk.reading_pages import known_documents
from deskapp.failures import ContentTrouble
from deskapp.ids import MaterialCode
from deskapp.rules.known_documents import look_of
from deskapp.rules.page_likeness import likeness
from deskapp.rules.page_making import WHOLE
from deskapp.rules.page_reading import PageReading, bare
from deskapp.rules.read_values import Kind, values
from deskapp.scans import recognising
from deskapp.scans.reader import PageReader
from tests.scans import drawn, written

TODAY = date(2026, 11, 27)
LOOKS = [
    look_of(MaterialCode(code), (name,), (), known_documents())
    for code, name in (
        ("ID", "居民身份证"),
        ("BIZ", "营业执照"),
        ("FORM", "住房公积金提取申请表"),
        ("BANK", "本人银行卡"),
    )
]


def words(reading: PageReading | None) -> str:
    assert reading is not None
    return bare("".join(line.text for line in reading.lines))


def kinds(reading: PageReading | None) -> dict[str, str]:
    assert reading is not None
    return {value.kind.value: value.text for value in values(reading, TODAY)}


def material(reading: PageReading | None) -> str | None:
    assert reading is not None
    found = likeness(reading, LOOKS)
    return None if found is None else str(found.material)


def test_a_crooked_and_grainy_form_is_read_to_the_last_letter(page_reader: PageReader) -> None:
    page = drawn.noisy(drawn.tilted(written.sheet(written.FORM), 1.5), 12)
    read = page_reader.read(written.scanned(page))
    assert words(read) == bare("".join(row[3] for row in written.FORM))
    assert material(read) == "FORM"
    assert kinds(read) == {"person": "李䶮", "id_number": "990105198802293371", "phone": "13812341234"}


def test_a_licence_is_known_and_its_places_are_where_they_were_printed(page_reader: PageReader) -> None:
    read = page_reader.read(written.scanned(written.sheet(written.LICENCE)))
    assert material(read) == "BIZ"
    assert kinds(read) == {"credit_code": "91330106MA2CFRXT30", "organisation": "示例县一窗咨询有限公司"}
    assert read is not None
    (title,) = (line for line in read.lines if bare(line.text) == "营业执照")
    left, top, high, _ = written.LICENCE[0]
    assert title.box.left / WHOLE == pytest.approx(left / 100, abs=0.02)
    assert (title.box.top + title.box.bottom) / 2 / WHOLE == pytest.approx((top + 0.7 * high) / 100 / 1.414, abs=0.02)
    (word,) = (word for word in words_of(read) if bare(word.text) == "营业执照")
    assert word.x / read.width == pytest.approx(title.box.left / WHOLE)
    assert (read.width, read.height) == (1654, 2338)


def test_a_card_photographed_lying_is_read_upright(page_reader: PageReader) -> None:
    lying = np.ascontiguousarray(np.rot90(written.sheet(written.CARD), 1))
    read = page_reader.read(written.scanned(lying, orientation=6))
    assert read is not None
    assert (read.width, read.height) == (1654, 2338)
    assert material(read) == "ID"
    assert kinds(read)[Kind.ID_NUMBER] == "990105198802290031"
    assert kinds(read)[Kind.PERSON] == "王秀英"
    assert kinds(read)[Kind.BORN] == "1988-02-29"


def test_what_is_no_page_is_not_read_and_the_process_stays(page_reader: PageReader) -> None:
    for data in (b"", b"no picture", written.scanned(written.sheet(written.FORM))[:2000], b"\xff\xd8\xff" * 1000):
        assert page_reader.read(data) is None
    assert page_reader.running
    empty = page_reader.read(drawn.saved(drawn.paper(80)))
    assert empty is not None
    assert empty.lines == ()


_SHUT_IN = """
import os, resource, socket, subprocess, sys
from deskapp.scans import recognising
recognising.hold_back()
refused = []
for name, deed in {
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "look up": lambda: socket.getaddrinfo("example.org", 443),
    "write": lambda: open(sys.argv[1], "w"),
    "append": lambda: os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND),
    "folder": lambda: os.mkdir(sys.argv[1] + ".d"),
    "start": lambda: subprocess.run(["true"]),
}.items():
    try:
        deed()
    except PermissionError:
        refused.append(name)
open(sys.executable, "rb").close()
print(" ".join(refused), os.nice(0), resource.getrlimit(resource.RLIMIT_AS)[0] // 1024**3)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_the_process_is_let_neither_into_the_network_nor_onto_a_disk(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _SHUT_IN, f"{tmp_path}/kept"], capture_output=True, text=True, timeout=60, check=True
    )
    *refused, nice, memory = done.stdout.split()
    assert " ".join(refused) == "connect look up write append folder start"
    assert int(nice) >= recognising.NICE
    assert int(memory) == 3


def told(pages: list[bytes], read: recognising.Read) -> bytes:
    asked = (b"no%02d" % place + len(page).to_bytes(4, "big") + page for place, page in enumerate(pages))
    came, goes = io.BytesIO(b"".join(asked)), io.BytesIO()
    recognising.main(came, goes, lambda: read)
    return goes.getvalue()


def test_the_process_says_that_it_is_ready_and_answers_every_page_in_its_turn() -> None:
    def read(page: bytes) -> bytes:
        if page == b"bad":
            raise ContentTrouble("page.truncated")
        if page == b"big":
            raise MemoryError
        return page[::-1]

    assert told([b"abc", b"bad", b"big", b""], read) == (
        b"S\0\0\0\0" + b"L\0\0\0\x07no00cba" + b"F\0\0\0\x04no01" + b"F\0\0\0\x04no02" + b"L\0\0\0\x04no03"
    )


def test_anything_else_is_a_crash_and_no_page_after_it_is_read() -> None:
    def read(page: bytes) -> bytes:
        raise KeyError(page)

    with pytest.raises(KeyError):
        told([b"abc"], read)
