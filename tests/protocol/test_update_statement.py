"""A desk believes who made a version: what is changed, invented or signed for something else is nothing."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from deskapp.failures import ContentTrouble, Refusal
from deskapp.protocol.update_statement import as_text, is_whole, opened, read_keys, to_sign
from deskapp.protocol.updates import SignedStatement
from tests.updates.makers import Maker, maker, signed_of, statement_of


@pytest.fixture
def ours(tmp_path: Path) -> Maker:
    return maker(tmp_path / "ours")


@pytest.fixture
def stranger(tmp_path: Path) -> Maker:
    return maker(tmp_path / "stranger")


def test_what_packaging_signs_a_desk_believes(ours: Maker, stranger: Maker) -> None:
    setup = ours.setup("0.2.0")
    statement = opened(signed_of(setup), read_keys(f"{stranger.public}, {ours.public}"))
    assert (statement.version, statement.file, statement.size) == ("0.2.0", setup.name, setup.stat().st_size)
    assert is_whole(setup, statement)
    assert as_text(statement) == signed_of(setup).statement, "both sides write the same text"


def test_somebody_elses_signature_is_none(ours: Maker, stranger: Maker) -> None:
    signed = signed_of(stranger.setup("0.2.0"))
    for keys in ((), read_keys(ours.public)):
        with pytest.raises(ContentTrouble, match=r"update\.not_signed"):
            opened(signed, keys)


@pytest.mark.parametrize("part", ["version", "sha256", "size", "file", "kind"])
def test_a_statement_that_was_changed_is_none(ours: Maker, part: str) -> None:
    signed = signed_of(ours.setup("0.2.0"))
    said = json.loads(signed.statement)
    said[part] = said[part] + 1 if part == "size" else said[part][:-1] + "9"
    changed = msgspec.structs.replace(signed, statement=json.dumps(said, sort_keys=True, separators=(",", ":")))
    with pytest.raises(ContentTrouble, match=r"update\.not_signed"):
        opened(changed, read_keys(ours.public))


@pytest.mark.parametrize("signature", ["", "not base64!", base64.b64encode(bytes(64)).decode(), "AAAA"])
def test_rubbish_in_the_place_of_a_signature_is_none(ours: Maker, signature: str) -> None:
    signed = msgspec.structs.replace(signed_of(ours.setup("0.2.0")), signature=signature)
    with pytest.raises(ContentTrouble, match=r"update\.not_signed"):
        opened(signed, read_keys(ours.public))


def resigned(ours: Maker, text: str, *, marked: bool = True) -> SignedStatement:
    key = load_pem_private_key(ours.key.read_bytes(), None)
    signature = key.sign(to_sign(text) if marked else text.encode())  # type: ignore[call-arg, union-attr]
    return SignedStatement(statement=text, signature=base64.b64encode(signature).decode())


def test_what_the_same_key_signed_for_something_else_is_no_update(ours: Maker) -> None:
    text = signed_of(ours.setup("0.2.0")).statement
    assert opened(resigned(ours, text), read_keys(ours.public)).version == "0.2.0"
    with pytest.raises(ContentTrouble, match=r"update\.not_signed"):
        opened(resigned(ours, text, marked=False), read_keys(ours.public))


@pytest.mark.parametrize(
    ("part", "odd"),
    [("file", "../../autostart.exe"), ("file", "a/b.exe"), ("file", ""), ("file", "a.exe\n"), ("size", 0),
     ("size", 2 * 1024**3), ("sha256", "F" * 64), ("form", 2), ("product", "Another")],
)  # fmt: skip
def test_even_who_is_believed_can_name_nothing_outside_of_the_folder(ours: Maker, part: str, odd: object) -> None:
    said = json.loads(signed_of(ours.setup("0.2.0")).statement) | {part: odd}
    with pytest.raises(ContentTrouble, match=r"json\.not_this_shape"):
        opened(resigned(ours, json.dumps(said)), read_keys(ours.public))


def test_a_file_that_is_another_is_not_whole(ours: Maker) -> None:
    setup = ours.setup("0.2.0")
    statement, data = statement_of(setup), setup.read_bytes()
    for other in (data[:-1], data + b"x", data[:-1] + bytes([data[-1] ^ 1])):
        setup.write_bytes(other)
        assert not is_whole(setup, statement)


def test_keys_are_read_as_they_are_written(ours: Maker, stranger: Maker) -> None:
    assert read_keys("") == ()
    assert read_keys(f" {ours.public}\n{stranger.public},{ours.public} ")[0] == base64.b64decode(ours.public)
    for odd in ("x", "AAAA", base64.b64encode(bytes(31)).decode(), " ".join([ours.public] * 9)):
        with pytest.raises(Refusal, match=r"update\.bad_key"):
            read_keys(odd)
