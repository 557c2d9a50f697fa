"""Parts by their names, the manifest that lists them, the word that stands for it, and the bytes of the one file."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from deskapp.archives import manifest, parts, store
from deskapp.archives.manifest import Manifest, Signature
from deskapp.archives.parts import Part
from deskapp.archives.store import Layout
from deskapp.failures import ContentTrouble

KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
PNG = b"\x89PNG\r\n\x1a\n"

HEADS: dict[str, tuple[bytes, str]] = {
    "a JPEG": (b"\xff\xd8\xff\xe0rest", "jpg"),
    "a PNG": (PNG, "png"),
    "a TIFF of a small-ended machine": (b"II*\x00", "tif"),
    "a TIFF of a big-ended machine": (b"MM\x00*", "tif"),
    "a BMP": (b"BM", "bmp"),
    "a WEBP": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
    "a sound in the same wrapping": (b"RIFF\x10\x00\x00\x00WAVEfmt ", "bin"),
    "a WEBP cut short": (b"RIFF\x10\x00\x00\x00WEB", "bin"),
    "a PNG cut short": (PNG[:-1], "bin"),
    "a TIFF marked for both": (b"II\x00*", "bin"),
    "a picture behind a blank": (b" " + PNG, "bin"),
    "nothing": (b"", "bin"),
}


@pytest.mark.parametrize("name", HEADS)
def test_a_page_is_called_after_what_it_begins_with(name: str) -> None:
    data, ending = HEADS[name]
    assert parts.ending_of(data) == ending
    assert parts.original(1, "ab" * 32, data) == f"originals/0001-abababababababab.{ending}"


MEDIA = [
    (parts.METADATA_JSON, "application/json"),
    (parts.METADATA_XML, "application/xml"),
    (parts.EVENTS, "application/x-ndjson"),
    (parts.KEY, "application/octet-stream"),
    (parts.PAGES_PDF, "application/pdf"),
    (parts.MANIFEST_DIGEST, "text/plain"),
    ("originals/0001-ab.jpg", "image/jpeg"),
    ("originals/0001-ab.tif", "image/tiff"),
    ("originals/0001.png-ab.webp", "image/webp"),
    ("originals/0001-ab.exe", "application/octet-stream"),
    ("pdf", "application/pdf"),
    ("", "application/octet-stream"),
]


@pytest.mark.parametrize(("name", "media"), MEDIA)
def test_the_end_of_a_name_says_what_the_part_is(name: str, media: str) -> None:
    assert parts.media_of(name) == media


@given(st.lists(st.integers(1, 9999), min_size=2, unique=True), st.binary(max_size=40))
def test_originals_have_sound_names_that_sort_as_the_pages_lie(places: list[int], data: bytes) -> None:
    names = {place: parts.original(place, sha256(data).hexdigest(), data) for place in places}
    assert all(parts.is_sound(name) for name in names.values())
    assert sorted(names.values()) == [names[place] for place in sorted(places)]


@given(st.lists(st.integers(1, 999), min_size=2, unique=True), st.sampled_from(["receipt", "acceptance", "proof"]))
def test_papers_have_sound_names_that_sort_as_they_came_out(places: list[int], kind: str) -> None:
    names = {place: parts.paper(place, kind) for place in places}
    assert all(parts.is_sound(name) and name.endswith(f"-{kind}.pdf") for name in names.values())
    assert sorted(names.values()) == [names[place] for place in sorted(places)]


@given(st.text("ab09._-/\\: A\n\0封", max_size=12))
def test_a_sound_name_stays_below_its_folder_on_every_system(name: str) -> None:
    if parts.is_sound(name):
        assert set(name) <= set("ab09._-/")
        assert name.count("/") <= 1
        assert all(piece and piece[0] in "ab09" and ".." not in piece for piece in name.split("/"))


@pytest.mark.parametrize("name", ["a\n", "\na", "a..b", "a/b\n", "a\x00", "ａ", "٣"])
def test_a_name_with_a_hidden_end_or_a_foreign_digit_is_none(name: str) -> None:
    assert not parts.is_sound(name)


# The manifest

PARTS = [Part("b.json", 3, "1" * 64), Part("a.pdf", 0, "0" * 64)]


def a_manifest(number: str = "3") -> Manifest:
    return Manifest(
        form=parts.FORM, hall="H1", case="c", number=number, package="0" * 64, retention="30",
        archived_at="2026-11-23T01:30:00.000000Z", parts=manifest.listed(PARTS),
    )  # fmt: skip


def test_parts_are_listed_in_the_order_in_which_they_lie_and_not_by_name() -> None:
    assert [(one.name, one.size, one.media) for one in manifest.listed(PARTS)] == [
        ("b.json", 3, "application/json"), ("a.pdf", 0, "application/pdf"),
    ]  # fmt: skip


@given(st.text(max_size=20))
def test_a_manifest_is_read_as_it_was_written_and_written_again_the_same(number: str) -> None:
    data = manifest.bytes_of(a_manifest(number))
    read = msgspec.json.decode(data, type=Manifest)
    assert read == a_manifest(number)
    assert manifest.bytes_of(read) == data
    assert list(msgspec.json.decode(data)) == sorted(Manifest.__struct_fields__)


@pytest.mark.parametrize("spoilt", [{"more": 1}, {"parts": [{"name": "a"}]}, {"number": 3}])
def test_a_manifest_of_another_shape_is_none(spoilt: dict[str, object]) -> None:
    told = msgspec.json.decode(manifest.bytes_of(a_manifest())) | spoilt
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(told, Manifest)


@given(st.binary(max_size=40))
def test_the_digest_stands_as_other_programs_read_it(data: bytes) -> None:
    digest, name = manifest.digest_line(data).decode("ascii").removesuffix("\n").split("  ")
    assert (digest, name) == (sha256(data).hexdigest(), "manifest.json")


@given(st.binary(max_size=40))
def test_the_same_key_signs_the_same_manifest_the_same_and_another_one_not(data: bytes) -> None:
    said = manifest.signed(data, "H1", KEY)
    assert manifest.signed(data, "H1", KEY) == said
    signature = msgspec.json.decode(said, type=Signature)
    assert manifest.is_signed(signature, data)
    assert not manifest.is_signed(signature, data + b"\n")
    assert (signature.hall, signature.manifest) == ("H1", sha256(data).hexdigest())


def _plain_word() -> str:
    return base64.b64encode(KEY.sign(sha256(b"m").hexdigest().encode())).decode()


GOOD = msgspec.json.decode(manifest.signed(b"m", "H1", KEY), type=Signature)
STRANGER = msgspec.json.decode(manifest.signed(b"m", "H1", OTHER_KEY), type=Signature)
FALSE: dict[str, dict[str, str]] = {
    "another way of signing": {"algorithm": "ed25519"},
    "of another manifest": {"manifest": sha256(b"n").hexdigest()},
    "under another's key": {"key": STRANGER.key},
    "another's word": {"signature": STRANGER.signature},
    "a key too short": {"key": base64.b64encode(bytes(31)).decode()},
    "a key that is no base64": {"key": "!" * 44},
    "a key that is not of this alphabet": {"key": "封" * 44},
    "no key": {"key": ""},
    "no word": {"signature": ""},
    "a word with a blank in it": {"signature": " " + GOOD.signature},
    "a word that was said of something else than a manifest": {"signature": _plain_word()},
}


@pytest.mark.parametrize("what", FALSE)
def test_a_signature_that_does_not_hold_is_no_signature(what: str) -> None:
    assert manifest.is_signed(GOOD, b"m")
    assert not manifest.is_signed(msgspec.structs.replace(GOOD, **FALSE[what]), b"m")


# The one file

told_parts = st.dictionaries(st.sampled_from(["b", "a", "x/y.pdf", "x/a", "m.json"]), st.binary(max_size=50))


def whole(told: dict[str, bytes], size: int = 7) -> tuple[bytes, list[Part]]:
    layout = Layout()

    def pieces(data: bytes) -> Iterator[bytes]:
        return (data[at : at + size] for at in range(0, len(data), size))

    data = b"".join(piece for name, data in told.items() for piece in layout.made(name, lambda data=data: pieces(data)))  # type: ignore[misc]
    return data + layout.ending(), layout.parts


@given(told_parts, st.integers(1, 60))
def test_in_what_pieces_a_part_comes_makes_no_difference(told: dict[str, bytes], size: int) -> None:
    assert whole(told, size) == whole(told, 1)
    assert whole(told)[1] == [Part(name, len(data), sha256(data).hexdigest()) for name, data in told.items()]


@given(told_parts)
def test_parts_lie_in_the_order_in_which_they_were_given_and_no_byte_is_over(told: dict[str, bytes]) -> None:
    data, _ = whole(told)
    assert (whole(dict(reversed(told.items())))[0] == data) is (len(told) < 2)
    names = sum(len(name) for name in told)
    frame = store.HEAD.size + store.ENTRY.size
    assert len(data) == len(told) * frame + 2 * names + sum(map(len, told.values())) + store.END.size
    at = 0
    for name, content in told.items():
        assert data[at : at + 4] == store.HEAD_MARK
        at += store.HEAD.size
        assert data[at : at + len(name) + len(content)] == name.encode() + content
        at += len(name) + len(content)


@given(st.integers(0, 3), st.integers(-2, 2))
def test_bytes_in_pieces_are_the_same_bytes(pieces: int, more: int) -> None:
    data = bytes(max(0, pieces * store.PIECE + more))
    given_out = list(store.pieces_of(data))
    assert b"".join(given_out) == data
    assert all(len(piece) == store.PIECE for piece in given_out[:-1])
    assert all(given_out)


def test_a_part_that_changed_under_the_hand_is_not_counted_among_the_parts() -> None:
    layout, lengths = Layout(), iter([3, 4])
    list(layout.part("a", b"whole"))
    with pytest.raises(ContentTrouble, match=r"page\.damaged"):
        list(layout.made("b", lambda: iter([bytes(next(lengths))])))
    assert [part.name for part in layout.parts] == ["a"]


def test_a_file_is_kept_anew_over_a_longer_one_and_nothing_else_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "a.deskapp"
    path.parent.mkdir()
    long, short = whole({"a": bytes(900)})[0], whole({"b": b"x"})[0]
    store.keep(path, iter([long]))
    store.keep(path, (short[at : at + 5] for at in range(0, len(short), 5)))
    assert path.read_bytes() == short
    assert [one.name for one in path.parent.iterdir()] == ["a.deskapp"]
    with zipfile.ZipFile(path) as opened:
        assert opened.read("b") == b"x"
