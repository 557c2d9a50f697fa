"""The record in its two forms: field for field the same words, in the same order, whatever the words are."""

from __future__ import annotations

from typing import TypeVar
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.archives import record
from deskapp.archives.parts import FORM
from deskapp.archives.record import Affair, Archive, Done, Filed, Matter, Record, Who

words = st.text(max_size=8) | st.sampled_from(["<b>&amp;", "]]>", "a\r\nb\t", " ", "𬭎", "\"'", "\x00\x0b\ufffe"])


T = TypeVar("T", bound=msgspec.Struct)


def filled(shape: type[T], word: str, number: int) -> T:
    """Every field says something else, so that no two can be exchanged unseen."""
    kinds = {field.name: field.type for field in msgspec.structs.fields(shape)}
    return msgspec.convert(
        {
            name: number + place if kind is int else f"{word}{shape.__name__}.{name}.{number}{word}"
            for place, (name, kind) in enumerate(kinds.items())
        },
        shape,
    )


def a_record(word: str, people: int, files: int, process: int) -> Record:
    return Record(
        archive=filled(Archive, word, 0), item=filled(Matter, word, 0), case=filled(Affair, word, 0),
        people=[filled(Who, word, number) for number in range(people)],
        files=[filled(Filed, word, number) for number in range(files)],
        process=[filled(Done, word, number) for number in range(process)],
    )  # fmt: skip


few = st.integers(0, 3)
records = st.builds(a_record, words, few, few, few)


def speakable(value: object) -> str:
    """A word as XML 1.0 can hold it (section 2.2)."""
    held = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    fits = (char in "\t\n\r" or any(low <= ord(char) <= high for low, high in held) for char in str(value))
    return "".join(char if fit else "\ufffd" for char, fit in zip(str(value), fits, strict=True))


def told(element: ElementTree.Element) -> list[tuple[str, str]]:
    return [(field.tag.rpartition("}")[2], field.text or "") for field in element]


def said(fields: dict[str, object]) -> list[tuple[str, str]]:
    return [(name, speakable(value)) for name, value in fields.items()]


@given(records)
def test_every_field_says_the_same_in_xml_and_in_json_and_stands_at_the_same_place(one: Record) -> None:
    tree, plain = ElementTree.fromstring(record.xml_of(one)), msgspec.json.decode(record.json_of(one))
    assert tree.get("form") == plain.pop("form") == FORM
    assert [part.tag.rpartition("}")[2] for part in tree] == list(plain)
    for part, fields in zip(tree, plain.values(), strict=True):
        if isinstance(fields, dict):
            assert told(part) == said(fields)
        else:
            assert [told(entry) for entry in part] == [said(entry) for entry in fields]


@given(records)
def test_the_json_is_read_as_it_was_written_and_is_laid_out_for_people(one: Record) -> None:
    data = record.json_of(one)
    assert msgspec.json.decode(data, type=Record) == one
    assert data.startswith(b'{\n  "archive": {\n    "level": ')
    assert data.endswith(b"\n}\n")


ENTRIES = [("people", "person"), ("files", "file"), ("process", "step")]


@pytest.mark.parametrize(("name", "each"), ENTRIES)
@given(one=records)
def test_each_entry_of_a_list_is_called_by_its_own_name(name: str, each: str, one: Record) -> None:
    tree = ElementTree.fromstring(record.xml_of(one))
    found = tree.find(f"{{{record.NAMESPACE}}}{name}")
    assert found is not None
    assert [entry.tag for entry in found] == [f"{{{record.NAMESPACE}}}{each}"] * len(getattr(one, name))
