"""The record keeps to its schema, in XML as in JSON, and says where each field comes from."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

import resources
from deskapp.archives import parts, record
from deskapp.archives.record import Affair, Archive, Done, Filed, Matter, Record, Who
from tests.archives.made import Package

SCHEMA = etree.XMLSchema(etree.fromstring(resources.path("archive/metadata.xsd").read_bytes()))

TEXT = st.text(max_size=20)


def a_record(word: str) -> Record:
    return Record(
        archive=Archive(
            level="件", fonds="", archival_code="", title=word, author=word, security="", year="2026", retention="30",
            archived_at="2026-11-23T01:30:00.000000Z", archived_by=word, digest="0" * 64, pages=1,
        ),
        item=Matter(
            code=word, state_code="", name=word, kind=word, handling=word, department_code=word, department=word,
            catalog=word,
        ),
        case=Affair(
            number="3", id="x", hall_code="H1", hall=word, region="330000", source=word, reference=word,
            opened_on="2026-11-23", accepted_on="", promised_on="", statutory_on="", decided_on="", delivered_on="",
            outcome=word, delivery=word, result=word,
        ),
        people=[Who(role="申请人", name=word, number="1", phone="2", address=word)],
        files=[
            Filed(
                order=1, part="a", title=word, kind="page", material=word, size=3, format="image/png", sha256="",
                made_at="",
            )
        ],
        process=[Done(action="case.opened", at="2026-11-23T01:30:00.000000Z", by=word, device="d", event="0" * 64)],
    )  # fmt: skip


@given(word=TEXT)
def test_the_xml_keeps_to_its_schema_and_says_what_the_json_says(word: str) -> None:
    told = a_record(word)
    data = record.xml_of(told)
    SCHEMA.assertValid(etree.fromstring(data))
    tree = ElementTree.fromstring(data)
    title = tree.find(f"{{{record.NAMESPACE}}}archive/{{{record.NAMESPACE}}}title")
    assert title is not None
    assert len(title.text or "") == len(word)
    assert msgspec.json.decode(record.json_of(told), type=Record) == told


def test_a_whole_record_keeps_to_the_schema_by_a_program_that_is_not_ours(tmp_path: Path, parts_of: Package) -> None:
    (tmp_path / "m.xml").write_bytes(parts_of.parts[parts.METADATA_XML])
    schema = resources.path("archive/metadata.xsd")
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema, tmp_path / "m.xml"], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr


SPOILT: dict[str, tuple[bytes, bytes]] = {
    "a day that is none": (b"<opened_on>2026-11-23<", b"<opened_on>23.11.2026<"),
    "a digest that is none": (b"<digest>0000", b"<digest>zzzz"),
    "a period that is none": (b"<retention>30<", b"<retention>5<"),
    "a field too many": (b"<item>", b"<item><x/>"),
    "a field missing": (b"<year>2026</year>", b""),
}


@pytest.mark.parametrize("what", SPOILT)
def test_the_schema_says_no_to_what_is_none(what: str) -> None:
    good, bad = SPOILT[what]
    data = record.xml_of(a_record("x"))
    assert good in data
    assert not SCHEMA.validate(etree.fromstring(data.replace(good, bad)))


@pytest.mark.parametrize("shape", [Archive, Matter, Affair, Who, Filed, Done])
def test_every_field_says_where_it_comes_from(shape: type[msgspec.Struct]) -> None:
    told = shape.__doc__ or ""
    assert [field for field in shape.__struct_fields__ if not re.search(rf"\b{field}\b", told)] == []
    assert re.search(r"DA/T|GB/T", told)
